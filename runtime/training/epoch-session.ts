import type { TensorData } from '../../server/language/tensor/element-type.js';
import { allocate } from '../../server/language/tensor/element-type.js';
import type { LogValue } from '../../server/language/training-request.js';
import type { Engine, EngineTensor, Session } from '../engines/engine.js';
import { type EpochProgram, epochInputs, type StateTensor } from '../program/epoch.js';
import { metricOf } from '../program/program-objectives.js';
import { computeAhead } from './ahead.js';
import type { EpochCheckpoint } from './checkpoint.js';
import { ChunkLength } from './chunks.js';
import type { EpochBatches, EpochSource, Feed, Taken } from './feed.js';
import type { Logs } from './logs.js';
import { RunningMean } from './running-mean.js';

/** How the epoch stands after some of its steps. */
export interface ChunkDone {
  /** Steps of the epoch that are done. */
  readonly done: number;
  /** Steps of the chunk. */
  readonly steps: number;
  /** The epoch is over with it. */
  readonly isLast: boolean;
  /** Averages and metrics from the epoch's first step on. */
  readonly logs: Logs;
  /** The total loss of each step of the chunk. */
  readonly losses: ArrayLike<number>;
  checkpoint(): Promise<EpochCheckpoint>;
}

/** A step of a chunk whose loss is the first that is no number, or infinite. */
export interface InvalidStep {
  /** Which of the chunk's steps, from 0; how many of the epoch are before the chunk. */
  readonly at: number;
  readonly before: number;
  readonly loss: number;
  /** How many samples each of the chunk's steps has. */
  readonly samples: readonly number[];
  /** What the chunk computes with: the data, `order` and `start`. */
  readonly inputs: ReadonlyMap<string, EngineTensor>;
  /** What the program carries after so many steps of the chunk: they are taken again. */
  after(steps: number): Promise<ReadonlyMap<string, TensorData>>;
}

export interface EpochRun {
  readonly batches: EpochBatches;
  /** Weights by the names of the program's inputs, and whatever else it carries: replaced by what each chunk leaves. */
  readonly state: Map<string, EngineTensor>;
  /** Of so many steps after so many of the epoch; of training alone. */
  readonly learningRates?: (done: number, steps: number) => Float32Array;
  /** One step at a time: for whoever wants to see each. */
  readonly stepwise?: boolean;
  /** Of a chunk's losses: after how many of its steps it is to end, where that is before its last. The rest is undone. */
  readonly endsAfter?: (losses: ArrayLike<number>) => number | undefined;
  /** Where a loss is no number any more, to look into it: before what the chunk left counts. */
  readonly invalid?: (step: InvalidStep) => Promise<void>;
  /** Where it goes on, if it was interrupted. */
  readonly begin?: EpochCheckpoint | undefined;
  readonly beforeChunk?: (done: number) => Promise<unknown>;
  /** false ends the epoch here; it may also throw. */
  readonly afterChunk?: (chunk: ChunkDone) => Promise<boolean>;
  /** Further batches cannot be had: what they throw follows. */
  readonly brokenOff?: (checkpoint: () => Promise<EpochCheckpoint>) => Promise<void>;
}

/** An epoch's program with the data set that it runs over, epoch after epoch. */
export class EpochSession {
  private readonly length = new ChunkLength();

  constructor(
    private readonly engine: Engine,
    private readonly program: EpochProgram,
    private readonly source: EpochSource,
  ) {}

  /** The batches of the next epoch. */
  next(): Promise<EpochBatches> {
    return this.source.next();
  }

  /** Takes all steps; gives the epoch's logs. */
  async run(run: EpochRun): Promise<Logs> {
    const feed = await run.batches.feed(run.begin?.done ?? 0);
    try {
      return await this.steps(run, feed);
    } finally {
      feed.close();
    }
  }

  async close(): Promise<void> {
    await this.source.close();
  }

