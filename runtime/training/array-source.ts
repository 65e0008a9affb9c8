import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Engine, EngineTensor, Session } from '../engines/engine.js';
import { type EpochProgram, epochInputs } from '../program/epoch.js';
import type { DataSet } from './data.js';
import type { EpochBatches, EpochSource, Feed } from './feed.js';
import { Passes } from './passes.js';
import { ordered } from './random.js';

export interface ArrayOptions {
  readonly batchSize: number;
  /** How many threads the steps are worth. */
  readonly threads: number;
  /** How many batches an epoch takes; left out: all. */
  readonly steps?: number | undefined;
  /** Each epoch begins with the first sample, however far the one before came. */
  readonly restarts?: boolean;
  /** The order of a pass through the data by its number; left out: as it lies there. */
  readonly order?: ((pass: number) => BigInt64Array) | undefined;
}

/** Samples that lie there whole: they are brought to the engine once, and an order is taken through them. */
export class ArraySource implements EpochSource {
  private passes: Passes;
  private pass = 0;
  private order: BigInt64Array | undefined;

  private constructor(
    private readonly engine: Engine,
    private readonly session: Session,
    private readonly tensors: ReadonlyMap<string, EngineTensor>,
    private readonly samples: number,
    private readonly options: ArrayOptions,
  ) {
    this.passes = this.freshPasses();
  }

  static async open(engine: Engine, program: EpochProgram, data: DataSet, options: ArrayOptions): Promise<ArraySource> {
    const session = await engine.open(program.graph, { threads: options.threads });
    return new ArraySource(engine, session, uploaded(engine, data), data.samples, options);
  }

  async next(): Promise<EpochBatches> {
    if (this.options.restarts) this.passes = this.freshPasses();
    const { first, count, again } = this.passes.next();
    if (again) {
      this.pass += 1;
      this.order = undefined;
    }
    const { pass } = this;
    return { steps: count, feed: async (from) => this.feed(first + from, first + count, pass), pass: async () => {} };
  }

  async close(): Promise<void> {
    for (const tensor of this.tensors.values()) tensor.dispose();
    await this.session.close();
  }

  private freshPasses(): Passes {
    return new Passes(Math.ceil(this.samples / this.options.batchSize), this.options.steps);
  }

  private feed(first: number, end: number, pass: number): Feed {
    const { engine, session, tensors, samples, options } = this;
    const { batchSize } = options;
    // An order follows from the pass's number alone, so that it is the same where a training goes on in it.
    this.order ??= options.order?.(pass) ?? ordered(samples);
    const order = engine.upload({ dtype: 'int64', shape: [this.order.length], data: this.order });
    let at = first;
    return {
      async take(most) {
        const steps = Math.min(most, end - at);
        if (steps <= 0) return undefined;
        const start: TensorData = { dtype: 'int64', shape: [1], data: BigInt64Array.of(BigInt(at * batchSize)) };
        return {
          session,
          inputs: new Map([...tensors, [epochInputs.order, order], [epochInputs.start, engine.upload(start)]]),
          samples: Array.from({ length: steps }, (_, step) => Math.min(batchSize, samples - (at + step) * batchSize)),
          isLast: at + steps >= end,
          made(made) {
            at += made;
          },
        };
      },
      finish: async () => {},
      close: () => order.dispose(),
    };
  }
}

/** A data set where the engine computes, by the names of the program's inputs. */
export function uploaded(engine: Engine, { x, y, sampleWeights }: DataSet): ReadonlyMap<string, EngineTensor> {
  const tensors = new Map<string, EngineTensor>();
  x.forEach((tensor, index) => {
    tensors.set(epochInputs.x(index), engine.upload(tensor));
  });
  y.forEach((tensor, index) => {
    if (tensor) tensors.set(epochInputs.y(index), engine.upload(tensor));
  });
  sampleWeights.forEach((tensor, index) => {
    if (tensor) tensors.set(epochInputs.sampleWeights(index), engine.upload(tensor));
  });
  return tensors;
}
