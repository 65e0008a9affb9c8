import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Engine, EngineTensor, Session } from '../engines/engine.js';
import { type EpochProgram, epochInputs } from '../program/epoch.js';
import { ChunkLength } from './chunks.js';
import type { DataSet } from './data.js';
import { RunningMean } from './running-mean.js';

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
      tensors.set(epochInputs.y(index), engine.upload(tensor));
    });
    return new EpochSession(engine, program, session, tensors, data.samples, batchSize);
  }

  /** How many steps an epoch has. */
  get steps(): number {
    return Math.ceil(this.samples / this.batchSize);
  }

  /**
   * Runs all steps. `state` (weights by the names of the program's inputs, and whatever else it
   * carries) is replaced by what each chunk leaves. `afterChunk` may throw to end the epoch.
   */
  async run(
    order: BigInt64Array,
    state: Map<string, EngineTensor>,
    afterChunk: (done: number, logs: RunningMean, losses: ArrayLike<number>) => void,
  ): Promise<RunningMean> {
    const mean = new RunningMean(this.program.measures);
    const uploadedOrder = this.engine.upload({ dtype: 'int64', shape: [order.length], data: order });
    for (let done = 0; done < this.steps; ) {
      const count = this.length.next(this.steps - done);
      const before = performance.now();
      const values = await this.chunk(done, count, uploadedOrder, state);
      this.length.took(count, performance.now() - before);
      for (let step = 0; step < count; step += 1) {
        const samples = Math.min(this.batchSize, this.samples - (done + step) * this.batchSize);
        mean.add(
          values.map((ofMeasure) => ofMeasure[step] as number),
          samples,
        );
      }
      done += count;
      afterChunk(done, mean, values[0] as ArrayLike<number>);
    }
    uploadedOrder.dispose();
    return mean;
  }

  async close(): Promise<void> {
    for (const tensor of this.data.values()) tensor.dispose();
    await this.session.close();
  }

  /** Some steps from the one numbered `first`; gives each measure's value for each of them. */
  private async chunk(
    first: number,
    count: number,
    order: EngineTensor,
    state: Map<string, EngineTensor>,
  ): Promise<readonly ArrayLike<number>[]> {
    const steps: TensorData = { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(count)) };
    const start: TensorData = { dtype: 'int64', shape: [1], data: BigInt64Array.of(BigInt(first * this.batchSize)) };
    const inputs = new Map([
      ...this.data,
      ...state,
      [epochInputs.order, order],
      [epochInputs.steps, this.engine.upload(steps)],
      [epochInputs.start, this.engine.upload(start)],
    ] as [string, EngineTensor][]);
    const outputs = await this.session.run(inputs);
    for (const { input, output } of this.program.state) state.set(input, outputs.get(output) as EngineTensor);
    return Promise.all(
      this.program.measured.map(async (name) => {
        const { data } = await this.engine.download(outputs.get(name) as EngineTensor);
        return data as Float32Array;
      }),
    );
  }
}
