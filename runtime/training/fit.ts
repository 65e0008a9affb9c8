import { Stopped } from '../../server/language/host.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest, FitResult, ModelProgram } from '../../server/language/training-request.js';
import type { Engine, EngineTensor } from '../engines/engine.js';
import { NotDifferentiable } from '../program/derivatives/derivative.js';
import { epochInputs, evaluationEpoch, trainingEpoch } from '../program/epoch.js';
import { changedWeights } from '../program/step.js';
import { Unsupported } from '../program/unsupported.js';
import { dataSet, kindsOf } from './data.js';
import { EpochSession } from './epoch-session.js';
import { LearningRate } from './learning-rate.js';
import type { FitListener } from './listener.js';
import { validationLogs } from './logs.js';
import { initialState, stateAfter, stepsBefore } from './optimizer-state.js';
import { createRandom, ordered, permutation } from './random.js';
import { threadsWorthwhile } from './threads.js';
import { TrainingError } from './training-error.js';

/**
 * Trains a model as Keras's `fit` does. Throws TrainingError for data that does not fit the model,
 * and Stopped when the listener asks for it.
 */
export async function fit(request: FitRequest, engine: Engine, listener: FitListener): Promise<FitResult> {
  const training = await openTraining(request, engine);
  const validation = await openValidation(request, engine);
  const state = initialState(request, engine, training.program);
  const rate = new LearningRate(request.optimizer);
  let taken = stepsBefore(request);
  const random = createRandom(request.seed);
  const order = ordered(training.samples);
  const history = new Map<string, number[]>();
  const epochs: number[] = [];
  const warned = new NanWarning(listener);
  try {
    for (let epoch = request.initialEpoch; epoch < request.epochs; epoch += 1) {
      const before = performance.now();
      const about = () => ({
        epoch: epoch + 1,
        epochs: request.epochs,
        seconds: (performance.now() - before) / 1000,
      });
      const samples = request.shuffle ? permutation(training.samples, random) : order;
      const trained = await training.session.run({
        order: samples,
        state,
        learningRates: (steps) => {
          const rates = rate.next(taken, steps);
          taken += steps;
          return rates;
        },
        afterChunk: ({ done, logs, losses }) => {
          warned.look(losses, epoch, done);
          listener.progress({ ...about(), step: done, steps: training.session.steps, logs });
          if (listener.stopped()) throw new Stopped('stopped while training');
        },
      });
      const logs = new Map(trained);
      if (validation) {
        const judged = await validation.session.run({
          order: validation.order,
          state: new Map(state),
          afterChunk: () => {
            if (listener.stopped()) throw new Stopped('stopped while validating');
          },
        });
        for (const [name, value] of validationLogs(judged)) logs.set(name, value);
      }
      listener.epoch({ ...about(), logs });
      epochs.push(epoch);
      for (const [name, value] of logs) history.set(name, [...(history.get(name) ?? []), value]);
    }
    return {
      history,
      epochs,
      weights: await downloaded(request.model, state, engine),
      optimizerState: await stateAfter(request, training.program, state, engine, rate.at(taken)),
    };
  } finally {
    await training.session.close();
    await validation?.session.close();
  }
}

async function openTraining(request: FitRequest, engine: Engine) {
  if (request.batchSize < 1 || !Number.isInteger(request.batchSize))
    throw new TrainingError(`batch_size is ${request.batchSize}: it must be a whole number from 1`, request.place.line);
  try {
    const data = dataSet(request);
    const threads = threadsWorthwhile(request.model.training, request.batchSize);
    const program = trainingEpoch(
      request.model,
      request.objectives,
      request.optimizer,
      kindsOf(data, request.batchSize),
      request.seed,
    );
    return {
      program,
      samples: data.samples,
      session: await EpochSession.open(engine, program, data, request.batchSize, threads),
    };
  } catch (error) {
    if (error instanceof NotDifferentiable || error instanceof Unsupported)
      throw new TrainingError(error.message, request.place.line);
    throw error;
  }
}

async function openValidation(request: FitRequest, engine: Engine) {
  const { model, objectives, place, validation } = request;
  if (!validation) return undefined;
  const data = dataSet({ place, model, objectives, ...validation }, 'validation ');
  const program = evaluationEpoch(model, objectives, kindsOf(data, validation.batchSize));
  const session = await EpochSession.open(
    engine,
    program,
    data,
    validation.batchSize,
    threadsWorthwhile(model.inference, validation.batchSize),
  );
  return { session, order: ordered(data.samples) };
}

async function downloaded(
  model: ModelProgram,
  state: ReadonlyMap<string, EngineTensor>,
  engine: Engine,
): Promise<readonly TensorData[]> {
  const changed = new Set(changedWeights(model));
  return Promise.all(
    model.weights.map(({ name, value }) =>
      changed.has(name) ? engine.download(state.get(epochInputs.weight(name)) as EngineTensor) : value,
    ),
  );
}

/** Says once that the loss is no number any more. Training goes on, as Keras's does. */
class NanWarning {
  private said = false;

  constructor(private readonly listener: FitListener) {}

  /** `losses` are those of the chunk that ended with step `done` of the epoch. */
  look(losses: ArrayLike<number>, epoch: number, done: number): void {
    if (this.said) return;
    const at = Array.from(losses).findIndex((loss) => !Number.isFinite(loss));
    if (at < 0) return;
    this.said = true;
    const became = Number.isNaN(losses[at]) ? 'NaN' : 'infinite';
    this.listener.warning(
      `the loss became ${became} at epoch ${epoch + 1}, step ${done - losses.length + at + 1}: ` +
        'the weights are of no use from here on. Lower the learning rate, scale the inputs to about -1 to 1, and look for NaN in the data',
    );
  }
}
