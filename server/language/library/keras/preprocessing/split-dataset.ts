import { batch, type Dim, same } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { list, tuple, type Value } from '../../../values/value.js';
import { native } from '../../python/define.js';
import { seedRandom, shuffleList } from '../../python/modules/random.js';
import { typeName } from '../../python/type-name.js';
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
  return rounded(size.value * count);
}

/** As Python rounds: halves to the even number. */
function rounded(x: number): number {
  const below = Math.floor(x);
  return x - below === 0.5 ? below + (below % 2) : Math.round(x);
}

/** How many samples each side has. Raises as Keras does where these cannot be. */
function sidesOf(count: number, args: Arguments, context: Context): readonly [number, number] {
  const refuse = (message: string) => context.raise('ValueError', message);
  const [leftSize, rightSize] = (['left_size', 'right_size'] as const).map((name) => {
    const size = args.get(name);
    if (size.kind === 'none') return undefined;
    if (size.kind !== 'int' && size.kind !== 'float')
      return context.raise(
        'TypeError',
        `Invalid \`${name}\` Type. Expected: int or float or None, Received: type(${name})=<class '${typeName(size)}'>.`,
      );
    if (size.value <= 0 || size.value >= (size.kind === 'int' ? count : 1))
      refuse(
        `\`${name}\` should be either a positive integer ${name === 'left_size' ? '' : 'and '}smaller than ${count}${name === 'left_size' ? ',' : ''} or a float within the range \`[0, 1]\`. Received: ${name}=${context.repr(size)}`,
      );
    return size;
  });
  if (!leftSize && !rightSize)
    refuse(
      'At least one of the `left_size` or `right_size` must be specified. Received: left_size=None and right_size=None',
    );
  if (leftSize?.kind === 'float' && rightSize?.kind === 'float' && leftSize.value + rightSize.value > 1)
    refuse('The sum of `left_size` and `right_size` is greater than 1. It must be less than or equal to 1.');
  const given = [leftSize && part(count, leftSize), rightSize && part(count, rightSize)];
  const left = given[0] ?? count - (given[1] ?? 0);
  const right = given[1] ?? count - left;
  if (left + right > count)
    refuse(
      `The sum of \`left_size\` and \`right_size\` should be smaller than the ${count}. Received: left_size + right_size = ${left + right} and total_length = ${count}`,
    );
  for (const [size, side] of [
    [left, 'left'],
    [right, 'right'],
  ] as const)
    if (size === 0)
      refuse(
        `With \`dataset\` of length=${count}, \`left_size\`=${left} and \`right_size\`=${right}.Resulting ${side} side dataset split will be empty. Adjust any of the aforementioned parameters`,
      );
  return [left, right];
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
  const [first, last] = sidesOf(samples.length, args, context);
  const of = (elements: readonly Value[]) => {
    const made = listed(elements);
    return pipelineValue(batchSize === undefined ? made : inBatches(made, batchSize, false, context));
  };
  return tuple([of(samples.slice(0, first)), of(samples.slice(samples.length - last))]);
}
