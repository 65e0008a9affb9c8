import { putKey } from '../library/python/dict.js';
import { addToSet } from '../library/python/set.js';
import type {
  Comprehension,
  DictComprehension,
  Expression,
  GeneratorExpression,
  ListComprehension,
  SetComprehension,
} from '../syntax/tree.js';
import { join } from '../values/join.js';
import { type DictValue, type ListValue, type SetValue, unknown, type Value } from '../values/value.js';
import { assign } from './assignment.js';
import { branch, NORMAL } from './branches.js';
import { evaluate } from './evaluate.js';
import type { Interpreter } from './interpreter.js';
import { Scope } from './scope.js';

/** `[… for …]`, `{… for …}`, `{…: … for …}`, `(… for …)`. */
export function evaluateComprehension(
  interpreter: Interpreter,
  node: ListComprehension | SetComprehension | DictComprehension | GeneratorExpression,
  scope: Scope,
): Value {
  const [outermost] = node.generators;
  if (!outermost) return unknown('something is missing here');
  // The first iterable is evaluated outside, as Python does.
  const first = evaluate(interpreter, outermost.iterable, scope);
  const inside = new Scope('comprehension', scope);
  for (const { target } of node.generators) declare(target, inside);
  switch (node.kind) {
    case 'ListComprehension': {
      const list: ListValue = { kind: 'list', elements: [] };
      eachRound(
        interpreter,
        node.generators,
        first,
        inside,
        () => append(list, evaluate(interpreter, node.element, inside)),
        list,
      );
      return list;
    }
    case 'SetComprehension': {
      const set: SetValue = { kind: 'set', entries: new Map() };
      eachRound(
        interpreter,
        node.generators,
        first,
        inside,
        () => addToSet(set, evaluate(interpreter, node.element, inside), interpreter),
        set,
      );
      return set;
    }
    case 'DictComprehension': {
      const dict: DictValue = { kind: 'dict', entries: new Map() };
      eachRound(
        interpreter,
        node.generators,
        first,
        inside,
        () => {
          const key = evaluate(interpreter, node.key, inside);
          putKey(dict, key, evaluate(interpreter, node.value, inside), interpreter);
        },
        dict,
      );
      return dict;
    }
    default:
      return generatorExpression(interpreter, node, first, inside);
  }
}

function append(list: ListValue, value: Value): void {
  if (list.rest) list.rest = join(list.rest, value);
  else list.elements.push(value);
}

function eachRound(
  interpreter: Interpreter,
  generators: readonly Comprehension[],
  first: Value,
  scope: Scope,
  body: () => void,
  made: ListValue | SetValue | DictValue,
): void {
  const clause = (depth: number): void => {
    const generator = generators[depth];
    if (!generator) {
      body();
      return;
    }
    const iterator = interpreter.iterator(depth === 0 ? first : evaluate(interpreter, generator.iterable, scope));
    const round = (element: Value) => {
      interpreter.budget.step();
      assign(interpreter, generator.target, element, scope);
      conditions(generator.conditions, 0, depth);
    };
    if (iterator.kind === 'unknown' || iterator.unknownLength) {
      const element =
        (iterator.kind === 'iterator' ? iterator.next() : undefined) ?? unknown('an element of something unknown');
      uncertainly(interpreter, made, () => round(element));
      return;
    }
    for (let element = iterator.next(); element; element = iterator.next()) round(element);
  };
  const conditions = (tests: readonly Expression[], at: number, depth: number): void => {
    const test = tests[at];
    if (!test) {
      clause(depth + 1);
      return;
    }
    const truth = interpreter.truth(evaluate(interpreter, test, scope));
    if (truth === undefined) uncertainly(interpreter, made, () => conditions(tests, at + 1, depth));
    else if (truth) conditions(tests, at + 1, depth);
  };
  clause(0);
}

/** Runs what may happen or not (or often), so that what is being made is of unknown length. */
function uncertainly(interpreter: Interpreter, made: ListValue | SetValue | DictValue, body: () => void): void {
  branch(interpreter, [
    () => NORMAL,
    () => {
      interpreter.beforeChange(made);
      body();
      return NORMAL;
    },
  ]);
}

function generatorExpression(interpreter: Interpreter, node: GeneratorExpression, first: Value, scope: Scope): Value {
  let unknownLength = false;
  function* rounds(depth: number): Generator<Value> {
    const generator = node.generators[depth];
    if (!generator) {
      yield evaluate(interpreter, node.element, scope);
      return;
    }
    const iterator = interpreter.iterator(depth === 0 ? first : evaluate(interpreter, generator.iterable, scope));
    if (iterator.kind === 'unknown' || iterator.unknownLength) unknownLength = true;
    const next = () => (iterator.kind === 'iterator' ? iterator.next() : undefined);
    let element = next() ?? (iterator.kind === 'unknown' ? unknown('an element of something unknown') : undefined);
    for (; element; element = next()) {
      interpreter.budget.step();
      assign(interpreter, generator.target, element, scope);
      let wanted: boolean | undefined = true;
      for (const condition of generator.conditions) {
        wanted = interpreter.truth(evaluate(interpreter, condition, scope));
        if (wanted === undefined) unknownLength = true;
        if (wanted === false) break;
      }
      if (wanted !== false) yield* rounds(depth + 1);
    }
  }
  if (!interpreter.onNumbers) {
    // Whether the number of elements is known shows only at the end, so on shapes they are all worked out at once.
    const elements = [...rounds(0)];
    let at = 0;
    return {
      kind: 'iterator',
      name: 'generator',
      ...(unknownLength ? { unknownLength } : {}),
      next: () => elements[at++],
    };
  }
  const source = rounds(0);
  return {
    kind: 'iterator',
    name: 'generator',
    next: () => {
      const step = source.next();
      return step.done ? undefined : step.value;
    },
  };
}

/** Targets belong to the comprehension, so they are there (as unbound) before the first assignment looks for a home. */
function declare(target: Expression, scope: Scope): void {
  if (target.kind === 'Name') scope.variables.set(target.id, unknown('not bound yet'));
  else if (target.kind === 'Tuple' || target.kind === 'List')
    for (const element of target.elements) declare(element, scope);
  else if (target.kind === 'Starred') declare(target.value, scope);
}
