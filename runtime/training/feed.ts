import type { EngineTensor, Session } from '../engines/engine.js';

/** Batches as the steps of an epoch take them, whether they lie there as arrays or are made as it goes. */
export interface Feed {
  /** The next steps, `most` at most; undefined: there are no more. */
  take(most: number): Promise<Taken | undefined>;
  /** All steps are over. */
  finish(): Promise<void>;
  /** What was brought to the engine for this epoch is given up. */
  close(): void;
}

/** Some steps with what they compute with. */
export interface Taken {
  /** Of the epoch's program, for data of this kind. */
  readonly session: Session;
  /** Of the program's inputs: the data, `order` and `start`. */
  readonly inputs: ReadonlyMap<string, EngineTensor>;
  /** How many samples each of the steps has. */
  readonly samples: readonly number[];
  /** The epoch is over with them, as far as is known. */
  readonly isLast: boolean;
  /** So many of the steps were made; the others come again. */
  made(steps: number): void;
}

/** The batches of one epoch. */
export interface EpochBatches {
  /** How many there are, as far as is known: of a stream it may turn out otherwise. */
  readonly steps: number | undefined;
  /** Begins with the one numbered `from`. */
  feed(from: number): Promise<Feed>;
  /** Passes over them. */
  pass(): Promise<void>;
}

/** A data set, epoch after epoch. */
export interface EpochSource {
  next(): Promise<EpochBatches>;
  close(): Promise<void>;
}
