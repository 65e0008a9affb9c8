/** Two classes to be parted: Platt's sequential minimal optimisation as LIBSVM takes it, with its shrinking. */
export interface Problem {
  /** How many samples. */
  readonly size: number;
  /** 1 or -1 for each. */
  readonly y: Int8Array;
  /** The greatest weight of a sample. */
  readonly cost: number;
  readonly tolerance: number;
  /** No more steps than this; below zero: as many as it takes. */
  readonly mostSteps: number;
  readonly shrinks: boolean;
  /** The kernel between two samples. */
  kernel(i: number, j: number): number;
  checkpoint(): void;
}

export interface Parted {
  /** Of each sample, not below zero. */
  readonly weights: Float64Array;
  /** What is taken off the sum over weighted samples. */
  readonly offset: number;
  readonly steps: number;
}

const tiny = 1e-12;
/** How many numbers of rows are kept: 200 MB, as LIBSVM does. */
const mostKept = 50_000_000;

export function part(problem: Problem): Parted {
  return new Solver(problem).solve();
}

class Solver {
  /** Places in the problem, the active ones first. */
  private readonly order: Int32Array;
  private readonly y: Int8Array;
  private readonly alpha: Float64Array;
  private readonly gradient: Float64Array;
  /** What the samples at the upper bound add to the gradient. */
  private readonly bound: Float64Array;
  private readonly own: Float64Array;
  private readonly rows = new Map<number, Float32Array>();
  private active: number;
  private hasUnshrunk = false;

  constructor(private readonly problem: Problem) {
    const { size } = problem;
    this.order = Int32Array.from({ length: size }, (_, i) => i);
    this.y = problem.y.slice();
    this.alpha = new Float64Array(size);
    this.gradient = new Float64Array(size).fill(-1);
    this.bound = new Float64Array(size);
    this.own = Float64Array.from({ length: size }, (_, i) => problem.kernel(i, i));
    this.active = size;
  }

  /** A row of the problem's matrix in single precision, by places in the problem. */
  private row(at: number): Float32Array {
    const i = this.order[at] as number;
    const known = this.rows.get(i);
    if (known) return known;
    const { size, y, kernel } = this.problem;
    if (this.rows.size * size > mostKept) this.rows.clear();
    const made = new Float32Array(size);
    for (let j = 0; j < size; j += 1) made[j] = (y[i] as number) * (y[j] as number) * kernel(i, j);
    this.rows.set(i, made);
    return made;
  }

  private isUpper = (at: number) => (this.alpha[at] as number) >= this.problem.cost;
  private isLower = (at: number) => (this.alpha[at] as number) <= 0;

  solve(): Parted {
    const { size, shrinks, mostSteps, checkpoint } = this.problem;
    let left = Math.min(size, 1000) + 1;
    let steps = 0;
    while (mostSteps < 0 || steps < mostSteps) {
      left -= 1;
      if (left === 0) {
        left = Math.min(size, 1000);
        checkpoint();
        if (shrinks) this.shrink();
      }
      let pair = this.worst();
      if (!pair) {
        this.reconstruct();
        this.active = size;
        pair = this.worst();
        if (!pair) break;
        left = 1;
      }
      steps += 1;
      this.step(...pair);
    }
    if (this.active < size) {
      this.reconstruct();
      this.active = size;
    }
    const weights = new Float64Array(size);
    for (let at = 0; at < size; at += 1) weights[this.order[at] as number] = this.alpha[at] as number;
    return { weights, offset: this.offset(), steps };
  }

