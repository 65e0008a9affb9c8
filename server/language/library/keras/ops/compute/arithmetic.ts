import type { ElementType } from '../../../../tensor/element-type.js';
import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import { isStatic } from '../../../../tensor/shape.js';
import { isWhole, NotComputed, type Write, type Writing } from '../writing.js';
import { log1p } from './elementwise.js';

type OfTwo = (w: Writing, a: SymbolicTensor, b: SymbolicTensor) => SymbolicTensor;

/** A function of two tensors, computed in the type of its result. */
const binary =
  (compute: OfTwo): Write =>
  (w) => {
    const [a, b] = w.pair(w.dtype);
    return compute(w, a, b);
  };

/** In the operands' common type: what gives truths. */
const compared =
  (compute: OfTwo, dtype?: ElementType): Write =>
  (w) => {
    const [a, b] = w.pair(dtype);
    return compute(w, a, b);
  };

const operator = (op: string): Write => binary((w, a, b) => w.one(op, [a, b]));

/** Truths are compared as 0 and 1. */
const order = (op: string): Write =>
  compared((w, a, b) => (a.dtype === 'bool' ? w.one(op, [w.cast(a, 'int32'), w.cast(b, 'int32')]) : w.one(op, [a, b])));

const logical = (op: string): Write => compared((w, a, b) => w.one(op, [a, b]), 'bool');

/** a / b where b is not 0, else 0: no gradient of it is without a number. */
function ratio(w: Writing, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const zero = w.one('Equal', [b, w.number(0, b)]);
  const safe = w.one('Where', [zero, w.number(1, b), b]);
  return w.one('Where', [zero, w.number(0, b), w.one('Div', [a, safe])]);
}

/** a · f(b) where a is not 0, else 0. */
const timesUnlessZero = (f: (w: Writing, b: SymbolicTensor) => SymbolicTensor): Write =>
  binary((w, a, b) => {
    const zero = w.one('Equal', [a, w.number(0, a)]);
    const safe = w.one('Where', [zero, w.number(1, b), b]);
    return w.one('Where', [zero, w.number(0, a), w.one('Mul', [a, f(w, safe)])]);
  });

/** As Python divides: towards minus infinity. */
function floorDivided(w: Writing, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  if (!isWhole(a.dtype)) return w.one('Floor', [w.one('Div', [a, b])]);
  return w.one('Div', [w.one('Sub', [a, w.one('Mod', [a, b])]), b]);
}

function remainder(w: Writing, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  if (isWhole(a.dtype)) return w.one('Mod', [a, b]);
  return w.one('Sub', [a, w.one('Mul', [w.one('Floor', [w.one('Div', [a, b])]), b])]);
}

/** log(eᵃ + eᵇ). */
const logAddExp: Write = binary((w, a, b) => {
  const apart = w.one('Neg', [w.one('Abs', [w.one('Sub', [a, b])])]);
  return w.one('Add', [w.one('Max', [a, b]), log1p(w, w.one('Exp', [apart]))]);
});

/** The angle of (x, y), from y and x in this order. */
const angle: Write = binary((w, y, x) => {
  const zero = w.number(0, x);
  const pi = w.number(Math.PI, x);
  const upright = w.one('Equal', [x, zero]);
  const plain = w.one('Atan', [w.one('Div', [y, w.one('Where', [upright, w.number(1, x), x])])]);
  const half = w.one('Mul', [w.one('Sign', [y]), w.number(Math.PI / 2, x)]);
  const turn = w.one('Where', [w.one('Less', [y, zero]), w.one('Neg', [pi]), pi]);
  const left = w.one('Where', [w.one('Less', [x, zero]), turn, zero]);
  return w.one('Where', [upright, half, w.one('Add', [plain, left])]);
});

const subtract = operator('Sub');
const multiply: Write = binary((w, a, b) => (a.dtype === 'bool' ? w.one('And', [a, b]) : w.one('Mul', [a, b])));
const divide = operator('Div');
const maximum = operator('Max');
const minimum = operator('Min');
const power = operator('Pow');
const mod = binary(remainder);
const floorDivide = binary(floorDivided);
const squaredDifference = binary((w, a, b) => {
  const difference = w.one('Sub', [a, b]);
  return w.one('Mul', [difference, difference]);
});

