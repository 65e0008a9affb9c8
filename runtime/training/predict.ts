import { Stopped } from '../../server/language/host.js';
import { allocate, type TensorData } from '../../server/language/tensor/element-type.js';
import type { PredictRequest } from '../../server/language/training-request.js';
import type { Engine, EngineTensor } from '../engines/engine.js';
import { predictionProgram } from '../program/prediction.js';
import { inputData } from './data.js';
import { threadsWorthwhile } from './threads.js';
import { TrainingError } from './training-error.js';

/** The model's outputs for all samples, a batch at a time, as Keras's `predict` gives them. */
export async function predict(
  request: PredictRequest,
  engine: Engine,
  stopped: () => boolean = () => false,
): Promise<readonly TensorData[]> {
  const { model, batchSize } = request;
  const x = inputData(model, request.x, (message) => {
    throw new TrainingError(message, request.place.line);
  });
  const samples = x[0]?.shape[0] ?? 0;
  const program = predictionProgram(
    model,
    x.map(({ dtype, shape }) => ({ dtype, shape: shape.slice(1) })),
  );
  const session = await engine.open(program.graph, { threads: threadsWorthwhile(model.inference, batchSize) });
  const weights = new Map(model.weights.map(({ name, value }): [string, EngineTensor] => [name, engine.upload(value)]));
  const parts: TensorData[][] = program.outputs.map(() => []);
  try {
    for (let start = 0; start < samples; start += batchSize) {
      if (stopped()) throw new Stopped('stopped while predicting');
      const batch = x.map((tensor, index): [string, EngineTensor] => [
        program.inputs[index] as string,
        engine.upload(rows(tensor, start, Math.min(start + batchSize, samples))),
      ]);
      const results = await session.run(new Map([...weights, ...batch]));
      for (const [index, name] of program.outputs.entries())
        parts[index]?.push(await engine.download(results.get(name) as EngineTensor));
    }
  } finally {
    await session.close();
  }
  return parts.map(joined);
}

/** Samples from `start` to `end`, without a copy. */
function rows(tensor: TensorData, start: number, end: number): TensorData {
  const [, ...rest] = tensor.shape;
  const size = rest.reduce((product, dim) => product * dim, 1);
  return { dtype: tensor.dtype, shape: [end - start, ...rest], data: tensor.data.subarray(start * size, end * size) };
}

function joined(parts: readonly TensorData[]): TensorData {
  const first = parts[0] as TensorData;
  const data = allocate(
    first.dtype,
    parts.reduce((sum, part) => sum + part.data.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    // All parts have the type that was allocated.
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.set(part.data as BigInt64Array, at);
    else data.set(part.data as Float32Array, at);
    at += part.data.length;
  }
  const samples = parts.reduce((sum, part) => sum + (part.shape[0] ?? 0), 0);
  return { dtype: first.dtype, shape: [samples, ...first.shape.slice(1)], data };
}
