import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { datasetOf } from './dataset.js';
import { specOfElement } from './element-spec.js';
import { askedElement } from './traced-element.js';

/** The class of what a method or function of tf.data gives, as TensorFlow 2.21 was asked (test/oracle/runs/printed_datasets.py). */
const classes: Readonly<Record<string, string>> = {
  from_tensor_slices: '_TensorSliceDataset',
  from_tensors: '_TensorDataset',
  from_generator: '_FlatMapDataset',
  range: '_RangeDataset',
  zip: '_ZipDataset',
  enumerate: '_ZipDataset',
  batch: '_BatchDataset',
  padded_batch: '_PaddedBatchDataset',
  unbatch: '_UnbatchDataset',
  map: '_MapDataset',
  filter: '_FilterDataset',
  flat_map: '_FlatMapDataset',
  interleave: '_InterleaveDataset',
  shuffle: '_ShuffleDataset',
  prefetch: '_PrefetchDataset',
  cache: 'CacheDataset',
  repeat: '_RepeatDataset',
  take: '_TakeDataset',
  skip: '_SkipDataset',
  take_while: '_TakeWhileDataset',
  shard: '_ShardDataset',
  window: '_WindowDataset',
  concatenate: '_ConcatenateDataset',
  scan: '_ScanDataset',
  unique: '_UniqueDataset',
  with_options: '_OptionsDataset',
  bucket_by_sequence_length: '_GroupByWindowDataset',
  group_by_window: '_GroupByWindowDataset',
  sample_from_datasets: '_DirectedInterleaveDataset',
  choose_from_datasets: '_DirectedInterleaveDataset',
  TextLineDataset: 'TextLineDatasetV2',
  TFRecordDataset: 'TFRecordDatasetV2',
};

/** Those that are of another class where `num_parallel_calls` is given. */
const parallel = new Set(['batch', 'map', 'interleave']);

const classOf = new WeakMap<Value, string>();

/** Notes the method or function that a dataset comes from. */
export function madeBy(method: string, made: Value, isParallel = false): Value {
  const name = classes[method];
  if (name && datasetOf(made))
    classOf.set(made, isParallel && parallel.has(method) ? name.replace('_', '_Parallel') : name);
  return made;
}

/** `<_BatchDataset element_spec=TensorSpec(…)>`; undefined where the class is not known, or what an element looks like. */
export function datasetText(self: Value, context: Context): string | undefined {
  const [name, dataset] = [classOf.get(self), datasetOf(self)];
  const spec = name && dataset && context.repr(specOfElement(askedElement(dataset, context)));
  return spec && `<${name} element_spec=${spec}>`;
}
