import { anonymous } from '../../../tensor/dim.js';
import { allocate, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { object } from '../../../values/native-type.js';
import { none, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { comparePoints } from '../../python/sorting.js';
import { arrayArgument, axisArgument, boolOf, intOf, intOrNone } from '../arguments.js';
import { castTo, isBig, numbersOf } from '../arrays/cells.js';
import { eachLane, lanesOf } from '../arrays/reduce.js';
import { getItem } from '../indexing.js';
import { result, shapeOf, withoutData } from '../operand.js';
import { type TextArray, textArray, textArrayOf, textArrayType } from '../text-array.js';
import { array, assign, reshaped } from '../view.js';
import { type ArrayFunction, both, func, method } from './array-function.js';

/** Functions that sort, search and count. */
export const orderingFunctions: readonly ArrayFunction[] = [
  func(
    'sort',
    'a, axis=-1, kind=None',
    ['np.sort([3, 1, 2])', 'np.sort(np.array([[3, 1], [0, 2]]), axis=0)'],
    (args, context) => sorted(arrayArgument(args, 'a', context), args.get('axis'), context),
  ),
  method('sort', 'axis=-1, kind=None', ['np.array([3, 1, 2]).sort()'], (x, args, context) => {
    const values = sorted(x, args.get('axis'), context);
    assign(x, values.data, context);
    return none;
  }),
  both('argsort', 'axis=-1, kind=None', 'np.array([[3, 1], [0, 2]])', ['', 'axis=0'], (x, args, context) => {
    const [from, at] = along(x, args.get('axis'), context);
    return result(context, 'int64', from.shape, [from], (data) => {
      const out = new BigInt64Array(data.length);
      const { outer, length, inner } = lanesOf(shapeOf(from), at);
      const compare = comparison(data, from.dtype as ElementType);
      eachLane(outer, length, inner, (start) => {
        const order = Array.from({ length }, (_, i) => i).sort(
          (a, b) => compare(start + a * inner, start + b * inner) || a - b,
        );
        for (const [i, position] of order.entries()) out[start + i * inner] = BigInt(position);
      });
      return out;
    });
  }),
  func(
    'unique',
    'ar, return_index=False, return_inverse=False, return_counts=False, axis=None',
    ['np.unique([3, 1, 3])', 'np.unique([3, 1, 3], return_counts=True)[1]', "np.unique(['b', 'a', 'b'])"],
    (args, context) => {
      if (args.get('axis').kind !== 'none')
        return context.unknown('np.unique along an axis is not supported yet', 'np.unique');
      const texts = textsArgument(args.get('ar'));
      const x = texts ? orderedPlaces(texts) : arrayArgument(args, 'ar', context);
      const wanted = ['return_index', 'return_inverse', 'return_counts'].filter((name) =>
        boolOf(args.get(name), context),
      );
      const parts = unique(x, context);
      const values = texts ? textsAt(texts, parts.values()) : parts.values();
      return wanted.length === 0 ? values : tuple([values, ...wanted.map((name) => parts[name as 'return_index']())]);
    },
  ),
  func(
    'bincount',
    'x, weights=None, minlength=0',
    ['np.bincount([0, 1, 1, 3])', 'np.bincount([0, 1], minlength=4)'],
    (args, context) => {
      const x = arrayArgument(args, 'x', context);
      if (args.get('weights').kind !== 'none')
        return context.unknown('weights of np.bincount are not supported yet', 'np.bincount');
      if (!x.data) return withoutData(context, 'int64', [anonymous()]);
      const numbers = Array.from(x.data, Number);
      if (numbers.some((n) => n < 0)) context.raise('ValueError', "'list' argument must have no negative elements");
      const counts = new BigInt64Array(
        numbers.reduce((most, n) => Math.max(most, n + 1), intOf(args.get('minlength'), context)),
      );
      for (const n of numbers) counts[n] = (counts[n] as bigint) + 1n;
      return array('int64', [counts.length], counts);
    },
  ),
  func(
    'searchsorted',
    "a, v, side='left'",
    ['np.searchsorted([1, 2, 3], 2)', "np.searchsorted([1, 2, 2, 3], [2, 5], side='right')"],
    (args, context) => {
      const [a, v] = [arrayArgument(args, 'a', context), arrayArgument(args, 'v', context)];
      const side = args.get('side');
      const right = side.kind === 'str' && side.value === 'right';
      return result(context, 'int64', v.shape, [a, v], (sortedCells, wanted) => {
        const cells = numbersOf(sortedCells, a.dtype as ElementType);
        return BigInt64Array.from(Array.from(numbersOf(wanted, v.dtype as ElementType)), (x) => {
          let [low, high] = [0, cells.length];
          while (low < high) {
            const middle = (low + high) >> 1;
            if (right ? (cells[middle] as number) <= x : (cells[middle] as number) < x) low = middle + 1;
            else high = middle;
          }
          return BigInt(low);
        });
      });
    },
  ),
  func('histogram', 'a, bins=10, range=None', ['np.histogram([1.0, 2.0, 4.0], bins=3)[0]'], (args, context) => {
    const x = arrayArgument(args, 'a', context);
    const bins = intOf(args.get('bins'), context);
    if (args.get('range').kind !== 'none')
      return context.unknown('a range of np.histogram is not supported yet', 'np.histogram');
    const cells = x.data && numbersOf(x.data, x.dtype as ElementType);
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of cells ?? []) [least, most] = [Math.min(least, value), Math.max(most, value)];
    const [low, high] = least === most ? [least - 0.5, most + 0.5] : [least, most];
    const edges = Float64Array.from({ length: bins + 1 }, (_, i) =>
      i === bins ? high : low + i * ((high - low) / bins),
    );
    return tuple([
      result(context, 'int64', [bins], [x], () => {
        const counts = new BigInt64Array(bins);
        for (const value of cells ?? []) {
          let bin = Math.min(Math.floor(((value - low) / (high - low)) * bins), bins - 1);
          if (value < (edges[bin] as number)) bin -= 1;
          else if (value >= (edges[bin + 1] as number) && bin < bins - 1) bin += 1;
          counts[bin] = (counts[bin] as bigint) + 1n;
        }
        return counts;
      }),
      result(context, 'float64', [bins + 1], [x], () => edges),
    ]);
  }),
  both('take', 'indices, axis=None', 'np.arange(6).reshape(2, 3)', ['[0, 2]', '1, axis=1'], (x, args, context) => {
    const axis = intOrNone(args.get('axis'), context);
    if (axis === undefined) return getItem(flattened(x), args.get('indices'), context);
    const at = axisArgument(axis, x.shape?.length ?? 0, context);
    return getItem(x, tuple([...Array.from({ length: at }, () => everything), args.get('indices')]), context);
  }),
  func('isin', 'element, test_elements', ['np.isin([1, 2, 3], [2, 3])'], (args, context) => {
    const [x, among] = [arrayArgument(args, 'element', context), arrayArgument(args, 'test_elements', context)];
    return result(context, 'bool', x.shape, [x, among], (data, others) => {
      const set = new Set(Array.from(others, Number));
      return Uint8Array.from(Array.from(data, Number), (value) => (set.has(value) ? 1 : 0));
    });
  }),
  func('diff', 'a, n=1, axis=-1', ['np.diff([1, 4, 9])'], (args, context) => {
    let x: Value = arrayArgument(args, 'a', context);
    for (let i = 0; i < intOf(args.get('n'), context); i += 1)
      x = difference(x as TensorValue, intOf(args.get('axis'), context), context);
    return x;
  }),
];

const everything: Value = { kind: 'slice', start: none, stop: none, step: none };

function difference(x: TensorValue, axis: number, context: Context): Value {
  const at = axisArgument(axis, x.shape?.length ?? 0, context);
  const slice = (start: Value, stop: Value): Value =>
    tuple([...Array.from({ length: at }, () => everything), { kind: 'slice', start, stop, step: none }]);
  return context.binary(
    '-',
    getItem(x, slice({ kind: 'int', value: 1 }, none), context),
    getItem(x, slice(none, { kind: 'int', value: -1 }), context),
  );
}

function flattened(x: TensorValue): TensorValue {
  const size = x.shape?.every((dim) => typeof dim === 'number')
    ? x.shape.reduce<number>((n, dim) => n * (dim as number), 1)
    : anonymous();
  return reshaped(x, [size]);
}

/** The array, flat where axis is None, and the axis to go along. */
function along(x: TensorValue, axis: Value, context: Context): [TensorValue, number] {
  const asked = intOrNone(axis, context);
  if (asked === undefined) return [flattened(x), 0];
  return [x, axisArgument(asked, x.shape?.length ?? 0, context)];
}

function sorted(x: TensorValue, axis: Value, context: Context): TensorValue {
  const [from, at] = along(x, axis, context);
  return result(context, from.dtype, from.shape, [from], (data) => {
    const dtype = from.dtype as ElementType;
    const { outer, length, inner } = lanesOf(shapeOf(from), at);
    // Typed arrays sort numbers as NumPy does, NaN last; halves are sorted as numbers.
    const cells = dtype === 'float16' ? numbersOf(data, dtype) : data.slice();
    eachLane(outer, length, inner, (start) => {
      const lane = allocate(dtype === 'float16' ? 'float32' : dtype, length);
      for (let i = 0; i < length; i += 1) lane[i] = cells[start + i * inner] as never;
      lane.sort();
      for (let i = 0; i < length; i += 1) cells[start + i * inner] = lane[i] as never;
    });
    return dtype === 'float16' ? castTo(cells, 'float32', 'float16') : cells;
  });
}

/** Which of two elements comes first; NaN last. */
function comparison(data: TypedArray, dtype: ElementType): (a: number, b: number) => number {
  if (isBig(dtype))
    return (a, b) =>
      (data[a] as bigint) < (data[b] as bigint) ? -1 : (data[a] as bigint) > (data[b] as bigint) ? 1 : 0;
  const cells = numbersOf(data, dtype);
  return (a, b) => {
    const [x, y] = [cells[a] as number, cells[b] as number];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return x - y;
  };
}

/** The sorted different elements. */
export function uniqueOf(x: TensorValue, context: Context): TensorValue {
  return unique(x, context).values();
}

/** An array or list of strings. */
function textsArgument(value: Value): TextArray | undefined {
  const found = textArrayOf(value);
  if (found) return found;
  if (value.kind !== 'list' || value.rest || value.elements.length === 0) return undefined;
  const texts = value.elements.flatMap((each) => (each.kind === 'str' ? [each.value] : []));
  return texts.length === value.elements.length ? textArrayOf(textArray(texts)) : undefined;
}

/** Which of the distinct strings, in order, each element is. */
function orderedPlaces({ places, texts }: TextArray): TensorValue {
  const ranks = new Map(distinct(texts).map((text, rank) => [text, BigInt(rank)]));
  const data = BigInt64Array.from(
    places.data as BigInt64Array,
    (at) => ranks.get(texts[Number(at)] as string) as bigint,
  );
  return array('int64', places.shape, data);
}

/** The strings of these ranks. */
function textsAt(of: TextArray, ranks: TensorValue): Value {
  return object(textArrayType, { places: ranks, texts: distinct(of.texts), width: of.width });
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(comparePoints);
}

function unique(
  x: TensorValue,
  context: Context,
): Record<'values' | 'return_index' | 'return_inverse' | 'return_counts', () => TensorValue> {
  if (!x.data || !x.dtype) {
    const count = anonymous();
    const places = (dims: TensorValue['shape']) => withoutData(context, 'int64', dims);
    return {
      values: () => withoutData(context, x.dtype, [count]),
      return_index: () => places([count]),
      return_inverse: () => places(x.shape),
      return_counts: () => places([count]),
    };
  }
  const { data } = x;
  const { firsts, counts, group } = grouped(data, x.dtype);
  const { dtype } = x;
  const places = (numbers: Iterable<number> & { readonly length: number }, shape: TensorValue['shape']) => {
    const found = new BigInt64Array(numbers.length);
    let at = 0;
    for (const place of numbers) {
      found[at] = BigInt(place);
      at += 1;
    }
    return array('int64', shape, found);
  };
  return {
    values: () => {
      const values = allocate(dtype, firsts.length);
      for (const [i, at] of firsts.entries()) values[i] = data[at] as never;
      return array(dtype, [firsts.length], values);
    },
    return_index: () => places(firsts, [firsts.length]),
    return_inverse: () => places(group, x.shape),
    return_counts: () => places(counts, [counts.length]),
  };
}

interface Groups {
  /** Of each different element, in their order, the place where it comes first. */
  readonly firsts: readonly number[];
  readonly counts: readonly number[];
  /** Of each element, its group. */
  readonly group: Uint32Array;
}

/** Elements that are alike, together; NaN are alike, as NumPy has it. */
function grouped(data: TypedArray, dtype: ElementType): Groups {
  const compare = comparison(data, dtype);
  const cells = isBig(dtype) ? data : numbersOf(data, dtype);
  const known = new Map<number | bigint, number>();
  const firsts: number[] = [];
  const counts: number[] = [];
  const group = new Uint32Array(data.length);
  for (let at = 0; at < data.length; at += 1) {
    const cell = cells[at] as number | bigint;
    let index = known.get(cell);
    if (index === undefined) {
      // So many different ones are quicker to sort.
      if (firsts.length === 1 << 20) return groupedBySorting(compare, data.length);
      index = firsts.length;
      known.set(cell, index);
      firsts.push(at);
      counts.push(0);
    }
    counts[index] = (counts[index] as number) + 1;
    group[at] = index;
  }
  const order = firsts.map((_, index) => index).sort((a, b) => compare(firsts[a] as number, firsts[b] as number));
  const rank = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place += 1) rank[order[place] as number] = place;
  return {
    firsts: order.map((index) => firsts[index] as number),
    counts: order.map((index) => counts[index] as number),
    group: group.map((index) => rank[index] as number),
  };
}

function groupedBySorting(compare: (a: number, b: number) => number, length: number): Groups {
  const order = new Uint32Array(length).map((_, at) => at).sort((a, b) => compare(a, b) || a - b);
  const firsts: number[] = [];
  const counts: number[] = [];
  const group = new Uint32Array(length);
  for (const at of order) {
    const last = firsts.at(-1);
    if (last === undefined || compare(last, at) !== 0) {
      firsts.push(at);
      counts.push(0);
    }
    counts[counts.length - 1] = (counts.at(-1) as number) + 1;
    group[at] = firsts.length - 1;
  }
  return { firsts, counts, group };
}
