import type { BatchAnswer, BatchGiver, BatchQuestion, BatchStream, Samples } from '../../../training-request.js';
import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import type { BatchSource } from './source.js';

const ranOut =
  'Your input ran out of data; interrupting training. Make sure that your dataset or generator can generate at least `steps_per_epoch * epochs` batches. You may need to use the `.repeat()` function when building your dataset.';

/** The batches of epoch after epoch, as Keras's iterator over epochs takes them. */
export class EpochStream {
  private current: (() => Value | undefined) | undefined;
  /** Steps that were begun since `current` was opened. */
  private seen = 0;
  private batches: number | undefined;
  /** `steps_per_epoch=`; 0 is none, as Keras takes it. */
  private readonly wanted: number | undefined;
  /** Of the epoch at hand; undefined: as long as there are batches. */
  private left: number | undefined;
  private warned = false;
  /** The source has yet to be told that the epoch is over. */
  private isFinishing = false;

  constructor(
    private readonly source: BatchSource,
    steps: number | undefined,
    private readonly context: Context,
  ) {
    this.batches = source.batches;
    this.wanted = steps || undefined;
  }

  /** How many batches an epoch has, where that is known before. */
  get steps(): number | undefined {
    return this.wanted ?? this.batches;
  }

  /** As whoever runs it gets it. */
  get described(): BatchStream {
    return { steps: this.steps, ...(this.source.isRows && { isRows: true }) };
  }

  /** From the start, before a training and before each evaluation. */
  reset(): void {
    this.current = undefined;
    this.batches = this.source.batches;
    this.seen = 0;
    this.source.epochEnds?.();
  }

  begin(): void {
    this.source.epochBegins?.();
    this.left = this.steps;
    if (this.current && this.wanted !== undefined) return;
    this.current = this.source.open();
    this.seen = 0;
  }

  /** The next batch of the epoch that has begun; undefined: there is none. */
  next(): Value | undefined {
    if (this.left === 0) return undefined;
    this.seen += 1;
    const batch = this.current?.();
    if (!batch) {
      // Keras takes the count, with the one that was not there, for the number of batches from here on.
      if (this.wanted !== undefined) this.batches ??= this.seen;
      this.warn();
      this.current = undefined;
      this.left = 0;
      this.source.epochEnds?.();
      return undefined;
    }
    if (this.left !== undefined) this.left -= 1;
    const isThrough = this.batches !== undefined && this.seen >= this.batches;
    if (isThrough && this.left) this.warn();
    if (isThrough || this.left === 0) this.end(isThrough);
    return batch;
  }

  /** No more batches come in this epoch, as far as is known. */
  get ended(): boolean {
    return this.left === 0;
  }

  private end(isThrough: boolean): void {
    if (isThrough) this.current = undefined;
    this.left = 0;
    this.isFinishing = true;
  }

  /** The steps of the epoch are over. */
  finish(): void {
    if (this.isFinishing) this.source.epochEnds?.();
    this.isFinishing = false;
  }

  /** Where an epoch was to have so many steps, and has not. */
  private warn(): void {
    if (this.wanted === undefined || this.warned) return;
    this.warned = true;
    this.context.host.warn?.(ranOut);
  }
}

/** A stream with what makes samples of its batches. */
export interface OpenStream {
  readonly stream: EpochStream;
  samplesOf(batch: Value): Samples;
}

/** No more bytes are gathered for one answer. */
const mostBytes = 64 * 1024 ** 2;

/** Answers whoever asks for batches. */
export function giverOf(streams: Readonly<Partial<Record<BatchQuestion['batches'], OpenStream>>>): BatchGiver {
  return ({ batches: which, wants, most = 0 }): BatchAnswer => {
    const open = streams[which];
    if (!open) return { batches: [], count: 0, ended: true };
    const { stream } = open;
    if (wants !== 'take' && wants !== 'pass') {
      stream[wants]();
      return { batches: [], count: 0, ended: stream.ended };
    }
    const batches: Samples[] = [];
    let count = 0;
    for (let bytes = 0; count < most && bytes < mostBytes; count += 1) {
      const batch = stream.next();
      if (!batch) return { batches, count, ended: true };
      if (wants === 'pass') continue;
      const samples = open.samplesOf(batch);
      batches.push(samples);
      for (const tensor of [...samples.x, ...samples.y]) bytes += tensor?.data.byteLength ?? 0;
    }
    return { batches, count, ended: stream.ended };
  };
}
