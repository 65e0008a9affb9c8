import type { TensorData } from './tensor/element-type.js';
import type { Graph } from './tensor/graph.js';

/**
 * What `fit`, `evaluate` and `predict` ask of the runtime: plain data that can be posted between
 * threads. The language has resolved everything that is Keras (names, defaults, which accuracy is
 * meant); the runtime turns it into a step and runs it.
 */

/** A model's computation with its weights taken out. */
export interface ModelProgram {
  readonly name: string;
  /**
   * The forward pass, as the layers write it. Inputs: the model's inputs in order (first dim: batch),
   * then the weights by name. Outputs: the model's outputs in order. `training` has Dropout active.
   */
  readonly training: Graph;
  readonly inference: Graph;
  /** Names of the graph inputs that are data, and of its outputs, in order. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly weights: readonly WeightData[];
}

export interface WeightData {
  /** The graph input's name: `dense/kernel`. */
  readonly name: string;
  /** The layer's name, for messages. */
  readonly layer: string;
  readonly trainable: boolean;
  readonly value: TensorData;
}

export interface LossSpec {
  readonly name:
    | 'binary_crossentropy'
    | 'categorical_crossentropy'
    | 'sparse_categorical_crossentropy'
    | 'mean_squared_error';
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;
  /** Over samples and remaining axes: Keras's default is the mean over all but the class axis. */
  readonly reduction: 'sum_over_batch_size' | 'sum';
}

export interface MetricSpec {
  /** The key in logs: `accuracy`, as the user named it. */
  readonly name: string;
  /** `accuracy` is resolved before: which one depends on shapes. */
  readonly function:
    | 'binary_accuracy'
    | 'categorical_accuracy'
    | 'sparse_categorical_accuracy'
    | 'mean_squared_error'
    | 'mean_absolute_error'
    | 'binary_crossentropy'
    | 'categorical_crossentropy'
    | 'sparse_categorical_crossentropy';
  /** binary_accuracy's; 0.5 unless given. */
  readonly threshold?: number;
  readonly fromLogits?: boolean;
}

/** Hyperparameters by Keras 3's names, all filled in. */
export type OptimizerSpec =
  | { readonly name: 'SGD'; readonly learningRate: number; readonly momentum: number; readonly nesterov: boolean }
  | {
      readonly name: 'RMSprop';
      readonly learningRate: number;
      readonly rho: number;
      readonly momentum: number;
      readonly epsilon: number;
      readonly centered: boolean;
    }
  | {
      readonly name: 'Adam';
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly amsgrad: boolean;
    };

/** How one output is judged. */
export interface Objective {
  /** The output's name, which prefixes its logs where there are several. */
  readonly output: string;
  readonly loss: LossSpec;
  readonly metrics: readonly MetricSpec[];
}

/** Where in the user's script the request was made, for messages. Counts from 1. */
export interface ScriptPlace {
  readonly line: number;
}

export interface FitRequest {
  readonly place: ScriptPlace;
  readonly model: ModelProgram;
  readonly objectives: readonly Objective[];
  readonly optimizer: OptimizerSpec;
  /** Left by an earlier `fit` of the same model, else undefined: starts afresh. The steps taken (int64), the learning rate, then each weight's slots: Keras's variables of the optimiser. */
  readonly optimizerState: readonly TensorData[] | undefined;
  /** A tensor each input and output; the first dim of all is the number of samples. */
  readonly x: readonly TensorData[];
  readonly y: readonly TensorData[];
  readonly validation:
    | { readonly x: readonly TensorData[]; readonly y: readonly TensorData[]; readonly batchSize: number }
    | undefined;
  readonly batchSize: number;
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly shuffle: boolean;
  /** Keras's `verbose`: 0 shows nothing in the terminal; the pages see everything. */
  readonly verbose: 0 | 1 | 2;
  /** For shuffling and dropout. */
  readonly seed: number;
}

export interface FitResult {
  /** As History: a list an epoch, `val_` keys last. */
  readonly history: ReadonlyMap<string, readonly number[]>;
  readonly epochs: readonly number[];
  /** In the order of the request's. */
  readonly weights: readonly TensorData[];
  readonly optimizerState: readonly TensorData[];
}

export interface EvaluateRequest {
  readonly place: ScriptPlace;
  readonly model: ModelProgram;
  readonly objectives: readonly Objective[];
  readonly x: readonly TensorData[];
  readonly y: readonly TensorData[];
  readonly batchSize: number;
  readonly verbose: 0 | 1 | 2;
}

/** `loss` first, then the metrics. */
export type EvaluateResult = ReadonlyMap<string, number>;

export interface PredictRequest {
  readonly place: ScriptPlace;
  readonly model: ModelProgram;
  readonly x: readonly TensorData[];
  readonly batchSize: number;
  readonly verbose: 0 | 1 | 2;
}
