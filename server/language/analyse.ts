import type { Analysis } from './analysis.js';
import { problemOf } from './checks/index.js';
import { Program } from './incremental/program.js';
import { runOnce, type Surroundings } from './incremental/run-once.js';
import { StepRecord } from './incremental/step.js';
import { type BudgetLimits, editorLimits } from './interpreter/budget.js';
import type { Fault, Problem } from './recorder.js';
import { ChunkCache, maximumStatement, parse } from './syntax/parse.js';
import type { Module, Node } from './syntax/tree.js';
import type { Value } from './values/value.js';

export { Program, type Surroundings };

export interface AnalyseOptions extends Surroundings {
  /** One a document: what did not change since the last time is not read again. */
  readonly cache?: ChunkCache;
  /** One a document: what did not change since the last time, nor depends on what did, is not run again. It has its own surroundings. */
  readonly program?: Program;
  /** Asked now and then; once it says yes, what is known so far is returned. */
  readonly cancelled?: () => boolean;
  readonly budget?: Partial<BudgetLimits>;
}

/** Runs a program on shapes. Never throws: of broken text it gives what the rest says. */
export function analyse(text: string, options: AnalyseOptions = {}): Analysis {
  const module = parse(text, options.cache ?? new ChunkCache(maximumStatement));
  const run = { limits: { ...editorLimits, ...options.budget }, cancelled: options.cancelled ?? (() => false) };
  const surroundings = options.program?.surroundings ?? options;
  const records = options.program?.run(text, module, run) ?? [
    runOnce(text, module, new StepRecord(), surroundings, run),
  ];
  // All values of a long script, kept at each keystroke, are garbage that outlives the next one; only a hover
  // asks for some of them, and then the program is run once more.
  let values: ReadonlyMap<Node, Value> | undefined;
  const valueOf = (node: Node) => {
    values ??= runOnce(text, module, new ValueRecord(), surroundings, { ...run, cancelled: () => false }).latest;
    return values.get(node);
  };
  const all = new StepRecord();
  for (const record of records) all.append(record);
  const { models, layers, layerCalls, bindings, uses } = all;
  return {
    text,
    module,
    models,
    layers,
    layerCalls,
    bindings,
    uses,
    problems: problemsOf(all.faults, text, module),
    valueOf,
  };
}

/** Keeps values too: the last one of each expression. */
class ValueRecord extends StepRecord {
  readonly latest = new Map<Node, Value>();

  override value(node: Node, value: Value): void {
    this.latest.set(node, value);
  }
}

/** Syntax errors and faults in words, by place; what is found twice (a function called twice) is said once. */
function problemsOf(faults: readonly Fault[], text: string, module: Module): Problem[] {
  const problems = new Map<string, Problem>();
  let exceeded = false;
  const add = (fault: Fault) => {
    // Not all of the program was followed: that is said once.
    if (fault.rule === 'budget' && exceeded) return;
    exceeded ||= fault.rule === 'budget';
    const problem = problemOf(fault, text);
    problems.set(`${problem.rule} ${problem.start} ${problem.end}`, problem);
  };
  for (const { start, end, message, unread } of module.errors)
    add({ rule: unread ? 'not-read' : 'syntax', range: { start, end }, details: { message } });
  for (const fault of faults) add(fault);
  return [...problems.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}
