import { add, anonymous, batch, ceilDivide, type Dim, multiply } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { NativeType } from '../../../values/native-type.js';
import { int, type TensorValue, tensor, tuple, unknown, type Value } from '../../../values/value.js';
import { getItem } from '../../numpy/indexing.js';
import { toArray } from '../../numpy/operand.js';
import { LegacyGenerator } from '../../numpy/random/legacy.js';
import { moduleFunctions, sharedStream } from '../../numpy/random/legacy-functions.js';
import { array } from '../../numpy/view.js';
import { define, native } from '../../python/define.js';
import { inBatches, inRandomOrder } from '../../tensorflow/data/batching.js';
import { batched, type Dataset, datasetValue, elementTensor, least } from '../../tensorflow/data/dataset.js';
import { asElement, Pipeline, pipelineValue, rowOf, rowsOf, specOf, stacked } from '../../tensorflow/data/pipeline.js';
import { whole } from '../../tensorflow/data/run-kit.js';
import { kerasModuleOf } from '../class-modules.js';
import { batchesType, batchesValue, indexedValue } from './batches.js';
import { IndexedBatches } from './indexed-batches.js';

/** Windows that slide over an array, as a dataset. Keras leaves their length open in the dataset's element spec. */
export const timeseriesDataset = native(
  'keras.utils.timeseries_dataset_from_array',
  "data, targets, sequence_length, sequence_stride=1, sampling_rate=1, batch_size=128, shuffle=False, seed=None, start_index=None, end_index=None, format='tf'",
  ['keras.utils.timeseries_dataset_from_array(np.ones((100, 3)), np.ones(100), sequence_length=10)'],
  (args, context) => {
    const name = 'keras.utils.timeseries_dataset_from_array';
    const data = toArray(args.get('data'), context);
    if (!data) return context.unknown('the data is not known', name);
    if (context.host.mode === 'numbers') return windowsOf(args, context);
    const given = args.get('targets');
    const targets = given.kind === 'none' ? undefined : toArray(given, context);
    const window = elementTensor(data.dtype, data.shape && [anonymous('None'), ...data.shape.slice(1)]);
    const label = targets && elementTensor(targets.dtype, targets.shape?.slice(1));
    const element = given.kind === 'none' ? window : tuple([window, label ?? unknown('targets that are not known')]);
    const cardinality = windows(
      args,
      data.shape?.[0],
      given.kind === 'none' ? undefined : (targets?.shape?.[0] ?? anonymous()),
    );
    const whole: Dataset = { element, cardinality };
    const size = args.get('batch_size');
    const made = size.kind === 'none' ? whole : batched(whole, size.kind === 'int' ? size.value : undefined, false);
    return datasetValue(made.element, made.cardinality);
  },
);

/** The windows themselves. */
function windowsOf(args: Arguments, context: Context): Value {
  const name = 'keras.utils.timeseries_dataset_from_array';
  const orNone = (argument: string) =>
    args.get(argument).kind === 'none' ? undefined : whole(args, argument, context);
  if (context.str(args.get('format')) !== 'tf') context.unknown("only format='tf' is supported", name);
  const data = asElement(args.get('data'), context) as TensorValue;
  const targets = args.get('targets').kind === 'none' ? undefined : asElement(args.get('targets'), context);
  const length = rowsOf(data, context);
  const [size, stride, rate] = ['sequence_length', 'sequence_stride', 'sampling_rate'].map((each) =>
    whole(args, each, context),
  ) as [number, number, number];
  if (size < 1) context.unknown('windows without length are not supported', name);
  const [first, last] = [orNone('start_index'), orNone('end_index')];
  checkIndices(first, last, length, context);
  for (const [name, value] of [
    ['sampling_rate', rate],
    ['sequence_stride', stride],
  ] as const) {
    if (value <= 0) context.raise('ValueError', `\`${name}\` must be higher than 0. Received: ${name}=${value}`);
    if (value >= length)
      context.raise(
        'ValueError',
        `\`${name}\` must be lower than the length of the data. Received: ${name}=${value}, for data of length ${length}`,
      );
  }
  const [start, end] = [first ?? 0, last ?? length];
  const fitting = end - start - (size - 1) * rate;
  const count = targets ? Math.min(fitting, rowsOf(targets, context)) : fitting;
  const shuffles = context.truth(args.get('shuffle')) === true;
  // Keras draws one only where it shuffles.
  const seed = orNone('seed') ?? (shuffles ? sharedStream(context).below(999_999) : 0);
  const windowCount = Math.max(0, Math.ceil(count / stride));
  const order = shuffles ? new LegacyGenerator(seed).permutation(windowCount) : undefined;
  const windowAt = (place: number): Value => {
    const from = (order?.[place] ?? place) * stride;
    const rows = Array.from({ length: size }, (_, step) => rowOf(data, start + from + step * rate));
    const window = stacked(rows, context);
    const targetCount = targets ? rowsOf(targets, context) : 0;
    if (targets && start + from >= Math.min(end, targetCount))
      context.raise(
        'InvalidArgumentError',
        `indices = ${from} is not in [0, ${Math.max(0, Math.min(end, targetCount) - start)})`,
      );
    return targets ? tuple([window, rowOf(targets, start + from)]) : window;
  };
  const windows = new Pipeline(
    () => {
      let at = 0;
      return () => {
        if (at >= windowCount) return undefined;
        at += 1;
        return windowAt(at - 1);
      };
    },
    windowCount,
    () => {
      const window = elementTensor(data.dtype, [anonymous('None'), ...(data.shape ?? []).slice(1)]);
      return targets ? tuple([window, specOf(rowOf(targets, 0))]) : window;
    },
  );
  const batchSize = orNone('batch_size');
  const mixed = shuffles
    ? inRandomOrder(windows, batchSize === undefined ? 1024 : batchSize * 8, seed, true, context)
    : windows;
  return pipelineValue(batchSize === undefined ? mixed : inBatches(mixed, batchSize, false, context));
}

