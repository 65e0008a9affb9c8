import { add, anonymous, type Dim, multiply, subtract } from '../../../tensor/dim.js';
import { allocate, type ElementType } from '../../../tensor/element-type.js';
import { type Shape, sizeOf } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { TensorValue, Value } from '../../../values/value.js';
import {
  arrayArgument,
  arrayOf,
  axesArgument,
  axisArgument,
  intOf,
  intOrNone,
  NotKnown,
  numberOfValue,
  shapeArgument,
} from '../arguments.js';
import { castTo, fromNumbers, type NumberCells, numbersOf } from '../arrays/cells.js';
import { promote } from '../arrays/promotion.js';
import { lanesOf, sum } from '../arrays/reduce.js';
import { broadcastTo, elementCount, rowMajor } from '../arrays/strides.js';
import { result, withoutData } from '../operand.js';
import { binaryUfunc, broadcastAll } from '../operators.js';
import { asZeroDimensionalArray, permuted, reshaped } from '../view.js';
import { type ArrayFunction, func } from './array-function.js';
import { concatenate } from './joining.js';
import { matmul } from './linear-algebra.js';

/** Weights by the place in the window, from -1 to 1. */
const windows: Readonly<Record<string, (place: number) => number>> = {
  hanning: (x) => 0.5 + 0.5 * Math.cos(Math.PI * x),
  hamming: (x) => 0.54 + 0.46 * Math.cos(Math.PI * x),
  blackman: (x) => 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x),
  bartlett: (x) => (x <= 0 ? 1 + x : 1 - x),
};

