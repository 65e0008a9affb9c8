import { Stopped } from '../../server/language/host.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type {
  CallbackPoint,
  FitRequest,
  FitResult,
  LogValue,
  TrainingState,
  WeightData,
} from '../../server/language/training-request.js';
import type { Engine, EngineTensor } from '../engines/engine.js';
import { NotDifferentiable } from '../program/derivatives/derivative.js';
import { type EpochData, epochInputs, trainingEpoch } from '../program/epoch.js';
import { Unsupported } from '../program/unsupported.js';
import { ArraySource } from './array-source.js';
import type { EpochCheckpoint } from './checkpoint.js';
import { dataSet, kindsOf } from './data.js';
import { downloaded, EpochSession } from './epoch-session.js';
import { openEvaluation, weightsIn } from './evaluate.js';
import type { EpochBatches } from './feed.js';
import { InvalidLoss } from './invalid-loss.js';
import { LearningRate } from './learning-rate.js';
import type { EpochEnd, FitListener } from './listener.js';
import { type Logs, validationLogs } from './logs.js';
import { isOutOfMemory, memoryWarning, memoryWords } from './memory.js';
import { averages, initialState, lossScaleAfter, slotsOf, stateAfter, stepsBefore } from './optimizer-state.js';
import { withPlaces } from './places.js';
import { createRandom, permutation } from './random.js';
import { type AskBatches, nobody, StreamSource } from './stream-source.js';
import { threadsWorthwhile } from './threads.js';
import { OutOfMemory, TrainingError } from './training-error.js';

/**
 * Trains a model as Keras's `fit` does. Throws TrainingError for data that does not fit the model,
 * and Stopped when the listener asks for it.
 */
export async function fit(request: FitRequest, engine: Engine, listener: FitListener): Promise<FitResult> {
  const training = await openTraining(request, engine, listener.batches);
  const { model, kinds } = training;
  const free = listener.freeMemory?.() ?? Number.POSITIVE_INFINITY;
  const warning = listener.keeper?.begin ? undefined : memoryWarning(request, model, kinds, free);
  if (warning !== undefined) listener.warning(warning);
  const validation = await openValidation(request, engine, listener.batches);
  let under: Training | undefined;
  try {
    under = new Training(request, engine, listener, training, validation);
    return await under.run();
  } catch (error) {
    const words = isOutOfMemory(error) ? memoryWords(request, model, kinds, free) : undefined;
    throw words === undefined ? error : new OutOfMemory(words, request.place.line);
  } finally {
    under?.close();
    await training.session.close();
    await validation?.close();
  }
}

/** A `fit` under way. */
class Training {
  private readonly state: Map<string, EngineTensor>;
  private readonly rate: LearningRate;
  /** Steps since the model was compiled. */
  private taken: number;
  private readonly history = new Map<string, LogValue[]>();
  private readonly epochs: number[];
  private readonly told: EpochEnd[];
  /** By a callback. */
  private rateSet: number | undefined;
  private readonly warned: InvalidLoss;
  private readonly points: ReadonlySet<CallbackPoint>;
  private stopping: boolean;

  constructor(
    private readonly request: FitRequest,
    private readonly engine: Engine,
    private readonly listener: FitListener,
    private readonly training: OpenTraining,
    private readonly validation: EpochSession | undefined,
  ) {
    const begin = listener.keeper?.begin;
    this.state = begin
      ? new Map([...begin.state].map(([name, value]) => [name, engine.upload(value)]))
      : initialState(request, engine, training.program);
    this.rate = new LearningRate(request.optimizer);
    this.rateSet = begin?.learningRate;
    if (this.rateSet !== undefined) this.rate.set(this.rateSet);
    this.taken = begin?.taken ?? stepsBefore(request);
    this.warned = new InvalidLoss(request, training.model, listener, begin?.warned);
    this.points = new Set(request.points);
    this.stopping = begin?.stopping ?? false;
    this.epochs = [...(begin?.epochs ?? [])];
    this.told = [...(begin?.told ?? [])];
    for (const [name, values] of begin?.history ?? []) this.history.set(name, [...values]);
  }

  async run(): Promise<FitResult> {
    const { request, training } = this;
    const keeper = this.listener.keeper;
    let within = keeper?.begin?.within;
    const first = keeper?.begin?.epoch ?? request.initialEpoch;
    for (let epoch = request.initialEpoch; epoch < request.epochs && !this.stopping; epoch += 1) {
      const batches = await training.session.next();
      if (epoch < first) {
        await batches.pass();
        if (isValidated(request, epoch)) await (await this.validation?.next())?.pass();
        continue;
      }
      if (!within) await this.ask('epoch_begin', epoch);
      await this.epoch(epoch, batches, within);
      within = undefined;
      if (epoch + 1 < request.epochs && !this.stopping && keeper?.due(true)) await this.keep(epoch + 1);
    }
    return { history: this.history, epochs: this.epochs, ...this.averaged(await this.now()) };
  }

