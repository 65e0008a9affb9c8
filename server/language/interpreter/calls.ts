import { typeOf } from '../library/index.js';
import { typeName } from '../library/python/type-name.js';
import type { Call, Range } from '../syntax/tree.js';
import type { ArgumentRanges } from '../values/argument-ranges.js';
import type { NativeFunction } from '../values/native-function.js';
import { bind, parseSignature } from '../values/signature.js';
import { derivedUnknown } from '../values/sizes.js';
import { type FunctionValue, type InstanceValue, unknown, type Value } from '../values/value.js';
import { noteCall, noteMethod } from './changes.js';
import { classHook, instantiate, nativeBase } from './classes.js';
import { evaluate } from './evaluate.js';
import { callFunction } from './functions.js';
import { hook } from './hooks.js';
import { type Interpreter, noKeywords } from './interpreter.js';
import type { Scope } from './scope.js';
import { superOf } from './super.js';

/** A call as it stands in the text. */
export function evaluateCall(interpreter: Interpreter, node: Call, scope: Scope): Value {
  const callee = evaluate(interpreter, node.callee, scope);
  if (
    node.callee.kind === 'Name' &&
    node.callee.id === 'super' &&
    callee.kind === 'type' &&
    callee.type.name === 'super'
  ) {
    const given = node.positional.length === 2 ? node.positional.map((each) => evaluate(interpreter, each, scope)) : [];
    if (given[0]?.kind === 'class' && given[1]?.kind === 'instance') return superOf(given[1], given[0]);
    if (given.some(({ kind }) => kind === 'unknown')) return interpreter.unknown('the class is not known', 'super');
    return zeroArgumentSuper(interpreter, scope);
  }
  const positional: Value[] = [];
  let uncertain: Value | undefined;
  for (const argument of node.positional) {
    if (argument.kind !== 'Starred') {
      positional.push(evaluate(interpreter, argument, scope));
      continue;
    }
    const spread = evaluate(interpreter, argument.value, scope);
    const elements = spread.kind === 'unknown' ? undefined : interpreter.elements(spread);
    if (elements) positional.push(...elements);
    else uncertain = spread;
  }
  let keywords: Map<string, Value> | undefined;
  for (const keyword of node.keywords) {
    const value = evaluate(interpreter, keyword.value, scope);
    keywords ??= new Map();
    if (keyword.name !== undefined) {
      if (keywords.has(keyword.name))
        return interpreter.raise('TypeError', `got multiple values for keyword argument '${keyword.name}'`);
      keywords.set(keyword.name, value);
    } else if (value.kind === 'dict' && !value.open) {
      for (const { key, value: entry } of value.entries.values())
        if (key.kind === 'str') keywords.set(key.value, entry);
    } else {
      uncertain = value;
    }
  }
  interpreter.range = node;
  interpreter.argumentRanges = new CallRanges(node);
  interpreter.budget.step();
  if (uncertain) return interpreter.unknown('it is called with arguments that are not known');
  return callValue(interpreter, callee, positional, keywords ?? noKeywords);
}

