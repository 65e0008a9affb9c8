import { computeGraph } from '../../runtime/engines/reference/run-graph.js';
import type { Host } from '../../server/language/host.js';
import { allocate, type TensorData } from '../../server/language/tensor/element-type.js';
import type { EvaluateRequest, FitRequest, PredictRequest } from '../../server/language/training-request.js';

/** A host for numbers that trains nothing: it keeps what it is asked for, and answers zeros of the right shapes. */
export interface RecordingHost extends Host {
  printed(): string;
  readonly fits: FitRequest[];
  readonly evaluations: EvaluateRequest[];
  readonly predictions: PredictRequest[];
}

export function numbersHost(): RecordingHost {
  let output = '';
  const fits: FitRequest[] = [];
  const evaluations: EvaluateRequest[] = [];
  const predictions: PredictRequest[] = [];
  return {
    mode: 'numbers',
    dataLimit: Number.POSITIVE_INFINITY,
    arguments: [],
    printed: () => output,
    fits,
    evaluations,
    predictions,
    print(text) {
      output += text;
    },
    environment: () => null,
    readFile: () => undefined,
    writeFile() {},
    fileKind: () => null,
    listFolder: () => [],
    gunzip: () => undefined,
    now: () => 0,
    sleep() {},
    entropy: () => 1,
    fit(request) {
      fits.push(request);
      const names = logNames(request);
      const validation = request.validation ? names.map((name) => `val_${name}`) : [];
      const epochs = Array.from({ length: request.epochs - request.initialEpoch }, (_, i) => request.initialEpoch + i);
      return {
        history: new Map([...names, ...validation].map((name) => [name, epochs.map(() => 0)])),
        epochs,
        weights: request.model.weights.map(({ value }) => value),
        // SGD's: the steps taken and the learning rate.
        optimizerState: [
          { dtype: 'int64', shape: [], data: new BigInt64Array(1) },
          { dtype: 'float32', shape: [], data: new Float32Array(1) },
        ],
      };
    },
    evaluate(request) {
      evaluations.push(request);
      return { logs: new Map(logNames(request).map((name) => [name, 0])) };
    },
    predict(request) {
      predictions.push(request);
      const samples = request.x[0]?.shape[0] ?? 0;
      const outputs = request.model.inference.outputs.map(({ dtype, shape }): TensorData => {
        const sizes = (shape ?? []).map((dim, axis) => (axis === 0 ? samples : Number(dim)));
        return {
          dtype,
          shape: sizes,
          data: allocate(
            dtype,
            sizes.reduce((product, dim) => product * dim, 1),
          ),
        };
      });
      return { outputs };
    },
    compute: computeGraph,
    checkpoint() {},
  };
}

function logNames({ objectives }: Pick<FitRequest, 'objectives'>): string[] {
  return ['loss', ...objectives.flatMap(({ metrics }) => metrics.map(({ key }) => key))];
}
