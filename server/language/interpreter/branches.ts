import { join } from '../values/join.js';
import type { Value } from '../values/value.js';
import type { Interpreter } from './interpreter.js';
import { type BranchState, Journal, joinStates } from './journal.js';
import type { PythonException } from './python-exception.js';

/** How a statement ended. */
export type Signal = 0 | 1 | 2 | 3;
export const NORMAL = 0;
export const BREAK = 1;
export const CONTINUE = 2;
export const RETURN = 3;

const WHY = 'it depends on something unknown';

/**
 * Runs each alternative from the same state, since which one Python would run is not known, and
 * joins what they leave. One that raises is left out; one that returns adds a possible result.
 */
export function branch(interpreter: Interpreter, alternatives: readonly (() => Signal)[]): Signal {
  return branchAndTell(interpreter, alternatives).signal;
}

/** As `branch`; also says whether a value from before has become another. */
export function branchAndTell(
  interpreter: Interpreter,
  alternatives: readonly (() => Signal)[],
): { signal: Signal; changed: boolean } {
  const { frame } = interpreter;
  const outcomes: { signal: Signal; state: BranchState; result: Value | undefined }[] = [];
  let raised: PythonException | undefined;
  for (const alternative of alternatives) {
    const run = runApart(interpreter, alternative);
    if (run.raised) raised = run.raised;
    else outcomes.push({ signal: run.signal, state: run.state, result: frame.result });
  }
  if (outcomes.length === 0) throw raised;
  const [first, ...others] = outcomes as [(typeof outcomes)[number], ...typeof outcomes];
  const agreed = others.every((outcome) => outcome.signal === first.signal);
  if (agreed && first.signal === RETURN)
    frame.result = outcomes.map((outcome) => outcome.result as Value).reduce((a, b) => join(a, b, WHY));
  if (!agreed) {
    for (const outcome of outcomes) {
      if (outcome.signal === RETURN) {
        frame.possibleResults.push(outcome.result as Value);
        // What follows runs only where this branch did not: its local names are the other's.
        outcome.state.variables.delete(frame.scope);
      }
      if (outcome.signal === BREAK) interpreter.possibleLeave = 'break';
      if (outcome.signal === CONTINUE && interpreter.possibleLeave === 'none') interpreter.possibleLeave = 'continue';
    }
  }
  const changed = joinStates(
    outcomes.map((outcome) => outcome.state),
    interpreter.journal,
    WHY,
  );
  return {
    signal: agreed ? first.signal : outcomes.some((outcome) => outcome.signal === NORMAL) ? NORMAL : BREAK,
    changed,
  };
}

/** Either of several values, each worked out as a branch. */
export function eitherValue(interpreter: Interpreter, alternatives: readonly (() => Value)[]): Value {
  const values: Value[] = [];
  branch(
    interpreter,
    alternatives.map((alternative) => () => {
      values.push(alternative());
      return NORMAL;
    }),
  );
  return values.reduce((a, b) => join(a, b, WHY));
}

function runApart(
  interpreter: Interpreter,
  alternative: () => Signal,
): { signal: Signal; state: BranchState; raised?: PythonException } {
  const outer = interpreter.journal;
  const journal = new Journal(outer);
  interpreter.journal = journal;
  try {
    const signal = alternative();
    return { signal, state: journal.rewind() };
  } catch (error) {
    const state = journal.rewind();
    const raised = interpreter.asPythonException(error);
    if (!raised) throw error;
    return { signal: NORMAL, state, raised };
  } finally {
    interpreter.journal = outer;
  }
}
