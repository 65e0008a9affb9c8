import type { TensorData } from '../../server/language/tensor/element-type.js';
import { allocate } from '../../server/language/tensor/element-type.js';
import type { LogValue } from '../../server/language/training-request.js';
import type { Engine, EngineTensor, Session } from '../engines/engine.js';
import { type EpochProgram, epochInputs, type StateTensor } from '../program/epoch.js';
import { metricOf } from '../program/program-objectives.js';
import type { EpochCheckpoint } from './checkpoint.js';
import { ChunkLength } from './chunks.js';
import type { DataSet } from './data.js';
import type { Logs } from './logs.js';
import { RunningMean } from './running-mean.js';

/** How the epoch stands after some of its steps. */
export interface ChunkDone {
  /** Steps of the epoch that are done. */
  readonly done: number;
  /** Steps of the chunk. */
  readonly steps: number;
  /** Averages and metrics from the epoch's first step on. */
  readonly logs: Logs;
  /** The total loss of each step of the chunk. */
  readonly losses: ArrayLike<number>;
  checkpoint(): Promise<EpochCheckpoint>;
}

export interface EpochRun {
  /** The samples' numbers in the order in which they are taken. */
  readonly order: BigInt64Array;
  /** Some of the batches alone: so many from the one numbered `first`. */
  readonly part?: { readonly first: number; readonly count: number };
  /** Weights by the names of the program's inputs, and whatever else it carries: replaced by what each chunk leaves. */
  readonly state: Map<string, EngineTensor>;
  /** Of so many steps after so many of the epoch; of training alone. */
  readonly learningRates?: (done: number, steps: number) => Float32Array;
  /** One step at a time: for whoever wants to see each. */
  readonly stepwise?: boolean;
  /** Of a chunk's losses: after how many of its steps it is to end, where that is before its last. The rest is undone. */
  readonly endsAfter?: (losses: ArrayLike<number>) => number | undefined;
  /** Where it goes on, if it was interrupted. */
  readonly begin?: EpochCheckpoint | undefined;
  readonly beforeChunk?: (done: number) => Promise<unknown>;
  /** false ends the epoch here; it may also throw. */
  readonly afterChunk?: (chunk: ChunkDone) => Promise<boolean>;
}

/** An epoch's program opened on an engine, with its data set there. */
export class EpochSession {
  private readonly length = new ChunkLength();

  private constructor(
    private readonly engine: Engine,
    private readonly program: EpochProgram,
    private readonly session: Session,
    private readonly data: ReadonlyMap<string, EngineTensor>,
    private readonly samples: number,
    private readonly batchSize: number,
  ) {}

  /** `threads`: how many the steps are worth. */
  static async open(
    engine: Engine,
    program: EpochProgram,
    data: DataSet,
    batchSize: number,
    threads: number,
  ): Promise<EpochSession> {
    const session = await engine.open(program.graph, { threads });
    const tensors = new Map<string, EngineTensor>();
    data.x.forEach((tensor, index) => {
      tensors.set(epochInputs.x(index), engine.upload(tensor));
    });
    data.y.forEach((tensor, index) => {
      if (tensor) tensors.set(epochInputs.y(index), engine.upload(tensor));
    });
    data.sampleWeights.forEach((tensor, index) => {
      if (tensor) tensors.set(epochInputs.sampleWeights(index), engine.upload(tensor));
    });
    return new EpochSession(engine, program, session, tensors, data.samples, batchSize);
  }

  /** How many steps an epoch has. */
  get steps(): number {
    return Math.ceil(this.samples / this.batchSize);
  }

  /** Runs all steps; gives the epoch's logs. */
  async run(run: EpochRun): Promise<Logs> {
    const { order, part, state, learningRates, stepwise, endsAfter, begin, beforeChunk, afterChunk } = run;
    const { engine, program } = this;
    const { first, count: steps } = part ?? { first: 0, count: this.steps };
    const mean = new RunningMean(
      program.losses.map(({ name }) => name),
      begin?.mean,
    );
    const variables = program.metrics.flatMap((metric) => metric.state);
    const metrics = new Map(
      variables.map((variable) => [
        variable.input,
        engine.upload(begin?.metrics.get(variable.input) ?? initial(variable)),
      ]),
    );
    const uploadedOrder = engine.upload({ dtype: 'int64', shape: [order.length], data: order });
    let logs: Logs = new Map();
    for (let done = begin?.done ?? 0; done < steps; ) {
      await beforeChunk?.(done);
      let count = stepwise ? 1 : this.length.next(steps - done);
      const before = performance.now();
      const rates = learningRates?.(done, count);
      const [states, metricStates] = [new Map(state), new Map(metrics)];
      const takeSteps = (of: number) =>
        this.chunk(first + done, of, new Map([...states, ...metricStates, [epochInputs.order, uploadedOrder]]), {
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
      for (const [input, before] of [...states, ...metricStates])
        if ((metrics.get(input) ?? state.get(input)) !== before) before.dispose();
      for (let step = 0; step < count; step += 1) {
        const samples = Math.min(this.batchSize, this.samples - (first + done + step) * this.batchSize);
        mean.add(
          values.map((ofLoss) => ofLoss[step] as number),
          samples,
        );
      }
      done += count;
      logs = new Map([...mean.logs(), ...(await this.metricLogs(metrics))]);
      const at = done;
      const goesOn = await afterChunk?.({
        done,
        steps: count,
        logs,
        losses: values[0] as ArrayLike<number>,
        checkpoint: async () => ({ done: at, mean: mean.state, metrics: await downloaded(metrics, engine) }),
      });
      if (goesOn === false) break;
    }
    uploadedOrder.dispose();
    for (const tensor of metrics.values()) tensor.dispose();
    return logs;
  }

  async close(): Promise<void> {
    for (const tensor of this.data.values()) tensor.dispose();
    await this.session.close();
  }

  /** Some steps from the one numbered `first`; gives each loss's value for each of them. */
  private async chunk(
    first: number,
    count: number,
    given: ReadonlyMap<string, EngineTensor>,
    {
      rates,
      take,
    }: { readonly rates: Float32Array | undefined; readonly take: (input: string, tensor: EngineTensor) => void },
  ): Promise<readonly ArrayLike<number>[]> {
    const { engine, program } = this;
    const steps: TensorData = { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(count)) };
    const start: TensorData = { dtype: 'int64', shape: [1], data: BigInt64Array.of(BigInt(first * this.batchSize)) };
    const inputs = new Map([...this.data, ...given]);
    inputs.set(epochInputs.steps, engine.upload(steps));
    inputs.set(epochInputs.start, engine.upload(start));
    if (rates) {
      const tensor: TensorData = { dtype: 'float32', shape: [rates.length], data: rates };
      inputs.set(epochInputs.learningRates, engine.upload(tensor));
    }
    const outputs = await this.session.run(inputs);
    for (const { input, output } of [...program.state, ...program.metrics.flatMap(({ state }) => state)])
      take(input, outputs.get(output) as EngineTensor);
    return Promise.all(
      program.losses.map(async ({ output }) => {
        const { data } = await engine.download(outputs.get(output) as EngineTensor);
        return data as Float32Array;
      }),
    );
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