/** Products of arrays of other kinds than `@`, and what else makes arrays of arrays. */
export const productFunctions: readonly ArrayFunction[] = [
  func(
    'tensordot',
    'a, b, axes=2',
    [
      'np.tensordot(np.ones((2, 3)), np.ones((3, 4)), 1)',
      'np.tensordot(np.ones((2, 3)), np.ones((2, 4)), axes=([0], [0]))',
    ],
    (args, context) => {
      const [a, b] = [arrayArgument(args, 'a', context), arrayArgument(args, 'b', context)];
      const [p, q] = [shapeOf(a), shapeOf(b)];
      const axes = args.get('axes');
      let left: readonly number[];
      let right: readonly number[];
      if (axes.kind === 'int') {
        left = Array.from({ length: axes.value }, (_, i) => p.length - axes.value + i);
        right = Array.from({ length: axes.value }, (_, i) => i);
      } else {
        const [x, y] = context.elements(axes) ?? [];
        if (!x || !y) throw new NotKnown('axes that are not known');
        left = axesArgument(x, p.length, context) ?? [];
        right = axesArgument(y, q.length, context) ?? [];
      }
      const clash = left.some((axis, i) => differs(p[axis], q[right[i] as number]));
      if (clash || left.length !== right.length) context.raise('ValueError', 'shape-mismatch for sum', 'array-shape');
      const [own, other] = [remaining(p, left), remaining(q, right)];
      const rest = [...own.map((axis) => p[axis] as Dim), ...other.map((axis) => q[axis] as Dim)];
      if (!a.data || !b.data) return withoutData(context, common(a, b), rest);
      const count = elementCount(left.map((axis) => p[axis] as number));
      const rows = reshaped(permuted(a, [...own, ...left]), [
        elementCount(rest.slice(0, own.length) as number[]),
        count,
      ]);
      const columns = reshaped(permuted(b, [...right, ...other]), [
        count,
        elementCount(rest.slice(own.length) as number[]),
      ]);
      return asZeroDimensionalArray(reshaped(matmul(rows, columns, context), rest));
    },
  ),
  func('kron', 'a, b', ['np.kron(np.ones((2, 3)), np.ones((4, 5)))'], (args, context) => {
    const [a, b] = [arrayArgument(args, 'a', context), arrayArgument(args, 'b', context)];
    const [p, q] = [shapeOf(a), shapeOf(b)];
    const rank = Math.max(p.length, q.length);
    const dim = (shape: Shape, axis: number) => shape[axis - rank + shape.length] ?? 1;
    const shape = Array.from({ length: rank }, (_, axis) => multiply(dim(p, axis), dim(q, axis)));
    if (!a.data || !b.data) return withoutData(context, common(a, b), shape);
    // Each axis of both, one after the other: [p₀, 1, p₁, 1 …] times [1, q₀, 1, q₁ …].
    const apart = (x: TensorValue, of: Shape, isFirst: boolean) =>
      reshaped(
        x,
        Array.from({ length: 2 * rank }, (_, i) => ((i % 2 === 0) === isFirst ? dim(of, i >> 1) : 1)),
      );
    const product = binaryUfunc('multiply', apart(a, p, true), apart(b, q, false), context);
    return product.kind === 'tensor' ? reshaped(product, shape) : product;
  }),
  ...(['convolve', 'correlate'] as const).map((name) =>
    func(
      name,
      `a, v, mode='${name === 'convolve' ? 'full' : 'valid'}'`,
      [`np.${name}([1, 2, 3], [0, 1], 'same')`],
      (args, context) => {
        const [a, v] = [arrayArgument(args, 'a', context), arrayArgument(args, 'v', context)];
        const [n, m] = [shapeOf(a)[0] ?? 1, shapeOf(v)[0] ?? 1];
        const mode = args.get('mode');
        const kind = mode.kind === 'str' ? mode.value : '';
        const both = typeof n === 'number' && typeof m === 'number' ? ([n, m] as const) : undefined;
        const valid = both ? Math.abs(both[0] - both[1]) + 1 : anonymous();
        const same = both ? Math.max(...both) : anonymous();
        const length =
          kind === 'full' ? subtract(add(n, m), 1) : kind === 'same' ? same : kind === 'valid' ? valid : anonymous();
        const dtype = common(a, v);
        if (!a.data || !v.data || !dtype || n === 0 || m === 0) return withoutData(context, dtype, [length]);
        return result(context, dtype, [length], [a, v], (x, y) =>
          fromNumbers(
            slid(numbersOf(x, a.dtype as ElementType), numbersOf(y, v.dtype as ElementType), kind, name === 'convolve'),
            dtype,
          ),
        );
      },
    ),
  ),
  func('cross', 'a, b, axis=None', ['np.cross([1, 2, 3], [4, 5, 6])'], (args, context) => {
    const [a, b] = [arrayArgument(args, 'a', context), arrayArgument(args, 'b', context)];
    if (shapeOf(a).at(-1) !== 3 || shapeOf(b).at(-1) !== 3 || args.given('axis'))
      throw new NotKnown('vectors other than of three numbers');
    const shape = broadcastAll([a.shape, b.shape], context);
    const dtype = common(a, b);
    return result(context, dtype, shape, [a, b], (x, y) => {
      const dims = shape as readonly number[];
      const p = broadcastTo(castTo(x, a.dtype as ElementType, dtype as ElementType), a.shape as number[], dims);
      const q = broadcastTo(castTo(y, b.dtype as ElementType, dtype as ElementType), b.shape as number[], dims);
      const [u, w] = [numbersOf(p, dtype as ElementType), numbersOf(q, dtype as ElementType)];
      const out = new Float64Array(u.length);
      for (let at = 0; at < out.length; at += 3)
        for (let k = 0; k < 3; k += 1) {
          const [i, j] = [at + ((k + 1) % 3), at + ((k + 2) % 3)];
          out[at + k] = (u[i] as number) * (w[j] as number) - (u[j] as number) * (w[i] as number);
        }
      return fromNumbers(out, dtype as ElementType);
    });
  }),
  func('cov', 'm, y=None, rowvar=True, bias=False, ddof=None, *args', ['np.cov(np.ones((3, 10)))'], (args, context) => {
    if (args.rest.length > 0) throw new NotKnown('weights');
    const ddof = intOrNone(args.get('ddof'), context) ?? (context.truth(args.get('bias')) === true ? 0 : 1);
    return asZeroDimensionalArray(
      covariance('m', args, context, (sums, count) => sums.map((each) => each / (count - ddof))),
    );
  }),
  func('corrcoef', 'x, y=None, rowvar=True', ['np.corrcoef(np.ones((3, 10)))'], (args, context) =>
    covariance('x', args, context, (sums, count) => {
      const covariances = sums.map((each) => each / (count - 1));
      const size = Math.sqrt(sums.length);
      const deviation = Array.from({ length: size }, (_, i) => Math.sqrt(covariances[i * size + i] as number));
      return covariances.map((value, at) => {
        const correlation = value / (deviation[Math.floor(at / size)] as number) / (deviation[at % size] as number);
        return Math.min(Math.max(correlation, -1), 1);
      });
    }),
  ),
  func(
    'take_along_axis',
    'arr, indices, axis=-1',
    ['np.take_along_axis(np.ones((2, 3)), np.zeros((2, 1), dtype=int), 1)'],
    (args, context) => {
      const x = arrayArgument(args, 'arr', context);
      const indices = arrayArgument(args, 'indices', context);
      const axis = intOrNone(args.get('axis'), context);
      if (axis === undefined) return withoutData(context, x.dtype, indices.shape);
      const at = axisArgument(axis, shapeOf(x).length, context);
      const around = (shape: Shape) => shape.map((dim, i) => (i === at ? 1 : dim));
      const rest = broadcastAll([around(shapeOf(x)), around(shapeOf(indices))], context);
      const shape = rest?.map((dim, i) => (i === at ? (shapeOf(indices)[at] as Dim) : dim));
      const size = shapeOf(x)[at] as number;
      return result(context, x.dtype, shape, [x, indices], (data, places) => {
        const dims = shape as readonly number[];
        const strides = rowMajor(shapeOf(x) as number[]).map((stride, i) =>
          i === at || shapeOf(x)[i] === 1 ? 0 : stride,
        );
        const step = rowMajor(shapeOf(x) as number[])[at] as number;
        const wanted = broadcastTo(places, indices.shape as number[], dims);
        const own = rowMajor(dims);
        const out = allocate(x.dtype as ElementType, elementCount(dims));
        for (let i = 0; i < out.length; i += 1) {
          const said = Number(wanted[i]);
          const place = said < 0 ? said + size : said;
          if (!(place >= 0 && place < size))
            context.raise('IndexError', `index ${said} is out of bounds for axis ${at} with size ${size}`);
          let from = place * step;
          for (let axis = 0; axis < dims.length; axis += 1)
            from += (Math.floor(i / (own[axis] as number)) % (dims[axis] as number)) * (strides[axis] as number);
          out[i] = data[from] as never;
        }
        return out;
      });
    },
  ),
  func('geomspace', 'start, stop, num=50, endpoint=True, dtype=None', ['np.geomspace(1, 100, 3)'], (args, context) => {
    const count = intOf(args.get('num'), context);
    const [start, stop] = [numberOfValue(args.get('start')), numberOfValue(args.get('stop'))];
    const dtype = args.get('dtype').kind === 'none' ? 'float64' : undefined;
    if (!(start > 0 && stop > 0)) return withoutData(context, dtype, [count]);
    const closes = context.truth(args.get('endpoint')) !== false;
    const [from, to] = [Math.log10(start), Math.log10(stop)];
    return result(context, dtype, [count], [], () => {
      const step = (to - from) / (closes ? count - 1 : count);
      const found = Float64Array.from({ length: count }, (_, i) => 10 ** (from + i * step));
      if (count > 0) found[0] = start;
      if (count > 1 && closes) found[count - 1] = stop;
      return found;
    });
  }),
  ...Object.entries(windows).map(([name, weight]) =>
    func(name, 'M', [`np.${name}(5)`], (args, context) => {
      const length = Math.max(intOf(args.get('M'), context), 0);
      return result(context, 'float64', [length], [], () =>
        Float64Array.from({ length }, (_, i) => (length === 1 ? 1 : weight((1 - length + 2 * i) / (length - 1)))),
      );
    }),
  ),
  func('kaiser', 'M, beta', ['np.kaiser(5, 2.0)'], (args, context) =>
    withoutData(context, 'float64', shapeArgument(args.get('M'), context)),
  ),
  func('insert', 'arr, obj, values, axis=None', ['np.insert(np.arange(3), 1, 9)'], (args, context) => {
    const x = arrayArgument(args, 'arr', context);
    const axis = intOrNone(args.get('axis'), context);
    const place = args.get('obj');
    const flat = axis === undefined ? [sizeOf(shapeOf(x))] : shapeOf(x);
    const at = axis === undefined ? 0 : axisArgument(axis, flat.length, context);
    const values = arrayArgument(args, 'values', context);
    const many = place.kind === 'int' && values.shape?.length === 0 ? 1 : undefined;
    if (many && place.kind === 'int' && x.data && values.data && typeof flat[at] === 'number') {
      const size = flat[at] as number;
      if (place.value < -size || place.value > size)
        context.raise('IndexError', `index ${place.value} is out of bounds for axis ${at} with size ${size}`);
      return inserted(reshaped(x, flat), at, place.value < 0 ? place.value + size : place.value, values, context);
    }
    return withoutData(
      context,
      x.dtype,
      flat.map((dim, i) => (i !== at ? dim : many === undefined ? anonymous() : add(dim, many))),
    );
  }),
  func(
    'apply_along_axis',
    'func1d, axis, arr, *args, **kwargs',
    ['np.apply_along_axis(np.sort, 1, np.ones((2, 3)))'],
    (_args, context) => context.unknown('what a function makes of rows', 'np.apply_along_axis'),
  ),
  func('vectorize', 'pyfunc=None, *args, **kwargs', ['np.vectorize(len)'], (args, context) => {
    if (context.host.mode === 'numbers') throw new NotKnown('vectorized functions are not supported yet');
    return elementwise(args.get('pyfunc'));
  }),
];

