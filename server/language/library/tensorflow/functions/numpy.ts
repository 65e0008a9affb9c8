import type { ElementType } from '../../../tensor/element-type.js';
import { float, none, type Value } from '../../../values/value.js';
import type { Rule } from '../../keras/ops/call.js';
import type { Row } from '../../keras/ops/function.js';
import { mapOutcome, outcome } from '../../keras/ops/operand.js';
import * as creation from '../../keras/ops/rules/creation.js';
import * as elementwise from '../../keras/ops/rules/elementwise.js';
import * as indexing from '../../keras/ops/rules/indexing.js';
import * as linear from '../../keras/ops/rules/linear-algebra.js';
import * as reduction from '../../keras/ops/rules/reduction.js';
import * as shaping from '../../keras/ops/rules/shaping.js';
import { NotKnown } from '../../numpy/arguments.js';
import type { Members } from '../eager-function.js';

const numberTypes =
  'int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128'.split(' ');

/** Types are promoted by settings that a program may change (`experimental_enable_numpy_behavior`): shapes alone are said. */
const shapeOf =
  (rule: Rule): Rule =>
  (call) =>
    mapOutcome(rule(call), (x) => (x.dtype === 'bool' ? x : { ...x, dtype: undefined }));

/** As NumPy, of all elements where no axis is given. */
const place: Rule = (call) => (call.has('axis') ? reduction.argExtreme(call) : outcome('int64', []));

const running: Rule = (call) => (call.has('axis') ? elementwise.sameType(call) : shaping.ravel(call));

const chosen: Rule = (call) => {
  if (!call.has('x1')) throw new NotKnown('how many elements are true is not known');
  return elementwise.where(call);
};

const likeOrOf: Rule = (call) => (call.has('shape') ? creation.ofShape()(call) : elementwise.likeX(call));

/** Of the shape that its arguments list. */
const ofRest: Rule = (call) =>
  outcome(
    undefined,
    call.rest.map((each) => call.dimOf(each)),
  );

