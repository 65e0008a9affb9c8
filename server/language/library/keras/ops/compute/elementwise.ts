import { activations } from '../../../../layers/activations.js';
import type { ElementType } from '../../../../tensor/element-type.js';
import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import { isWhole, NotComputed, type Write, type Writing } from '../writing.js';

type OfOne = (w: Writing, x: SymbolicTensor) => SymbolicTensor;

/** A function of `x`, computed in the type of its result. */
const unary =
  (compute: OfOne): Write =>
  (w) =>
    compute(w, w.tensor('x', w.dtype));

/** A function of `x`, computed in the type of its argument: what gives truths. */
const asked =
  (compute: OfOne): Write =>
  (w) =>
    compute(w, w.tensor('x'));

const operator = (op: string): Write => unary((w, x) => w.one(op, [x]));

/** Whole numbers are what they are rounded to. */
const rounding = (op: string): Write => unary((w, x) => (isWhole(x.dtype) ? x : w.one(op, [x])));

const scaled = (factor: number): Write => unary((w, x) => w.one('Mul', [x, w.number(factor, x)]));

const scaledLog = (factor: number): Write => unary((w, x) => w.one('Mul', [w.one('Log', [x]), w.number(factor, x)]));

/** log(1 + x), exact for small x too: 2 artanh(x / (x + 2)). */
export function log1p(w: Writing, x: SymbolicTensor): SymbolicTensor {
  const share = w.one('Div', [x, w.one('Add', [x, w.number(2, x)])]);
  return w.one('Mul', [w.one('Atanh', [share]), w.number(2, x)]);
}

function infinite(positive: boolean, negative: boolean): Write {
  return asked((w, x) =>
    isWhole(x.dtype) || x.dtype === 'bool'
      ? w.one('IsInf', [w.cast(x, 'float32')])
      : w.one('IsInf', [x], {
          detect_positive: { int: positive ? 1 : 0 },
          detect_negative: { int: negative ? 1 : 0 },
        }),
  );
}

const identity = unary((_, x) => x);
const absolute = operator('Abs');
const square = unary((w, x) => w.one('Mul', [x, x]));
const isNan = asked((w, x) => w.one('IsNaN', [w.cast(x, floating(x.dtype))]));

function floating(dtype: ElementType): ElementType {
  return isWhole(dtype) || dtype === 'bool' ? 'float32' : dtype;
}

/** What carries no gradient: ONNX has no operator of this name, CastLike is one that nothing is carried back through. */
const stopGradient = unary((w, x) => w.one('CastLike', [x, x]));

const round: Write = unary((w, x) => {
  const decimals = w.call.has('decimals') ? w.call.int('decimals') : 0;
  if (isWhole(x.dtype) && decimals >= 0) return x;
  if (decimals === 0) return w.one('Round', [x]);
  const factor = w.number(10 ** decimals, x);
  return w.one('Div', [w.one('Round', [w.one('Mul', [x, factor])]), factor]);
});

/** An activation of the table that layers take theirs from. */
const activation = (name: string): Write =>
  unary((w, x) => {
    const found = activations.get(name);
    if (!found) throw new NotComputed(`the activation ${name} is not computed`);
    return found.apply(w.graph, x);
  });

