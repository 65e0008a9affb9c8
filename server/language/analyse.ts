import type { Analysis, Binding, ModelUse } from './analysis.js';
import { problemOf } from './checks/index.js';
import { boundNames } from './interpreter/bound-names.js';
import { BudgetExceeded, type BudgetLimits, Cancelled, editorLimits } from './interpreter/budget.js';
import { execute } from './interpreter/execute.js';
import { Interpreter } from './interpreter/interpreter.js';
import { reportBudget } from './interpreter/report.js';
import { shapesHost } from './interpreter/shapes-host.js';
import type { Layer, LayerCall, Model } from './model/model.js';
import { ImportedFiles, type ReadModule } from './program-files.js';
import type { Fault, Problem, Recorder } from './recorder.js';
import { LineIndex } from './syntax/lines.js';
import { ChunkCache, maximumStatement, parse } from './syntax/parse.js';
import type { Module, Node, Statement } from './syntax/tree.js';
import { unknown, type Value } from './values/value.js';

export interface AnalyseOptions {
  /** One a document: what did not change since the last time is not read again. */
  readonly cache?: ChunkCache;
  /** Asked now and then; once it says yes, what is known so far is returned. */
  readonly cancelled?: () => boolean;
  readonly budget?: Partial<BudgetLimits>;
  /** The path of this text, from which the modules that it imports are sought. */
  readonly file?: string;
  /** Finds those modules; left out, none is known. */
  readonly readModule?: ReadModule;
  /** Keeps their trees from one analysis to the next, of this text or of others. */
  readonly imported?: ImportedFiles;
}

/** Runs a program on shapes. Never throws: of broken text it gives what the rest says. */
export function analyse(text: string, options: AnalyseOptions = {}): Analysis {
  const module = parse(text, options.cache ?? new ChunkCache(maximumStatement));
  const record = new Record();
  interpret(text, module, record, options);
  // All values of a long script, kept at each keystroke, are garbage that outlives the next one; only a hover
  // asks for some of them, and then the program is run once more.
  let values: ReadonlyMap<Node, Value> | undefined;
  const valueOf = (node: Node) => {
    values ??= valuesOf(text, module, options);
    return values.get(node);
  };
  return record.finish(text, module, valueOf);
}

function valuesOf(text: string, module: Module, options: AnalyseOptions): ReadonlyMap<Node, Value> {
  const record = new ValueRecord();
  interpret(text, module, record, { ...options, cancelled: () => false });
  return record.latest;
}

function interpret(text: string, module: Module, record: Record, options: AnalyseOptions): void {
  let lines: LineIndex | undefined;
  const lookUp = () => {
    if (options.cancelled?.()) throw new Cancelled();
  };
  const limits = { ...editorLimits, ...options.budget };
  const { file, readModule, imported = new ImportedFiles('editing') } = options;
  const host = readModule ? { ...shapesHost, readModule } : shapesHost;
  const interpreter = new Interpreter(host, record, () => (lines ??= new LineIndex(text)), limits, lookUp, imported);
  interpreter.module.file = file;
  interpreter.module.variables.set('__file__', unknown('the path of this file'));
  run(interpreter, module);
}

function run(interpreter: Interpreter, module: Module): void {
  let extended = false;
  for (const statement of module.body) {
    try {
      execute(interpreter, statement, interpreter.module);
    } catch (error) {
      if (error instanceof Cancelled) return;
      leaveOff(interpreter, statement);
      if (error instanceof BudgetExceeded) {
        reportBudget(interpreter, statement);
        if (extended) return;
        extended = true;
        interpreter.budget.extend();
      }
    }
  }
}

/** Makes the interpreter ready for the next statement, whatever stopped the last one. */
function leaveOff(interpreter: Interpreter, statement: Statement): void {
  interpreter.frames.length = 1;
  interpreter.journal = undefined;
  interpreter.tries = 0;
  interpreter.possibleLeave = 'none';
  interpreter.handled.length = 0;
  for (const name of boundNames(statement))
    interpreter.assign(interpreter.module, name, unknown('this statement was not followed to its end'));
}

/** Keeps what interpretation tells, but for values. */
class Record implements Recorder {
  private readonly models: Model[] = [];
  private readonly layers: Layer[] = [];
  private readonly layerCalls: LayerCall[] = [];
  private readonly bindings: Binding[] = [];
  private readonly uses: ModelUse[] = [];
  private readonly faults: Fault[] = [];

  value(_node: Node, _value: Value): void {}

  binding(target: Binding['target'], name: string, value: Value): void {
    this.bindings.push({ target, name, value });
  }

  layer(layer: Layer): void {
    this.layers.push(layer);
  }

  layerCall(call: LayerCall): void {
    this.layerCalls.push(call);
  }

  model(model: Model): void {
    this.models.push(model);
  }

  use(model: Model, method: string, range: ModelUse['range']): void {
    this.uses.push({ model, method, range });
  }

  fault(fault: Fault): void {
    this.faults.push(fault);
  }

  finish(text: string, module: Module, valueOf: Analysis['valueOf']): Analysis {
    const { models, layers, layerCalls, bindings, uses } = this;
    const problems = problemsOf(this.faults, text, module);
    return {
      text,
      module,
      models,
      layers,
      layerCalls,
      bindings,
      uses,
      problems,
      valueOf,
    };
  }
}

/** Keeps values too: the last one of each expression. */
class ValueRecord extends Record {
  readonly latest = new Map<Node, Value>();

  override value(node: Node, value: Value): void {
    this.latest.set(node, value);
  }
}

/** Syntax errors and faults in words, by place; what is found twice (a function called twice) is said once. */
function problemsOf(faults: readonly Fault[], text: string, module: Module): Problem[] {
  const problems = new Map<string, Problem>();
  const add = (fault: Fault) => {
    const problem = problemOf(fault, text);
    problems.set(`${problem.rule} ${problem.start} ${problem.end}`, problem);
  };
  for (const { start, end, message, unread } of module.errors)
    add({ rule: unread ? 'not-read' : 'syntax', range: { start, end }, details: { message } });
  for (const fault of faults) add(fault);
  return [...problems.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}
