import type { Expression, FunctionDefinition, Lambda } from '../syntax/tree.js';
import { joinAll } from '../values/join.js';
import { bind, type Signature } from '../values/signature.js';
import { type FunctionValue, none, str, tuple, unknown, type Value } from '../values/value.js';
import { localNames } from './bound-names.js';
import { evaluate } from './evaluate.js';
import { executeBlock } from './execute.js';
import { generatorOver } from './generators.js';
import type { Interpreter } from './interpreter.js';
import { Scope } from './scope.js';

/** Calls on shapes nest no deeper: what lies further down is Unknown. */
const shapesDepth = 100;
/** CPython's own bound. */
const numbersDepth = 1000;

/** A `def` or `lambda`: the function that it makes, decorators apart. */
export function makeFunction(interpreter: Interpreter, node: FunctionDefinition | Lambda, scope: Scope): FunctionValue {
  const defaults = new Map<string, Value>();
  for (const parameter of node.parameters)
    if (parameter.default) defaults.set(parameter.name, evaluate(interpreter, parameter.default, scope));
  const made: FunctionValue = {
    kind: 'function',
    name: node.kind === 'Lambda' ? '<lambda>' : node.name,
    node,
    defaults,
    scope,
    attributes: new Map(),
  };
  interpreter.recorder.made(made);
  return made;
}

/** Applies decorators, the innermost first. On shapes one that is not known is taken to change nothing. */
export function decorated(
  interpreter: Interpreter,
  decorators: readonly Expression[],
  made: Value,
  scope: Scope,
): Value {
  let result = made;
  for (const decorator of [...decorators].reverse()) {
    const callee = evaluate(interpreter, decorator, scope);
    if (callee.kind === 'unknown' && !interpreter.onNumbers) continue;
    interpreter.range = decorator;
    const replaced = interpreter.call(callee, [result]);
    if (replaced.kind !== 'unknown') result = replaced;
  }
  return result;
}

/** A call of a function of the program. */
export function callFunction(
  interpreter: Interpreter,
  callee: FunctionValue,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Value {
  const { node } = callee;
  if (isTooDeep(interpreter, node)) return unknown('calls nest too deep');
  const scope = new Scope('function', callee.scope as Scope, localNames(node));
  if (callee.owner) scope.variables.set('__class__', callee.owner);
  bindParameters(interpreter, callee, positional, keywords, scope);
  return runBody(interpreter, callee, scope);
}

/** A call with a value for each parameter, whatever its kind: `*args` and `**kwargs` are among them. */
export function callWithParameters(
  interpreter: Interpreter,
  callee: FunctionValue,
  parameters: ReadonlyMap<string, Value>,
): Value {
  const scope = new Scope('function', callee.scope as Scope, localNames(callee.node));
  if (callee.owner) scope.variables.set('__class__', callee.owner);
  for (const [name, value] of parameters) scope.variables.set(name, value);
  return runBody(interpreter, callee, scope);
}

function runBody(interpreter: Interpreter, callee: FunctionValue, scope: Scope): Value {
  const { node } = callee;
  interpreter.recorder.called(node);
  if (node.kind === 'Function' && node.async)
    return interpreter.unknown('async functions are not run', `${callee.name}()`);
  const caller = interpreter.range;
  const enter = <Result>(body: () => Result): Result => {
    const before = interpreter.frames.length;
    const { range, argumentRanges, possibleLeave } = interpreter;
    interpreter.frames.push({ name: callee.name, node, scope, caller, result: undefined, possibleResults: [] });
    try {
      return body();
    } finally {
      interpreter.frames.length = before;
      interpreter.range = range;
      interpreter.argumentRanges = argumentRanges;
      interpreter.possibleLeave = possibleLeave;
    }
  };
  if (node.kind === 'Function' && node.generator) return generatorOver(interpreter, node, scope, enter);
  return enter(() => {
    if (node.kind === 'Lambda') return evaluate(interpreter, node.body, scope);
    executeBlock(interpreter, node.body, scope);
    const { result, possibleResults } = interpreter.frame;
    return joinAll([...possibleResults, result ?? none], 'it depends on something unknown') as Value;
  });
}

function isTooDeep(interpreter: Interpreter, node: object): boolean {
  const depth = interpreter.frames.length;
  if (interpreter.onNumbers) {
    if (depth >= numbersDepth) interpreter.raise('RecursionError', 'maximum recursion depth exceeded');
    return false;
  }
  if (depth >= shapesDepth) return true;
  // A function that calls itself in a branch that may not run would go on for ever.
  return !interpreter.certain && interpreter.frames.filter((frame) => frame.node === node).length > 2;
}

function bindParameters(
  interpreter: Interpreter,
  callee: FunctionValue,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  scope: Scope,
): void {
  const signature = signatureOf(callee);
  const bound = bind(signature, positional, keywords);
  if (typeof bound === 'string') {
    interpreter.raise('TypeError', `${qualifiedName(callee)}() ${bound}`);
    return;
  }
  for (const { name } of signature.parameters) scope.variables.set(name, bound.get(name));
  if (signature.rest) scope.variables.set(signature.rest, tuple(bound.rest));
  if (signature.keywords) {
    scope.variables.set(signature.keywords, {
      kind: 'dict',
      entries: new Map([...bound.keywords].map(([key, value]) => [`s${key}`, { key: str(key), value }])),
    });
  }
}

const signatures = new WeakMap<FunctionValue, Signature>();

function signatureOf(callee: FunctionValue): Signature {
  let signature = signatures.get(callee);
  if (!signature) {
    const { parameters } = callee.node;
    const plain = parameters.flatMap(({ name, style }) =>
      style === '*' || style === '**' ? [] : [{ name, style, default: callee.defaults.get(name) }],
    );
    signature = {
      parameters: plain,
      // A lone `*` takes nothing: it only makes what follows keyword-only.
      rest: parameters.find(({ style, name }) => style === '*' && name !== '')?.name,
      keywords: parameters.find(({ style }) => style === '**')?.name,
      positional: plain.filter(({ style }) => style !== 'keyword-only').length,
      index: new Map(plain.map(({ name }, i) => [name, i])),
    };
    signatures.set(callee, signature);
  }
  return signature;
}

function qualifiedName(callee: FunctionValue): string {
  return callee.owner ? `${callee.owner.name}.${callee.name}` : callee.name;
}
