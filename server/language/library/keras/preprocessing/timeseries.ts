import { add, anonymous, batch, ceilDivide, type Dim, multiply } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { NativeType } from '../../../values/native-type.js';
import { int, tensor, tuple, unknown, type Value } from '../../../values/value.js';
import { toArray } from '../../numpy/operand.js';
import { define, native } from '../../python/define.js';
import { batched, type Dataset, datasetValue, elementTensor, least } from '../../tensorflow/data/dataset.js';
import { batchesType, batchesValue } from './batches.js';

/** Windows that slide over an array, as a dataset. Keras leaves their length open in the dataset's element spec. */
export const timeseriesDataset = native(
  'keras.utils.timeseries_dataset_from_array',
  "data, targets, sequence_length, sequence_stride=1, sampling_rate=1, batch_size=128, shuffle=False, seed=None, start_index=None, end_index=None, format='tf'",
  ['keras.utils.timeseries_dataset_from_array(np.ones((100, 3)), np.ones(100), sequence_length=10)'],
  (args, context) => {
    const name = 'keras.utils.timeseries_dataset_from_array';
    if (context.host.mode === 'numbers') return context.unknown('datasets of tf.data are not supported yet', name);
    const data = toArray(args.get('data'), context);
    if (!data) return context.unknown('the data is not known', name);
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
  if (context.host.mode === 'numbers') return context.unknown('generators are not supported yet', name);
  const data = toArray(args.get('data'), context);
  const targets = toArray(args.get('targets'), context);
  if (!data || !targets) return context.unknown('the data is not known', name);
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
