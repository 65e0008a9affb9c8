import { anonymous } from '../../../tensor/dim.js';
import type { ElementType } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { type TensorValue, tuple, type Value } from '../../../values/value.js';
import { arrayArgument, dtypeArgument, intOf, NotKnown, refuse } from '../arguments.js';
import { castTo, fromNumbers, numbersOf } from '../arrays/cells.js';
import { roundHalfEven } from '../arrays/float16.js';
import { kindOf, resultType } from '../arrays/promotion.js';
import { broadcastTo } from '../arrays/strides.js';
import { binaryUfuncs, unaryUfuncs } from '../arrays/ufuncs.js';
import { truePositions } from '../indexing.js';
import { result, shapeOf, toOperand } from '../operand.js';
import { binaryUfunc, broadcastAll, unaryUfunc } from '../operators.js';
import { array } from '../view.js';
import { type ArrayFunction, alias, both, func } from './array-function.js';

/** Functions that work element by element. */
const unary = [...unaryUfuncs.keys()].map((name) => {
  const domain = ['arctanh', 'arcsin', 'arccos'].includes(name)
    ? 'np.array([0.25, 0.5])'
    : name === 'invert'
      ? 'np.array([1, 2])'
      : 'np.array([1.0, 2.5])';
  const examples = [
    `np.${name}(${domain})`,
    ...(name !== 'invert' ? [`np.${name}(np.ones((2, 3), dtype='float32'))`] : []),
  ];
  return func(name, 'x, /, out=None, *, where=True, dtype=None', examples, (args, context) => {
    refuse(args, ['out', 'where']);
    return converted(unaryUfunc(name, args.get('x'), context), args.get('dtype'), context);
  });
});

const binary = [...binaryUfuncs.keys()].map((name) => {
  const whole = name.startsWith('bitwise') || name.endsWith('shift');
  const examples = whole
    ? [`np.${name}(np.array([6, 3]), 1)`]
    : [`np.${name}(np.ones((2, 3)), np.array([1.0, 2.0, 3.0]))`, `np.${name}(np.array([1, 2], dtype='int32'), 2)`];
  return func(name, 'x1, x2, /, out=None, *, where=True, dtype=None', examples, (args, context) => {
    refuse(args, ['out', 'where']);
    return converted(binaryUfunc(name, args.get('x1'), args.get('x2'), context), args.get('dtype'), context);
  });
});

function named(functions: readonly ArrayFunction[], name: string): ArrayFunction {
  return functions.find((f) => f.name === name) as ArrayFunction;
}

