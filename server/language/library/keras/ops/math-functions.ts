import * as binary from './compute/arithmetic.js';
import * as unary from './compute/elementwise.js';
import * as algebra from './compute/linear-algebra.js';
import * as networks from './compute/networks.js';
import * as reduce from './compute/reduction.js';
import type { Row } from './function.js';
import * as elementwise from './rules/elementwise.js';
import * as linear from './rules/linear-algebra.js';
import * as reduction from './rules/reduction.js';

/** Arithmetic, reductions and linear algebra of `keras.ops`. */
export const mathRows: readonly Row[] = [
  [
    'abs, absolute, negative, sign, conj, conjugate, real, imag, square, round, trunc, floor, ceil, copy, stop_gradient, positive',
    'x',
    elementwise.sameType,
    unary.unaries,
  ],
  ['round', 'x, decimals=0', elementwise.sameType, unary.unaries],
  ['floor, ceil', 'x', elementwise.floatType, unary.unaries],
  [
    'square',
    'x',
    (call) => {
      const made = elementwise.sameType(call);
      return made.kind === 'tensor' && made.dtype === 'bool' ? { ...made, dtype: 'int32' } : made;
    },
    unary.unaries,
  ],
  ['stop_gradient', 'variable>x', elementwise.sameType, unary.unaries],
  [
    'exp, exp2, expm1, log, log2, log10, log1p, sqrt, cbrt, reciprocal, sin, cos, tan, arcsin, arccos, arctan, sinh, cosh, tanh, arcsinh, arccosh, arctanh, erfc, erfinv, deg2rad, rad2deg, sinc, i0, fabs, angle',
    'x',
    elementwise.floatType,
    unary.unaries,
  ],
  ['rsqrt, erf', 'x', elementwise.sameType, unary.unaries],
  ['isfinite, isinf, isnan, isneginf, isposinf, isreal, signbit, logical_not', 'x', elementwise.truths, unary.unaries],
  ['nan_to_num', 'x, nan=0.0, posinf=None, neginf=None', elementwise.sameType, unary.nanToNum],
  [
    'add, multiply, subtract, maximum, minimum, fmax, fmin, gcd, lcm, nextafter, ldexp',
    'x1, x2',
    elementwise.arithmetic,
    binary.binaries,
  ],
  ['power, mod, fmod, floor_divide', 'x1, x2', elementwise.wholeArithmetic, binary.binaries],
  ['divide, true_divide, divide_no_nan', 'x1, x2', elementwise.division, binary.binaries],
  ['arctan2, hypot, logaddexp, logaddexp2, heaviside', 'x1, x2', elementwise.floatArithmetic, binary.binaries],
  [
    'equal, not_equal, less, less_equal, greater, greater_equal, logical_and, logical_or, logical_xor',
    'x1, x2',
    elementwise.comparison,
    binary.binaries,
  ],
  [
    'bitwise_and, bitwise_or, bitwise_xor, bitwise_left_shift, bitwise_right_shift, left_shift, right_shift',
    'x>x1, y>x2',
    elementwise.arithmetic,
  ],
  ['bitwise_not, bitwise_invert', 'x', elementwise.sameType],
  ['isclose', 'x1, x2, rtol=1e-05, atol=1e-08, equal_nan=False', elementwise.comparison, binary.binaries],
  ['allclose', 'x1, x2, rtol=1e-05, atol=1e-08, equal_nan=False', reduction.oneTruth],
  ['isin', 'x1>x, x2, assume_unique=False, invert=False', elementwise.truths],
  ['clip', 'x, x_min, x_max', elementwise.clip, binary.clip],
  ['where', 'condition, x1=None, x2=None', elementwise.where, binary.where],
  ['cast, saturate_cast', 'x, dtype', elementwise.cast, { cast: unary.castTo }],
  ['sum, nansum', 'x, axis=None, keepdims=False', reduction.sum, reduce.reductions],
  ['nanprod', 'x, axis=None, keepdims=False', reduction.sum],
  ['prod', 'x, axis=None, keepdims=False, dtype=None', reduction.sum, reduce.reductions],
  ['max, min', 'x, axis=None, keepdims=False, initial=None', reduction.extreme, reduce.reductions],
  ['amax, amin, nanmax, nanmin, ptp', 'x, axis=None, keepdims=False', reduction.extreme, reduce.reductions],
  [
    'mean, std, var, nanmean, nanstd, nanvar, median, nanmedian, logsumexp',
    'x, axis=None, keepdims=False',
    reduction.mean,
    { ...reduce.reductions, median: reduce.median },
  ],
  ['norm', 'x, ord=None, axis=None, keepdims=False', reduction.mean, reduce.norm],
  ['any, all', 'x, axis=None, keepdims=False', reduction.quantifier, reduce.reductions],
  ['argmax, argmin, nanargmax, nanargmin', 'x, axis=None, keepdims=False', reduction.argExtreme, reduce.reductions],
  ['count_nonzero', 'x, axis=None', reduction.countNonzero, reduce.countNonzero],
  ['cumsum, cumprod, nancumsum, nancumprod', 'x, axis=None, dtype=None', reduction.cumulative, reduce.cumulatives],
  [
    'quantile, nanquantile, percentile, nanpercentile',
    "x, q, axis=None, method='linear', keepdims=False",
    reduction.quantile,
  ],
  ['average', 'x, axis=None, weights=None', reduction.average, reduce.average],
  ['matmul', 'x1, x2', linear.matmul, algebra.matmul],
  ['dot', 'x1, x2', linear.dot, algebra.dot],
  ['tensordot', 'x1, x2, axes=2', linear.tensordot, algebra.tensordot],
  ['einsum', 'subscripts, *operands, **kwargs', linear.einsum, algebra.einsum],
  ['outer', 'x1, x2', linear.outer, algebra.outer],
  ['inner', 'x1, x2', linear.inner, algebra.inner],
  ['kron', 'x1, x2', linear.kron],
  ['cdist', 'x>x1, y>x2', linear.pairwise, algebra.pairwise],
  ['cross', 'x1, x2, axisa=-1, axisb=-1, axisc=-1, axis=None', linear.cross, algebra.cross],
  ['inv', 'x', linear.matrixToMatrix],
  ['cholesky, cholesky_inverse', 'x, upper=False', linear.matrixToMatrix],
  ['det, logdet', 'x', linear.matrixToNumber],
  ['matrix_rank', 'x, tol=None', linear.matrixToNumber],
  ['slogdet', 'x', linear.slogdet],
  ['pinv', 'x, rcond=None', linear.pinv],
  ['solve', 'a>x1, b>x2', linear.solve],
  ['solve_triangular', 'a>x1, b>x2, lower=False', linear.solve],
  ['lstsq', 'a>x1, b>x2, rcond=None', linear.lstsq],
  ['qr', "x, mode='reduced'", linear.qr],
  ['svd', 'x, full_matrices=True, compute_uv=True', linear.svd],
  ['eigh', 'x', linear.eigh],
  ['eig', 'x', linear.eig],
  ['lu_factor', 'x', linear.lu],
  ['diag', 'x, k=0', linear.diag],
  ['diagflat', 'x, k=0', linear.diagflat],
  ['diagonal', 'x, offset=0, axis1=0, axis2=1', linear.diagonal, algebra.diagonal],
  ['trace', 'x, offset=0, axis1=0, axis2=1', linear.trace, algebra.trace],
  ['normalize', 'x, axis=-1, order=2, epsilon=None', elementwise.floatType, networks.normalize],
];
