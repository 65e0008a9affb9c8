import { typeOf } from '../library/index.js';
import { typeName } from '../library/python/type-name.js';
import type { With, WithItem } from '../syntax/tree.js';
import { none, unknown, type Value } from '../values/value.js';
import { assign } from './assignment.js';
import { NORMAL, type Signal } from './branches.js';
import { evaluateHeader, executeBlock } from './execute.js';
import { hook } from './hooks.js';
import type { Interpreter } from './interpreter.js';
import type { PythonException } from './python-exception.js';
import type { Scope } from './scope.js';

export function executeWith(interpreter: Interpreter, node: With, scope: Scope, at = 0): Signal {
  const item = node.items[at];
  if (!item) return executeBlock(interpreter, node.body, scope);
  const manager = evaluateHeader(interpreter, item.context, scope);
  interpreter.range = item.context;
  const entered = enter(interpreter, manager);
  if (item.target) assign(interpreter, item.target, entered, scope);
  let signal: Signal;
  try {
    signal = executeWith(interpreter, node, scope, at + 1);
  } catch (error) {
    const exception = interpreter.asPythonException(error);
    if (!exception) throw error;
    if (leave(interpreter, manager, item, exception)) return NORMAL;
    throw exception;
  }
  leave(interpreter, manager, item, undefined);
  return signal;
}

export function enter(interpreter: Interpreter, manager: Value): Value {
  if (manager.kind === 'unknown') return manager;
  const method = interpreter.special(manager, '__enter__');
  if (method) return interpreter.call(method, []);
  const hooked = hook(typeOf(manager), 'enter');
  if (hooked) return hooked(manager, interpreter);
  if (!interpreter.onNumbers)
    return unknown(`'${typeName(manager)}' object does not support the context manager protocol`);
  return interpreter.raise('TypeError', `'${typeName(manager)}' object does not support the context manager protocol`);
}

/** True where the manager swallows the exception. */
export function leave(
  interpreter: Interpreter,
  manager: Value,
  item: WithItem,
  exception: PythonException | undefined,
): boolean {
  interpreter.range = item.context;
  const method = interpreter.special(manager, '__exit__');
  if (method) {
    const details = exception ? [exception.exception.class, exception.exception, none] : [none, none, none];
    return interpreter.truth(interpreter.call(method, details)) === true;
  }
  return hook(typeOf(manager), 'exit')?.(manager, interpreter, exception?.exception) === true;
}
