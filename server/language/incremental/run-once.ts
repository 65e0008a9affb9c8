import { boundNames } from '../interpreter/bound-names.js';
import { Budget, BudgetExceeded, type BudgetLimits, Cancelled, limitsFor } from '../interpreter/budget.js';
import { execute } from '../interpreter/execute.js';
import { Interpreter } from '../interpreter/interpreter.js';
import { reportBudget } from '../interpreter/report.js';
import { shapesHost } from '../interpreter/shapes-host.js';
import { followUncalled, type UnitRecords } from '../interpreter/uncalled.js';
import type { KerasVersion } from '../keras-version.js';
import { ImportedFiles, type ReadModule } from '../program-files.js';
import type { Recorder } from '../recorder.js';
import { LineIndex } from '../syntax/lines.js';
import type { Module, Statement } from '../syntax/tree.js';
import { unknown } from '../values/value.js';
import type { StepRecord } from './step.js';

/** What is around a program's text. */
export interface Surroundings {
  /** The path of the text, from which the modules that it imports are sought. */
  readonly file?: string;
  /** Finds those modules; left out, none is known. */
  readonly readModule?: ReadModule;
  /** Keeps their trees from one analysis to the next, of this text or of others. */
  readonly imported?: ImportedFiles;
  /** Which Keras the text is written for; left out: 3. */
  readonly kerasVersion?: KerasVersion;
}

export interface RunOptions {
  readonly limits: BudgetLimits;
  /** Asked now and then: whether the result would be thrown away. */
  readonly cancelled: () => boolean;
}

export const thisFile = unknown('the path of this file');

/** An interpreter on shapes, which has yet to `begin`. */
export function newInterpreter(
  recorder: Recorder,
  { file, readModule, imported = new ImportedFiles('editing'), kerasVersion }: Surroundings,
): Interpreter {
  const host = { ...shapesHost, ...(readModule ? { readModule } : {}), ...(kerasVersion ? { kerasVersion } : {}) };
  const interpreter = new Interpreter(
    host,
    recorder,
    () => new LineIndex(''),
    new Budget(undefined, Date.now, () => {}),
    imported,
  );
  interpreter.module.file = file;
  return interpreter;
}

/** Runs a whole program that nobody edits. */
export function runOnce<Record extends StepRecord>(
  text: string,
  module: Module,
  record: Record,
  surroundings: Surroundings,
  { limits, cancelled }: RunOptions,
): Record {
  let lines: LineIndex | undefined;
  const budget = new Budget(limitsFor(text, limits), Date.now, () => {
    if (cancelled()) throw new Cancelled();
  });
  const interpreter = newInterpreter(record, surroundings);
  interpreter.begin(record, () => (lines ??= new LineIndex(text)), budget);
  interpreter.module.set('__file__', thisFile);
  let extended = false;
  for (const statement of module.body) {
    try {
      interpreter.budget.begins();
      execute(interpreter, statement, interpreter.module);
    } catch (error) {
      if (error instanceof Cancelled) return record;
      leaveOff(interpreter, statement);
      if (!(error instanceof BudgetExceeded)) continue;
      reportBudget(interpreter, statement);
      if (extended) break;
      extended = true;
      interpreter.budget.extend();
    }
  }
  if (extended) leaveOpen([record]);
  else finishWithUncalled(interpreter, [record], { follow: (_unit, run) => run(record, undefined) });
  return record;
}

/** Runs what the program defines and does not call, once the program is at its end. */
export function finishWithUncalled(
  interpreter: Interpreter,
  program: readonly StepRecord[],
  records: UnitRecords,
): void {
  try {
    followUncalled(interpreter, program, records);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  }
}

/** What is not followed any more may freeze layers, or let them train again. */
export function leaveOpen(records: readonly StepRecord[]): void {
  for (const { layers } of records) for (const layer of layers) layer.trainable = undefined;
}

/** Makes the interpreter ready for the next statement, whatever stopped the last one. */
export function leaveOff(interpreter: Interpreter, statement: Statement): void {
  interpreter.frames.length = 1;
  interpreter.journal = undefined;
  interpreter.tries = 0;
  interpreter.possibleLeave = 'none';
  interpreter.handled.length = 0;
  for (const name of boundNames(statement))
    interpreter.assign(interpreter.module, name, unknown('this statement was not followed to its end'));
}
