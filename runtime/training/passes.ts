/** Which batches of a data set each epoch takes, as Keras goes through arrays. */
export class Passes {
  private seen = 0;

  constructor(
    /** How many batches the data set has. */
    private readonly batches: number,
    /** `steps_per_epoch=`; undefined: all. */
    private readonly steps: number | undefined,
  ) {}

  /** The batches from `first` on; `again` begins a new pass through the data. */
  next(): { readonly first: number; readonly count: number; readonly again: boolean } {
    const first = this.seen;
    const count = Math.min(this.steps ?? this.batches, this.batches - first);
    this.seen = first + count >= this.batches ? 0 : first + count;
    return { first, count, again: first === 0 };
  }

  /** How many steps the longest epoch has. */
  get most(): number {
    return Math.min(this.steps ?? this.batches, this.batches);
  }
}
