import type {
  CallbackAnswer,
  CallbackEvent,
  LogValues,
  TrainingState,
} from '../../server/language/training-request.js';

import type { watchGraph } from '../engines/reference/run-graph.js';
import type { FitKeeper } from './checkpoint.js';
import type { AskBatches } from './stream-source.js';

export type WatchGraph = typeof watchGraph;

/** Who follows a training: the run's host. */
export interface FitListener {
  /** After each chunk of steps: the epoch's values so far. */
  progress(progress: EpochProgress): void;
  epoch(epoch: EpochEnd): void;
  warning(message: string): void;
  /** Asks the program at a point of the request's; rejects where the training is to end at once. Left out: nobody is there. */
  ask?(event: CallbackEvent, state: () => Promise<TrainingState>): Promise<CallbackAnswer>;
  /** Asks the program for the batches of the request's streams. */
  readonly batches?: AskBatches;
  /** Keeps checkpoints; left out: nobody does. */
  readonly keeper?: FitKeeper;
  /** Takes a graph apart where something is to be looked into; left out: nobody does. */
  readonly watchGraph?: WatchGraph;
  /** How much memory is free, in bytes; left out: that is not known. */
  freeMemory?(): number;
  /** Asked between chunks of some tens of milliseconds. */
  stopped(): boolean;
}

export interface EpochEnd {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly seconds: number;
  /** `loss` first, then the metrics, then the same of the validation data with `val_` before them. */
  readonly logs: LogValues;
}

export interface EpochProgress extends EpochEnd {
  /** Steps done. */
  readonly step: number;
  /** Steps of the epoch; undefined where its end is not known before it comes. */
  readonly steps: number | undefined;
}
