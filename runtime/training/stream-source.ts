import type { TensorData } from '../../server/language/tensor/element-type.js';
import type {
  BatchAnswer,
  BatchQuestion,
  BatchStream,
  CallbackPoint,
  Samples,
} from '../../server/language/training-request.js';
import type { Engine, EngineTensor, Session } from '../engines/engine.js';
import { type EpochData, type EpochProgram, epochInputs } from '../program/epoch.js';
import { uploaded } from './array-source.js';
import { type DataSet, kindsOf } from './data.js';
import type { EpochBatches, EpochSource, Feed, Taken } from './feed.js';
import { joined } from './joined.js';
import { ordered } from './random.js';

/** Asks whoever makes the batches. */
export type AskBatches = (question: BatchQuestion) => Promise<BatchAnswer>;

/** No batches come. */
export const nobody: AskBatches = async () => ({ batches: [], count: 0, ended: true });

export interface StreamOptions {
  readonly batches: BatchQuestion['batches'];
  readonly stream: BatchStream;
  /** Where the program's callbacks are asked. */
  readonly points: readonly CallbackPoint[] | undefined;
  readonly threads: number;
  /** Checks a batch, and brings it into form. */
  readonly check: (batch: Samples) => DataSet;
  /** The epoch's program for data of other kinds: it differs in nothing but what it takes. */
  readonly program: (kinds: EpochData) => EpochProgram;
  /** Each epoch goes through the stream from its start. */
  readonly restarts?: boolean;
  readonly ask: AskBatches;
}

/** Graphs that are kept open, for as many kinds of batches. */
const mostSessions = 16;
/** Sizes of batches that have a graph of their own; those after are rounded up. */
const ownSizes = 3;

/** Points at which the program may see how many batches it has made. */
const within: readonly CallbackPoint[] = [
  ...(['train_batch_begin', 'train_batch_end', 'test_batch_begin', 'test_batch_end'] as const),
  'invalid_loss',
];

/** Batches that were asked for, in form. */
type Made = Omit<BatchAnswer, 'batches'> & { readonly batches: readonly DataSet[] };

interface Open {
  readonly batchSize: number;
  readonly session: Session;
}

/**
 * Batches that are made as the training goes: so many are asked for as make a chunk of steps, and put together as a small
 * data set; while the engine takes these steps, the next are made, within an epoch. Each kind of data (types, shapes) has
 * a graph of its own.
 */
export class StreamSource implements EpochSource {
  /** By the kinds of their data; the longest unused first. */
  private readonly open = new Map<string, readonly Open[]>();
  private steps: number | undefined;
  /** The next batches are made while the engine takes the steps before. */
  private readonly readsAhead: boolean;

  constructor(
    private readonly engine: Engine,
    private readonly options: StreamOptions,
  ) {
    const { stream, points = [] } = options;
    this.steps = stream.steps;
    this.readsAhead = stream.isRows === true || !points.some((point) => within.includes(point));
  }

  async next(): Promise<EpochBatches> {
    if (this.options.restarts) await this.ask('reset');
    return {
      steps: this.steps,
      feed: async (from) => {
        const { ended } = await this.ask('begin');
        return this.feed(from, ended);
      },
      pass: async () => {
        let { ended } = await this.ask('begin');
        while (!ended) ({ ended } = await this.ask('pass', Number.MAX_SAFE_INTEGER));
        await this.ask('finish');
      },
    };
  }

  async close(): Promise<void> {
    for (const each of [...this.open.values()].flat()) await each.session.close();
  }

  private ask(wants: BatchQuestion['wants'], most?: number): Promise<BatchAnswer> {
    const { ask, batches } = this.options;
    return ask({ batches, wants, ...(most !== undefined && { most }) });
  }

  private async batches(most: number): Promise<Made> {
    const { batches, count, ended } = await this.ask('take', Math.min(most, Number.MAX_SAFE_INTEGER));
    return { batches: batches.map(this.options.check), count, ended };
  }

