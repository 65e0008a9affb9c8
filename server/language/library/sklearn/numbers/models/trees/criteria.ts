/** How mixed the samples of a node are, and what a border within them would leave. Sums in scikit-learn's order. */
export abstract class Criterion {
  total = 0;
  left = 0;
  right = 0;
  protected start = 0;
  protected end = 0;
  protected position = 0;
  protected readonly sums: Float64Array;
  protected readonly sumsLeft: Float64Array;
  protected readonly sumsRight: Float64Array;

  constructor(
    protected readonly samples: Int32Array,
    /** How often each sample counts; left out: once. */
    protected readonly weights: Float64Array | undefined,
    /** How many sums are kept. */
    width: number,
  ) {
    this.sums = new Float64Array(width);
    this.sumsLeft = new Float64Array(width);
    this.sumsRight = new Float64Array(width);
  }

  /** Adds a sample, `weight` times, to sums. */
  protected abstract add(sums: Float64Array, sample: number, weight: number): void;
  protected abstract impurityOf(sums: Float64Array, weight: number): number;
  abstract impurity(): number;
  abstract children(): readonly [left: number, right: number];

  /** Takes the samples from `start` to `end` as a node. */
  begin(start: number, end: number): void {
    this.start = start;
    this.end = end;
    this.total = 0;
    this.sums.fill(0);
    for (let p = start; p < end; p += 1) {
      const sample = this.samples[p] as number;
      const weight = this.weights ? (this.weights[sample] as number) : 1;
      this.add(this.sums, sample, weight);
      this.total += weight;
    }
    this.reset();
  }

  /** Puts the border before the first sample. */
  reset(): void {
    this.position = this.start;
    this.left = 0;
    this.right = this.total;
    this.sumsLeft.fill(0);
    this.sumsRight.set(this.sums);
  }

  /** Moves the border on, from the side that has less to add. */
  update(position: number): void {
    if (position - this.position <= this.end - position)
      for (let p = this.position; p < position; p += 1) this.move(p, 1);
    else {
      this.left = this.total;
      this.sumsLeft.set(this.sums);
      for (let p = this.end - 1; p >= position; p -= 1) this.move(p, -1);
    }
    this.right = this.total - this.left;
    for (let k = 0; k < this.sums.length; k += 1)
      this.sumsRight[k] = (this.sums[k] as number) - (this.sumsLeft[k] as number);
    this.position = position;
  }

  private move(place: number, sign: 1 | -1): void {
    const sample = this.samples[place] as number;
    const weight = sign * (this.weights ? (this.weights[sample] as number) : 1);
    this.add(this.sumsLeft, sample, weight);
    this.left += weight;
  }

  /** Greater where the border is better; not the improvement itself, which takes longer. */
  promise(): number {
    const [left, right] = this.children();
    return -this.right * right - this.left * left;
  }

  /** What a node tells: shares of classes, or a mean. */
  value(): Float64Array {
    return this.sums.map((sum) => sum / this.total);
  }
}

abstract class ClassCriterion extends Criterion {
  constructor(
    samples: Int32Array,
    weights: Float64Array | undefined,
    private readonly classes: Int32Array,
    count: number,
  ) {
    super(samples, weights, count);
  }

  protected add(sums: Float64Array, sample: number, weight: number): void {
    const at = this.classes[sample] as number;
    sums[at] = (sums[at] as number) + weight;
  }

  impurity(): number {
    return this.impurityOf(this.sums, this.total);
  }

  children(): readonly [number, number] {
    return [this.impurityOf(this.sumsLeft, this.left), this.impurityOf(this.sumsRight, this.right)];
  }
}

export class Gini extends ClassCriterion {
  protected impurityOf(sums: Float64Array, weight: number): number {
    let squares = 0;
    for (const count of sums) squares += count * count;
    return 1 - squares / (weight * weight);
  }
}

export class Entropy extends ClassCriterion {
  protected impurityOf(sums: Float64Array, weight: number): number {
    let entropy = 0;
    for (const count of sums) {
      if (count <= 0) continue;
      const share = count / weight;
      entropy -= share * (Math.log(share) / Math.LN2);
    }
    return entropy;
  }
}

/** Squares of differences from the mean. */
export class SquaredError extends Criterion {
  private squares = 0;

  constructor(
    samples: Int32Array,
    weights: Float64Array | undefined,
    private readonly y: Float64Array,
  ) {
    super(samples, weights, 1);
  }

  override begin(start: number, end: number): void {
    this.squares = this.squaresIn(start, end);
    super.begin(start, end);
  }

  private squaresIn(start: number, end: number): number {
    let sum = 0;
    for (let p = start; p < end; p += 1) {
      const sample = this.samples[p] as number;
      const [weight, y] = [this.weights ? (this.weights[sample] as number) : 1, this.y[sample] as number];
      sum += weight * y * y;
    }
    return sum;
  }

  protected add(sums: Float64Array, sample: number, weight: number): void {
    sums[0] = (sums[0] as number) + weight * (this.y[sample] as number);
  }

  protected impurityOf(sums: Float64Array, weight: number): number {
    return this.squares / weight - ((sums[0] as number) / weight) ** 2;
  }

  impurity(): number {
    return this.impurityOf(this.sums, this.total);
  }

  override promise(): number {
    const [left, right] = [this.sumsLeft[0] as number, this.sumsRight[0] as number];
    return (left * left) / this.left + (right * right) / this.right;
  }

  children(): readonly [number, number] {
    const squares = this.squaresIn(this.start, this.position);
    const mean = (sums: Float64Array, weight: number) => ((sums[0] as number) / weight) ** 2;
    return [
      squares / this.left - mean(this.sumsLeft, this.left),
      (this.squares - squares) / this.right - mean(this.sumsRight, this.right),
    ];
  }
}
