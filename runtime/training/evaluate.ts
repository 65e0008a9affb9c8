import { Stopped } from '../../server/language/host.js';
import type {
  CallbackAnswer,
  CallbackEvent,
  CallbackPoint,
  EvaluateRequest,
  EvaluateResult,
} from '../../server/language/training-request.js';
import type { Engine, EngineTensor } from '../engines/engine.js';
import { epochInputs, evaluationEpoch } from '../program/epoch.js';
import { dataSet, kindsOf } from './data.js';
import { EpochSession } from './epoch-session.js';
import type { Logs } from './logs.js';
import { ordered } from './random.js';
import { threadsWorthwhile } from './threads.js';

/** Losses and metrics over a data set, as Keras's `evaluate` gives them. Throws Stopped when asked to stop between chunks. */
export async function evaluate(
  request: EvaluateRequest,
  engine: Engine,
  stopped: () => boolean = () => false,
  asks?: (event: CallbackEvent) => Promise<CallbackAnswer>,
): Promise<EvaluateResult> {
  const { model, objectives, batchSize } = request;
  const points = new Set(request.points);
  const ask = async (point: CallbackPoint, index: number, logs: Logs = new Map()) => {
    if (points.has(point)) await asks?.({ point, index, logs });
  };
  const data = dataSet(request);
  const program = evaluationEpoch(model, objectives, kindsOf(data, batchSize));
  const session = await EpochSession.open(
    engine,
    program,
    data,
    batchSize,
    threadsWorthwhile(model.inference, batchSize),
  );
  const weights = new Map(
    model.weights.map(({ name, value }): [string, EngineTensor] => [epochInputs.weight(name), engine.upload(value)]),
  );
  try {
    await ask('test_begin', 0);
    const logs = await session.run({
      order: ordered(data.samples),
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
    return logs;
  } finally {
    await session.close();
  }
}