  /** Keeps how the training stands: with some steps of the epoch done, or before its first. */
  private async keep(epoch: number, within?: EpochCheckpoint, isLast = false): Promise<void> {
    const { taken, stopping, epochs, history, told } = this;
    const state = await downloaded(this.state, this.engine);
    const learningRate = this.rateSet;
    const warned = this.warned.hasSaid;
    this.listener.keeper?.keep(
      { epoch, within, taken, learningRate, stopping, warned, epochs, history, told, state },
      isLast,
    );
  }

  private async epoch(epoch: number, batches: EpochBatches, begin: EpochCheckpoint | undefined): Promise<void> {
    const { listener, training, request } = this;
    const before = performance.now();
    const about = () => ({
      epoch: epoch + 1,
      epochs: request.epochs,
      seconds: (performance.now() - before) / 1000,
    });
    // Where every step is made and only the validation is left: a stop keeps those steps.
    let whole = begin?.done === batches.steps ? begin : undefined;
    const trained = await training.session.run({
      batches,
      state: this.state,
      stepwise: this.points.has('train_batch_begin') || this.points.has('train_batch_end'),
      learningRates: (_done, steps) => this.rate.next(this.taken, steps),
      ...(!this.warned.hasSaid && { invalid: (step) => this.warned.say(step, epoch, this.taken, this.engine) }),
      endsAfter: this.points.has('invalid_loss') ? firstInvalid : () => undefined,
      begin,
      beforeChunk: (done) => this.ask('train_batch_begin', done),
      brokenOff: async (checkpoint) => {
        if (listener.keeper) await this.keep(epoch, await checkpoint(), true);
      },
      afterChunk: async ({ done, steps, isLast: isEpochsLast, logs, losses, checkpoint }) => {
        this.taken += steps;
        this.warned.grew(losses, epoch, done);
        listener.progress({ ...about(), step: done, steps: batches.steps, logs });
        await this.ask('train_batch_end', done - 1, logs);
        if (firstInvalid(losses) !== undefined) await this.ask('invalid_loss', done - 1, logs);
        const isLast = listener.stopped();
        if (isEpochsLast && listener.keeper && done === batches.steps && !this.stopping) whole = await checkpoint();
        const goesOn = !this.stopping && (!isEpochsLast || (isLast && whole !== undefined));
        if (goesOn && listener.keeper && (isLast || listener.keeper.due(false)))
          await this.keep(epoch, await checkpoint(), isLast);
        if (isLast) throw new Stopped('stopped while training');
        return !this.stopping;
      },
    });
    let logs: Logs = new Map([...trained, ...(await this.validate(epoch, whole))]);
    this.epochs.push(epoch);
    const added = await this.ask('epoch_end', epoch, logs);
    if (added) logs = new Map([...logs, ...added]);
    for (const [name, value] of logs) this.history.set(name, [...(this.history.get(name) ?? []), value]);
    const ended = { ...about(), logs };
    this.told.push(ended);
    listener.epoch(ended);
  }

  /** `trained`: how the epoch stood before; a stop keeps it, unless something has come of the validation already. */
  private async validate(epoch: number, trained: EpochCheckpoint | undefined): Promise<Logs> {
    const { listener, validation } = this;
    if (!validation || !isValidated(this.request, epoch)) return new Map();
    const batches = await validation.next();
    const before = testPoints.some((point) => this.points.has(point)) ? undefined : new Map(this.state);
    await this.ask('test_begin', 0);
    const logs = await validation.run({
      batches,
      // Not a copy: callbacks may change weights between its batches, and states that layers carry go on.
      state: this.state,
      stepwise: this.points.has('test_batch_begin') || this.points.has('test_batch_end'),
      beforeChunk: (done) => this.ask('test_batch_begin', done),
      afterChunk: async ({ done, logs: soFar }) => {
        if (listener.stopped()) {
          const isUntouched = before && [...this.state].every(([name, tensor]) => before.get(name) === tensor);
          if (trained && isUntouched) await this.keep(epoch, trained, true);
          throw new Stopped('stopped while validating');
        }
        await this.ask('test_batch_end', done - 1, soFar);
        return true;
      },
    });
    await this.ask('test_end', 0, logs);
    return validationLogs(logs);
  }

