import type { Context } from '../../../values/context.js';
import { unknown, type Value } from '../../../values/value.js';
import { sharedStream } from '../../numpy/random/legacy-functions.js';
import type { Dataset } from '../../tensorflow/data/dataset.js';

/** Keras's older iterators on numbers: batches by their numbers, and one after the other without end. */
export abstract class IndexedBatches implements Dataset {
  readonly element: Value = unknown('the batches are made as they are asked for');

  abstract get cardinality(): number;
  /** `batches[index]`. */
  abstract at(index: number): Value;
  abstract next(): Value;
  /** What a `for` over them gives. */
  iterated(): () => Value | undefined {
    return () => this.next();
  }
  abstract reset(): void;
  abstract epochEnds(): void;
}

/** Rows of arrays, in an order that NumPy's generator makes anew for each pass. */
export abstract class ShuffledBatches extends IndexedBatches {
  private order: Int32Array | undefined;
  private batch = 0;
  private seen = 0;

  constructor(
    private readonly count: number,
    private readonly size: number,
    private readonly shuffles: boolean,
    private readonly seed: number | undefined,
    protected readonly context: Context,
  ) {
    super();
  }

  /** A batch of these rows. */
  protected abstract made(rows: Int32Array): Value;

  get cardinality(): number {
    return Math.ceil(this.count / this.size);
  }

  at(index: number): Value {
    if (index < 0 || index >= this.cardinality)
      return this.context.raise(
        'ValueError',
        `Asked to retrieve element ${index}, but the Sequence has length ${this.cardinality}`,
      );
    this.reseed();
    this.seen += 1;
    this.order ??= this.freshOrder();
    return this.made(this.order.subarray(index * this.size, (index + 1) * this.size));
  }

  next(): Value {
    this.reseed();
    if (this.batch === 0) this.order = this.freshOrder();
    const start = (this.batch * this.size) % Math.max(this.count, 1);
    this.batch = this.count > start + this.size ? this.batch + 1 : 0;
    this.seen += 1;
    return this.made((this.order as Int32Array).subarray(start, start + this.size));
  }

  reset(): void {
    this.batch = 0;
  }

  epochEnds(): void {
    this.order = this.freshOrder();
  }

  private reseed(): void {
    if (this.seed !== undefined) sharedStream(this.context).seed(this.seed + this.seen);
  }

  private freshOrder(): Int32Array {
    return this.shuffles
      ? sharedStream(this.context).permutation(this.count)
      : Int32Array.from({ length: this.count }, (_, at) => at);
  }
}
