import { readFileSync } from 'node:fs';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest, LossSpec, MetricSpec, OptimizerSpec } from '../../server/language/training-request.js';
import { type ModelSketch, modelFromLayers } from './model-from-layers.js';

/** What test/oracle/training.py wrote down. */
export interface KerasAnswers {
  readonly versions: Readonly<Record<string, string>>;
  readonly steps: readonly StepAnswer[];
  readonly fits: readonly FitAnswer[];
}

interface Case {
  readonly name: string;
  readonly model: ModelSketch;
  readonly optimizer: OptimizerSpec;
  readonly loss: LossSpec;
  readonly metrics: readonly string[];
  readonly x: EncodedTensor;
  readonly y: EncodedTensor;
  readonly weights: readonly EncodedTensor[];
}

export interface StepAnswer extends Case {
  readonly steps: readonly {
    readonly logs: Readonly<Record<string, number>>;
    readonly weights: readonly EncodedTensor[] | null;
  }[];
}

export interface FitAnswer extends Case {
  readonly batchSize: number;
  readonly epochs: number;
  readonly trainingSamples: number;
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly evaluate: Readonly<Record<string, number>>;
  readonly predict: EncodedTensor;
  readonly after: readonly EncodedTensor[];
}

export interface EncodedTensor {
  readonly dtype: 'float32' | 'int64' | 'uint8';
  readonly shape: readonly number[];
  readonly data: string;
}

export function kerasAnswers(): KerasAnswers {
  return JSON.parse(readFileSync('test/oracle/training.json', 'utf8')) as KerasAnswers;
}

export function decoded({ dtype, shape, data }: EncodedTensor): TensorData {
  const bytes = Uint8Array.from(Buffer.from(data, 'base64')).buffer;
  const array = { float32: Float32Array, int64: BigInt64Array, uint8: Uint8Array }[dtype];
  return { dtype, shape, data: new array(bytes) };
}

/** The request that our `fit` gets for what Keras was asked: one step of all samples an epoch unless it is said otherwise. */
export function requestFor(answer: Case, overrides: Partial<FitRequest> = {}): FitRequest {
  const x = decoded(answer.x);
  const y = decoded(answer.y);
  const model = modelFromLayers(answer.model, answer.weights.map(decoded));
  return {
    place: { line: 1 },
    model,
    objectives: [
      {
        output: 'output',
        loss: answer.loss,
        metrics: answer.metrics.map((name) => metricSpec(name, model, y)),
      },
    ],
    optimizer: answer.optimizer,
    optimizerState: undefined,
    x: [x],
    y: [y],
    validation: undefined,
    batchSize: x.shape[0] as number,
    epochs: 1,
    initialEpoch: 0,
    shuffle: false,
    verbose: 0,
    seed: 1,
    ...overrides,
  };
}

const functions: Readonly<Record<string, string>> = {
  mae: 'mean_absolute_error',
  mse: 'mean_squared_error',
};

/** Resolves `accuracy` as Keras does: by the shapes of labels and output. */
function metricSpec(name: string, model: FitRequest['model'], y: TensorData): MetricSpec {
  const output = model.inference.outputs[0]?.shape ?? [];
  const resolved = () => {
    if (output.at(-1) === 1) return 'binary_accuracy';
    if (y.shape.length < output.length || y.shape.at(-1) === 1) return 'sparse_categorical_accuracy';
    return 'categorical_accuracy';
  };
  const named = name === 'accuracy' ? resolved() : (functions[name] ?? name);
  return { key: name, name: named, settings: { from_logits: false, label_smoothing: 0, threshold: 0.5 } };
}
