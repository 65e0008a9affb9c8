import { type Host, HostError } from '../host.js';
import { exceptionText, isA, makeException } from '../library/python/exceptions.js';
import { ImportedFiles, isOwn } from '../program-files.js';
import type { Recorder } from '../recorder.js';
import type { LineIndex } from '../syntax/lines.js';
import type { BinaryOperator, ComparisonOperator, Range } from '../syntax/tree.js';
import type { ArgumentRanges } from '../values/argument-ranges.js';
import type { Context } from '../values/context.js';
import { type InstanceValue, type IteratorValue, type UnknownValue, unknown, type Value } from '../values/value.js';
import { findAttribute, getAttribute, setAttribute, specialMethod } from './attributes.js';
import type { Budget } from './budget.js';
import { callValue } from './calls.js';
import type { Footprint } from './footprint.js';
import { getItem } from './items.js';
import { elementsOf, iteratorOver, lengthOf } from './iteration.js';
import { type Changeable, Journal } from './journal.js';
import { binaryOperation, compareValues } from './operators.js';
import { OwnFileRecorder } from './own-file-recorder.js';
import { PythonException } from './python-exception.js';
import { Scope } from './scope.js';
import { ScriptError, type TraceEntry } from './script-error.js';
import { formatOf, reprOf, strOf, truthOf } from './text-and-truth.js';

/** One call of a function of the program, or the module itself. */
export interface Frame {
  readonly name: string;
  readonly node: object;
  readonly scope: Scope;
  /** Where its caller stands. */
  readonly caller: Range;
  /** What `return` gave. */
  result: Value | undefined;
  /** What returns gave in branches that may not have run. */
  readonly possibleResults: Value[];
}

/** A run of one program, on shapes or on numbers: what the files of this folder work on, and what the library sees. */
export class Interpreter implements Context {
  readonly onNumbers: boolean;
  readonly module: Scope;
  readonly frames: Frame[] = [];
  recorder: Recorder;
  /** What the top-level statement that runs now touches; set where somebody wants to know. */
  footprint: Footprint | undefined;
  range: Range = { start: 0, end: 0 };
  argumentRanges: ArgumentRanges | undefined;
  /** Set while code runs that may not run at all: what it changes is written down. */
  journal: Journal | undefined;
  /** How many `try` blocks are around the code that runs. */
  tries = 0;
  /** Whether a `continue` or `break` of the innermost loop may have happened: the rest of the round may then not run. */
  possibleLeave: 'none' | 'continue' | 'break' = 'none';
  /** The exceptions that `except` blocks around the code that runs have caught. */
  readonly handled: PythonException[] = [];
  private states = new Map<string, unknown>();
  /** Settings of the library, as variables that no program sees. */
  private readonly hidden: Scope;
  /** Of the program's own file, of those that it imports, and the library's settings. */
  readonly moduleScopes = new Set<Scope>();

  constructor(
    readonly host: Host,
    recorder: Recorder,
    private lines: () => LineIndex,
    public budget: Budget,
    /** The trees of the files that the program imports. */
    readonly imported = new ImportedFiles(),
  ) {
    this.recorder = this.own(recorder);
    this.module = this.moduleScope();
    this.hidden = this.moduleScope();
    this.hidden.hasDefaults = true;
    this.onNumbers = host.mode === 'numbers';
    this.frames.push({
      name: '<module>',
      node: this.module,
      scope: this.module,
      caller: this.range,
      result: undefined,
      possibleResults: [],
    });
  }

  /** Makes ready for another run of a program that has changed: the module's names are to be bound again. */
  begin(recorder: Recorder, lines: () => LineIndex, budget: Budget): void {
    this.lines = lines;
    this.budget = budget;
    this.record(recorder);
    for (const scope of this.moduleScopes) scope.variables.clear();
  }

  /** From now on tells this recorder. */
  record(recorder: Recorder): void {
    this.recorder = this.own(recorder);
  }

  private own(recorder: Recorder): Recorder {
    return this.host.readModule ? new OwnFileRecorder(recorder, this) : recorder;
  }

