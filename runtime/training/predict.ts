import { Stopped } from '../../server/language/host.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import { formatShape } from '../../server/language/tensor/shape.js';
import type { BatchAnswer, PredictRequest, PredictResult } from '../../server/language/training-request.js';
import type { Engine, EngineTensor, Session } from '../engines/engine.js';
import { type PredictionProgram, predictionProgram } from '../program/prediction.js';
import { checkBatches, inputData } from './data.js';
import { joined } from './joined.js';
import { type AskBatches, nobody } from './stream-source.js';
import { threadsWorthwhile } from './threads.js';
import { TrainingError } from './training-error.js';

/** So many batches are asked for together. */
const batchesAtOnce = 16;

/** The model's outputs for all samples, a batch at a time, as Keras's `predict` gives them, and what its weights become. */
export async function predict(
  request: PredictRequest,
  engine: Engine,
  stopped: () => boolean = () => false,
  ask: AskBatches = nobody,
): Promise<PredictResult> {
  const { model, batchSize } = request;
  const fail = (message: string): never => {
    throw new TrainingError(message, request.place.line);
  };
  const sessions = new Map<string, { readonly program: PredictionProgram; readonly session: Session }>();
  const sessionFor = async (x: readonly TensorData[]) => {
    const kinds = x.map(({ dtype, shape }) => ({ dtype, shape: shape.slice(1) }));
    const kind = JSON.stringify(kinds);
    const found = sessions.get(kind);
    if (found) return found;
    const program = predictionProgram(model, kinds);
    const session = await engine.open(program.graph, { threads: threadsWorthwhile(model.inference, batchSize) });
    sessions.set(kind, { program, session });
    return { program, session };
  };
  const weights = new Map(model.weights.map(({ name, value }): [string, EngineTensor] => [name, engine.upload(value)]));
  let changed: readonly TensorData[] | undefined;
  const parts: TensorData[][] = model.outputs.map(() => []);
  try {
    for await (const batch of request.stream ? streamed(ask) : cut(request)) {
      if (stopped()) throw new Stopped('stopped while predicting');
      const x = inputData(model, batch, fail);
      const samples = x[0]?.shape[0] ?? 0;
      checkBatches(model, samples, samples, fail);
      const { program, session } = await sessionFor(x);
      const inputs = x.map((tensor, index): [string, EngineTensor] => [
        program.inputs[index] as string,
        engine.upload(tensor),
      ]);
      const results = new Map(await session.run(new Map([...weights, ...inputs])));
      for (const [index, name] of program.outputs.entries())
        parts[index]?.push(await engine.download(results.get(name) as EngineTensor));
      for (const { weight, output } of program.updates) {
        weights.get(weight)?.dispose();
        weights.set(weight, results.get(output) as EngineTensor);
        results.delete(output);
      }
      for (const [, tensor] of [...inputs, ...results]) tensor.dispose();
    }
    if (model.effects.inference.updates.length > 0)
      changed = await Promise.all(model.weights.map(({ name }) => engine.download(weights.get(name) as EngineTensor)));
  } finally {
    for (const tensor of weights.values()) tensor.dispose();
    for (const { session } of sessions.values()) await session.close();
  }
  if (parts[0]?.length === 0) fail('there are no batches: nothing is predicted');
  for (const [first, ...rest] of parts) {
    const other = rest.find(({ shape }) => shape.slice(1).join() !== first?.shape.slice(1).join());
    if (first && other)
      fail(
        `batches give outputs of different shapes (${formatShape(first.shape)} and ${formatShape(other.shape)}), which make no one array`,
      );
  }
  return { outputs: parts.map(joined), ...(changed && { weights: changed }) };
}

/** Arrays batch by batch. */
function* cut({ x, batchSize }: PredictRequest): Generator<readonly TensorData[]> {
  const samples = x[0]?.shape[0] ?? 0;
  // Without samples it is said what is wrong with them.
  if (samples === 0) yield x;
  for (let start = 0; start < samples; start += batchSize)
    yield x.map((tensor) => rows(tensor, start, Math.min(start + batchSize, tensor.shape[0] ?? 0)));
}

/** Batches as the program makes them. */
async function* streamed(ask: AskBatches): AsyncGenerator<readonly TensorData[]> {
  const batches = 'validation';
  const take = () => ask({ batches, wants: 'take', most: batchesAtOnce });
  await ask({ batches, wants: 'begin' });
  for (let next: Promise<BatchAnswer> | undefined = take(); next; ) {
    const made: BatchAnswer = await next;
    // The next are made while the outputs of these are computed. What goes wrong there is thrown where they are wanted.
    next = made.ended ? undefined : take();
    next?.catch(() => {});
    for (const { x } of made.batches) yield x;
  }
  await ask({ batches, wants: 'finish' });
}

/** Samples from `start` to `end`, without a copy. */
function rows(tensor: TensorData, start: number, end: number): TensorData {
  const [, ...rest] = tensor.shape;
  const size = rest.reduce((product, dim) => product * dim, 1);
  return { dtype: tensor.dtype, shape: [end - start, ...rest], data: tensor.data.subarray(start * size, end * size) };
}