  /** The two that break the conditions most, by second derivatives; undefined where none does. */
  private worst(): [number, number] | undefined {
    const { y, gradient, own, order } = this;
    let most = Number.NEGATIVE_INFINITY;
    let first = -1;
    for (let t = 0; t < this.active; t += 1) {
      const isOne = y[t] === 1;
      if (isOne ? this.isUpper(t) : this.isLower(t)) continue;
      const pull = isOne ? -(gradient[t] as number) : (gradient[t] as number);
      if (pull >= most) {
        most = pull;
        first = t;
      }
    }
    if (first < 0) return undefined;
    const row = this.row(first);
    let other = Number.NEGATIVE_INFINITY;
    let second = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let t = 0; t < this.active; t += 1) {
      const isOne = y[t] === 1;
      if (isOne ? this.isLower(t) : this.isUpper(t)) continue;
      const push = isOne ? (gradient[t] as number) : -(gradient[t] as number);
      const gain = most + push;
      if (push >= other) other = push;
      if (gain <= 0) continue;
      const sign = isOne ? -2 : 2;
      const bend =
        (own[order[first] as number] as number) +
        (own[order[t] as number] as number) +
        sign * (y[first] as number) * (row[order[t] as number] as number);
      const change = -(gain * gain) / (bend > 0 ? bend : tiny);
      if (change <= least) {
        second = t;
        least = change;
      }
    }
    return most + other < this.problem.tolerance || second < 0 ? undefined : [first, second];
  }

  private step(i: number, j: number): void {
    const { alpha, gradient, y, order, own } = this;
    const { cost, size } = this.problem;
    const [rowI, rowJ] = [this.row(i), this.row(j)];
    const [beforeI, beforeJ] = [alpha[i] as number, alpha[j] as number];
    const [upI, upJ] = [this.isUpper(i), this.isUpper(j)];
    const cross = 2 * (rowI[order[j] as number] as number);
    const both = (own[order[i] as number] as number) + (own[order[j] as number] as number);
    let [a, b] = [beforeI, beforeJ];
    if (y[i] !== y[j]) {
      const bend = both + cross;
      const delta = (-(gradient[i] as number) - (gradient[j] as number)) / (bend > 0 ? bend : tiny);
      const difference = a - b;
      a += delta;
      b += delta;
      if (difference > 0) {
        if (b < 0) [a, b] = [difference, 0];
      } else if (a < 0) [a, b] = [0, -difference];
      if (difference > 0) {
        if (a > cost) [a, b] = [cost, cost - difference];
      } else if (b > cost) [a, b] = [cost + difference, cost];
    } else {
      const bend = both - cross;
      const delta = ((gradient[i] as number) - (gradient[j] as number)) / (bend > 0 ? bend : tiny);
      const sum = a + b;
      a -= delta;
      b += delta;
      if (sum > cost) {
        if (a > cost) [a, b] = [cost, sum - cost];
      } else if (b < 0) [a, b] = [sum, 0];
      if (sum > cost) {
        if (b > cost) [a, b] = [sum - cost, cost];
      } else if (a < 0) [a, b] = [0, sum];
    }
    alpha[i] = a;
    alpha[j] = b;
    const [movedI, movedJ] = [a - beforeI, b - beforeJ];
    for (let k = 0; k < this.active; k += 1) {
      const at = order[k] as number;
      gradient[k] = (gradient[k] as number) + ((rowI[at] as number) * movedI + (rowJ[at] as number) * movedJ);
    }
    for (const [at, was, row] of [
      [i, upI, rowI],
      [j, upJ, rowJ],
    ] as const) {
      const isUp = this.isUpper(at);
      if (was === isUp) continue;
      const share = isUp ? cost : -cost;
      for (let k = 0; k < size; k += 1)
        this.bound[k] = (this.bound[k] as number) + share * (row[order[k] as number] as number);
    }
  }

  /** Puts samples aside that stay at their bounds. */
  private shrink(): void {
    const { gradient, y } = this;
    let [up, low] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let t = 0; t < this.active; t += 1) {
      const g = gradient[t] as number;
      if (y[t] === 1) {
        if (!this.isUpper(t)) up = Math.max(up, -g);
        if (!this.isLower(t)) low = Math.max(low, g);
      } else {
        if (!this.isUpper(t)) low = Math.max(low, -g);
        if (!this.isLower(t)) up = Math.max(up, g);
      }
    }
    if (!this.hasUnshrunk && up + low <= this.problem.tolerance * 10) {
      this.hasUnshrunk = true;
      this.reconstruct();
      this.active = this.problem.size;
    }
    const stays = (t: number): boolean => {
      const g = gradient[t] as number;
      if (this.isUpper(t)) return -g > (y[t] === 1 ? up : low);
      return this.isLower(t) && g > (y[t] === 1 ? low : up);
    };
    for (let t = 0; t < this.active; t += 1) {
      if (!stays(t)) continue;
      this.active -= 1;
      while (this.active > t) {
        if (!stays(this.active)) {
          this.swap(t, this.active);
          break;
        }
        this.active -= 1;
      }
    }
  }

  private swap(i: number, j: number): void {
    for (const each of [this.order, this.y, this.alpha, this.gradient, this.bound]) {
      const kept = each[i] as number;
      each[i] = each[j] as number;
      each[j] = kept;
    }
  }

  /** The gradient of those that were put aside. */
  private reconstruct(): void {
    const { size } = this.problem;
    const { gradient, alpha, order, active } = this;
    if (active === size) return;
    for (let k = active; k < size; k += 1) gradient[k] = (this.bound[k] as number) - 1;
    const free: number[] = [];
    for (let k = 0; k < active; k += 1) if (!this.isUpper(k) && !this.isLower(k)) free.push(k);
    if (free.length * size > 2 * active * (size - active))
      for (let k = active; k < size; k += 1) {
        const row = this.row(k);
        for (const f of free)
          gradient[k] = (gradient[k] as number) + (alpha[f] as number) * (row[order[f] as number] as number);
      }
    else
      for (const f of free) {
        const row = this.row(f);
        for (let k = active; k < size; k += 1)
          gradient[k] = (gradient[k] as number) + (alpha[f] as number) * (row[order[k] as number] as number);
      }
  }

  private offset(): number {
    let [high, low, sum, free] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
    for (let k = 0; k < this.active; k += 1) {
      const pull = (this.y[k] as number) * (this.gradient[k] as number);
      if (this.isUpper(k)) {
        if (this.y[k] === -1) high = Math.min(high, pull);
        else low = Math.max(low, pull);
      } else if (this.isLower(k)) {
        if (this.y[k] === 1) high = Math.min(high, pull);
        else low = Math.max(low, pull);
      } else {
        free += 1;
        sum += pull;
      }
    }
    return free > 0 ? sum / free : (high + low) / 2;
  }
}
