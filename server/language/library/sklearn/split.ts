import { add, anonymous, type Dim, differ, formatDim, shareOf, subtract } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import { joinAll } from '../../values/join.js';
import type { Arguments } from '../../values/native-function.js';
import { int, list, none, type TensorValue, type Value } from '../../values/value.js';
import { getItem } from '../numpy/indexing.js';
import { pythonNumber } from '../numpy/scalar.js';
import { textArrayOf } from '../numpy/text-array.js';
import { array } from '../numpy/view.js';
import { rowsInRun } from '../pandas/cells/table.js';
import { withRows } from '../pandas/construct.js';
import { lengthOf } from '../pandas/make.js';
import { native } from '../python/define.js';
import { chanceOf } from './numbers/chance.js';
import { classesIn, stratified } from './numbers/splits.js';
import { sparse, sparseOf } from './sparse.js';

/** `train_test_split(*arrays, …)`: of each array the rows for training and those for testing. */
export const trainTestSplit = native(
  'sklearn.model_selection.train_test_split',
  '*arrays, test_size=None, train_size=None, random_state=None, shuffle=True, stratify=None',
  [
    'sklearn.model_selection.train_test_split(np.arange(20).reshape(10, 2), np.arange(10), test_size=0.33, random_state=42)[1]',
    'sklearn.model_selection.train_test_split(np.arange(10), test_size=3, shuffle=False)[0]',
  ],
  (args, context) => {
    if (args.rest.length === 0) context.raise('ValueError', 'At least one array required as input');
    const samples = rowsOf(args.rest, context);
    const [train, test] = sizes(samples, args.get('test_size'), args.get('train_size'), 0.25, context);
    const shuffled = context.truth(args.get('shuffle'));
    if (shuffled === undefined) return unknownParts(args, context);
    const stratify = args.get('stratify');
    if (stratify.kind !== 'none' && context.host.mode === 'numbers' && typeof train === 'number') {
      if (!shuffled) context.raise('ValueError', 'Stratified train/test split is not implemented for shuffle=False');
      const [fold] = stratified(
        classesIn(stratify, 'train_test_split', context),
        1,
        [train, test as number],
        chanceOf(args.get('random_state'), context),
        context,
      );
      return list(
        args.rest.flatMap((value) => [fold?.train, fold?.test].map((rows) => rowsAt(value, rows ?? [], context))),
      );
    }
    const order = shuffled ? orderOf(samples, args.get('random_state'), context) : undefined;
    const parts = args.rest.flatMap((value): Value[] => {
      const spans = [
        { start: shuffled ? test : 0, count: train },
        { start: shuffled ? 0 : train, count: test },
      ];
      return spans.map((each) => partOf(value, each, order, shuffled, context));
    });
    return list(parts);
  },
);

function unknownParts(args: Arguments, context: Context): Value {
  return list(args.rest.flatMap(() => [1, 2].map(() => context.unknown('how the rows are split', 'train_test_split'))));
}

/** Rows at some places: of an array, of strings, of a list; of a table where those have values. */
export function rowsAt(value: Value, rows: ArrayLike<number>, context: Context): Value {
  const places = array('int64', [rows.length], BigInt64Array.from(Array.from(rows), BigInt));
  if (value.kind === 'tensor' || textArrayOf(value)) return context.getItem(value, places);
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'range') {
    const elements = context.elements(value) ?? [];
    return list(Array.from(rows, (at) => elements[at] as Value));
  }
  const located = value.kind === 'object' ? context.findAttribute(value, 'iloc') : undefined;
  return located
    ? context.getItem(located, places)
    : context.unknown('rows of a value of this kind', 'train_test_split');
}

/** The number of rows that all arrays have; an exception where they certainly differ. */
function rowsOf(arrays: readonly Value[], context: Context): Dim {
  const lengths = arrays.flatMap((value) => rowCount(value, context) ?? []);
  const [first] = lengths;
  if (first === undefined) return anonymous();
  if (lengths.some((length) => differ(length, first)))
    context.raise(
      'ValueError',
      `Found input variables with inconsistent numbers of samples: [${lengths.map(formatDim).join(', ')}]`,
      'array-shape',
    );
  return lengths.find((length) => typeof length === 'number') ?? first;
}

export function rowCount(value: Value, context: Context): Dim | undefined {
  return sparseOf(value)?.rows ?? lengthOf(value, context);
}

/** How many rows there are for training and for testing, as scikit-learn rounds them. */
export function sizes(
  samples: Dim,
  testSize: Value,
  trainSize: Value,
  usual: number,
  context: Context,
): readonly [train: Dim, test: Dim] {
  const test = size(testSize, 'test_size', samples, 'ceil', context);
  const train = size(trainSize, 'train_size', samples, 'floor', context);
  if (test === 'unknown' || train === 'unknown') {
    const open = anonymous();
    if (test !== 'unknown' && test !== undefined) return [open, test];
    return train !== 'unknown' && train !== undefined ? [train, open] : [open, subtract(samples, open)];
  }
  const tested = test ?? (train === undefined ? shareOf('ceil', samples, usual) : subtract(samples, train));
  const trained = train ?? subtract(samples, tested);
  if (typeof samples === 'number' && typeof tested === 'number' && typeof trained === 'number') {
    if (trained + tested > samples)
      context.raise(
        'ValueError',
        `The sum of train_size and test_size = ${trained + tested}, should be smaller than the number of samples ${samples}. Reduce test_size and/or train_size.`,
      );
    if (trained <= 0)
      context.raise(
        'ValueError',
        `With n_samples=${samples}, test_size=${context.repr(testSize)} and train_size=${context.repr(trainSize)}, the resulting train set will be empty. Adjust any of the aforementioned parameters.`,
      );
  }
  return [trained, tested];
}