  /** Asks the program's callbacks, where they listen to this point, and does what they want. */
  private async ask(point: CallbackPoint, index: number, logs: Logs = new Map()): Promise<Logs | undefined> {
    if (!this.points.has(point) || !this.listener.ask) return undefined;
    const {
      stop,
      learningRate,
      weights,
      optimizerState,
      logs: added,
    } = await this.listener.ask({ point, index, logs }, () => this.now());
    this.stopping ||= stop;
    if (learningRate !== undefined) {
      this.rate.set(learningRate);
      this.rateSet = learningRate;
    }
    weights?.forEach((value, at) => {
      const { name } = this.request.model.weights[at] as WeightData;
      this.replace(epochInputs.weight(name), value);
    });
    const { program } = this.training;
    const own = new Set(optimizerState && program.optimizer.variables.map(({ slot }) => slot));
    for (const [name, value] of optimizerState ? slotsOf(optimizerState, program) : [])
      if (own.has(name)) this.replace(name, value);
    return added;
  }

  private replace(name: string, value: TensorData): void {
    this.state.get(name)?.dispose();
    this.state.set(name, this.engine.upload(value));
  }

  /** What it had on the engine is given up. */
  close(): void {
    for (const tensor of this.state.values()) tensor.dispose();
  }

  /** With `use_ema`, the means of the trainable weights take their place once the training is over. */
  private averaged(state: TrainingState): TrainingState {
    const { weights, optimizerState } = state;
    const means = averages(this.training.program, optimizerState);
    if (!means || this.epochs.length === 0) return state;
    const { model } = this.request;
    let next = 0;
    const finished = weights.map((value, at) => {
      if (!model.weights[at]?.trainable) return value;
      next += 1;
      return means[next - 1] as TensorData;
    });
    return { ...state, weights: finished };
  }

  private async now(): Promise<TrainingState> {
    const { request, engine, state, training, rate } = this;
    const lossScale = await lossScaleAfter(state, engine);
    return {
      ...(lossScale ? { lossScale } : {}),
      weights: await weightsIn(request.model, state, engine),
      optimizerState: await stateAfter(training.program, state, engine, rate.variable(this.taken)),
    };
  }
}

/** Where callbacks listen to a validation. */
const testPoints: readonly CallbackPoint[] = ['test_begin', 'test_batch_begin', 'test_batch_end', 'test_end'];

type OpenTraining = Awaited<ReturnType<typeof openTraining>>;

async function openTraining(request: FitRequest, engine: Engine, ask: AskBatches | undefined) {
  const { batchSize, stream, seed, stepsPerEpoch } = request;
  if (batchSize < 1 || !Number.isInteger(batchSize))
    throw new TrainingError(`batch_size is ${batchSize}: it must be a whole number from 1`, request.place.line);
  try {
    const given = { model: request.model, data: dataSet(request) };
    const { model, data } = stream ? given : withPlaces(given.model, given.data);
    // Sums of rows are worth the threads that the products are, for which they stand.
    const threads = threadsWorthwhile(given.model.training, batchSize);
    const of = (kinds: EpochData) => trainingEpoch(model, request.objectives, request.optimizer, kinds, seed);
    const kinds = kindsOf(data, batchSize);
    const program = of(kinds);
    const order = (pass: number) => permutation(data.samples, createRandom(seed, pass));
    const source = stream
      ? new StreamSource(engine, {
          batches: 'training',
          stream,
          points: request.points,
          threads,
          check: (batch) => dataSet({ ...request, ...batch, batchSize: batch.x[0]?.shape[0] ?? 0 }),
          program: of,
          ask: ask ?? nobody,
        })
      : await ArraySource.open(engine, program, data, {
          batchSize,
          threads,
          steps: stepsPerEpoch,
          order: request.shuffle ? order : undefined,
        });
    return { program, model, kinds, session: new EpochSession(engine, program, source) };
  } catch (error) {
    if (error instanceof NotDifferentiable || error instanceof Unsupported)
      throw new TrainingError(error.message, request.place.line);
    throw error;
  }
}

async function openValidation(
  { model, objectives, place, points = [], validation }: FitRequest,
  engine: Engine,
  ask: AskBatches | undefined,
): Promise<EpochSession | undefined> {
  return validation && openEvaluation({ place, model, objectives, points, ...validation }, engine, ask, 'validation ');
}

/** Whether the validation data is judged after an epoch. */
function isValidated({ validationFreq: every = 1 }: FitRequest, epoch: number): boolean {
  return typeof every === 'number' ? (epoch + 1) % every === 0 : every.includes(epoch + 1);
}

/** How many steps it takes to the first whose loss is NaN or infinite. */
function firstInvalid(losses: ArrayLike<number>): number | undefined {
  const at = Array.from(losses).findIndex((loss) => !Number.isFinite(loss));
  return at < 0 ? undefined : at + 1;
}
