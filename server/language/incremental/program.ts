import { Budget, BudgetExceeded, Cancelled, limitsFor } from '../interpreter/budget.js';
import { execute } from '../interpreter/execute.js';
import { Footprint, type FootprintGuard } from '../interpreter/footprint.js';
import type { Interpreter } from '../interpreter/interpreter.js';
import type { Changeable } from '../interpreter/journal.js';
import { reportBudget } from '../interpreter/report.js';
import { ownerOf } from '../library/numpy/view.js';
import type { ReadModule } from '../program-files.js';
import { silentRecorder } from '../recorder.js';
import { LineIndex } from '../syntax/lines.js';
import type { Module, Statement } from '../syntax/tree.js';
import type { TensorValue, Value } from '../values/value.js';
import { changedLater, isUnchanging, type Reach, reachOf } from './anchors.js';
import { groupsOf } from './groups.js';
import {
  finishWithUncalled,
  leaveOff,
  leaveOpen,
  newInterpreter,
  type RunOptions,
  type Surroundings,
  thisFile,
} from './run-once.js';
import { sameValue } from './same-value.js';
import { type Group, readBy, type Step, StepRecord, type Variable } from './step.js';
import { type FollowedUnits, UncalledUnits } from './uncalled-units.js';

/** The scopes of files that are not imported any more are let go once there are so many. */
const mostScopes = 500;

/** So long a run is begun again with more statements to execute, before all of them are. In milliseconds. */
const patience = 20;

/**
 * A program as it is edited. Each run executes on shapes only the statements that changed, those that read something
 * else than the last time, and those that work on the same changeable objects; of the others it repeats what they did.
 * The result is that of a run from the beginning.
 */
export class Program {
  private steps: readonly Step[] = [];
  private units: FollowedUnits = new Map();
  /** The files of the program that were asked for, and what was found. */
  private readonly files = new Map<
    string,
    { readonly ask: () => string | undefined; readonly found: string | undefined }
  >();
  private interpreter: Interpreter;
  /** Lists, dicts, sets and arrays that kept statements came upon. */
  private kept = new WeakSet<Changeable>();

  constructor(readonly surroundings: Surroundings) {
    this.interpreter = this.fresh();
  }

  /** What each statement of the module tells, in order. Cancelled: fewer, and the program stays as it was. */
  run(text: string, module: Module, options: RunOptions): readonly StepRecord[] {
    const started = Date.now();
    const isFull = this.interpreter.moduleScopes.size > mostScopes;
    if (isFull || [...this.files.values()].some(({ ask, found }) => ask() !== found)) this.forget();
    for (let attempt = 0; ; attempt += 1) {
      const run = new Run(this.interpreter, this.steps, this.kept, text, options);
      if (attempt === 0) run.outdateChanged(module.body);
      try {
        run.begin();
        const whole = run.follow(module.body);
        if (!whole) {
          if (run.exceeded) {
            leaveOpen(run.records);
            this.forget();
          }
          return run.records;
        }
        this.keep(run);
        return [...run.records, this.uncalled(run.records)];
      } catch (error) {
        if (!(error instanceof Outdated)) throw error;
        if (error.group && Date.now() - started < patience) error.group.outdated = true;
        else this.forget();
      }
    }
  }

  /** What the functions show that nothing calls. */
  private uncalled(records: readonly StepRecord[]): StepRecord {
    const units = new UncalledUnits(this.interpreter, this.units);
    finishWithUncalled(this.interpreter, records, units);
    this.units = units.followed;
    return units.record;
  }

  private keep(run: Run): void {
    this.steps = run.finish();
    groupsOf(this.steps);
  }

  private forget(): void {
    this.steps = [];
    this.units = new Map();
    this.files.clear();
    this.interpreter = this.fresh();
    this.kept = new WeakSet();
  }

  private fresh(): Interpreter {
    const { readModule } = this.surroundings;
    const watched: ReadModule | undefined =
      readModule &&
      ((name, level, from) => {
        const ask = () => readModule(name, level, from)?.text;
        const file = readModule(name, level, from);
        this.files.set(`${level} ${name} ${from}`, { ask, found: file?.text });
        return file;
      });
    return newInterpreter(silentRecorder, { ...this.surroundings, ...(watched && { readModule: watched }) });
  }
}

/** Thrown where a run comes upon something that statements which were not executed may have changed: they must be. */
class Outdated {
  /** @param group undefined: everything is to be executed */
  constructor(readonly group: Group | undefined) {}
}

/** A statement that was executed in this run; its anchors are known at the run's end. */
interface Executed extends Omit<Step, 'anchors' | 'group'> {
  readonly footprint: Footprint;
  readonly reach: Reach;
}

/** One attempt to run the program. */
class Run implements FootprintGuard {
  readonly records: StepRecord[] = [];
  exceeded = false;
  private readonly before: ReadonlyMap<Statement, number>;
  private readonly entries: (Step | Executed)[] = [];
  private readonly replaced = new Set<Changeable>();
  private readonly noteReplaced = (now: TensorValue) => this.replaced.add(ownerOf(now));
  /** By what they share; of a group that is executed again, nothing. */
  private readonly owners = new Map<object | string, Group>();
  private extended = false;

  constructor(
    private readonly interpreter: Interpreter,
    private readonly steps: readonly Step[],
    private readonly kept: WeakSet<Changeable>,
    private readonly text: string,
    private readonly options: RunOptions,
  ) {
    this.before = new Map(steps.map(({ statement }, i) => [statement, i]));
  }