  /** The scope of another module of the program. */
  moduleScope(): Scope {
    const scope = new Scope('module', undefined);
    scope.watcher = this;
    this.moduleScopes.add(scope);
    return scope;
  }

  get frame(): Frame {
    return this.frames[this.frames.length - 1] as Frame;
  }

  get certain(): boolean {
    return this.journal === undefined;
  }

  get region(): object | undefined {
    return this.journal;
  }

  certainSince(region: object | undefined): boolean {
    for (let around = region as Journal | undefined; around !== this.journal; around = around.outer)
      if (around === undefined) return false;
    return true;
  }

  call(callee: Value, positional: readonly Value[], keywords: ReadonlyMap<string, Value> = noKeywords): Value {
    return callValue(this, callee, positional, keywords);
  }

  getAttribute(object: Value, name: string): Value {
    return getAttribute(this, object, name);
  }

  findAttribute(object: Value, name: string): Value | undefined {
    return findAttribute(this, object, name);
  }

  setAttribute(object: Value, name: string, value: Value): void {
    setAttribute(this, object, name, value);
  }

  special(object: Value, name: string): Value | undefined {
    return specialMethod(this, object, name);
  }

  getItem(object: Value, index: Value): Value {
    return getItem(this, object, index);
  }

  binary(operator: BinaryOperator, left: Value, right: Value): Value {
    return binaryOperation(this, operator, left, right);
  }

  compare(operator: ComparisonOperator, left: Value, right: Value): Value {
    return compareValues(this, operator, left, right);
  }

  length(value: Value): Value {
    return lengthOf(this, value);
  }

  elements(iterable: Value): readonly Value[] | undefined {
    return elementsOf(this, iterable);
  }

  iterator(iterable: Value): IteratorValue | UnknownValue {
    return iteratorOver(this, iterable);
  }

  truth(value: Value): boolean | undefined {
    return truthOf(this, value);
  }

  str(value: Value): string | undefined {
    return strOf(this, value);
  }

  repr(value: Value): string | undefined {
    return reprOf(this, value);
  }

  format(value: Value, spec: string): string | undefined {
    return formatOf(this, value, spec);
  }

  raise(type: string, message: string, rule?: string, details?: Readonly<Record<string, unknown>>): never {
    throw this.exception(makeException(type, message), false, rule, details);
  }

  unknown(reason: string, name?: string): UnknownValue {
    if (this.onNumbers) {
      const message = name ? `${name} is not supported yet: ${reason}` : `cannot be computed yet: ${reason}`;
      throw new ScriptError('NotSupported', message, this.lineOf(this.place), this.trace());
    }
    return unknown(reason, name);
  }

  state<State>(key: string, create: () => State): State {
    this.footprint?.state(key);
    if (!this.states.has(key)) this.states.set(key, create());
    return this.states.get(key) as State;
  }

  cache<Kept>(key: string, create: () => Kept): Kept {
    if (!this.states.has(key)) this.states.set(key, create());
    return this.states.get(key) as Kept;
  }

  /**
   * Runs code that Python would not run now. Nothing of what it does to variables, values, settings and the library's
   * state is left behind; the recorder is told of it, `seen` of what it reads.
   */
  aside(recorder: Recorder, code: () => void, seen?: Footprint): void {
    const { journal, tries, possibleLeave, range, argumentRanges, states, footprint } = this;
    const before = this.recorder;
    const settings = new Map(this.hidden.variables);
    const handled = this.handled.splice(0);
    const depth = this.frames.length;
    const own = new Journal(journal);
    this.journal = own;
    this.footprint = seen;
    this.tries = 0;
    this.states = copiedStates(states);
    this.record(recorder);
    try {
      code();
    } finally {
      own.rewind();
      this.frames.length = depth;
      this.journal = journal;
      this.footprint = footprint;
      this.tries = tries;
      this.possibleLeave = possibleLeave;
      this.range = range;
      this.argumentRanges = argumentRanges;
      this.states = states;
      this.hidden.variables.clear();
      for (const [name, value] of settings) this.hidden.variables.set(name, value);
      this.handled.length = 0;
      this.handled.push(...handled);
      this.recorder = before;
    }
  }

