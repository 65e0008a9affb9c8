import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { LogValue } from '../../server/language/training-request.js';
import type { EpochEnd } from './listener.js';

/** A `fit` between two steps: what it needs to go on exactly as if it had not been interrupted. Plain data. */
export interface FitCheckpoint {
  /** The epoch under way, or the one that comes next. From 0. */
  readonly epoch: number;
  /** How far it is; undefined: it has not begun. */
  readonly within: EpochCheckpoint | undefined;
  /** Steps since the model was compiled: with the seed they decide all chance. */
  readonly taken: number;
  /** Where a callback has set it. */
  readonly learningRate: number | undefined;
  /** The epoch is the last. */
  readonly stopping: boolean;
  /** What was said of the loss has been said. */
  readonly warned: boolean;
  readonly epochs: readonly number[];
  readonly history: ReadonlyMap<string, readonly LogValue[]>;
  /** The epochs that are over, as they were told. */
  readonly told: readonly EpochEnd[];
  /** Weights, optimiser and step count by the names of the program's inputs. */
  readonly state: ReadonlyMap<string, TensorData>;
}

/** Some steps of an epoch are done. */
export interface EpochCheckpoint {
  readonly done: number;
  /** Of the losses so far. */
  readonly mean: { readonly sums: readonly number[]; readonly samples: number; readonly batches?: number };
  /** The variables of the metrics, by the names of the program's inputs. */
  readonly metrics: ReadonlyMap<string, TensorData>;
}

/** Who keeps checkpoints of a training. */
export interface FitKeeper {
  /** Where the training goes on; undefined: it begins. */
  readonly begin: FitCheckpoint | undefined;
  /** Whether it is time for another one. */
  due(atEpochEnd: boolean): boolean;
  /** `isLast`: the training ends here, unfinished. What is given is copied before this returns. */
  keep(checkpoint: FitCheckpoint, isLast?: boolean): void;
}