  /** Statements that are gone, or stand in another order, have changed what they worked on. */
  outdateChanged(body: readonly Statement[]): void {
    const still = new Set<Step>();
    let last = -1;
    for (const statement of body) {
      const index = this.before.get(statement);
      if (index === undefined || index < last) continue;
      still.add(this.steps[index] as Step);
      last = index;
    }
    for (const { group } of this.steps) group.outdated = false;
    for (const step of this.steps) if (!still.has(step)) step.group.outdated = true;
  }

  begin(): void {
    const { interpreter, options } = this;
    let lines: LineIndex | undefined;
    const budget = new Budget(limitsFor(this.text, options.limits), Date.now, () => {
      if (options.cancelled()) throw new Cancelled();
    });
    interpreter.begin(silentRecorder, () => (lines ??= new LineIndex(this.text)), budget);
    interpreter.footprint = undefined;
    interpreter.module.set('__file__', thisFile);
    for (const step of this.steps) {
      if (step.group.outdated) this.outdate(step);
      else for (const anchor of step.anchors) this.owners.set(anchor, step.group);
    }
  }

  private outdate(step: Step): void {
    step.group.outdated = true;
    for (const anchor of step.anchors) {
      this.owners.delete(anchor);
      if (typeof anchor === 'string') this.interpreter.forgetState(anchor);
    }
  }

  /** false where it was broken off, since the text is outdated or it takes too long. */
  follow(body: readonly Statement[]): boolean {
    let last = -1;
    for (const statement of body) {
      const index = this.before.get(statement);
      const step = index === undefined || index < last ? undefined : this.steps[index];
      if (index !== undefined && step) last = index;
      if (step && !step.group.outdated) {
        if (this.readsAsBefore(step)) {
          // Where in it a run from the beginning stops, only that run says.
          if (!this.interpreter.budget.affords(step.cost)) throw new Outdated(undefined);
          this.repeat(step);
          continue;
        }
        if (step.group.size > 1) throw new Outdated(step.group);
        this.outdate(step);
      }
      if (!this.execute(statement)) return false;
    }
    return !this.exceeded;
  }

  private readsAsBefore(step: Step): boolean {
    for (const { scope, name, value } of step.reads) {
      const now = scope.variables.get(name);
      if (now !== value && !sameValue(value, now, this.noteReplaced)) return false;
    }
    return true;
  }

  private repeat(step: Step): void {
    for (const { scope, name, value } of step.bound) {
      if (value === undefined) scope.variables.delete(name);
      else scope.variables.set(name, value);
    }
    this.interpreter.budget.spend(step.cost);
    this.records.push(step.record);
    this.entries.push(step);
  }

  /** Whether to go on. */
  private execute(statement: Statement): boolean {
    const { interpreter } = this;
    const footprint = new Footprint(this);
    const record = new StepRecord();
    const spent = interpreter.budget.spent;
    interpreter.record(record);
    interpreter.footprint = footprint;
    this.records.push(record);
    try {
      interpreter.budget.begins();
      execute(interpreter, statement, interpreter.module);
    } catch (error) {
      if (error instanceof Cancelled) return false;
      leaveOff(interpreter, statement);
      if (error instanceof Outdated) throw error;
      if (error instanceof BudgetExceeded) {
        if (this.steps.length > 0) throw new Outdated(undefined);
        reportBudget(interpreter, statement);
        this.exceeded = true;
        if (this.extended) return false;
        this.extended = true;
        interpreter.budget.extend();
      }
    } finally {
      interpreter.footprint = undefined;
    }
    const reads = readBy(footprint);
    const bound = boundBy(footprint);
    const reach = reachOf([...reads, ...bound]);
    this.entries.push({ statement, footprint, reads, bound, record, cost: interpreter.budget.spent - spent, reach });
    return true;
  }

  read(value: Value | undefined): void {
    if (value === undefined || isUnchanging(value) || this.owners.size === 0) return;
    const group = this.ownerOf(value);
    if (group && !group.outdated) throw new Outdated(group);
  }

  change(object: Changeable): void {
    if (this.kept.has(object) || this.replaced.has(object)) throw new Outdated(undefined);
  }

  state(key: string): void {
    const group = this.owners.get(key);
    if (group && !group.outdated) throw new Outdated(group);
  }

  /** The kept statements that work on something that a value leads to. */
  private ownerOf(value: Value): Group | undefined {
    const { live, containers } = reachOf([{ value }]);
    for (const each of [...live, ...containers]) {
      const group = this.owners.get(each);
      if (group) return group;
    }
    return undefined;
  }

  /** The steps of the whole program, of which the next run repeats what it can. */
  finish(): readonly Step[] {
    const executed = this.entries.filter((entry) => 'reach' in entry);
    const later = changedLater(
      executed.map(({ reach }) => reach),
      executed.map(({ footprint }) => footprint.changed),
    );
    return this.entries.map((entry) => {
      if (!('reach' in entry)) return entry;
      const { reach, footprint, ...step } = entry;
      for (const container of reach.containers) this.kept.add(container);
      const anchors = [
        ...reach.live,
        ...[...reach.containers].filter((container) => later.has(container)),
        ...footprint.states,
      ];
      return { ...step, anchors, group: { size: 1, outdated: false } };
    });
  }
}

function boundBy({ writes }: Footprint): Variable[] {
  return [...writes].flatMap(([scope, names]) =>
    [...names].map((name) => ({ scope, name, value: scope.variables.get(name) })),
  );
}