/** Keras's own words. */
function checkIndices(start: number | undefined, end: number | undefined, length: number, context: Context): void {
  const refuse = (message: string) => context.raise('ValueError', message);
  if (start && start < 0) refuse(`\`start_index\` must be 0 or greater. Received: start_index=${start}`);
  if (start && start >= length)
    refuse(
      `\`start_index\` must be lower than the length of the data. Received: start_index=${start}, for data of length ${length}`,
    );
  if (!end) return;
  if (start && end <= start)
    refuse(`\`end_index\` must be higher than \`start_index\`. Received: start_index=${start}, and end_index=${end} `);
  if (end >= length)
    refuse(
      `\`end_index\` must be lower than the length of the data. Received: end_index=${end}, for data of length ${length}`,
    );
  if (end <= 0) refuse(`\`end_index\` must be higher than 0. Received: end_index=${end}`);
}

/** How many windows there are; undefined where it is not known. */
function windows(args: Arguments, length: Dim | undefined, targets: Dim | undefined): Dim | undefined {
  const [size, stride, rate] = ['sequence_length', 'sequence_stride', 'sampling_rate'].map((name) =>
    dimOf(args.get(name)),
  );
  const start = args.get('start_index').kind === 'none' ? 0 : dimOf(args.get('start_index'));
  const end = args.get('end_index').kind === 'none' ? length : dimOf(args.get('end_index'));
  if (size === undefined || stride === undefined || rate === undefined || start === undefined || end === undefined)
    return undefined;
  const fitting = add(add(end, multiply(start, -1)), multiply(multiply(add(size, -1), rate), -1));
  const count = targets === undefined ? fitting : least(fitting, targets);
  if (count === undefined || count === 'infinite' || typeof stride !== 'number') return undefined;
  return ceilDivide(typeof count === 'number' ? Math.max(0, count) : count, stride);
}

function dimOf(value: Value): Dim | undefined {
  if (value.kind === 'int') return value.value;
  return value.kind === 'dim' ? value.dim : undefined;
}

/** Keras 2's windows over an array, batch by batch. */
export const timeseriesGeneratorType: NativeType = {
  name: 'TimeseriesGenerator',
  module: 'keras.preprocessing.sequence',
  home: kerasModuleOf,
  base: batchesType as NativeType<never>,
  construct: define(
    'keras.preprocessing.sequence.TimeseriesGenerator',
    'data, targets, length, sampling_rate=1, stride=1, start_index=0, end_index=None, shuffle=False, reverse=False, batch_size=128',
    ['keras.preprocessing.sequence.TimeseriesGenerator(np.ones((100, 3)), np.ones(100), length=10)'],
    generator,
  ),
};

