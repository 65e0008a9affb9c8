import { allocate, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import { isStatic, type Shape, sizeOf } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { float, type TensorValue, type Value } from '../../../values/value.js';
import {
  arrayArgument,
  arrayOf,
  axesArgument,
  axisArgument,
  boolOf,
  dtypeArgument,
  intOrNone,
  NotKnown,
  numberOfValue,
  refuse,
} from '../arguments.js';
import { castTo, fromNumbers, isBig, type NumberCells, numbersOf } from '../arrays/cells.js';
import { kindOf } from '../arrays/promotion.js';
import { argExtreme, eachLane, fold, type Lanes, lanesOf, sum } from '../arrays/reduce.js';
import { elementCount, gather, rowMajor } from '../arrays/strides.js';
import { binaryUfuncs } from '../arrays/ufuncs.js';
import { result, shapeOf, withoutData } from '../operand.js';
import { binaryUfunc, unaryUfunc } from '../operators.js';
import { type ArrayFunction, alias, both, func } from './array-function.js';
import { choose } from './elementwise.js';

const grid = 'np.arange(12).reshape(3, 4)';
const usual = ['', 'axis=0', 'axis=-1, keepdims=True', 'axis=(0, 1)'];

const sumOf = both(
  'sum',
  'axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None',
  grid,
  usual,
  (x, args, context) => {
    refuse(args, ['out', 'initial', 'where']);
    return summed(
      x,
      args.get('axis'),
      boolOf(args.get('keepdims'), context),
      dtypeArgument(args.get('dtype'), context),
      context,
    );
  },
);
const max = both('max', 'axis=None, out=None, keepdims=False', grid, usual, (x, args, context) =>
  extreme(x, 'maximum', args.get('axis'), boolOf(args.get('keepdims'), context), context),
);
const min = both('min', 'axis=None, out=None, keepdims=False', grid, usual, (x, args, context) =>
  extreme(x, 'minimum', args.get('axis'), boolOf(args.get('keepdims'), context), context),
);

/** Functions that take an axis away. */
export const reductionFunctions: readonly ArrayFunction[] = [
  sumOf,
  max,
  min,
  alias('amax', max),
  alias('amin', min),
  both('prod', 'axis=None, dtype=None, out=None, keepdims=False', grid, usual, (x, args, context) => {
    refuse(args, ['out']);
    const dtype = dtypeArgument(args.get('dtype'), context) ?? totalType(x.dtype);
    return reduced(x, args.get('axis'), boolOf(args.get('keepdims'), context), dtype, context, (data, lanes) => {
      return product(castTo(data, x.dtype as ElementType, dtype as ElementType), dtype as ElementType, lanes);
    });
  }),
  both('mean', 'axis=None, dtype=None, out=None, keepdims=False', grid, usual, (x, args, context) => {
    refuse(args, ['out']);
    return mean(
      x,
      args.get('axis'),
      boolOf(args.get('keepdims'), context),
      dtypeArgument(args.get('dtype'), context),
      context,
    );
  }),
  both(
    'var',
    'axis=None, dtype=None, out=None, ddof=0, keepdims=False',
    grid,
    [...usual, 'ddof=1'],
    (x, args, context) => {
      refuse(args, ['out', 'dtype']);
      return variance(
        x,
        args.get('axis'),
        boolOf(args.get('keepdims'), context),
        numberOfValue(args.get('ddof')),
        context,
      );
    },
  ),
  both(
    'std',
    'axis=None, dtype=None, out=None, ddof=0, keepdims=False',
    grid,
    [...usual, 'ddof=1'],
    (x, args, context) => {
      refuse(args, ['out', 'dtype']);
      return unaryUfunc(
        'sqrt',
        variance(x, args.get('axis'), boolOf(args.get('keepdims'), context), numberOfValue(args.get('ddof')), context),
        context,
      );
    },
  ),
  both('ptp', 'axis=None', grid, ['', 'axis=0'], (x, args, context) =>
    binaryUfunc(
      'subtract',
      extreme(x, 'maximum', args.get('axis'), false, context),
      extreme(x, 'minimum', args.get('axis'), false, context),
      context,
    ),
  ),
  ...(['nansum', 'nanmean', 'nanmax', 'nanmin'] as const).map((name) =>
    func(
      name,
      'a, axis=None, *, keepdims=False',
      [`np.${name}(np.array([1.0, np.nan, 3.0]))`, `np.${name}(np.array([[1.0, np.nan], [2.0, 5.0]]), axis=0)`],
      (args, context) =>
        withoutNan(
          name,
          arrayArgument(args, 'a', context),
          args.get('axis'),
          boolOf(args.get('keepdims'), context),
          context,
        ),
    ),
  ),
  ...(['any', 'all'] as const).map((name) =>
    both(
      name,
      'axis=None, out=None, keepdims=False',
      'np.array([[True, False], [True, True]])',
      usual,
      (x, args, context) =>
        reduced(x, args.get('axis'), boolOf(args.get('keepdims'), context), 'bool', context, (data, lanes) => {
          const out = new Uint8Array(lanes.outer * lanes.inner);
          eachLane(lanes.outer, lanes.length, lanes.inner, (from, to) => {
            let found = name === 'all';
            for (let i = 0, at = from; i < lanes.length; i += 1, at += lanes.inner) {
              const truth = Number(data[at]) !== 0;
              found = name === 'all' ? found && truth : found || truth;
            }
            out[to] = found ? 1 : 0;
          });
          return out;
        }),
    ),
  ),
  ...(['argmax', 'argmin'] as const).map((name) =>
    both(
      name,
      'axis=None, out=None, *, keepdims=False',
      grid,
      ['', 'axis=1', 'axis=-1, keepdims=True'],
      (x, args, context) => {
        refuse(args, ['out']);
        if (x.shape && sizeOf(x.shape) === 0 && args.get('axis').kind === 'none')
          context.raise('ValueError', `attempt to get ${name} of an empty sequence`);
        return reduced(x, args.get('axis'), boolOf(args.get('keepdims'), context), 'int64', context, (data, lanes) =>
          argExtreme(data, x.dtype as ElementType, lanes, name === 'argmax' ? 1 : -1),
        );
      },
    ),
  ),
  func(
    'count_nonzero',
    'a, axis=None, *, keepdims=False',
    [`np.count_nonzero(${grid})`, `np.count_nonzero(${grid}, axis=0)`],
    (args, context) => {
      const x = arrayArgument(args, 'a', context);
      return summed(
        arrayOf(binaryUfunc('not_equal', x, { kind: 'int', value: 0 }, context), context),
        args.get('axis'),
        boolOf(args.get('keepdims'), context),
        undefined,
        context,
      );
    },
  ),
  ...(['cumsum', 'cumprod'] as const).map((name) =>
    both(name, 'axis=None, dtype=None, out=None', grid, ['', 'axis=0', 'axis=1'], (x, args, context) => {
      refuse(args, ['out']);
      return cumulated(
        name === 'cumsum' ? 'add' : 'multiply',
        x,
        args.get('axis'),
        dtypeArgument(args.get('dtype'), context) ?? totalType(x.dtype),
        context,
      );
    }),
  ),
  func(
    'average',
    'a, axis=None, weights=None, *, keepdims=False',
    [`np.average(${grid})`, 'np.average(np.array([1.0, 2.0]), weights=np.array([3.0, 1.0]))'],
    (args, context) => {
      const x = arrayArgument(args, 'a', context);
      const keep = boolOf(args.get('keepdims'), context);
      const given = args.get('weights');
      if (given.kind === 'none') return mean(x, args.get('axis'), keep, undefined, context);
      const weights = arrayOf(given, context);
      if (weights.shape?.length !== x.shape?.length)
        throw new NotKnown('weights of another rank are not supported yet');
      const scaled = arrayOf(binaryUfunc('multiply', x, weights, context), context);
      return binaryUfunc(
        'divide',
        summed(scaled, args.get('axis'), keep, undefined, context),
        summed(weights, args.get('axis'), keep, undefined, context),
        context,
      );
    },
  ),
  func(
    'median',
    'a, axis=None, out=None, overwrite_input=False, keepdims=False',
    [`np.median(${grid})`, `np.median(${grid}, axis=0)`],
    (args, context) =>
      quantiles(
        arrayArgument(args, 'a', context),
        [0.5],
        args.get('axis'),
        boolOf(args.get('keepdims'), context),
        context,
      ),
  ),
  ...(['percentile', 'quantile'] as const).map((name) =>
    func(
      name,
      "a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False",
      [
        `np.${name}(${grid}, ${name === 'quantile' ? 0.3 : 30})`,
        `np.${name}(${grid}, ${name === 'quantile' ? 0.3 : 30}, axis=1)`,
      ],
      (args, context) => {
        const method = args.get('method');
        if (method.kind !== 'str' || method.value !== 'linear')
          throw new NotKnown('a way of interpolating that is not supported yet');
        const q = numberOfValue(args.get('q'));
        return quantiles(
          arrayArgument(args, 'a', context),
          [name === 'quantile' ? q : q / 100],
          args.get('axis'),
          boolOf(args.get('keepdims'), context),
          context,
        );
      },
    ),
  ),
];

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
function product(data: TypedArray, dtype: ElementType, lanes: Lanes): TypedArray {
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
function withoutNan(
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
function totalType(dtype: ElementType | undefined): ElementType | undefined {
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

function cumulated(
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
function quantiles(x: TensorValue, [q]: readonly [number], axis: Value, keep: boolean, context: Context): Value {
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
