import { isA, makeException } from '../library/python/exceptions.js';
import type { Assert, Raise } from '../syntax/tree.js';
import { type InstanceValue, tuple, type Value } from '../values/value.js';
import { evaluate } from './evaluate.js';
import type { Interpreter } from './interpreter.js';
import type { Scope } from './scope.js';

/** `raise`, `raise exception`, `raise exception from cause`. */
export function raiseStatement(interpreter: Interpreter, statement: Raise, scope: Scope): void {
  if (!statement.exception) {
    const current = interpreter.handled.at(-1);
    if (current) throw current;
    interpreter.raise('RuntimeError', 'No active exception to reraise');
  } else {
    const value = evaluate(interpreter, statement.exception, scope);
    if (statement.cause) evaluate(interpreter, statement.cause, scope);
    interpreter.range = statement;
    throw interpreter.exception(asException(interpreter, value), true);
  }
}

export function assertStatement(interpreter: Interpreter, statement: Assert, scope: Scope): void {
  if (interpreter.truth(evaluate(interpreter, statement.test, scope)) !== false) return;
  const message = statement.message && evaluate(interpreter, statement.message, scope);
  const exception = makeException('AssertionError', '');
  exception.attributes.set('args', tuple(message ? [message] : []));
  interpreter.range = statement;
  throw interpreter.exception(exception, true);
}

function asException(interpreter: Interpreter, value: Value): InstanceValue {
  const made = value.kind === 'class' ? interpreter.call(value, []) : value;
  if (made.kind === 'instance' && isA(made.class, 'BaseException')) return made;
  if (made.kind === 'unknown') {
    interpreter.known(made);
    return makeException('Exception', made.reason);
  }
  return interpreter.raise('TypeError', 'exceptions must derive from BaseException');
}