function generator(args: Arguments, context: Context): Value {
  const name = 'TimeseriesGenerator';
  const data = toArray(args.get('data'), context);
  const targets = toArray(args.get('targets'), context);
  if (!data || !targets) return context.unknown('the data is not known', name);
  if (context.host.mode === 'numbers') return indexedValue(new SeriesBatches(data, targets, args, context), {});
  const numbers = ['length', 'sampling_rate', 'stride', 'start_index', 'batch_size'].map((each) => args.get(each));
  const [length, rate, stride, start, size] = numbers.map((each) => (each.kind === 'int' ? each.value : undefined));
  const steps: Dim = length !== undefined && rate !== undefined ? Math.ceil(length / rate) : anonymous();
  const x = tensor('numpy', data.dtype, data.shape && [batch, steps, ...data.shape.slice(1)]);
  const y = tensor('numpy', targets.dtype, targets.shape && [batch, ...targets.shape.slice(1)]);
  const end = args.get('end_index').kind === 'none' ? data.shape?.[0] : undefined;
  let batches: Dim | undefined;
  if (typeof end === 'number' && length !== undefined && stride && start !== undefined && size) {
    const first = start + length;
    batches = Math.floor((end - 1 - first + size * stride) / (size * stride));
  }
  return batchesValue(tuple([x, y]), batches, { length: length === undefined ? unknown('not known') : int(length) });
}

/** The windows of a TimeseriesGenerator on numbers. */
class SeriesBatches extends IndexedBatches {
  private readonly start: number;
  private readonly end: number;
  private readonly batch: number;

  constructor(
    private readonly data: TensorValue,
    private readonly targets: TensorValue,
    private readonly args: Arguments,
    private readonly context: Context,
  ) {
    super();
    const [count, labels] = [Number(data.shape?.[0]), Number(targets.shape?.[0])];
    if (count !== labels)
      context.raise(
        'ValueError',
        `Data and targets have to be of same length. Data length is ${count} while target length is ${labels}`,
      );
    this.start = this.whole('start_index') + this.whole('length');
    this.end = args.get('end_index').kind === 'none' ? count - 1 : this.whole('end_index');
    this.batch = this.whole('batch_size');
    if (this.start > this.end)
      context.raise(
        'ValueError',
        `\`start_index+length=${this.start} > end_index=${this.end}\` is disallowed, as no part of the sequence would be left to be used as current step.`,
      );
  }

  get cardinality(): number {
    const span = this.batch * this.whole('stride');
    return Math.floor((this.end - this.start + span) / span);
  }

  at(index: number): Value {
    const { context, args } = this;
    const stride = this.whole('stride');
    const first = this.start + this.batch * stride * index;
    const last = Math.min(first + this.batch * stride, this.end + 1);
    const rows =
      context.truth(args.get('shuffle')) === true
        ? this.drawn()
        : Array.from({ length: Math.max(0, Math.ceil((last - first) / stride)) }, (_, at) => first + at * stride);
    const [length, rate] = [this.whole('length'), this.whole('sampling_rate')];
    const places = rows.flatMap((row) =>
      Array.from({ length: Math.ceil(length / rate) }, (_, step) => row - length + step * rate),
    );
    const steps = Math.ceil(length / rate);
    const reversed = context.truth(args.get('reverse')) === true;
    const order = reversed
      ? places.map((_, at) => places[at - (at % steps) + (steps - 1 - (at % steps))] as number)
      : places;
    const of = (x: TensorValue, wanted: readonly number[]) =>
      getItem(x, array('int32', [wanted.length], Int32Array.from(wanted)), context) as TensorValue;
    const samples = of(this.data, order);
    return tuple([
      array(samples.dtype, [rows.length, steps, ...(samples.shape ?? []).slice(1)], samples.data),
      of(this.targets, rows),
    ]);
  }

  next(): Value {
    return this.context.raise('TypeError', "'TimeseriesGenerator' object is not an iterator");
  }

  /** Once through, as Python goes through what has `__getitem__` and `__len__` of Keras's. */
  override iterated(): () => Value | undefined {
    let index = -1;
    return () => {
      index += 1;
      return index < this.cardinality ? this.at(index) : undefined;
    };
  }

  reset(): void {}

  epochEnds(): void {}

  /** As `np.random.randint` draws them. */
  private drawn(): readonly number[] {
    const randint = moduleFunctions.find(({ name }) => name === 'np.random.randint');
    if (!randint) return [];
    const drawn = this.context.call(
      { kind: 'native', function: randint },
      [int(this.start), int(this.end + 1)],
      new Map([['size', int(this.batch)]]),
    );
    return drawn.kind === 'tensor' && drawn.data ? Array.from(drawn.data as ArrayLike<number | bigint>, Number) : [];
  }

  private whole(name: string): number {
    return whole(this.args, name, this.context);
  }
}
