import { Stopped } from '../../server/language/host.js';
import type { EvaluateRequest, EvaluateResult } from '../../server/language/training-request.js';
import type { Engine, EngineTensor } from '../engines/engine.js';
import { epochInputs, evaluationEpoch } from '../program/epoch.js';
import { dataSet, kindsOf } from './data.js';
import { EpochSession } from './epoch-session.js';
import { ordered } from './random.js';
import { threadsWorthwhile } from './threads.js';

/** Losses and metrics over a data set, as Keras's `evaluate` gives them. Throws Stopped when asked to stop between chunks. */
export async function evaluate(
  request: EvaluateRequest,
  engine: Engine,
  stopped: () => boolean = () => false,
): Promise<EvaluateResult> {
  const { model, objectives, batchSize } = request;
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
    return await session.run({
      order: ordered(data.samples),
      state: weights,
      afterChunk: async () => {
        if (stopped()) throw new Stopped('stopped while evaluating');
        return true;
      },
    });
  } finally {
    await session.close();
  }
}