  private feed(from: number, isEmpty: boolean): Feed {
    const waiting: DataSet[] = [];
    let ended = isEmpty;
    let before = from;
    let count = from;
    let ahead: Promise<Made> | undefined;
    const arrived = (made: Made) => {
      waiting.push(...made.batches);
      ended = made.ended;
      count += made.count;
      if (ended) this.steps = count;
    };
    return {
      take: async (most) => {
        while (before > 0 && !ended) {
          const answer = await this.ask('pass', before);
          before -= answer.count;
          ended = answer.ended;
        }
        const made = ahead;
        ahead = undefined;
        if (made) arrived(await made);
        // What came ahead is a chunk, also where more were wanted now.
        if (waiting.length < (this.readsAhead ? 1 : most) && !ended) arrived(await this.batches(most - waiting.length));
        if (waiting.length === 0) return undefined;
        const taken = await this.take(waiting, most, ended);
        const left = waiting.length - taken.samples.length;
        if (this.readsAhead && !ended && left < most) {
          ahead = this.batches(most - left);
          // What goes wrong there is thrown where the batches are wanted.
          ahead.catch(() => {});
        }
        return taken;
      },
      finish: async () => {
        await this.ask('finish');
      },
      close() {},
    };
  }

  /** As many of those that wait as one run of a graph takes: all of one size but the last, which may be smaller. */
  private async take(waiting: DataSet[], most: number, ended: boolean): Promise<Taken> {
    const { engine } = this;
    const first = waiting[0] as DataSet;
    const kind = kindOf(first);
    const { session, batchSize } = await this.sessionFor(first, kind);
    let steps = 1;
    while (steps < Math.min(most, waiting.length) && (waiting[steps - 1] as DataSet).samples === batchSize) {
      const next = waiting[steps] as DataSet;
      if (next.samples > batchSize || kindOf(next) !== kind) break;
      steps += 1;
    }
    const data = together(waiting.slice(0, steps));
    const tensors = uploaded(engine, data);
    const order = engine.upload({ dtype: 'int64', shape: [data.samples], data: ordered(data.samples) });
    const start = engine.upload({ dtype: 'int64', shape: [1], data: BigInt64Array.of(0n) });
    const inputs = new Map<string, EngineTensor>([...tensors, [epochInputs.order, order], [epochInputs.start, start]]);
    return {
      session,
      inputs,
      samples: waiting.slice(0, steps).map(({ samples }) => samples),
      isLast: ended && steps === waiting.length,
      made(made) {
        waiting.splice(0, made);
        for (const tensor of [...tensors.values(), order]) tensor.dispose();
      },
    };
  }

  private async sessionFor(batch: DataSet, kind: string): Promise<Open> {
    const all = this.open.get(kind) ?? [];
    this.open.delete(kind);
    const fitting = all.filter(({ batchSize }) => batchSize >= batch.samples);
    let found = fitting.reduce<Open | undefined>(
      (least, each) => (least && least.batchSize <= each.batchSize ? least : each),
      undefined,
    );
    if (!found) {
      const { engine, options } = this;
      const batchSize = all.length < ownSizes ? batch.samples : 2 ** Math.ceil(Math.log2(batch.samples));
      const { graph } = options.program(kindsOf(batch, batchSize));
      found = { batchSize, session: await engine.open(graph, { threads: options.threads }) };
    }
    this.open.set(kind, all.includes(found) ? all : [...all, found]);
    const [oldest] = this.open;
    if (oldest && this.open.size > mostSessions) {
      this.open.delete(oldest[0]);
      for (const { session } of oldest[1]) await session.close();
    }
    return found;
  }
}

/** Batches that one graph takes have the same. */
function kindOf({ x, y, sampleWeights }: DataSet): string {
  return [...x, ...y, ...sampleWeights]
    .map((tensor) => (tensor ? `${tensor.dtype}${tensor.shape.slice(1).join()}` : ''))
    .join(';');
}

function together(batches: readonly DataSet[]): DataSet {
  const { x, y, sampleWeights } = batches[0] as DataSet;
  const all = (of: (batch: DataSet) => TensorData | undefined) =>
    joined(batches.map((batch) => of(batch) as TensorData));
  return {
    x: x.map((_, index) => all((batch) => batch.x[index])),
    y: y.map((first, index) => first && all((batch) => batch.y[index])),
    sampleWeights: sampleWeights.map((first, index) => first && all((batch) => batch.sampleWeights[index])),
    samples: batches.reduce((sum, { samples }) => sum + samples, 0),
  };
}