export const elementwiseFunctions: readonly ArrayFunction[] = [
  ...unary,
  ...binary,
  alias('abs', named(unary, 'absolute')),
  alias('true_divide', named(binary, 'divide')),
  alias('mod', named(binary, 'remainder')),
  alias('pow', named(binary, 'power')),
  alias('bitwise_not', named(unary, 'invert')),
  alias('fix', named(unary, 'trunc')),
  alias('acos', named(unary, 'arccos')),
  alias('asin', named(unary, 'arcsin')),
  alias('atan', named(unary, 'arctan')),
  alias('atan2', named(binary, 'arctan2')),
  alias('radians', named(unary, 'deg2rad')),
  alias('degrees', named(unary, 'rad2deg')),

  both(
    'clip',
    'a_min=None, a_max=None, out=None, *, min=None, max=None',
    'np.array([1, 5, 9])',
    ['2, 6'],
    (x, args, context) => {
      refuse(args, ['out']);
      const low = args.given('min') ? args.get('min') : args.get('a_min');
      const high = args.given('max') ? args.get('max') : args.get('a_max');
      let value: Value = x;
      if (low.kind !== 'none') value = binaryUfunc('maximum', value, low, context);
      if (high.kind !== 'none') value = binaryUfunc('minimum', value, high, context);
      return value === x ? copied(x) : value;
    },
  ),
  both('round', 'decimals=0, out=None', 'np.array([1.25, 2.5])', ['', '1'], (x, args, context) => {
    refuse(args, ['out']);
    return rounded(x, intOf(args.get('decimals'), context), context);
  }),
  func('around', 'a, decimals=0', ['np.around(np.array([1.25, 2.5]), 1)'], (args, context) =>
    rounded(arrayArgument(args, 'a', context), intOf(args.get('decimals'), context), context),
  ),

  func(
    'where',
    'condition, x=None, y=None, /',
    ['np.where(np.array([True, False]), 1, 0)', 'np.where(np.array([[1, 0], [0, 2]]))'],
    (args, context) => {
      const condition = arrayArgument(args, 'condition', context);
      if (!args.given('x')) return nonzero(condition, context);
      return choose(condition, args.get('x'), args.get('y'), context);
    },
  ),
  both('nonzero', '', 'np.array([[1, 0], [0, 2]])', [''], (x, _args, context) => nonzero(x, context)),
  func('flatnonzero', 'a', ['np.flatnonzero(np.array([1, 0, 2]))'], (args, context) => {
    const x = arrayArgument(args, 'a', context);
    const positions = x.data && truePositions(x.data, [x.data.length])[0];
    return array('int64', [positions?.length ?? anonymous()], positions);
  }),
  func('argwhere', 'a', ['np.argwhere(np.array([[1, 0], [0, 2]]))'], (args, context) => {
    const x = arrayArgument(args, 'a', context);
    if (!x.shape) throw new NotKnown('an array of unknown rank');
    const axes = x.data && truePositions(x.data, shapeOf(x));
    const count = axes?.[0]?.length;
    const rank = x.shape.length;
    if (!axes || count === undefined) return array('int64', [anonymous(), rank]);
    return array(
      'int64',
      [count, rank],
      BigInt64Array.from(
        { length: count * rank },
        (_, i) => (axes[i % rank] as BigInt64Array)[Math.floor(i / rank)] as bigint,
      ),
    );
  }),
  func(
    'isclose',
    'a, b, rtol=1e-05, atol=1e-08, equal_nan=False',
    ['np.isclose(np.array([1.0, 2.0]), 1.0)'],
    (args, context) => close(args.get('a'), args.get('b'), args.get('rtol'), args.get('atol'), context),
  ),
  func(
    'allclose',
    'a, b, rtol=1e-05, atol=1e-08, equal_nan=False',
    ['np.allclose(np.ones(3), 1.0)'],
    (args, context) => {
      const each = close(args.get('a'), args.get('b'), args.get('rtol'), args.get('atol'), context);
      if (each.kind !== 'tensor' || !each.data) return context.unknown('arrays whose elements are not known');
      return { kind: 'bool', value: (each.data as Uint8Array).every((x) => x !== 0) };
    },
  ),
  func('array_equal', 'a1, a2', ['np.array_equal(np.ones(3), np.ones(3))'], (args, context) => {
    const [a, b] = [arrayArgument(args, 'a1', context), arrayArgument(args, 'a2', context)];
    if (!a.data || !b.data) return context.unknown('arrays whose elements are not known');
    if (String(a.shape) !== String(b.shape)) return { kind: 'bool', value: false };
    const same = binaryUfunc('equal', a, b, context);
    return { kind: 'bool', value: same.kind === 'tensor' && (same.data as Uint8Array).every((x) => x !== 0) };
  }),
  func('nan_to_num', 'x, copy=True, nan=0.0', ['np.nan_to_num(np.array([1.0, np.nan]))'], (args, context) => {
    const x = arrayArgument(args, 'x', context);
    const fill = args.get('nan');
    if (fill.kind !== 'float' && fill.kind !== 'int') throw new NotKnown('a number that is not known');
    return result(context, x.dtype, x.shape, [x], (data) => {
      const dtype = x.dtype as ElementType;
      if (kindOf(dtype) !== 'float') return data.slice();
      const most = dtype === 'float32' ? 3.4028234663852886e38 : dtype === 'float16' ? 65504 : Number.MAX_VALUE;
      return fromNumbers(
        Float64Array.from(numbersOf(data, dtype), (v) =>
          Number.isNaN(v) ? fill.value : Math.min(Math.max(v, -most), most),
        ),
        dtype,
      );
    });
  }),
  func('interp', 'x, xp, fp', ['np.interp(1.5, [1, 2, 3], [3, 2, 0])'], (args, context) => {
    const [x, xp, fp] = ['x', 'xp', 'fp'].map((name) => arrayArgument(args, name, context)) as [
      TensorValue,
      TensorValue,
      TensorValue,
    ];
    return result(context, 'float64', x.shape, [x, xp, fp], (at, points, values) => {
      const [p, v] = [numbersOf(points, xp.dtype as ElementType), numbersOf(values, fp.dtype as ElementType)];
      return Float64Array.from(numbersOf(at, x.dtype as ElementType), (q) => interpolated(q, p, v));
    });
  }),
];