/** A function of single values, asked of arrays: what it gives has the form of its first argument. */
function elementwise(inner: Value): Value {
  return {
    kind: 'native',
    function: {
      name: 'np.vectorize',
      signature: '*args, **kwargs',
      call: (args, context) => {
        const [first] = args.rest;
        const known = inner.kind !== 'unknown' && first?.kind === 'tensor' && args.rest.length === 1;
        return known
          ? withoutData(context, undefined, first.shape)
          : context.unknown('what a function makes of each value', 'np.vectorize');
      },
    },
  };
}

const remaining = (shape: Shape, taken: readonly number[]) =>
  shape.map((_, axis) => axis).filter((axis) => !taken.includes(axis));

/** `np.convolve` and `np.correlate`: sums of products with one array slid over the other. */
function slid(a: NumberCells, v: NumberCells, mode: string, convolves: boolean): Float64Array {
  const isSwapped = v.length > a.length;
  const [long, short] = isSwapped ? [v, a] : [a, v];
  const [n, m] = [long.length, short.length];
  const full = new Float64Array(n + m - 1);
  for (let k = 0; k < full.length; k += 1) {
    let sum = 0;
    for (let j = Math.max(0, k - n + 1); j < Math.min(m, k + 1); j += 1)
      sum += (long[k - j] as number) * (short[convolves ? j : m - 1 - j] as number);
    full[k] = sum;
  }
  const from = mode === 'valid' ? m - 1 : mode === 'same' ? m - 1 - (m >> 1) : 0;
  const length = mode === 'valid' ? n - m + 1 : mode === 'same' ? n : full.length;
  const found = full.slice(from, from + length);
  return isSwapped && !convolves ? found.reverse() : found;
}