/** Functions of one tensor, element by element, by their names in Keras and TensorFlow. */
export const unaries: Readonly<Record<string, Write>> = {
  abs: absolute,
  absolute,
  fabs: absolute,
  negative: operator('Neg'),
  sign: operator('Sign'),
  square,
  round,
  rint: operator('Round'),
  floor: rounding('Floor'),
  ceil: rounding('Ceil'),
  trunc: unary((w, x) =>
    isWhole(x.dtype) ? x : w.one('Mul', [w.one('Sign', [x]), w.one('Floor', [w.one('Abs', [x])])]),
  ),
  copy: identity,
  positive: identity,
  identity,
  conj: identity,
  conjugate: identity,
  real: identity,
  cast_to_floatx: identity,
  stop_gradient: stopGradient,
  exp: operator('Exp'),
  exp2: unary((w, x) => w.one('Exp', [w.one('Mul', [x, w.number(Math.LN2, x)])])),
  // eˣ - 1, exact for small x too: tanh(x / 2) is (eˣ - 1) / (eˣ + 1).
  expm1: unary((w, x) => {
    const half = w.one('Tanh', [w.one('Mul', [x, w.number(0.5, x)])]);
    return w.one('Mul', [half, w.one('Add', [w.one('Exp', [x]), w.number(1, x)])]);
  }),
  log: operator('Log'),
  log2: scaledLog(Math.LOG2E),
  log10: scaledLog(Math.LOG10E),
  log1p: unary(log1p),
  sqrt: operator('Sqrt'),
  rsqrt: unary((w, x) => w.one('Reciprocal', [w.one('Sqrt', [x])])),
  cbrt: unary((w, x) => w.one('Mul', [w.one('Sign', [x]), w.one('Pow', [w.one('Abs', [x]), w.number(1 / 3, x)])])),
  reciprocal: operator('Reciprocal'),
  sin: operator('Sin'),
  cos: operator('Cos'),
  tan: operator('Tan'),
  arcsin: operator('Asin'),
  asin: operator('Asin'),
  arccos: operator('Acos'),
  acos: operator('Acos'),
  arctan: operator('Atan'),
  atan: operator('Atan'),
  sinh: operator('Sinh'),
  cosh: operator('Cosh'),
  tanh: operator('Tanh'),
  arcsinh: operator('Asinh'),
  asinh: operator('Asinh'),
  arccosh: operator('Acosh'),
  acosh: operator('Acosh'),
  arctanh: operator('Atanh'),
  atanh: operator('Atanh'),
  erf: operator('Erf'),
  erfc: unary((w, x) => w.one('Sub', [w.number(1, x), w.one('Erf', [x])])),
  deg2rad: scaled(Math.PI / 180),
  rad2deg: scaled(180 / Math.PI),
  isnan: isNan,
  is_nan: isNan,
  isinf: infinite(true, true),
  is_inf: infinite(true, true),
  isposinf: infinite(true, false),
  isneginf: infinite(false, true),
  isfinite: finite(),
  is_finite: finite(),
  logical_not: asked((w, x) => w.one('Not', [w.cast(x, 'bool')])),
  relu: relu(),
  relu6: activation('relu6'),
  sigmoid: activation('sigmoid'),
  softplus: activation('softplus'),
  softsign: activation('softsign'),
  silu: silu(),
  swish: silu(),
  log_sigmoid: activation('log_sigmoid'),
  hard_sigmoid: activation('hard_sigmoid'),
  hard_silu: activation('hard_silu'),
  hard_swish: activation('hard_silu'),
  hard_tanh: activation('hard_tanh'),
  selu: activation('selu'),
  mish: activation('mish'),
  exponential: operator('Exp'),
  tanh_shrink: activation('tanh_shrink'),
};

function finite(): Write {
  return asked((w, x) => {
    const number = w.cast(x, floating(x.dtype));
    return w.one('Not', [w.one('Or', [w.one('IsNaN', [number]), w.one('IsInf', [number])])]);
  });
}

/** `relu(x)`, and Keras 2's `K.relu(x, alpha, max_value, threshold)`. */
function relu(): Write {
  return unary((w, x) => {
    const [alpha, threshold] = ['alpha', 'threshold'].map((name) => (w.call.has(name) ? w.call.number(name) : 0));
    const most = w.call.has('max_value') ? w.call.number('max_value') : undefined;
    if (!alpha && !threshold && most === undefined) return w.one('Relu', [x]);
    const bound = w.number(threshold ?? 0, x);
    const above = most === undefined ? x : w.one('Min', [x, w.number(most, x)]);
    const below = w.one('Mul', [w.one('Sub', [x, bound]), w.number(alpha ?? 0, x)]);
    return w.one('Where', [w.one('GreaterOrEqual', [x, bound]), above, below]);
  });
}