function size(
  value: Value,
  name: string,
  samples: Dim,
  rounding: 'floor' | 'ceil',
  context: Context,
): Dim | 'unknown' | undefined {
  if (value.kind === 'none') return undefined;
  if (value.kind === 'dim') return value.dim;
  if (value.kind === 'tensor' && value.shape?.length === 0 && value.data && value.dtype)
    return size(pythonNumber(value.data, value.dtype, 0), name, samples, rounding, context);
  const wrong =
    value.kind === 'float' ? !(value.value > 0 && value.value < 1) : value.kind === 'int' && value.value < 1;
  if (wrong)
    context.raise(
      'ValueError',
      `The '${name}' parameter of train_test_split must be a float in the range (0.0, 1.0), an int in the range [1, inf) or None. Got ${context.repr(value)} instead.`,
    );
  if (value.kind === 'float') return shareOf(rounding, samples, value.value);
  return value.kind === 'int' ? value.value : 'unknown';
}

/** The rows in the order in which NumPy's generator shuffles them; their numbers alone where that is not known. */
function orderOf(samples: Dim, seed: Value, context: Context): TensorValue {
  const open = array('int64', [samples]);
  if (context.host.mode !== 'numbers' || typeof samples !== 'number') return open;
  return array('int64', [samples], BigInt64Array.from(chanceOf(seed, context).permutation(samples), BigInt));
}

/** The rows of one array that stand at some places of an order. */
function partOf(
  value: Value,
  { start, count }: { readonly start: Dim; readonly count: Dim },
  order: TensorValue | undefined,
  shuffled: boolean,
  context: Context,
): Value {
  const held = rowsInRun(value, context, () =>
    Array.from({ length: count as number }, (_, i) =>
      order?.data ? Number(order.data[(start as number) + i]) : (start as number) + i,
    ),
  );
  if (held) return held;
  const table =
    withRows(value, count) ??
    (sparseOf(value) && sparse(count, sparseOf(value)?.columns ?? anonymous(), sparseOf(value)?.dtype));
  if (table) return table;
  if (value.kind === 'unknown') return context.unknown(value.reason, 'train_test_split');
  if (textArrayOf(value) && typeof start === 'number' && typeof count === 'number') {
    const taken = span(start, add(start, count));
    return context.getItem(value, order ? getItem(order, taken, context) : taken);
  }
  const known = typeof start === 'number' && typeof count === 'number' ? span(start, add(start, count)) : undefined;
  if (value.kind === 'tensor' && value.library === 'numpy') {
    if (!value.shape) return array(value.dtype, undefined);
    if (known && order?.data) return getItem(value, getItem(order, known, context), context);
    if (known && !shuffled) return getItem(value, known, context);
    if (value.shape.length > 0) return array(value.dtype, [count, ...value.shape.slice(1)]);
  }
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'range') {
    const elements = context.elements(value);
    if (elements && known && !shuffled)
      return list(elements.slice(start as number, (start as number) + (count as number)));
    if (elements && known && order?.data)
      return list(
        Array.from(order.data as BigInt64Array, Number)
          .slice(start as number, (start as number) + (count as number))
          .map((at) => elements[at] as Value),
      );
    const any = joinAll(value.kind === 'list' && value.rest ? [...value.elements, value.rest] : (elements ?? []));
    if (any && typeof count === 'number' && count <= 4096) return list(Array.from({ length: count }, () => any));
    return { kind: 'list', elements: [], rest: any ?? context.unknown('an element of a list', 'train_test_split') };
  }
  return context.unknown('rows of a value of this kind', 'train_test_split');
}

/** `sklearn.utils.shuffle(*arrays)` and `resample`: all rows, or some, in another order. */
export const rowShufflers = (['shuffle', 'resample'] as const).map((name) =>
  native(
    `sklearn.utils.${name}`,
    '*arrays, replace=True, n_samples=None, random_state=None, stratify=None',
    [],
    (args, context) => {
      const samples = rowsOf(args.rest, context);
      const asked = args.get('n_samples');
      const count = asked.kind === 'none' ? samples : asked.kind === 'int' ? asked.value : anonymous();
      if (context.host.mode === 'numbers' && typeof samples === 'number' && typeof count === 'number') {
        const random = chanceOf(args.get('random_state'), context);
        const repeats = name === 'resample' && context.truth(args.get('replace')) === true;
        if (args.keywords.size > 0 || args.get('stratify').kind !== 'none')
          return context.unknown('its argument stratify is not supported yet', `sklearn.utils.${name}`);
        if (!repeats && count > samples)
          context.raise('ValueError', `Cannot sample ${count} out of arrays with dim ${samples} when replace is False`);
        const rows = repeats
          ? Array.from({ length: count }, () => random.below(samples - 1))
          : random.permutation(samples).subarray(0, count);
        const found = args.rest.map((value) => rowsAt(value, rows, context));
        return found.length === 1 ? (found[0] as Value) : list(found);
      }
      const parts = args.rest.map((value) => partOf(value, { start: 0, count }, undefined, true, context));
      return parts.length === 1 ? (parts[0] as Value) : list(parts);
    },
  ),
);

function span(start: Dim, stop: Dim): Value {
  return { kind: 'slice', start: int(start as number), stop: int(stop as number), step: none };
}
