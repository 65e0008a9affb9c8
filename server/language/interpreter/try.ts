import type { ExceptHandler, Try } from '../syntax/tree.js';
import type { Value } from '../values/value.js';
import { NORMAL, type Signal } from './branches.js';
import { derivesFrom } from './classes.js';
import { evaluate } from './evaluate.js';
import { executeBlock } from './execute.js';
import type { Interpreter } from './interpreter.js';
import type { PythonException } from './python-exception.js';
import type { Scope } from './scope.js';

export function executeTry(interpreter: Interpreter, node: Try, scope: Scope): Signal {
  const result = interpreter.frame.result;
  let signal: Signal;
  try {
    signal = executeHandled(interpreter, node, scope);
  } catch (error) {
    if (!interpreter.asPythonException(error)) throw error;
    const last = executeBlock(interpreter, node.finally, scope);
    // A `return` or `break` in `finally` swallows the exception.
    if (last !== NORMAL) return last;
    throw error;
  }
  const before = interpreter.frame.result ?? result;
  const last = executeBlock(interpreter, node.finally, scope);
  if (last !== NORMAL) return last;
  interpreter.frame.result = before;
  return signal;
}

function executeHandled(interpreter: Interpreter, node: Try, scope: Scope): Signal {
  const { frames } = interpreter;
  const depth = frames.length;
  const isHandled = node.handlers.length > 0;
  if (isHandled) interpreter.tries += 1;
  let signal: Signal;
  try {
    signal = executeBlock(interpreter, node.body, scope);
  } catch (error) {
    const exception = interpreter.asPythonException(error);
    if (!exception) throw error;
    frames.length = depth;
    if (isHandled) interpreter.tries -= 1;
    try {
      const handler = handlerFor(interpreter, node, exception, scope);
      if (!handler) throw exception;
      return handle(interpreter, handler, exception, scope);
    } finally {
      if (isHandled) interpreter.tries += 1;
    }
  } finally {
    if (isHandled) interpreter.tries -= 1;
  }
  return signal === NORMAL ? executeBlock(interpreter, node.otherwise, scope) : signal;
}

/** The first `except` that catches an exception. */
export function handlerFor(
  interpreter: Interpreter,
  node: Try,
  exception: PythonException,
  scope: Scope,
): ExceptHandler | undefined {
  return node.handlers.find((candidate) => catches(interpreter, candidate, exception, scope));
}

/** Runs an `except` block. */
export function handle(
  interpreter: Interpreter,
  handler: ExceptHandler,
  exception: PythonException,
  scope: Scope,
): Signal {
  if (handler.name !== undefined) interpreter.assign(scope, handler.name, exception.exception);
  interpreter.handled.push(exception);
  try {
    return executeBlock(interpreter, handler.body, scope);
  } finally {
    interpreter.handled.pop();
    if (handler.name !== undefined) scope.home(handler.name).set(handler.name, undefined);
  }
}

function catches(
  interpreter: Interpreter,
  handler: ExceptHandler,
  { exception }: PythonException,
  scope: Scope,
): boolean {
  if (!handler.type) return true;
  const matches = (type: Value): boolean => {
    if (type.kind === 'tuple') return type.elements.some(matches);
    // An exception class that is not known might be this one's: on shapes the handler then runs.
    if (type.kind === 'unknown') return interpreter.known(type).kind === 'unknown';
    return type.kind === 'class' && derivesFrom(exception.class, type);
  };
  return matches(evaluate(interpreter, handler.type, scope));
}