  private async steps(run: EpochRun, feed: Feed): Promise<Logs> {
    const { state, batches, learningRates, stepwise, endsAfter, begin, beforeChunk, afterChunk, brokenOff } = run;
    const { engine, program } = this;
    const mean = new RunningMean(program.losses, begin?.mean);
    const variables = program.metrics.flatMap((metric) => metric.state);
    const metrics = new Map(
      variables.map((variable) => [
        variable.input,
        engine.upload(begin?.metrics.get(variable.input) ?? initial(variable)),
      ]),
    );
    let done = begin?.done ?? 0;
    const checkpoint = async (): Promise<EpochCheckpoint> => ({
      done,
      mean: mean.state,
      metrics: await downloaded(metrics, engine),
    });
    let logs: Logs = new Map();
    const wasOver = begin !== undefined && begin.done === batches.steps;
    for (let isOver = false; !isOver; ) {
      if (!wasOver) await beforeChunk?.(done);
      const before = performance.now();
      const left = (batches.steps ?? done) - done;
      const most = stepwise ? 1 : this.length.next(left > 0 ? left : Number.POSITIVE_INFINITY);
      let taken: Taken | undefined;
      try {
        taken = await feed.take(most);
      } catch (error) {
        await brokenOff?.(checkpoint);
        throw error;
      }
      if (!taken) {
        if (wasOver) await feed.finish();
        break;
      }
      const { session, inputs, samples, isLast } = taken;
      let count = samples.length;
      const rates = learningRates?.(done, count);
      const [states, metricStates] = [new Map(state), new Map(metrics)];
      const takeSteps = (of: number) =>
        this.chunk(session, of, new Map([...states, ...metricStates, ...inputs]), {
          rates: rates?.subarray(0, of),
          take: (input, tensor) => {
            const kept = metrics.has(input) ? metrics : state;
            const replaced = kept.get(input);
            if (replaced !== tensor && replaced !== (states.get(input) ?? metricStates.get(input))) replaced?.dispose();
            kept.set(input, tensor);
          },
        });
      let values = await takeSteps(count);
      this.length.took(count, performance.now() - before);
      const end = endsAfter?.(values[0] as ArrayLike<number>);
      if (end !== undefined && end < count) {
        count = end;
        values = await takeSteps(count);
      }
      const at = run.invalid ? Array.from(values[0] ?? []).findIndex((loss) => !Number.isFinite(loss)) : -1;
      if (at >= 0)
        await run.invalid?.({
          at,
          before: done,
          loss: values[0]?.[at] as number,
          samples,
          inputs,
          after: async (steps) => {
            if (steps === 0) return downloaded(states, engine);
            const again = new Map(states);
            await this.chunk(session, steps, new Map([...states, ...metricStates, ...inputs]), {
              rates: rates?.subarray(0, steps),
              take: (input, tensor) => again.set(input, tensor),
            });
            return downloaded(again, engine);
          },
        });
      for (const [input, before] of [...states, ...metricStates])
        if ((metrics.get(input) ?? state.get(input)) !== before) before.dispose();
      for (let step = 0; step < count; step += 1)
        mean.add(
          values.map((ofLoss) => ofLoss[step] as number),
          samples[step] as number,
        );
      taken.made(count);
      done += count;
      isOver = isLast && count === samples.length;
      logs = new Map([...mean.logs(), ...(await this.metricLogs(metrics))]);
      const goesOn = await afterChunk?.({
        done,
        steps: count,
        isLast: isOver,
        logs,
        losses: values[0] as ArrayLike<number>,
        checkpoint,
      });
      if (goesOn === false) break;
      if (isOver) await feed.finish();
    }
    if (logs.size === 0) logs = new Map([...mean.logs(), ...(await this.metricLogs(metrics))]);
    for (const tensor of metrics.values()) tensor.dispose();
    return logs;
  }

  /** Some steps; gives each loss's value for each of them. */
  private async chunk(
    session: Session,
    count: number,
    given: ReadonlyMap<string, EngineTensor>,
    {
      rates,
      take,
    }: { readonly rates: Float32Array | undefined; readonly take: (input: string, tensor: EngineTensor) => void },
  ): Promise<readonly ArrayLike<number>[]> {
    const { engine, program } = this;
    const steps: TensorData = { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(count)) };
    const inputs = new Map([...given, [epochInputs.steps, engine.upload(steps)]]);
    if (rates) {
      const tensor: TensorData = { dtype: 'float32', shape: [rates.length], data: rates };
      inputs.set(epochInputs.learningRates, engine.upload(tensor));
      for (const [name, value] of await this.ahead(given, rates)) inputs.set(name, engine.upload(value));
    }
    const outputs = await session.run(inputs);
    for (const { input, output } of [...program.state, ...program.metrics.flatMap(({ state }) => state)])
      take(input, outputs.get(output) as EngineTensor);
    return Promise.all(
      program.losses.map(async ({ output }) => {
        const { data } = await engine.download(outputs.get(output) as EngineTensor);
        return data as Float32Array;
      }),
    );
  }

  /** What the program takes of the steps' numbers and rates. */
  private async ahead(
    given: ReadonlyMap<string, EngineTensor>,
    rates: Float32Array,
  ): Promise<ReadonlyMap<string, TensorData>> {
    const { ahead } = this.program;
    if (!ahead) return new Map();
    const { data } = await this.engine.download(given.get(epochInputs.step) as EngineTensor);
    return computeAhead(ahead, BigInt(data[0] ?? 0), rates);
  }

  private async metricLogs(state: ReadonlyMap<string, EngineTensor>): Promise<Logs> {
    const logs = new Map<string, LogValue>();
    for (const { name, spec, state: variables } of this.program.metrics) {
      const tensors = variables.map(({ input }) => this.engine.download(state.get(input) as EngineTensor));
      const result = metricOf(spec).result(await Promise.all(tensors), spec);
      logs.set(name, result);
    }
    return logs;
  }
}

/** A state as plain tensors. */
export async function downloaded(
  state: ReadonlyMap<string, EngineTensor>,
  engine: Engine,
): Promise<ReadonlyMap<string, TensorData>> {
  const tensors = [...state].map(async ([name, tensor]) => [name, await engine.download(tensor)] as const);
  return new Map(await Promise.all(tensors));
}

/** What a variable begins with. */
export function initial({ dtype, shape, initial: value }: StateTensor): TensorData {
  const data = allocate(
    dtype,
    shape.reduce((size, dim) => size * dim, 1),
  );
  if (value !== 0 && !(data instanceof BigInt64Array) && !(data instanceof BigUint64Array)) data.fill(value);
  return { dtype, shape, data };
}