/** Calls any value. */
export function callValue(
  interpreter: Interpreter,
  callee: Value,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Value {
  switch (callee.kind) {
    case 'native':
      return callNative(interpreter, callee.function, positional, keywords);
    case 'function':
      return callFunction(interpreter, callee, positional, keywords);
    case 'method': {
      if (callee.function.kind === 'native') noteMethod(interpreter, callee.function.function, callee.self);
      return callValue(interpreter, callee.function, [callee.self, ...positional], keywords);
    }
    case 'type': {
      const construct = hook(callee.type, 'construct');
      if (construct) return callNative(interpreter, construct, positional, keywords);
      // A library's own may be made in ways that are not followed.
      if (interpreter.onNumbers && callee.type.module !== undefined)
        return interpreter.unknown('objects of this type cannot be made yet', callee.type.name);
      return interpreter.raise('TypeError', `cannot create '${callee.type.name}' instances`);
    }
    case 'class': {
      const call = classHook(callee, 'call');
      if (call) return callNative(interpreter, call, [callee, ...positional], keywords);
      return instantiate(interpreter, callee, positional, keywords);
    }
    case 'instance': {
      const method = interpreter.special(callee, '__call__');
      if (method) return callValue(interpreter, method, positional, keywords);
      const call = callee.native && hook(callee.native.type, 'call');
      if (call) return callNative(interpreter, call, [callee, ...positional], keywords);
      if (!callee.native) checkInitialised(interpreter, callee);
      break;
    }
    case 'unknown':
      return interpreter.known(
        callee.name?.endsWith('()') ? callee : unknown(callee.reason, callee.name ? `${callee.name}()` : undefined),
      );
    default: {
      const call = hook(typeOf(callee), 'call');
      if (call) return callNative(interpreter, call, [callee, ...positional], keywords);
    }
  }
  return interpreter.raise('TypeError', `'${typeName(callee)}' object is not callable`);
}

/** Raises where an instance cannot be called because its `__init__` does not call its base class's, in Keras's words for layers. */
function checkInitialised(interpreter: Interpreter, { class: type }: InstanceValue): void {
  const base = type.bases.length > 0 ? nativeBase(type) : undefined;
  if (!base || !hook(base, 'call')) return;
  const what = base.module.startsWith('keras') && /^(Layer|Model)$/.test(base.name) ? 'layer' : 'class';
  interpreter.raise(
    'RuntimeError',
    `In ${what} '${type.name}', you forgot to call \`super().__init__()\` as the first statement in the \`__init__()\` method. Go add it!`,
  );
}

/** What a function of the library that gives an array, or a tensor, costs in steps. */
const arrayCost = 4;
const tensorCost = 12;

function callNative(
  interpreter: Interpreter,
  callee: NativeFunction,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Value {
  noteCall(interpreter, callee, positional);
  // Unknown is never taken for an argument that was left out.
  if (interpreter.onNumbers)
    for (const value of [...positional, ...keywords.values()]) if (value.kind === 'unknown') interpreter.known(value);
  const bound = bind(parseSignature(callee.signature), positional, keywords);
  if (typeof bound === 'string') return interpreter.raise('TypeError', `${callee.name}() ${bound}`);
  const { range, argumentRanges } = interpreter;
  try {
    const result = callee.call(bound, interpreter);
    interpreter.range = range;
    if (result.kind === 'tensor') interpreter.budget.step(result.library === 'numpy' ? arrayCost : tensorCost);
    if (result.kind !== 'unknown') return result;
    const own = callee.name === 'int' ? result : derivedUnknown(result);
    return interpreter.known(own.name ? own : unknown(own.reason, callee.name));
  } catch (error) {
    throw interpreter.asPythonException(error) ?? error;
  } finally {
    interpreter.range = range;
    interpreter.argumentRanges = argumentRanges;
  }
}

/** `super()` finds its class in the function's and its instance in the first parameter. */
function zeroArgumentSuper(interpreter: Interpreter, scope: Scope): Value {
  const owner = scope.find('__class__');
  const { node } = interpreter.frame as { node: Partial<FunctionValue['node']> };
  const first = node.parameters?.[0]?.name;
  const self = first === undefined ? undefined : scope.find(first);
  if (
    owner === undefined ||
    owner === 'unbound' ||
    owner.kind !== 'class' ||
    self === undefined ||
    self === 'unbound' ||
    self.kind !== 'instance'
  ) {
    return interpreter.raise('RuntimeError', 'super(): no arguments');
  }
  return superOf(self as InstanceValue, owner);
}

/** Worked out only where something asks: most calls are never at fault. */
class CallRanges implements ArgumentRanges {
  constructor(private readonly node: Call) {}

  get positional(): readonly Range[] {
    return this.node.positional;
  }

  get keywords(): ReadonlyMap<string, Range> {
    return new Map(
      this.node.keywords.flatMap((keyword) =>
        keyword.name === undefined ? [] : [[keyword.name, keyword.value] as const],
      ),
    );
  }

  nameOf(argument: number | string): string | undefined {
    const given =
      typeof argument === 'number'
        ? this.node.positional[argument]
        : this.node.keywords.find(({ name }) => name === argument)?.value;
    if (given?.kind === 'Name') return given.id;
    return given?.kind === 'Attribute' ? given.name : undefined;
  }

  get object(): string | undefined {
    const { callee } = this.node;
    return callee.kind === 'Attribute' && callee.object.kind === 'Name' ? callee.object.id : undefined;
  }
}
