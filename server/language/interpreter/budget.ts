/** Work that interpretation may do. */
export interface BudgetLimits {
  /**
   * Statements, calls and rounds of loops; what the library does on top counts as so many (`Context.work`). Only they
   * decide how far a program is followed, so that it is the same on any machine, and at a keystroke and afresh.
   */
  readonly steps: number;
  /** Steps of one loop that builds no layers, after which it is taken as a loop of unknown length. */
  readonly loop: number;
  /** Rounds of one loop, after which it is, too. */
  readonly rounds: number;
  /** For what takes longer than its steps say: far more than they ever take. */
  readonly milliseconds: number;
}

export const editorLimits: BudgetLimits = { steps: 20_000, loop: 3_000, rounds: 1_000, milliseconds: 500 };

/** Steps that a character of a program's text adds: code that merely is long is followed to its end. */
const stepsPerCharacter = 1 / 4;

export function limitsFor(text: string, limits: BudgetLimits): BudgetLimits {
  return { ...limits, steps: limits.steps + text.length * stepsPerCharacter };
}

/** Thrown past the budget: no Python `except` catches it. */
export class BudgetExceeded {}

/** The caller has newer text: the result would be thrown away. */
export class Cancelled {}

/** Counts steps; every thousand or so it looks at the clock and asks whether to go on. */
export class Budget {
  private steps = 0;
  private looked = 0;
  /** When a layer was built last. */
  private built = 0;
  /** The loops that turned out to be long since `begins`. */
  private readonly long = new Set<object>();
  private deadline: number;
  private limit: number;

  constructor(
    private readonly limits: BudgetLimits | undefined,
    private readonly clock: () => number,
    private readonly lookUp: () => void,
  ) {
    this.deadline = clock() + (limits?.milliseconds ?? 0);
    this.limit = limits?.steps ?? Number.POSITIVE_INFINITY;
  }

  /** Steps so far. */
  get spent(): number {
    return this.steps;
  }

  /** Whether something that takes so many steps would be followed to its end. */
  affords(steps: number): boolean {
    return this.steps + steps <= this.limit;
  }

  /** Counts the steps of what was done before and is not done again. */
  spend(steps: number): void {
    this.steps += steps;
  }

  step(steps = 1): void {
    this.steps += steps;
    if (this.steps > this.limit) throw new BudgetExceeded();
    this.looked += 1;
    if ((this.looked & 511) !== 0) return;
    this.lookUp();
    if (this.limits && this.clock() > this.deadline) throw new BudgetExceeded();
  }

  /** Says that a layer was built. */
  builds(): void {
    this.built = this.steps;
  }

  /**
   * A statement of the module begins, or a function that nobody calls: what is learnt of loops holds within one, so that it
   * does not matter which statements a keystroke runs again.
   */
  begins(): void {
    this.long.clear();
  }

  /**
   * Whether a loop that began after `begun` steps has had so many rounds, or steps without a new layer, as are followed:
   * an eighth of them where it was long before, as the batches of each epoch are.
   */
  isLong(loop: object, round: number, begun: number): boolean {
    const { limits } = this;
    if (!limits) return false;
    const part = this.long.has(loop) ? 1 / 8 : 1;
    const isLong = round >= limits.rounds * part || this.steps - Math.max(begun, this.built) > limits.loop * part;
    if (isLong) this.long.add(loop);
    return isLong;
  }

  /** Leaves at most a part of the whole for what is still to come. */
  leave(part: number): void {
    if (!this.limits) return;
    this.limit = Math.min(this.limit, this.steps + this.limits.steps * part);
    this.deadline = Math.min(this.deadline, this.clock() + this.limits.milliseconds * part);
  }

  /** Grants a tenth more, so that what follows a statement without end is still understood. */
  extend(): void {
    if (!this.limits) return;
    this.limit = this.steps + this.limits.steps / 10;
    this.deadline = this.clock() + this.limits.milliseconds / 10;
  }
}
