import type { Configuration } from './layers/configuration.js';
import type { TensorData } from './tensor/element-type.js';
import type { Graph } from './tensor/graph.js';

export type { Configuration, Setting, Settings } from './layers/configuration.js';

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
  /** All batches have this size: layers carry states from each to the next, `stateful=True`. Left out: any. */
  readonly batchSize?: number;
  readonly weights: readonly WeightData[];
  /** What the two graphs give beside the model's outputs. */
  readonly effects: { readonly training: Effects; readonly inference: Effects };
}

/** A regulariser or a constraint; `program`: the program's own, a graph from a tensor to the penalty or the new value. */
export interface ComputedRule extends Configuration {
  readonly program?: Graph;
}

/** By the names of a graph's further outputs. */
export interface Effects {
  /** Keras's mask of each output, in order: true where an element counts. undefined: it has none. */
  readonly masks: readonly (string | undefined)[];
  /** Scalars that are added to the loss: activity regularisers, `add_loss`. */
  readonly penalties: readonly string[];
  /** What a regulariser makes of a tensor, by the size of its first axis, is added to the loss: `activity_regularizer=`. */
  readonly activities?: readonly { readonly output: string; readonly regularizer: ComputedRule }[];
  /** New values of weights that the forward pass changes itself, trainable or not: moving averages, states. */
  readonly updates: readonly { readonly weight: string; readonly output: string }[];
}

/** A model that only computes its outputs. */
export const noEffects: ModelProgram['effects'] = {
  training: { masks: [], penalties: [], updates: [] },
  inference: { masks: [], penalties: [], updates: [] },
};

export interface WeightData {
  /** The graph input's name: `dense/kernel`. */
  readonly name: string;
  /** The layer's name, for messages. */
  readonly layer: string;
  readonly trainable: boolean;
  readonly value: TensorData;
  /** Adds to the loss while the weight is trainable: `L2`. */
  readonly regularizer?: ComputedRule;
  /** Keras 2: that it adds also while it is frozen. */
  readonly penalizedFrozen?: true;
  /** What its value is brought back to after each step: `NonNeg`. */
  readonly constraint?: ComputedRule;
}

/** A loss by the snake-case name of Keras's function, with the settings of Keras's class. */
export interface LossSpec extends Configuration {
  /** A function of the program: from labels and outputs, the graph's inputs, to values. `aligns`: Keras brings both to one rank first. */
  readonly program?: { readonly graph: Graph; readonly aligns: boolean };
  /** Over samples and remaining axes: Keras's default is the mean over all but the class axis. */
  readonly reduction: Reduction;
}

/** `none`: the values stay as they are, and what is minimised is their sum. */
export type Reduction = 'sum_over_batch_size' | 'mean' | 'sum' | 'mean_with_sample_weight' | 'none';

/** A metric by the snake-case name of Keras's class or function: `accuracy` is resolved before, since which one depends on shapes. */
export interface MetricSpec extends Configuration {
  /** The key in logs: `accuracy`, as the user named it; with the output before it and a number behind it where Keras has them. */
  readonly key: string;
  /** A function of the program, whose values are averaged: from labels and outputs, the graph's inputs. */
  readonly program?: Graph;
  /** It is a loss, by that name: how it reduces a batch's values before they are averaged. */
  readonly loss?: Reduction;
  /** Whether it heeds sample weights: `weighted_metrics=`. */
  readonly weighted?: boolean;
}

/** An optimiser by its class name, with Keras 3's settings. */
export interface OptimizerSpec extends Configuration {
  /** A number, or a schedule of `keras.optimizers.schedules`. */
  readonly learningRate: number | Configuration;
  /** Where a `LossScaleOptimizer` is around it: leaves out steps whose gradients are infinite or NaN. */
  readonly lossScale?: LossScaleState & { /** After so many steps it is doubled. */ readonly growth: number };
}

/** How far the scale of a `LossScaleOptimizer` is. */
export interface LossScaleState {
  readonly scale: number;
  /** Steps since it changed. */
  readonly counter: number;
}

/** How one output is judged. */
export interface Objective {
  /** The output's name, for messages. */
  readonly output: string;
  /** undefined: the output is not judged. */
  readonly loss: LossSpec | undefined;
  /** The loss's key in logs, where it has one of its own beside the total's. */
  readonly key?: string;
  /** In the logs each batch's loss counts the same, however many samples it has. */
  readonly byBatch?: boolean;
  /** What the loss is multiplied by in the total: `loss_weights=`. 1 unless given. */
  readonly weight?: number;
  readonly metrics: readonly MetricSpec[];
}