function silu(): Write {
  return unary((w, x) => {
    const beta = w.call.has('beta') ? w.call.number('beta') : 1;
    const slope = beta === 1 ? x : w.one('Mul', [x, w.number(beta, x)]);
    return w.one('Mul', [x, w.one('Sigmoid', [slope])]);
  });
}

/** Keras 2's `K.hard_sigmoid`, with the slope of Theano's. */
export const steeperHardSigmoid: Write = unary((w, x) =>
  w.one('HardSigmoid', [x], { alpha: { float: 0.2 }, beta: { float: 0.5 } }),
);

/** `leaky_relu(x, negative_slope)`, TensorFlow's with `alpha`. */
export const leakyRelu: Write = unary((w, x) =>
  w.one('LeakyRelu', [x], {
    alpha: { float: w.call.number(w.call.has('negative_slope') ? 'negative_slope' : 'alpha') },
  }),
);

const alphaOf = (w: Writing) => ({ alpha: { float: w.call.has('alpha') ? w.call.number('alpha') : 1 } });

export const elu: Readonly<Record<string, Write>> = {
  elu: unary((w, x) => w.one('Elu', [x], alphaOf(w))),
  celu: unary((w, x) => w.one('Celu', [x], alphaOf(w))),
};

export const gelu: Write = unary((w, x) =>
  w.one('Gelu', [x], { approximate: { string: w.call.bool('approximate') ? 'tanh' : 'none' } }),
);

/** Values that are nearer to 0 than a threshold become 0; softly, all others come nearer by it. */
export const shrink: Readonly<Record<string, Write>> = {
  hard_shrink: unary((w, x) => {
    const far = w.one('Greater', [w.one('Abs', [x]), w.tensor('threshold', x.dtype)]);
    return w.one('Where', [far, x, w.number(0, x)]);
  }),
  soft_shrink: unary((w, x) => {
    const far = w.one('Relu', [w.one('Sub', [w.one('Abs', [x]), w.tensor('threshold', x.dtype)])]);
    return w.one('Mul', [w.one('Sign', [x]), far]);
  }),
};

export const threshold: Write = unary((w, x) => {
  const above = w.one('Greater', [x, w.tensor('threshold', x.dtype)]);
  return w.one('Where', [above, x, w.tensor('default_value', x.dtype)]);
});

export const squareplus: Write = unary((w, x) => {
  const root = w.one('Sqrt', [w.one('Add', [w.one('Mul', [x, x]), w.tensor('b', x.dtype)])]);
  return w.one('Mul', [w.one('Add', [x, root]), w.number(0.5, x)]);
});

/** Along `axis`, or the last: `softmax`, `log_softmax`. */
export const softmaxes: Readonly<Record<string, Write>> = {
  softmax: alongAxis('Softmax'),
  log_softmax: alongAxis('LogSoftmax'),
};

function alongAxis(op: string): Write {
  return unary((w, x) => {
    const axis = w.call.get('axis');
    if (axis.kind !== 'none' && axis.kind !== 'int') throw new NotComputed('of several axes at once');
    return w.one(op, [x], { axis: { int: axis.kind === 'int' ? axis.value : -1 } });
  });
}

export const castTo: Write = (w) => {
  const x = w.tensor('x');
  // Truths of anything that is not 0.
  return w.cast(x, w.dtype);
};

export const nanToNum: Write = unary((w, x) => {
  if (w.call.has('posinf') || w.call.has('neginf')) throw new NotComputed('with posinf= or neginf=');
  const most = w.number(3.4028234663852886e38, x);
  const bounded = w.one('Clip', [x, w.one('Neg', [most]), most]);
  return w.one('Where', [w.one('IsNaN', [x]), w.tensor('nan', x.dtype), bounded]);
});
