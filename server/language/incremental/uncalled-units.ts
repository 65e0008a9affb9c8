import { Footprint, type FootprintGuard } from '../interpreter/footprint.js';
import type { Interpreter } from '../interpreter/interpreter.js';
import type { NoticingRecorder, Unit, UnitRecords } from '../interpreter/uncalled.js';
import type { ClassValue, InstanceValue } from '../values/value.js';
import { sameValue } from './same-value.js';
import { readBy, StepRecord, type Variable } from './step.js';

/** What an uncalled function, or a class's methods, showed, and on what that rests. */
interface Followed {
  readonly record: StepRecord;
  readonly settled: readonly object[];
  readonly reads: readonly Variable[];
  readonly instance: InstanceValue | undefined;
  /** The functions that it came upon, and whether all was told of them already. */
  readonly met: ReadonlyMap<object, boolean>;
  readonly cost: number;
}

/** By the function or class. */
export type FollowedUnits = ReadonlyMap<object, Followed>;

/**
 * Follows the uncalled functions of a program that is edited: of those that read what they read before, it repeats
 * what they showed.
 */
export class UncalledUnits implements UnitRecords {
  readonly record = new StepRecord();
  private readonly now = new Map<object, Followed>();

  /** @param before those of the last run */
  constructor(
    private readonly interpreter: Interpreter,
    private readonly before: FollowedUnits,
  ) {}

  /** For the next run. */
  get followed(): FollowedUnits {
    return this.now;
  }

  follow(
    unit: Unit,
    run: (record: NoticingRecorder, footprint: Footprint | undefined) => readonly object[],
  ): readonly object[] {
    const known = this.before.get(unit.made);
    if (known && this.interpreter.budget.affords(known.cost) && holds(known, unit)) {
      this.interpreter.budget.spend(known.cost);
      this.now.set(unit.made, known);
      this.record.append(known.record);
      return known.settled;
    }
    const record = new StepRecord();
    const footprint = new Footprint(anything);
    const { spent } = this.interpreter.budget;
    let settled: readonly object[];
    try {
      settled = run(record, footprint);
    } finally {
      // Past the budget it shows what it came to.
      this.record.append(record);
    }
    const cost = this.interpreter.budget.spent - spent;
    const met = new Map(functionsMet(unit, record).map((node) => [node, unit.settled.has(node)]));
    // What it found in the library's state may be another the next time.
    if (footprint.states.size === 0)
      this.now.set(unit.made, { record, settled, reads: readBy(footprint), instance: unit.instance, met, cost });
    return settled;
  }
}

function holds(known: Followed, { instance, settled }: Unit): boolean {
  if (known.instance !== instance) return false;
  for (const [node, wasSettled] of known.met) if (settled.has(node) !== wasSettled) return false;
  return known.reads.every(({ scope, name, value }) => sameValue(value, scope.variables.get(name), () => {}));
}

function functionsMet({ made }: Unit, record: StepRecord): object[] {
  const own = made.kind === 'class' ? methodsOf(made) : [made.node];
  return [...own, ...record.calledFunctions, ...record.functions.map(({ node }) => node)];
}

function methodsOf({ attributes, bases }: ClassValue): object[] {
  const own = [...attributes.values()].flatMap((member) => (member.kind === 'function' ? [member.node] : []));
  return [...own, ...bases.flatMap((base) => (base.kind === 'class' ? methodsOf(base) : []))];
}

const anything: FootprintGuard = { read() {}, change() {}, state() {} };