/**
 * The matrix of covariances of variables, or what `finish` makes of the sums of products of their deviations (row-major,
 * a square) and the count of observations.
 */
function covariance(
  first: string,
  args: Arguments,
  context: Context,
  finish: (sums: Float64Array, count: number) => Float64Array,
): TensorValue {
  const byRows = context.truth(args.get('rowvar')) !== false;
  const variablesOf = (x: TensorValue): TensorValue => {
    const shape = shapeOf(x);
    if (shape.length > 2) throw new NotKnown('an array of more than two axes');
    if (shape.length < 2) return reshaped(x, [1, shape[0] ?? 1]);
    return byRows ? x : permuted(x, [1, 0]);
  };
  const given = [args.get(first), args.get('y')].filter(({ kind }) => kind !== 'none');
  const parts = given.map((each) => variablesOf(arrayOf(each, context)));
  const x = parts.length === 1 ? (parts[0] as TensorValue) : concatenate(parts, 0, context);
  const [variables, count] = shapeOf(x) as readonly [Dim, Dim];
  return result(context, 'float64', variables === 1 ? [] : [variables, variables], [x], (data) => {
    const [rows, columns] = [variables as number, count as number];
    const apart = new Float64Array(numbersOf(data, x.dtype as ElementType));
    for (let from = 0; from < apart.length; from += columns) {
      const row = apart.subarray(from, from + columns);
      const mean =
        (sum({ data: row, dtype: 'float64', shape: [columns] }, lanesOf([columns], 0), 'float64')[0] as number) /
        columns;
      for (let j = 0; j < columns; j += 1) row[j] = (row[j] as number) - mean;
    }
    const sums = new Float64Array(rows * rows);
    for (let i = 0; i < rows; i += 1)
      for (let j = i; j < rows; j += 1) {
        let total = 0;
        for (let k = 0; k < columns; k += 1)
          total += (apart[i * columns + k] as number) * (apart[j * columns + k] as number);
        sums[i * rows + j] = sums[j * rows + i] = total;
      }
    return finish(sums, columns);
  });
}

function inserted(x: TensorValue, axis: number, place: number, value: TensorValue, context: Context): TensorValue {
  const shape = shapeOf(x) as readonly number[];
  const grown = shape.map((dim, i) => (i === axis ? dim + 1 : dim));
  return result(context, x.dtype, grown, [x, value], (data, one) => {
    const cell = castTo(one, value.dtype as ElementType, x.dtype as ElementType)[0] as never;
    const out = allocate(x.dtype as ElementType, elementCount(grown)).fill(cell);
    const run = elementCount(shape.slice(axis + 1));
    const [from, to] = [(shape[axis] as number) * run, (grown[axis] as number) * run];
    for (let o = 0; o * from < data.length; o += 1)
      for (let k = 0; k < from; k += 1) out[o * to + k + (k < place * run ? 0 : run)] = data[o * from + k] as never;
    return out;
  });
}

function common(a: TensorValue, b: TensorValue): ElementType | undefined {
  return a.dtype && b.dtype && promote(a.dtype, b.dtype);
}

function differs(a: Dim | undefined, b: Dim | undefined): boolean {
  return typeof a === 'number' && typeof b === 'number' && a !== b;
}

function shapeOf(x: TensorValue): Shape {
  if (!x.shape) throw new NotKnown('an array of unknown rank');
  return x.shape;
}