/** Functions of two tensors that broadcast, by their names in Keras and TensorFlow. */
export const binaries: Readonly<Record<string, Write>> = {
  add: binary((w, a, b) => (a.dtype === 'bool' ? w.one('Or', [a, b]) : w.one('Add', [a, b]))),
  subtract,
  multiply,
  divide,
  true_divide: divide,
  truediv: divide,
  realdiv: divide,
  maximum,
  minimum,
  fmax: maximum,
  fmin: minimum,
  power,
  pow: power,
  mod,
  floormod: mod,
  floor_divide: floorDivide,
  floordiv: floorDivide,
  squared_difference: squaredDifference,
  divide_no_nan: binary(ratio),
  multiply_no_nan: binary((w, a, b) => {
    const zero = w.one('Equal', [b, w.number(0, b)]);
    return w.one('Where', [zero, w.number(0, a), w.one('Mul', [a, b])]);
  }),
  xlogy: timesUnlessZero((w, b) => w.one('Log', [b])),
  xlog1py: timesUnlessZero(log1p),
  xdivy: binary((w, a, b) => ratio(w, a, b)),
  arctan2: angle,
  atan2: angle,
  hypot: binary((w, a, b) => w.one('Sqrt', [w.one('Add', [w.one('Mul', [a, a]), w.one('Mul', [b, b])])])),
  logaddexp: logAddExp,
  equal: compared((w, a, b) => w.one('Equal', [a, b])),
  not_equal: compared((w, a, b) => w.one('Not', [w.one('Equal', [a, b])])),
  less: order('Less'),
  less_equal: order('LessOrEqual'),
  greater: order('Greater'),
  greater_equal: order('GreaterOrEqual'),
  logical_and: logical('And'),
  logical_or: logical('Or'),
  logical_xor: logical('Xor'),
  isclose: compared((w, a, b) => {
    const apart = w.one('Abs', [w.one('Sub', [a, b])]);
    const allowed = w.one('Mul', [w.one('Abs', [b]), w.tensor('rtol', a.dtype)]);
    return w.one('LessOrEqual', [apart, w.one('Add', [allowed, w.tensor('atol', a.dtype)])]);
  }, 'float32'),
};

/** `clip(x, x_min, x_max)`. */
export const clip: Write = (w) => {
  const x = w.tensor('x', w.dtype);
  const [low, high] = [w.optional('x_min', x.dtype), w.optional('x_max', x.dtype)];
  const plain = (bound: SymbolicTensor | undefined) => !bound || (isStatic(bound.shape) && bound.shape.length === 0);
  if (plain(low) && plain(high)) return w.one('Clip', [x, low, high]);
  // Where the bounds cross, the lower one holds.
  const lowered = high ? w.one('Min', [x, high]) : x;
  return low ? w.one('Max', [lowered, low]) : lowered;
};

export const where: Write = (w) => {
  if (!w.call.has('x1') || !w.call.has('x2')) throw new NotComputed('of a condition alone');
  const [a, b] = w.pair(w.dtype);
  return w.one('Where', [w.tensor('condition', 'bool'), a, b]);
};

/** The sum of several tensors. */
export const addAll: Write = (w) => {
  const [first, ...rest] = w.tensors('xs');
  if (!first) throw new NotComputed('of nothing');
  return rest.reduce((sum, each) => w.one('Add', [sum, each]), first);
};

export const scalarMul: Write = (w) => {
  const x = w.tensor('x');
  return w.one('Mul', [w.tensor('scalar', x.dtype), x]);
};

/** Values scaled down to a length of at most `clip_norm`. */
export const clipByNorm: Write = (w) => {
  const x = w.tensor('x');
  const axes = w.axes(x, 'axes');
  const norm = w.one('Sqrt', [w.reduce('ReduceSum', w.one('Mul', [x, x]), axes, true)]);
  const most = w.tensor('clip_norm', x.dtype);
  return w.one('Div', [w.one('Mul', [x, most]), w.one('Max', [norm, most])]);
};

/** Values scaled down to a common length of at most `clip_norm`, and the length that they had. */
export const clipByGlobalNorm: Write = (w) => {
  const parts = givenParts(w);
  const norm = w.optional('use_norm', 'float32') ?? lengthOf(w, parts);
  const most = w.tensor('clip_norm', 'float32');
  const one = w.number(1, 'float32');
  const share = w.one('Min', [w.one('Div', [one, norm]), w.one('Div', [one, most])]);
  // Not a number where the length is none.
  const scale = w.one('Add', [w.one('Mul', [most, share]), w.one('Sub', [norm, norm])]);
  return [...parts.map((part) => w.one('Mul', [part, scale])), norm];
};

export const globalNorm: Write = (w) => lengthOf(w, givenParts(w));

/** None stands for what has no gradient. */
function givenParts(w: Writing): readonly SymbolicTensor[] {
  const value = w.call.get('xs');
  if (value.kind !== 'list' && value.kind !== 'tuple') throw new NotComputed('it takes a list of tensors');
  return value.elements.filter(({ kind }) => kind !== 'none').map((each) => w.value(each, 'float32'));
}

function lengthOf(w: Writing, parts: readonly SymbolicTensor[]): SymbolicTensor {
  const squares = parts.map((part) => w.one('ReduceSum', [w.one('Mul', [part, part])], { keepdims: { int: 0 } }));
  return w.one('Sqrt', [squares.reduce((a, b) => w.one('Add', [a, b]), w.number(0, 'float32'))]);
}