  forgetState(key: string): void {
    this.states.delete(key);
  }

  setting(name: string): Value | undefined {
    return this.hidden.get(name);
  }

  changeSetting(name: string, value: Value | undefined): void {
    this.journal?.variable(this.hidden, name);
    this.hidden.set(name, value);
  }

  work(steps: number, builds = false): void {
    this.budget.step(steps);
    if (builds) this.budget.builds();
  }

  /** A value that a run on numbers may not go on with is the end of that run. */
  known(value: Value): Value {
    return value.kind === 'unknown' && this.onNumbers ? this.unknown(value.reason, value.name) : value;
  }

  exception(
    exception: InstanceValue,
    deliberate: boolean,
    rule?: string,
    details?: Readonly<Record<string, unknown>>,
  ): PythonException {
    return new PythonException(
      exception,
      this.range,
      this.place,
      this.onNumbers ? this.trace() : [],
      deliberate,
      rule,
      details,
    );
  }

  isRaised(thrown: unknown, type: string): boolean {
    const raised = this.asPythonException(thrown);
    return raised !== undefined && isA(raised.exception.class, type);
  }

  /** What an error of the host, or of JavaScript, is in Python; undefined for what no program may catch. */
  asPythonException(error: unknown): PythonException | undefined {
    if (error instanceof PythonException) return error;
    if (error instanceof HostError) return this.exception(makeException(error.type, error.message), false);
    if (error instanceof RangeError && /call stack/.test(error.message))
      return this.exception(makeException('RecursionError', 'maximum recursion depth exceeded'), false);
    if (
      error instanceof RangeError &&
      /Invalid (?:string|typed array|array) length|Array buffer allocation/.test(error.message)
    )
      return this.exception(makeException('MemoryError', error.message), false);
    return undefined;
  }

  messageOf(exception: PythonException): string {
    return exceptionText(exception.exception, this) ?? '';
  }

  /** To be told before an object changes in place: where the change may not happen, what it was is written down. */
  beforeChange(object: Changeable): void {
    this.footprint?.change(object);
    this.journal?.object(object);
  }

  /** `possibleLeave`, which begins anew. */
  takeLeave(): Interpreter['possibleLeave'] {
    const leave = this.possibleLeave;
    this.possibleLeave = 'none';
    return leave;
  }

  assign(scope: Scope, name: string, value: Value): void {
    const home = scope.home(name);
    this.journal?.variable(home, name);
    home.set(name, value);
  }

  get place(): Range {
    let { range } = this;
    for (let i = this.frames.length - 1; i > 0 && !isOwn(range); i -= 1) range = (this.frames[i] as Frame).caller;
    return range;
  }

  /** Line numbers count from 1. */
  lineOf(range: Range): number {
    return (this.imported.fileOf(range) ?? this.lines()).lineAt(range.start) + 1;
  }

  trace(): readonly TraceEntry[] {
    return this.frames.map((frame, i) => {
      const range = this.frames[i + 1]?.caller ?? this.range;
      const file = this.imported.fileOf(range)?.path;
      return { name: frame.name, line: this.lineOf(range), ...(file !== undefined && { file }) };
    });
  }
}

/** What can be changed in place is copied; what keeps its state to itself begins anew, but for what was only looked up. */
function copiedStates(states: ReadonlyMap<string, unknown>): Map<string, unknown> {
  const copied = new Map<string, unknown>();
  for (const [key, state] of states) {
    const copy = copyOfState(state);
    if (copy !== undefined) copied.set(key, copy);
  }
  return copied;
}

function copyOfState(state: unknown): unknown {
  if (state instanceof Map) return new Map(state);
  if (state instanceof Set) return new Set(state);
  if (state instanceof WeakMap || typeof state !== 'object' || state === null) return state;
  if (Object.getPrototypeOf(state) !== Object.prototype) return undefined;
  return Object.fromEntries(
    Object.entries(state).map(([name, part]) => [name, part instanceof Map ? new Map(part) : part]),
  );
}

export const noKeywords: ReadonlyMap<string, Value> = new Map();