const rows: readonly Row[] = [
  [
    'abs, absolute, negative, square, floor, ceil, positive, conj, conjugate, exp, exp2, expm1, log, log2, log10, log1p, sqrt, cbrt, reciprocal, sin, cos, tan, arcsin, arccos, arctan, sinh, cosh, tanh, arcsinh, arccosh, arctanh, deg2rad, rad2deg, sinc, fabs, fix',
    'x',
    elementwise.sameType,
  ],
  ['sign', 'x, out=None, where=None, **kwargs', elementwise.sameType],
  ['real, imag', 'val>x', elementwise.sameType],
  ['round, around', 'a>x, decimals=0', elementwise.sameType],
  ['copy', 'a>x', elementwise.sameType],
  ['isfinite, isinf, isnan, isneginf, isposinf, logical_not, signbit', 'x', elementwise.truths],
  [
    'add, multiply, subtract, maximum, minimum, gcd, lcm, power, float_power, mod, remainder, floor_divide, divide, true_divide, arctan2, hypot, logaddexp, logaddexp2, heaviside, bitwise_and, bitwise_or, bitwise_xor',
    'x1, x2',
    elementwise.arithmetic,
  ],
  [
    'equal, not_equal, less, less_equal, greater, greater_equal, logical_and, logical_or, logical_xor',
    'x1, x2',
    elementwise.comparison,
  ],
  ['clip', 'a>x, a_min>x_min, a_max>x_max', elementwise.clip],
  ['where', 'condition, x>x1=None, y>x2=None', chosen],
  ['sum, prod', 'a>x, axis=None, dtype=None, keepdims=None', reduction.mean],
  ['mean', 'a>x, axis=None, dtype=None, out=None, keepdims=None', reduction.mean],
  ['std', 'a>x, axis=None, keepdims=None', reduction.mean],
  ['var', 'a>x, axis=None, dtype=None, out=None, ddof=0, keepdims=None', reduction.mean],
  ['max, min', 'a>x, axis=None, keepdims=None', reduction.mean],
  ['amax, amin', 'a>x, axis=None, out=None, keepdims=None', reduction.mean],
  ['any, all', 'a>x, axis=None, keepdims=None', reduction.quantifier],
  ['argmax, argmin', 'a>x, axis=None', place],
  ['count_nonzero', 'a>x, axis=None', reduction.countNonzero],
  ['cumsum, cumprod', 'a>x, axis=None, dtype=None', running],
  ['average', 'a>x, axis=None, weights=None, returned=False', reduction.average],
  ['matmul', 'x1, x2', linear.matmul],
  ['dot', 'a>x1, b>x2', linear.dot],
  ['tensordot', 'a>x1, b>x2, axes=2', linear.tensordot],
  ['einsum', 'subscripts, *operands, **kwargs', linear.einsum],
  ['outer', 'a>x1, b>x2', linear.outer],
  ['inner', 'a>x1, b>x2', linear.inner],
  ['diag', 'v>x, k=0', linear.diag],
  ['reshape', "a>x, newshape, order='C'", shaping.reshape],
  ['ravel', 'a>x', shaping.ravel],
  ['transpose', 'a>x, axes=None', shaping.transpose],
  ['expand_dims', 'a>x, axis', shaping.expandDims],
  ['squeeze', 'a>x, axis=None', shaping.squeeze],
  ['moveaxis', 'a>x, source, destination', shaping.moveaxis],
  ['swapaxes', 'a>x, axis1, axis2', shaping.swapaxes],
  ['flip', 'm>x, axis=None', elementwise.sameType],
  ['fliplr, flipud', 'm>x', elementwise.sameType],
  ['roll', 'a>x, shift, axis=None', elementwise.sameType],
  ['tile', 'a>x, reps>repeats', shaping.tile],
  ['repeat', 'a>x, repeats, axis=None', shaping.repeat],
  ['broadcast_to', 'array>x, shape', shaping.broadcastTo],
  ['pad', 'array>x, pad_width, mode, **kwargs', shaping.pad],
  ['concatenate', 'arys>xs, axis=0', shaping.concatenate],
  ['stack', 'arrays>xs, axis=0', shaping.stack],
  ['hstack', 'tup>xs', shaping.stackedAlong(1)],
  ['vstack', 'tup>xs', shaping.stackedAlong(0)],
  ['split', 'ary>x, indices_or_sections, axis=0', shaping.split],
  ['take', "a>x, indices, axis=None, out=None, mode='clip'", indexing.take],
  ['take_along_axis', 'arr>x, indices, axis', indexing.takeAlongAxis],
  ['sort', "a>x, axis=-1, kind='quicksort', order=None", elementwise.sameType],
  ['argsort', "a>x, axis=-1, kind='quicksort', order=None", indexing.argsort],
  ['tril, triu', 'm>x, k=0', elementwise.sameType],
  ['zeros, ones', 'shape, dtype=None', creation.ofShape()],
  ['empty', 'shape, dtype=None', creation.ofShape()],
  ['zeros_like, ones_like, empty_like', 'a>x, dtype=None', elementwise.likeX],
  ['full', 'shape, fill_value, dtype=None', creation.full],
  ['full_like', "a>x, fill_value, dtype=None, order='K', subok=True, shape=None", likeOrOf],
  ['arange', 'start, stop=None, step=1, dtype=None', creation.arange],
  ['linspace', 'start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0', creation.linspace],
  ['eye', 'N, M=None, k=0, dtype=None', creation.eye],
  ['identity', 'n>N, dtype=None', creation.eye],
  ['array', 'val>x, dtype=None, copy=True, ndmin=0', creation.asTensor],
  ['asarray', 'a>x, dtype=None', creation.asTensor],
  ['ndim', 'a>x', creation.ndim],
  ['random.randn, random.rand', '*args', ofRest],
  ['random.standard_normal, random.random', 'size>shape=None', creation.ofShape()],
  ['random.uniform', 'low=0.0, high=1.0, size>shape=None', creation.ofShape()],
];

/** `tf.experimental.numpy`: NumPy's functions on TensorFlow's tensors, named as NumPy names them. */
export const numpyRows: readonly Row[] = rows.map(([names, signature, rule]) => [
  names
    .split(', ')
    .map((name) => `experimental.numpy.${name}`)
    .join(', '),
  signature,
  shapeOf(rule),
]);

/** What it has beside functions. */
export const numpyMembers: Members = {
  ...Object.fromEntries(
    ['bool_', ...numberTypes].map((name): [string, Value] => [
      name,
      { kind: 'dtype', dtype: (name === 'bool_' ? 'bool' : name) as ElementType },
    ]),
  ),
  newaxis: none,
  pi: float(Math.PI),
  e: float(Math.E),
  inf: float(Number.POSITIVE_INFINITY),
};
