import type { Analysis, Binding, ModelUse } from './analysis.js';
import { problemOf } from './checks/index.js';
import { boundNames } from './interpreter/bound-names.js';
import { BudgetExceeded, type BudgetLimits, Cancelled, editorLimits } from './interpreter/budget.js';
import { execute } from './interpreter/execute.js';
import { Interpreter } from './interpreter/interpreter.js';
import { reportBudget } from './interpreter/report.js';
import { shapesHost } from './interpreter/shapes-host.js';
import type { Layer, LayerCall, Model } from './model/model.js';
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
}

/** Runs a program on shapes. Never throws: of broken text it gives what the rest says. */
export function analyse(text: string, options: AnalyseOptions = {}): Analysis {
  const module = parse(text, options.cache ?? new ChunkCache(maximumStatement));
  const record = new Record();
  let lines: LineIndex | undefined;
  const lookUp = () => {
    if (options.cancelled?.()) throw new Cancelled();
  };
  const limits = { ...editorLimits, ...options.budget };
  const interpreter = new Interpreter(shapesHost, record, () => (lines ??= new LineIndex(text)), limits, lookUp);
  interpreter.module.variables.set('__file__', unknown('the path of this file'));
  interpret(interpreter, module);
  return record.finish(text, module);
}

function interpret(interpreter: Interpreter, module: Module): void {
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

/** Keeps what interpretation tells. Values are only sorted by node when somebody asks for one. */
class Record implements Recorder {
  private readonly models: Model[] = [];
  private readonly layers: Layer[] = [];
  private readonly layerCalls: LayerCall[] = [];
  private readonly bindings: Binding[] = [];
  private readonly uses: ModelUse[] = [];
  private readonly faults: Fault[] = [];
  private nodes: Node[] = [];
  private values: Value[] = [];
  private readonly latest = new Map<Node, Value>();

  value(node: Node, value: Value): void {
    this.nodes.push(node);
    this.values.push(value);
    if (this.nodes.length > 100_000) this.sort();
  }

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

  finish(text: string, module: Module): Analysis {
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
      valueOf: (node) => this.valueOf(node),
    };
  }

  private valueOf(node: Node): Value | undefined {
    this.sort();
    return this.latest.get(node);
  }

  private sort(): void {
    this.nodes.forEach((node, i) => {
      this.latest.set(node, this.values[i] as Value);
    });
    this.nodes = [];
    this.values = [];
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
