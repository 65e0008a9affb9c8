import type { For, While } from '../syntax/tree.js';
import { join } from '../values/join.js';
import { unknown, type Value } from '../values/value.js';
import { assign } from './assignment.js';
import { BREAK, branch, branchAndTell, CONTINUE, NORMAL, RETURN, type Signal } from './branches.js';
import { conditionHolds } from './conditions.js';
import { evaluateHeader, executeBlock } from './execute.js';
import type { Interpreter } from './interpreter.js';
import { reportLongLoop } from './report.js';
import type { Scope } from './scope.js';

export function executeFor(interpreter: Interpreter, node: For, scope: Scope): Signal {
  const iterable = evaluateHeader(interpreter, node.iterable, scope);
  const iterator = iterateHeader(interpreter, node, iterable);
  const body = (element: Value) => {
    assign(interpreter, node.target, element, scope);
    return executeBlock(interpreter, node.body, scope);
  };
  if (iterator.kind === 'unknown' || iterator.unknownLength) {
    const element =
      (iterator.kind === 'iterator' ? iterator.next() : undefined) ?? unknown('an element of something unknown');
    if (iterator.kind === 'iterator' && iterator.notEmpty) {
      interpreter.budget.step();
      const { first = element } = iterator;
      const signal = oneRound(interpreter, () => body(first));
      if (signal === RETURN) return RETURN;
      if (signal === BREAK) return NORMAL;
    }
    return anyNumberOfTimes(interpreter, () => body(element), node, scope);
  }
  const begun = interpreter.budget.spent;
  for (let round = 0; ; round += 1) {
    const element = iterator.next();
    if (element === undefined) break;
    if (interpreter.budget.isLong(node, round, begun)) {
      reportLongLoop(interpreter, node.iterable);
      const any = remaining(element, iterator, 'a round of a loop that is not followed to its end');
      return anyNumberOfTimes(interpreter, () => body(any), node, scope);
    }
    interpreter.budget.step();
    const signal = oneRound(interpreter, () => body(element));
    if (signal === RETURN) return RETURN;
    if (signal === BREAK) return NORMAL;
    if (signal === 'loose') {
      const next = iterator.next();
      return next === undefined
        ? NORMAL
        : anyNumberOfTimes(
            interpreter,
            () => body(remaining(next, iterator, 'a round of a loop that may end before')),
            node,
            scope,
          );
    }
  }
  return executeBlock(interpreter, node.otherwise, scope);
}

export function executeWhile(interpreter: Interpreter, node: While, scope: Scope): Signal {
  const begun = interpreter.budget.spent;
  const body = () => executeBlock(interpreter, node.body, scope);
  const bodyIfTrue = () => (conditionHolds(interpreter, node.test, scope) === false ? NORMAL : body());
  for (let round = 0; ; round += 1) {
    interpreter.budget.step();
    const truth = conditionHolds(interpreter, node.test, scope);
    if (truth === false) break;
    if (truth === undefined) return anyNumberOfTimes(interpreter, body, node, scope);
    if (interpreter.budget.isLong(node, round, begun)) {
      reportLongLoop(interpreter, node.test);
      return anyNumberOfTimes(interpreter, bodyIfTrue, node, scope);
    }
    const signal = oneRound(interpreter, body);
    if (signal === RETURN) return RETURN;
    if (signal === BREAK) return NORMAL;
    if (signal === 'loose') return anyNumberOfTimes(interpreter, bodyIfTrue, node, scope);
  }
  return executeBlock(interpreter, node.otherwise, scope);
}

/** `loose`: whether the loop goes on is not known. */
function oneRound(interpreter: Interpreter, body: () => Signal): Signal | 'loose' {
  const outside = interpreter.takeLeave();
  const signal = body();
  const loose = interpreter.takeLeave() === 'break';
  interpreter.possibleLeave = outside;
  if (signal === RETURN || signal === BREAK) return signal;
  return loose ? 'loose' : NORMAL;
}

/**
 * The body runs some number of times: once here, joined with the state before. Where that changed
 * a value from before, a later round would start from the joined state, so it runs once more.
 */
function anyNumberOfTimes(interpreter: Interpreter, body: () => Signal, node: For | While, scope: Scope): Signal {
  const outside = interpreter.possibleLeave;
  const round = () => {
    interpreter.budget.step();
    const signal = body();
    return signal === BREAK || signal === CONTINUE ? NORMAL : signal;
  };
  let outcome = branchAndTell(interpreter, [() => NORMAL, round]);
  if (outcome.changed) outcome = branchAndTell(interpreter, [() => NORMAL, round]);
  interpreter.possibleLeave = outside;
  if (node.otherwise.length === 0) return NORMAL;
  return branch(interpreter, [() => NORMAL, () => executeBlock(interpreter, node.otherwise, scope)]);
}

/** What all that is left of an iterator have in common; where that is nothing, unknown for that reason. */
function remaining(first: Value, iterator: { next(): Value | undefined }, why: string): Value {
  let joined = first;
  for (let i = 0; i < 100 && joined.kind !== 'unknown'; i += 1) {
    const element = iterator.next();
    if (element === undefined) return joined;
    joined = join(joined, element, why);
  }
  return joined.kind === 'unknown' ? joined : unknown(why);
}

function iterateHeader(interpreter: Interpreter, node: For, iterable: Value) {
  return interpreter.onNumbers || interpreter.tries > 0
    ? interpreter.iterator(iterable)
    : guarded(interpreter, node, iterable);
}

function guarded(interpreter: Interpreter, node: For, iterable: Value) {
  try {
    interpreter.range = node.iterable;
    return interpreter.iterator(iterable);
  } catch (error) {
    if (!interpreter.asPythonException(error)) throw error;
    return unknown('it cannot be iterated over');
  }
}
