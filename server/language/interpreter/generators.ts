import type { Expression, FunctionDefinition, Statement, Try, With } from '../syntax/tree.js';
import { type IteratorValue, none, type Value } from '../values/value.js';
import { assign } from './assignment.js';
import { BREAK, CONTINUE, NORMAL, RETURN, type Signal } from './branches.js';
import { evaluate } from './evaluate.js';
import { execute } from './execute.js';
import type { Interpreter } from './interpreter.js';
import type { Scope } from './scope.js';
import { handle, handlerFor } from './try.js';
import { enter, leave } from './with.js';

type Steps = Generator<Value, Signal>;

/**
 * A call of a function with `yield`. Its statements run as a JavaScript generator; those without a
 * `yield` in them, nearly all, are executed as everywhere else.
 */
export function generatorOver(
  interpreter: Interpreter,
  node: FunctionDefinition,
  scope: Scope,
  enter: <Result>(body: () => Result) => Result,
): IteratorValue {
  const steps = block(interpreter, node.body, scope);
  const next = () => enter(() => steps.next());
  if (interpreter.onNumbers) {
    return {
      kind: 'iterator',
      name: 'generator',
      next: () => {
        const step = next();
        return step.done ? undefined : step.value;
      },
    };
  }
  // On shapes a generator is asked for its first value only: data generators have no end.
  let asked = false;
  return {
    kind: 'iterator',
    name: 'generator',
    unknownLength: true,
    next: () => {
      if (asked) return undefined;
      asked = true;
      const step = next();
      return step.done ? undefined : step.value;
    },
  };
}

function* block(interpreter: Interpreter, statements: readonly Statement[], scope: Scope): Steps {
  for (const statement of statements) {
    const signal = yields(statement)
      ? yield* stepped(interpreter, statement, scope)
      : execute(interpreter, statement, scope);
    if (signal !== NORMAL) return signal;
  }
  return NORMAL;
}

function* stepped(interpreter: Interpreter, statement: Statement, scope: Scope): Steps {
  interpreter.budget.step();
  interpreter.range = statement;
  switch (statement.kind) {
    case 'Expression':
      yield* expression(interpreter, statement.value, scope);
      return NORMAL;
    case 'Assign': {
      const value = yield* expression(interpreter, statement.value, scope);
      for (const target of statement.targets) assign(interpreter, target, value, scope);
      return NORMAL;
    }
    case 'Return':
      interpreter.frame.result = statement.value ? yield* expression(interpreter, statement.value, scope) : none;
      return RETURN;
    case 'If': {
      const truth = interpreter.truth(evaluate(interpreter, statement.test, scope));
      return yield* block(interpreter, truth === false ? statement.otherwise : statement.body, scope);
    }
    case 'While':
      while (interpreter.truth(evaluate(interpreter, statement.test, scope)) !== false) {
        interpreter.budget.step();
        const signal = yield* block(interpreter, statement.body, scope);
        if (signal === BREAK) return NORMAL;
        if (signal === RETURN) return RETURN;
      }
      return yield* block(interpreter, statement.otherwise, scope);
    case 'For': {
      const iterator = interpreter.iterator(evaluate(interpreter, statement.iterable, scope));
      for (
        let element = iterator.kind === 'iterator' ? iterator.next() : iterator;
        element;
        element = iterator.kind === 'iterator' ? iterator.next() : undefined
      ) {
        interpreter.budget.step();
        assign(interpreter, statement.target, element, scope);
        const signal = yield* block(interpreter, statement.body, scope);
        if (signal === BREAK) return NORMAL;
        if (signal === RETURN) return RETURN;
      }
      return yield* block(interpreter, statement.otherwise, scope);
    }
    case 'With':
      return yield* withBlock(interpreter, statement, scope, 0);
    case 'Try':
      return yield* tryBlock(interpreter, statement, scope);
    default:
      interpreter.unknown(`yield inside a ${statement.kind.toLowerCase()} statement is not run`, 'yield');
      return CONTINUE;
  }
}

function* withBlock(interpreter: Interpreter, node: With, scope: Scope, at: number): Steps {
  const item = node.items[at];
  if (!item) return yield* block(interpreter, node.body, scope);
  const manager = evaluate(interpreter, item.context, scope);
  const entered = enter(interpreter, manager);
  if (item.target) assign(interpreter, item.target, entered, scope);
  let signal: Signal;
  try {
    signal = yield* withBlock(interpreter, node, scope, at + 1);
  } catch (error) {
    const exception = interpreter.asPythonException(error);
    if (exception && leave(interpreter, manager, item, exception)) return NORMAL;
    throw exception ?? error;
  }
  leave(interpreter, manager, item, undefined);
  return signal;
}

function* tryBlock(interpreter: Interpreter, node: Try, scope: Scope): Steps {
  let signal: Signal;
  try {
    signal = yield* block(interpreter, node.body, scope);
    if (signal === NORMAL) signal = yield* block(interpreter, node.otherwise, scope);
  } catch (error) {
    const exception = interpreter.asPythonException(error);
    if (!exception) throw error;
    const handler = handlerFor(interpreter, node, exception, scope);
    if (!handler) {
      yield* block(interpreter, node.finally, scope);
      throw exception;
    }
    signal = handle(interpreter, handler, exception, scope);
  }
  const last = yield* block(interpreter, node.finally, scope);
  return last === NORMAL ? signal : last;
}

function* expression(interpreter: Interpreter, node: Expression, scope: Scope): Generator<Value, Value> {
  if (node.kind === 'Yield') {
    yield node.value ? evaluate(interpreter, node.value, scope) : none;
    return none;
  }
  if (node.kind === 'YieldFrom') {
    const iterator = interpreter.iterator(evaluate(interpreter, node.value, scope));
    for (
      let element = iterator.kind === 'iterator' ? iterator.next() : iterator;
      element;
      element = iterator.kind === 'iterator' ? iterator.next() : undefined
    )
      yield element;
    return none;
  }
  return evaluate(interpreter, node, scope);
}

/** Whether a `yield` stands in a statement where this file can step through it. */
function yields(statement: Statement): boolean {
  switch (statement.kind) {
    case 'Expression':
      return statement.value.kind === 'Yield' || statement.value.kind === 'YieldFrom';
    case 'Assign':
      return statement.value.kind === 'Yield' || statement.value.kind === 'YieldFrom';
    case 'Return':
      return statement.value?.kind === 'Yield';
    case 'If':
    case 'While':
    case 'For':
      return statement.body.some(yields) || statement.otherwise.some(yields);
    case 'With':
      return statement.body.some(yields);
    case 'Try':
      return [
        ...statement.body,
        ...statement.otherwise,
        ...statement.finally,
        ...statement.handlers.flatMap((handler) => handler.body),
      ].some(yields);
    default:
      return false;
  }
}
