/** Work that interpretation may do. */
export interface BudgetLimits {
  /** Statements, calls and rounds of loops. */
  readonly steps: number;
  readonly milliseconds: number;
  /** Rounds of one loop, after which it is taken as a loop of unknown length. */
  readonly rounds: number;
}

export const editorLimits: BudgetLimits = { steps: 2_000_000, milliseconds: 250, rounds: 1_000 };

/** Thrown past the budget: no Python `except` catches it. */
export class BudgetExceeded {}

/** The caller has newer text: the result would be thrown away. */
export class Cancelled {}

const within = () => true;

/** Counts steps; every thousand or so it looks at the clock and asks whether to go on. */
export class Budget {
  private steps = 0;
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

  get rounds(): number {
    return this.limits?.rounds ?? Number.POSITIVE_INFINITY;
  }

  /**
   * A part of what is left, for a loop that begins: past it what comes after the loop would not be followed. Loops in
   * loops have parts of parts.
   */
  allot(): () => boolean {
    if (!this.limits) return within;
    const limit = this.steps + (this.limit - this.steps) / 3;
    const now = this.clock();
    const deadline = now + (this.deadline - now) / 3;
    return () => this.steps <= limit && this.clock() <= deadline;
  }

  /** Steps so far. */
  get spent(): number {
    return this.steps;
  }

  /** Counts the steps of what was done before and is not done again. */
  spend(steps: number): void {
    this.steps += steps;
  }

  step(): void {
    this.steps += 1;
    if ((this.steps & 1023) !== 0) return;
    this.lookUp();
    if (this.limits && (this.steps > this.limit || this.clock() > this.deadline)) throw new BudgetExceeded();
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