/** Samples with their labels. */
export interface Samples {
  /** A tensor each input and output; the first dim of all is the number of samples. */
  readonly x: readonly TensorData[];
  /** undefined: of an output that is not judged. */
  readonly y: readonly (TensorData | undefined)[];
  /** What each sample's loss counts, for each output: `sample_weight=`, `class_weight=`. Left out, or undefined for an output: 1. */
  readonly sampleWeights?: readonly (TensorData | undefined)[];
}

/**
 * Samples that the program makes as it goes: a generator, a `tf.data.Dataset`, a `PyDataset`. A request has the first
 * batch in the place of all samples, for types and shapes; whoever runs it asks the program for batches, that one
 * among them.
 */
export interface BatchStream {
  /** How many batches make an epoch (or an evaluation), where that is known before. */
  readonly steps: number | undefined;
  /** They are rows of arrays: no code of the program makes them. */
  readonly isRows?: boolean;
}

/** What the program is asked about a stream. */
export interface BatchQuestion {
  readonly batches: 'training' | 'validation';
  /**
   * `reset`: an evaluation is to come, and goes through the stream from its start. `begin`: an epoch (or an evaluation)
   * begins. `take`: its next batches are wanted. `pass`: the same, but a training that goes on had them before, and they
   * are only counted. `finish`: its steps are over.
   */
  readonly wants: 'reset' | 'begin' | 'take' | 'pass' | 'finish';
  /** So many batches at most; fewer come where they are large. */
  readonly most?: number;
}

export interface BatchAnswer {
  /** In order; none where they are passed over, or there are no more. */
  readonly batches: readonly Samples[];
  /** How many were taken from the stream. */
  readonly count: number;
  /** The epoch ends with them. */
  readonly ended: boolean;
}

/** The program as the source of a request's batches. */
export type BatchGiver = (question: BatchQuestion) => BatchAnswer;

/** What a loss or metric came to: a number, or one for each class. */
export type LogValue = number | readonly number[];

/** By the keys of Keras's logs. */
export type LogValues = ReadonlyMap<string, LogValue>;

/** Where in the user's script the request was made, for messages. Counts from 1. */
export interface ScriptPlace {
  readonly line: number;
}

export interface FitRequest extends Samples {
  readonly place: ScriptPlace;
  /** The samples come in batches. Neither `batchSize` nor `stepsPerEpoch` nor `shuffle` says more then. */
  readonly stream?: BatchStream;
  readonly model: ModelProgram;
  readonly objectives: readonly Objective[];
  readonly optimizer: OptimizerSpec;
  /** Left by an earlier `fit` of the same model, else undefined: starts afresh. The steps taken (int64), the learning rate, then each weight's slots: Keras's variables of the optimiser. */
  readonly optimizerState: readonly TensorData[] | undefined;
  /** `steps`: as `stepsPerEpoch`, of each time that it is judged. */
  readonly validation:
    | (Samples & { readonly batchSize: number; readonly steps?: number; readonly stream?: BatchStream })
    | undefined;
  /** After which epochs it is judged, counted from 1: every so many, or these. Left out: all. */
  readonly validationFreq?: number | readonly number[];
  readonly batchSize: number;
  /** How many batches an epoch takes; the next goes on with those that follow. Left out: all there are. */
  readonly stepsPerEpoch?: number;
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly shuffle: boolean;
  /** Keras's `verbose`: 0 shows nothing in the terminal; the pages see everything. */
  readonly verbose: 0 | 1 | 2;
  /** The lines of layers by their names, for messages. */
  readonly layerLines?: ReadonlyMap<string, number>;
  /** For shuffling and dropout. */
  readonly seed: number;
  /** Where the program wants to be asked; those of batches make every step stop for it. */
  readonly points?: readonly CallbackPoint[];
}

/**
 * Points of a training at which Keras calls callbacks, by the names of their methods without `on_`; and
 * `invalid_loss`, a batch's end where the loss is NaN or infinite, for which no other step has to stop.
 */
export type CallbackPoint =
  | 'epoch_begin'
  | 'epoch_end'
  | 'train_batch_begin'
  | 'train_batch_end'
  | 'test_begin'
  | 'test_end'
  | 'test_batch_begin'
  | 'test_batch_end'
  | 'invalid_loss';

