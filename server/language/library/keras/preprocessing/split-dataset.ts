import type { Dim } from '../../../tensor/dim.js';
import { tuple, type Value } from '../../../values/value.js';
import { native } from '../../python/define.js';
import { type Dataset, datasetOf, datasetValue, sliced, toElement } from '../../tensorflow/data/dataset.js';

/** A dataset, or arrays, cut in two. */
export const splitDataset = native(
  'keras.utils.split_dataset',
  'dataset, left_size=None, right_size=None, shuffle=False, seed=None, preferred_backend=None',
  ['keras.utils.split_dataset(np.ones((10, 3)), left_size=0.8)'],
  (args, context) => {
    if (context.host.mode === 'numbers')
      return context.unknown('datasets of tf.data are not supported yet', 'keras.utils.split_dataset');
    const given = args.get('dataset');
    const whole: Dataset =
      datasetOf(given) ?? sliced(toElement(given.kind === 'list' ? tuple(given.elements) : given, context), context);
    const { element, cardinality } = whole;
    const count = typeof cardinality === 'number' ? cardinality : undefined;
    const left = part(count, args.get('left_size'));
    const right = part(count, args.get('right_size'));
    const of = (size: Dim | undefined) => datasetValue(element, size);
    return tuple([
      of(left ?? (count === undefined || right === undefined ? undefined : count - right)),
      of(right ?? (count === undefined || left === undefined ? undefined : count - left)),
    ]);
  },
);

/** A number of elements, or a share of them. */
function part(count: number | undefined, size: Value): number | undefined {
  if (size.kind === 'int') return size.value;
  if (size.kind !== 'float' || count === undefined) return undefined;
  return Math.round(size.value * count);
}
