import { Stopped } from '../../server/language/host.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type {
  CallbackAnswer,
  CallbackEvent,
  CallbackPoint,
  EvaluateRequest,
  EvaluateResult,
  ModelProgram,
  Samples,
} from '../../server/language/training-request.js';
import type { Engine, EngineTensor } from '../engines/engine.js';
import { type EpochData, epochInputs, evaluationEpoch } from '../program/epoch.js';
import { ArraySource } from './array-source.js';
import { dataSet, kindsOf } from './data.js';
import { EpochSession } from './epoch-session.js';
import type { Logs } from './logs.js';
import { withPlaces } from './places.js';
import { type AskBatches, nobody, StreamSource } from './stream-source.js';
import { threadsWorthwhile } from './threads.js';

/** Losses and metrics over a data set, as Keras's `evaluate` gives them, and what the weights become. Throws Stopped when asked to stop between chunks. */
export async function evaluate(
  request: EvaluateRequest,
  engine: Engine,
  stopped: () => boolean = () => false,
  asks?: (event: CallbackEvent) => Promise<CallbackAnswer>,
  batches?: AskBatches,
): Promise<EvaluateResult> {
  const { model } = request;
  const points = new Set(request.points);
  const ask = async (point: CallbackPoint, index: number, logs: Logs = new Map()) => {
    const answer = points.has(point) ? await asks?.({ point, index, logs }) : undefined;
    answer?.weights?.forEach((value, at) => {
      const name = model.weights[at]?.name;
      if (name === undefined) return;
      weights.get(epochInputs.weight(name))?.dispose();
      weights.set(epochInputs.weight(name), engine.upload(value));
    });
  };
  const session = await openEvaluation(request, engine, batches);
  const changes = model.effects.inference.updates.length > 0;
  const weights = new Map(
    model.weights.map(({ name, value }): [string, EngineTensor] => [epochInputs.weight(name), engine.upload(value)]),
  );
  try {
    const next = await session.next();
    await ask('test_begin', 0);
    const logs = await session.run({
      batches: next,
      state: weights,
      stepwise: points.has('test_batch_begin') || points.has('test_batch_end'),
      beforeChunk: (done) => ask('test_batch_begin', done),
      afterChunk: async ({ done, logs: soFar }) => {
        if (stopped()) throw new Stopped('stopped while evaluating');
        await ask('test_batch_end', done - 1, soFar);
        return true;
      },
    });
    await ask('test_end', 0, logs);
    return { logs, ...(changes && { weights: await weightsIn(model, weights, engine) }) };
  } finally {
    for (const tensor of weights.values()) tensor.dispose();
    await session.close();
  }
}

/** The weights of a state that an epoch's program carries, in the model's order. */
export function weightsIn(
  { weights }: ModelProgram,
  state: ReadonlyMap<string, EngineTensor>,
  engine: Engine,
): Promise<readonly TensorData[]> {
  return Promise.all(weights.map(({ name }) => engine.download(state.get(epochInputs.weight(name)) as EngineTensor)));
}

/** Opens what `evaluate` runs, and what judges validation data within a training: each run of it begins with the first batch. */
export async function openEvaluation(
  request: Samples &
    Pick<EvaluateRequest, 'place' | 'stream' | 'points' | 'model' | 'objectives' | 'batchSize'> & {
      readonly steps?: number;
    },
  engine: Engine,
  ask: AskBatches | undefined,
  role = '',
): Promise<EpochSession> {
  const { objectives, batchSize, stream, steps } = request;
  const given = { model: request.model, data: dataSet(request, role) };
  const { model, data } = stream ? given : withPlaces(given.model, given.data);
  const of = (kinds: EpochData) => evaluationEpoch(model, objectives, kinds);
  const program = of(kindsOf(data, batchSize));
  const threads = threadsWorthwhile(given.model.inference, batchSize);
  const source = stream
    ? new StreamSource(engine, {
        batches: 'validation',
        stream,
        points: request.points,
        threads,
        check: (batch) => dataSet({ ...request, ...batch, batchSize: batch.x[0]?.shape[0] ?? 0 }, role),
        program: of,
        restarts: true,
        ask: ask ?? nobody,
      })
    : await ArraySource.open(engine, program, data, { batchSize, threads, steps, restarts: true });
  return new EpochSession(engine, program, source);
}
