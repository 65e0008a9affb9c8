import type { AugmentedAssign, Expression } from '../syntax/tree.js';
import { derivedUnknown, parameterSize, unknownSize } from '../values/sizes.js';
import { list, type UnknownValue, unknown, type Value } from '../values/value.js';
import { deleteAttribute, getAttribute, setAttribute } from './attributes.js';
import { evaluate } from './evaluate.js';
import type { Interpreter } from './interpreter.js';
import { deleteItem, getItem, setItem } from './items.js';
import { elementsOf } from './iteration.js';
import { NameRange } from './name-range.js';
import { augmentedOperation } from './operators.js';
import type { Scope } from './scope.js';

/** Binds a target to a value. */
export function assign(interpreter: Interpreter, target: Expression, value: Value, scope: Scope): void {
  switch (target.kind) {
    case 'Name':
      interpreter.assign(scope, target.id, value);
      interpreter.recorder.binding(target, target.id, value);
      return;
    case 'Attribute': {
      const object = evaluate(interpreter, target.object, scope);
      interpreter.range = target;
      setAttribute(interpreter, object, target.name, value);
      interpreter.recorder.binding(new NameRange(target), target.name, value);
      return;
    }
    case 'Subscript': {
      const object = evaluate(interpreter, target.object, scope);
      const index = evaluate(interpreter, target.index, scope);
      interpreter.range = target;
      setItem(interpreter, object, index, value);
      return;
    }
    case 'Tuple':
    case 'List':
      unpack(interpreter, target.elements, value, scope);
      return;
    case 'Starred':
      assign(interpreter, target.value, value, scope);
      return;
    default:
      return;
  }
}

/** Binds the names of a target to Unknown, since what they should have is not known. */
export function forget(interpreter: Interpreter, target: Expression, reason: string, scope: Scope): void {
  if (target.kind === 'Name') assign(interpreter, target, unknown(reason), scope);
  else if (target.kind === 'Tuple' || target.kind === 'List')
    for (const element of target.elements) forget(interpreter, element, reason, scope);
  else if (target.kind === 'Starred') forget(interpreter, target.value, reason, scope);
}

/** `target operator= value`. */
export function assignAugmented(
  interpreter: Interpreter,
  { target, operator, value }: AugmentedAssign,
  scope: Scope,
): void {
  switch (target.kind) {
    case 'Attribute': {
      const object = evaluate(interpreter, target.object, scope);
      const before = getAttribute(interpreter, object, target.name);
      const result = augmentedOperation(interpreter, operator, before, evaluate(interpreter, value, scope));
      interpreter.range = target;
      setAttribute(interpreter, object, target.name, result);
      return;
    }
    case 'Subscript': {
      const object = evaluate(interpreter, target.object, scope);
      const index = evaluate(interpreter, target.index, scope);
      interpreter.range = target;
      const before = getItem(interpreter, object, index);
      const result = augmentedOperation(interpreter, operator, before, evaluate(interpreter, value, scope));
      interpreter.range = target;
      setItem(interpreter, object, index, result);
      return;
    }
    default: {
      const before = evaluate(interpreter, target, scope);
      const operand = evaluate(interpreter, value, scope);
      interpreter.range = target;
      assign(interpreter, target, augmentedOperation(interpreter, operator, before, operand), scope);
      return;
    }
  }
}

/** `del target`. */
export function remove(interpreter: Interpreter, target: Expression, scope: Scope): void {
  switch (target.kind) {
    case 'Name': {
      const home = scope.home(target.id);
      interpreter.range = target;
      if (!home.get(target.id)) interpreter.raise('NameError', `name '${target.id}' is not defined`);
      interpreter.journal?.variable(home, target.id);
      home.set(target.id, undefined);
      return;
    }
    case 'Attribute':
      deleteAttribute(interpreter, evaluate(interpreter, target.object, scope), target.name);
      return;
    case 'Subscript': {
      const object = evaluate(interpreter, target.object, scope);
      const index = evaluate(interpreter, target.index, scope);
      interpreter.range = target;
      deleteItem(interpreter, object, index);
      return;
    }
    case 'Tuple':
    case 'List':
      for (const element of target.elements) remove(interpreter, element, scope);
      return;
    default:
      return;
  }
}

/** An element of something unknown is called as the program calls it: `height, width = size`. */
function elementFor(target: Expression, value: UnknownValue): Value {
  if (value.size === undefined || target.kind !== 'Name') return derivedUnknown(value);
  return unknownSize(value.reason, target.id, parameterSize(target.id));
}

function unpack(interpreter: Interpreter, targets: readonly Expression[], value: Value, scope: Scope): void {
  const star = targets.findIndex((target) => target.kind === 'Starred');
  const elements =
    value.kind === 'unknown' ? undefined : elementsOf(interpreter, value, star < 0 ? targets.length + 1 : undefined);
  if (!elements) {
    targets.forEach((target, i) => {
      if (target.kind === 'Starred')
        assign(
          interpreter,
          target,
          { kind: 'list', elements: [], rest: unknown('an element of something unknown') },
          scope,
        );
      else
        assign(
          interpreter,
          target,
          prefix(interpreter, value, i) ??
            (value.kind === 'unknown' ? elementFor(target, value) : unknown('an element of something unknown')),
          scope,
        );
    });
    return;
  }
  const count = elements.length;
  const least = star < 0 ? targets.length : targets.length - 1;
  if (count < least) {
    const wanted = star < 0 ? `${least}` : `at least ${least}`;
    interpreter.raise('ValueError', `not enough values to unpack (expected ${wanted}, got ${count})`);
    return;
  }
  if (star < 0 && count > least) {
    interpreter.raise('ValueError', `too many values to unpack (expected ${least})`);
    return;
  }
  const taken = count - least;
  targets.forEach((target, i) => {
    if (i === star) assign(interpreter, target, list(elements.slice(i, i + taken)), scope);
    else assign(interpreter, target, elements[star >= 0 && i > star ? i + taken - 1 : i] as Value, scope);
  });
}

/** A known element at the head of a list whose length is not known. */
function prefix(interpreter: Interpreter, value: Value, index: number): Value | undefined {
  if (value.kind === 'object' && value.type.getItem)
    return value.type.getItem(value, { kind: 'int', value: index }, interpreter);
  return value.kind === 'list' ? value.elements[index] : undefined;
}