function interpolated(x: number, points: ArrayLike<number>, values: ArrayLike<number>): number {
  const last = points.length - 1;
  if (x <= (points[0] as number)) return values[0] as number;
  if (x >= (points[last] as number)) return values[last] as number;
  let i = 0;
  while ((points[i + 1] as number) <= x) i += 1;
  const [x0, x1, y0, y1] = [points[i], points[i + 1], values[i], values[i + 1]] as [number, number, number, number];
  return ((y1 - y0) / (x1 - x0)) * (x - x0) + y0;
}

function converted(value: Value, dtype: Value, context: Context): Value {
  const target = dtypeArgument(dtype, context);
  if (!target || value.kind !== 'tensor' || value.dtype === target) return value;
  return result(context, target, value.shape, [value], (data) => castTo(data, value.dtype as ElementType, target));
}

export function copied(x: TensorValue): TensorValue {
  return array(x.dtype, x.shape, x.data?.slice());
}

/** Rounds halves to even; with decimals as NumPy does it: scaled, rounded, scaled back. */
function rounded(x: TensorValue, decimals: number, context: Context): Value {
  return result(context, x.dtype === 'bool' ? 'float16' : x.dtype, x.shape, [x], (data) => {
    const dtype = x.dtype as ElementType;
    if (kindOf(dtype) !== 'float' && dtype !== 'bool' && decimals >= 0) return data.slice();
    const scale = 10 ** Math.abs(decimals);
    const narrow = dtype === 'float32' ? Math.fround : (v: number) => v;
    const round = (v: number) =>
      decimals >= 0 ? roundHalfEven(narrow(v * scale)) / scale : roundHalfEven(narrow(v / scale)) * scale;
    return fromNumbers(
      Float64Array.from(numbersOf(data, dtype), (v) => (Number.isFinite(v) ? round(v) : v)),
      dtype === 'bool' ? 'float16' : dtype,
    );
  });
}

function nonzero(x: TensorValue, context: Context): Value {
  if (!x.shape) return context.unknown('an array of unknown rank', 'np.nonzero');
  const positions = x.data && truePositions(x.data, shapeOf(x));
  const count = positions?.[0]?.length ?? anonymous();
  return tuple(x.shape.map((_, axis) => array('int64', [count], positions?.[axis])));
}

function close(a: Value, b: Value, rtol: Value, atol: Value, context: Context): Value {
  const difference = unaryUfunc('absolute', binaryUfunc('subtract', a, b, context), context);
  const allowed = binaryUfunc(
    'add',
    atol,
    binaryUfunc('multiply', rtol, unaryUfunc('absolute', b, context), context),
    context,
  );
  const near = binaryUfunc('less_equal', difference, allowed, context);
  return binaryUfunc('logical_or', near, binaryUfunc('equal', a, b, context), context);
}

/** Elements of `x` where the condition holds, of `y` elsewhere. */
export function choose(condition: TensorValue, x: Value, y: Value, context: Context): TensorValue {
  const [a, b] = [toOperand(x, context), toOperand(y, context)];
  if (!a || !b) throw new NotKnown('an argument that is not known');
  const strong = [a, b].filter((o) => !o.weak).map((o) => o.array.dtype);
  const dtype = strong.includes(undefined)
    ? undefined
    : resultType(
        strong as ElementType[],
        [a, b].flatMap((o) => o.weak ?? []),
      );
  const shape = broadcastAll([condition.shape, a.array.shape, b.array.shape], context);
  return result(context, dtype, shape, [condition, a.array, b.array], (c, p, q) => {
    const target = shape as readonly number[];
    const test = broadcastTo(c, shapeOf(condition), target);
    const out = broadcastTo(
      castTo(p, a.array.dtype as ElementType, dtype as ElementType),
      shapeOf(a.array),
      target,
    ).slice();
    const other = broadcastTo(castTo(q, b.array.dtype as ElementType, dtype as ElementType), shapeOf(b.array), target);
    for (let i = 0; i < out.length; i += 1) if (Number(test[i]) === 0) out[i] = other[i] as never;
    return out;
  });
}