export interface CallbackEvent {
  readonly point: CallbackPoint;
  /** Of an epoch or a batch, from 0; 0 where the point has neither. */
  readonly index: number;
  readonly logs: LogValues;
}

/** What a training goes on with after callbacks. */
export interface CallbackAnswer {
  /** `model.stop_training`: the training ends with this epoch, or, after a batch, with this batch's. */
  readonly stop: boolean;
  /** Where it was set. */
  readonly learningRate?: number;
  /** At an epoch's end: what callbacks put among the logs, which goes into the history. */
  readonly logs?: ReadonlyMap<string, number>;
  /** Where a callback changed any: all of them, in the request's order. */
  readonly weights?: readonly TensorData[];
  /** Where a callback changed it: Keras's variables, as the request has them. */
  readonly optimizerState?: readonly TensorData[];
}

/** A training as callbacks find it. */
export interface TrainingState {
  /** In the order of the request's. */
  readonly weights: readonly TensorData[];
  readonly optimizerState: readonly TensorData[];
  readonly lossScale?: LossScaleState;
}

/** The program during its `fit`. Whatever it throws ends the training. */
export type TrainingFollower = (event: CallbackEvent, state: () => TrainingState) => CallbackAnswer;

export interface FitResult {
  /** As History: a list an epoch, `val_` keys last. */
  readonly history: ReadonlyMap<string, readonly LogValue[]>;
  readonly epochs: readonly number[];
  /** In the order of the request's. */
  readonly weights: readonly TensorData[];
  readonly optimizerState: readonly TensorData[];
  readonly lossScale?: LossScaleState;
}

export interface EvaluateRequest extends Samples {
  readonly place: ScriptPlace;
  readonly stream?: BatchStream;
  readonly model: ModelProgram;
  readonly objectives: readonly Objective[];
  readonly batchSize: number;
  readonly verbose: 0 | 1 | 2;
  /** Of `test_…`, where the program wants to be asked. */
  readonly points?: readonly CallbackPoint[];
}

export interface EvaluateResult {
  /** `loss` first, then the metrics. */
  readonly logs: LogValues;
  /** Where the forward pass changes any: all of them, in the request's order. */
  readonly weights?: readonly TensorData[];
}

export interface PredictRequest {
  readonly place: ScriptPlace;
  readonly stream?: BatchStream;
  readonly model: ModelProgram;
  readonly x: readonly TensorData[];
  readonly batchSize: number;
  readonly verbose: 0 | 1 | 2;
}

export interface PredictResult {
  readonly outputs: readonly TensorData[];
  /** Where the forward pass changes any: all of them, in the request's order. */
  readonly weights?: readonly TensorData[];
}

/** How a training goes whose steps the program takes itself. */
export type TrainingNews =
  | {
      readonly kind: 'fit';
      readonly model: string;
      readonly line: number;
      readonly samples?: number;
      readonly epochs: number;
      readonly batchSize: number;
      readonly steps?: number;
      readonly parameters: number;
      readonly verbose: 0 | 1 | 2;
    }
  | {
      readonly kind: 'progress';
      readonly epoch: number;
      readonly epochs: number;
      readonly step: number;
      readonly steps?: number;
      readonly seconds: number;
      readonly logs: LogValues;
    }
  | {
      readonly kind: 'epoch';
      readonly epoch: number;
      readonly epochs: number;
      readonly seconds: number;
      readonly logs: LogValues;
    }
  | {
      readonly kind: 'evaluate';
      readonly line: number;
      readonly logs: LogValues;
      readonly samples: number;
      readonly steps: number;
      readonly seconds: number;
      readonly verbose: 0 | 1 | 2;
    }
  | LoopNews;

/** Of a loop that the program itself writes: that it begins, and what its steps came to. Loops are numbered from 1. */
export type LoopNews =
  | { readonly kind: 'loop'; readonly loop: number; readonly title: string; readonly line: number }
  | {
      readonly kind: 'points';
      readonly loop: number;
      /** Since the loop began. */
      readonly seconds: number;
      readonly points: readonly LoopPoint[];
    };

/** A point of one of its curves. One that comes again at the same step takes the other's place. */
export interface LoopPoint {
  readonly name: string;
  /** From 1. */
  readonly step: number;
  readonly value: number;
}
