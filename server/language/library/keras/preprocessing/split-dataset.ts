import { batch, type Dim, same } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { list, tuple, type Value } from '../../../values/value.js';
import { native } from '../../python/define.js';
import { seedRandom, shuffleList } from '../../python/modules/random.js';
import { inBatches } from '../../tensorflow/data/batching.js';
import { type Dataset, datasetOf, datasetValue, sliced, tensorsIn, toElement } from '../../tensorflow/data/dataset.js';
import { asElement, pipelineOf, pipelineValue, rowOf, rowsOf } from '../../tensorflow/data/pipeline.js';
import { rows } from '../../tensorflow/data/run-kit.js';
import { listed } from '../../tensorflow/data/windows.js';

/** A dataset, or arrays, cut in two. */
export const splitDataset = native(
  'keras.utils.split_dataset',
  'dataset, left_size=None, right_size=None, shuffle=False, seed=None, preferred_backend=None',
  ['keras.utils.split_dataset(np.ones((10, 3)), left_size=0.8)'],
  (args, context) => {
    if (context.host.mode === 'numbers') return splitOf(args, context);
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

/** The elements themselves in two datasets; where they were batches, in batches again. */
function splitOf(args: Arguments, context: Context): Value {
  const given = args.get('dataset');
  const dataset = pipelineOf(given);
  const whole = dataset ? undefined : asElement(given.kind === 'list' ? tuple(given.elements) : given, context);
  const next = dataset ? dataset.open() : rows(whole as Value, context);
  const samples: Value[] = [];
  let batchSize: number | undefined;
  const spec = dataset?.element;
  const isBatched = spec !== undefined && tensorsIn(spec).some(({ shape }) => shape?.some((dim) => same(dim, batch)));
  for (let element = next(); element; element = next()) {
    if (!isBatched) samples.push(element);
    else {
      const count = rowsOf(element, context);
      batchSize ??= count;
      for (let row = 0; row < count; row += 1) samples.push(rowOf(element, row));
    }
  }
  if (context.truth(args.get('shuffle')) === true) {
    if (args.get('seed').kind !== 'int')
      return context.unknown('shuffle=True needs a seed=', 'keras.utils.split_dataset');
    const order = list(samples);
    seedRandom(args.get('seed'), context);
    shuffleList(order, context);
    samples.splice(0, samples.length, ...order.elements);
  }
  const [left, right] = [part(samples.length, args.get('left_size')), part(samples.length, args.get('right_size'))];
  if (left === undefined && right === undefined)
    return context.raise(
      'ValueError',
      'At least one of the `left_size` or `right_size` must be specified. Received: left_size=None and right_size=None',
    );
  const first = left ?? samples.length - (right ?? 0);
  const last = right ?? samples.length - (left ?? 0);
  const of = (elements: readonly Value[]) => {
    const made = listed(elements);
    return pipelineValue(batchSize === undefined ? made : inBatches(made, batchSize, false, context));
  };
  return tuple([of(samples.slice(0, first)), of(samples.slice(samples.length - last))]);
}
