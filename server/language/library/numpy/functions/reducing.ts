import { allocate, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import { isStatic, type Shape, sizeOf } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { float, type TensorValue, type Value } from '../../../values/value.js';
import { arrayOf, axesArgument, axisArgument, intOrNone } from '../arguments.js';
import { castTo, fromNumbers, isBig, type NumberCells, numbersOf } from '../arrays/cells.js';
import { kindOf } from '../arrays/promotion.js';
import { eachLane, fold, type Lanes, lanesOf, sum } from '../arrays/reduce.js';
import { elementCount, gather, rowMajor } from '../arrays/strides.js';
import { binaryUfuncs } from '../arrays/ufuncs.js';
import { result, shapeOf, withoutData } from '../operand.js';
import { binaryUfunc, unaryUfunc } from '../operators.js';
import { choose } from './elementwise.js';

/** The shape without the axes (with ones in their place where kept), and the elements of each result as lanes. */
export function reduced(
  x: TensorValue,
  axis: Value,
  keep: boolean,
  dtype: ElementType | undefined,
  context: Context,
  compute: (data: TypedArray, lanes: Lanes) => TypedArray,
): TensorValue {
  if (!x.shape) {
    if (axis.kind === 'none' && !keep) return withoutData(context, dtype, []);
    return withoutData(context, dtype, undefined);
  }
  const rank = x.shape.length;
  const axes = axesArgument(axis, rank, context) ?? Array.from({ length: rank }, (_, i) => i);
  const shape = x.shape.flatMap((dim, at) => (!axes.includes(at) ? [dim] : keep ? [1] : []));
  return result(context, dtype, shape, [x], (data) => {
    const { packed, lanes } = lanesFor(data, shapeOf(x), axes);
    return compute(packed, lanes);
  });
}

export function summed(
  x: TensorValue,
  axis: Value,
  keep: boolean,
  dtype: ElementType | undefined,
  context: Context,
): TensorValue {
  const type = dtype ?? totalType(x.dtype);
  return reduced(x, axis, keep, type, context, (data, lanes) =>
    sum({ dtype: x.dtype as ElementType, shape: [], data }, lanes, type as ElementType),
  );
}

export function mean(
  x: TensorValue,
  axis: Value,
  keep: boolean,
  given: ElementType | undefined,
  context: Context,
): TensorValue {
  const dtype = given ?? (x.dtype && (kindOf(x.dtype) === 'float' ? x.dtype : 'float64'));
  return reduced(x, axis, keep, dtype, context, (data, lanes) => {
    // Halves are added up in single precision.
    const type = dtype === 'float16' ? 'float32' : (dtype as ElementType);
    const totals = numbersOf(sum({ dtype: x.dtype as ElementType, shape: [], data }, lanes, type), type);
    const means = totals.map((total: number) => total / lanes.length) as NumberCells;
    return castTo(means, type, dtype as ElementType);
  });
}

/** Products along the middle axis, 1 where it is empty. */
export function product(data: TypedArray, dtype: ElementType, lanes: Lanes): TypedArray {
  const count = lanes.outer * lanes.inner;
  if (isBig(dtype)) {
    const out = new BigInt64Array(count).fill(1n);
    if (lanes.length > 0) fold<bigint>(data as BigInt64Array, lanes, out, (a, b) => BigInt.asIntN(64, a * b));
    return castTo(out, 'int64', dtype);
  }
  const out = new Float64Array(count).fill(1);
  const round = dtype === 'float32' ? Math.fround : (x: number) => x;
  if (lanes.length > 0) fold<number>(numbersOf(data, dtype), lanes, out, (a, b) => round(a * b));
  return fromNumbers(out, dtype);
}

export function extreme(
  x: TensorValue,
  name: 'maximum' | 'minimum',
  axis: Value,
  keep: boolean,
  context: Context,
): TensorValue {
  if (x.shape && sizeOf(x.shape) === 0 && axis.kind === 'none') {
    context.raise('ValueError', `zero-size array to reduction operation ${name} which has no identity`);
  }
  const ufunc = binaryUfuncs.get(name);
  return reduced(x, axis, keep, x.dtype, context, (data, lanes) => {
    const dtype = x.dtype as ElementType;
    if (isBig(dtype)) {
      const out = allocate(dtype, lanes.outer * lanes.inner) as BigInt64Array;
      fold<bigint>(data as BigInt64Array, lanes, out, ufunc?.big as (a: bigint, b: bigint) => bigint);
      return out;
    }
    const out = new Float64Array(lanes.outer * lanes.inner);
    fold<number>(numbersOf(data, dtype), lanes, out, ufunc?.float as (a: number, b: number) => number);
    return fromNumbers(out, dtype);
  });
}

/** As NumPy computes it: the mean, the squares of the differences, their mean with `ddof` fewer. */
export function variance(x: TensorValue, axis: Value, keep: boolean, ddof: number, context: Context): Value {
  const center = mean(x, axis, true, undefined, context);
  const differences = binaryUfunc('subtract', x, center, context);
  const squares = arrayOf(binaryUfunc('multiply', differences, differences, context), context);
  const totals = summed(squares, axis, keep, undefined, context);
  if (!x.shape || !isStatic(x.shape)) return withoutData(context, totals.dtype, totals.shape);
  const axes = axesArgument(axis, x.shape.length, context);
  const count = axes
    ? axes.reduce((product, at) => product * ((x.shape as readonly number[])[at] as number), 1)
    : elementCount(x.shape);
  return binaryUfunc('divide', totals, { kind: 'float', value: Math.max(count - ddof, 0) }, context);
}

/** As NumPy does it: NaN is replaced by what changes nothing. */
export function withoutNan(
  name: 'nansum' | 'nanmean' | 'nanmax' | 'nanmin',
  x: TensorValue,
  axis: Value,
  keep: boolean,
  context: Context,
): Value {
  const missing = arrayOf(unaryUfunc('isnan', x, context), context);
  const filledWith = (value: number) => choose(missing, float(value), x, context);
  if (name === 'nanmax') return extreme(filledWith(Number.NEGATIVE_INFINITY), 'maximum', axis, keep, context);
  if (name === 'nanmin') return extreme(filledWith(Number.POSITIVE_INFINITY), 'minimum', axis, keep, context);
  const total = summed(filledWith(0), axis, keep, undefined, context);
  if (name === 'nansum') return total;
  const counted = summed(arrayOf(unaryUfunc('logical_not', missing, context), context), axis, keep, undefined, context);
  const quotient = binaryUfunc('divide', total, counted, context);
  return result(context, total.dtype, total.shape, [arrayOf(quotient, context)], (data) =>
    castTo(data, 'float64', total.dtype as ElementType),
  );
}

/** Sums of small whole numbers and booleans are of 64 bits. */
export function totalType(dtype: ElementType | undefined): ElementType | undefined {
  if (!dtype || kindOf(dtype) === 'float') return dtype;
  return kindOf(dtype) === 'unsigned' ? 'uint64' : 'int64';
}

function lanesFor(
  data: TypedArray,
  shape: readonly number[],
  axes: readonly number[],
): { packed: TypedArray; lanes: Lanes } {
  const sorted = [...axes].sort((a, b) => a - b);
  const first = sorted[0] ?? 0;
  if (sorted.every((axis, k) => axis === first + k)) {
    const merged = elementCount(shape.slice(first, first + sorted.length));
    return {
      packed: data,
      lanes: {
        outer: elementCount(shape.slice(0, first)),
        length: merged,
        inner: elementCount(shape.slice(first + sorted.length)),
      },
    };
  }
  const order = [...shape.keys()].filter((axis) => !axes.includes(axis)).concat(sorted);
  const strides = rowMajor(shape);
  const dims = order.map((axis) => shape[axis] as number);
  const length = elementCount(sorted.map((axis) => shape[axis] as number));
  return {
    packed: gather(
      data,
      dims,
      order.map((axis) => strides[axis] as number),
      0,
    ),
    lanes: { outer: data.length / (length || 1), length, inner: 1 },
  };
}

export function cumulated(
  name: 'add' | 'multiply',
  x: TensorValue,
  axis: Value,
  dtype: ElementType | undefined,
  context: Context,
): Value {
  const ufunc = binaryUfuncs.get(name);
  const along = intOrNone(axis, context);
  const shape: Shape | undefined = along === undefined ? x.shape && [sizeOf(x.shape)] : x.shape;
  const at = along === undefined || !x.shape ? 0 : axisArgument(along, x.shape.length, context);
  return result(context, dtype, shape, [x], (data) => {
    const out = castTo(data, x.dtype as ElementType, dtype as ElementType).slice();
    const { outer, length, inner } = lanesOf(shape as readonly number[], at);
    const step = (isBig(dtype as ElementType) ? ufunc?.big : ufunc?.float) as (a: number, b: number) => number;
    const cells = (dtype === 'float16' ? numbersOf(out, 'float16') : out) as Float64Array;
    eachLane(outer, length, inner, (from) => {
      for (let i = 1, k = from + inner; i < length; i += 1, k += inner)
        cells[k] = step(cells[k - inner] as number, cells[k] as number);
    });
    return dtype === 'float16' ? fromNumbers(cells, 'float16') : cells;
  });
}

/** One quantile of each lane, interpolated between its neighbours. */
export function quantiles(x: TensorValue, [q]: readonly [number], axis: Value, keep: boolean, context: Context): Value {
  const dtype = x.dtype && (kindOf(x.dtype) === 'float' ? x.dtype : 'float64');
  return reduced(x, axis, keep, dtype, context, (data, lanes) => {
    const cells = numbersOf(data, x.dtype as ElementType);
    const out = new Float64Array(lanes.outer * lanes.inner);
    eachLane(lanes.outer, lanes.length, lanes.inner, (from, to) => {
      const lane = Float64Array.from(
        { length: lanes.length },
        (_, i) => cells[from + i * lanes.inner] as number,
      ).sort();
      const at = q * (lane.length - 1);
      const [low, high] = [lane[Math.floor(at)] as number, lane[Math.ceil(at)] as number];
      const t = at - Math.floor(at);
      const value = t >= 0.5 ? high - (high - low) * (1 - t) : low + (high - low) * t;
      out[to] = Number.isNaN(lane.at(-1)) ? Number.NaN : value;
    });
    return fromNumbers(out, dtype as ElementType);
  });
}
