import { list, none, tuple } from '../../../values/value.js';
import * as binary from '../../keras/ops/compute/arithmetic.js';
import * as unary from '../../keras/ops/compute/elementwise.js';
import * as picks from '../../keras/ops/compute/indexing.js';
import * as algebra from '../../keras/ops/compute/linear-algebra.js';
import * as networks from '../../keras/ops/compute/networks.js';
import * as reduce from '../../keras/ops/compute/reduction.js';
import type { Row } from '../../keras/ops/function.js';
import { outcome } from '../../keras/ops/operand.js';
import * as elementwise from '../../keras/ops/rules/elementwise.js';
import * as indexing from '../../keras/ops/rules/indexing.js';
import * as linear from '../../keras/ops/rules/linear-algebra.js';
import * as reduction from '../../keras/ops/rules/reduction.js';

const reduced = 'input_tensor>x, axis=None, keepdims=False';

/** Elementwise functions, reductions and linear algebra of TensorFlow. */
export const mathRows: readonly Row[] = [
  [
    'math.abs abs, math.acos acos, math.acosh acosh, math.asin asin, math.asinh asinh, math.atan atan, math.atanh atanh, math.bessel_i0, math.bessel_i1, math.ceil, math.cos cos, math.cosh cosh, math.digamma, math.erf, math.erfc, math.erfinv, math.exp exp, math.expm1, math.floor floor, math.lgamma, math.log, math.log1p, math.log_sigmoid, math.negative negative, math.ndtri, math.reciprocal, math.reciprocal_no_nan, math.rint, math.round round, math.rsqrt, math.sign sign, math.sin sin, math.sinh sinh, math.sqrt sqrt, math.square square, math.tan tan, math.sigmoid sigmoid nn.sigmoid, math.tanh tanh nn.tanh, math.conj',
    'x',
    elementwise.sameNumber,
    unary.unaries,
  ],
  ['math.real, math.imag, math.angle', 'input>x', elementwise.sameType],
  ['identity, stop_gradient, guarantee_const', 'input>x', elementwise.sameType, unary.unaries],
  ['math.is_nan, math.is_inf, math.is_finite, math.logical_not logical_not', 'x', elementwise.truths, unary.unaries],
  [
    'math.add add, math.subtract subtract, math.multiply multiply, math.maximum maximum, math.minimum minimum, math.floordiv, math.floormod math.mod, math.squared_difference, math.xlogy, math.xlog1py, math.xdivy, math.divide_no_nan, math.multiply_no_nan, math.pow pow, math.igamma, realdiv, truncatediv, truncatemod',
    'x>x1, y>x2',
    elementwise.arithmetic,
    binary.binaries,
  ],
  ['math.divide divide, math.truediv truediv', 'x>x1, y>x2', elementwise.division, binary.binaries],
  ['math.atan2 atan2', 'y>x1, x>x2', elementwise.arithmetic, binary.binaries],
  [
    'math.equal equal, math.not_equal not_equal, math.less less, math.less_equal less_equal, math.greater greater, math.greater_equal greater_equal, math.logical_and logical_and, math.logical_or logical_or, math.logical_xor',
    'x>x1, y>x2',
    elementwise.comparison,
    binary.binaries,
  ],
  ['math.scalar_mul scalar_mul', 'scalar, x', elementwise.sameType, binary.scalarMul],
  ['math.add_n add_n', 'inputs>xs', elementwise.addAll, binary.addAll],
  ['math.accumulate_n', 'inputs>xs, shape=None, tensor_dtype=None', elementwise.addAll, binary.addAll],
  ['clip_by_value', 't>x, clip_value_min>x_min, clip_value_max>x_max', elementwise.clip, binary.clip],
  ['clip_by_norm', 't>x, clip_norm, axes=None', elementwise.sameType, binary.clipByNorm],
  [
    'clip_by_global_norm',
    't_list>xs, clip_norm, use_norm=None',
    (call) => {
      const given = call.get('xs');
      const isNone = (at: number) =>
        (given.kind === 'list' || given.kind === 'tuple') && given.elements[at]?.kind === 'none';
      const parts = call.tensors('xs').map(({ dtype, shape }, i) => (isNone(i) ? none : outcome(dtype, shape)));
      return tuple([list(parts), outcome('float32', [])]);
    },
    binary.clipByGlobalNorm,
  ],
  ['linalg.global_norm', 't_list>xs', () => outcome('float32', []), binary.globalNorm],
  ['cast', 'x, dtype', elementwise.cast, unary.castTo],
  ['saturate_cast', 'value>x, dtype', elementwise.cast],
  ['bitcast', 'input>x, type>dtype', elementwise.likeX],
  [
    'where',
    'condition, x>x1=None, y>x2=None',
    (call) => {
      if (call.has('x1')) return elementwise.where(call);
      const { shape } = call.tensor('condition');
      return outcome('int64', shape && [call.dimOf({ kind: 'none' }), shape.length]);
    },
    binary.where,
  ],
  ['math.reduce_sum reduce_sum, math.reduce_prod reduce_prod', reduced, reduction.sum, reduce.reductions],
  ['math.reduce_max reduce_max, math.reduce_min reduce_min', reduced, reduction.extreme, reduce.reductions],
  [
    'math.reduce_mean reduce_mean, math.reduce_std, math.reduce_variance, math.reduce_logsumexp reduce_logsumexp, math.reduce_euclidean_norm',
    reduced,
    reduction.mean,
    reduce.reductions,
  ],
  ['math.reduce_any reduce_any, math.reduce_all reduce_all', reduced, reduction.quantifier, reduce.reductions],
  ['norm linalg.norm', "tensor>x, ord='euclidean', axis=None, keepdims=None", reduction.mean, reduce.norm],
  [
    'linalg.normalize',
    "tensor>x, ord='euclidean', axis=None",
    (call) => {
      const { shape, dtype } = call.tensor('x');
      const axes = shape && (call.has('axis') ? call.axes('axis', shape.length) : shape.map((_, i) => i));
      return tuple([
        outcome(dtype, shape),
        outcome(
          dtype,
          shape?.map((dim, i) => (axes?.includes(i) ? 1 : dim)),
        ),
      ]);
    },
  ],
  [
    'math.argmax argmax, math.argmin argmin',
    'input>x, axis=None, output_type>dtype=int64',
    reduction.argExtreme,
    reduce.reductions,
  ],
  ['math.count_nonzero', 'input>x, axis=None, keepdims=None, dtype=int64', reduction.countNonzero, reduce.countNonzero],
  [
    'math.cumsum cumsum, math.cumprod, math.cumulative_logsumexp',
    'x, axis=0, exclusive=False, reverse=False',
    reduction.cumulative,
    reduce.cumulatives,
  ],
  [
    'math.l2_normalize nn.l2_normalize linalg.l2_normalize',
    'x, axis=None, epsilon=1e-12, dim=None',
    elementwise.sameType,
    networks.l2Normalize,
  ],
  ['math.zero_fraction nn.zero_fraction', 'value>x', () => outcome('float32', [])],
  [
    'math.confusion_matrix',
    'labels>x, predictions, num_classes=None, weights=None, dtype=int32',
    (call) => {
      const size = call.dimOf(call.get('num_classes'));
      return outcome(call.dtype('dtype', 'int32'), [size, size]);
    },
  ],
  [
    'math.bincount',
    'arr>x, weights=None, minlength=None, maxlength=None, dtype=int32, axis=None, binary_output=False',
    indexing.bincount,
  ],
  ['math.in_top_k nn.in_top_k', 'targets, predictions, k', indexing.inTopK, picks.inTopK],
  ['math.top_k nn.top_k', 'input>x, k=1, sorted=True, index_type=int32', indexing.topK, picks.topK],
  [
    'math.segment_sum, math.segment_max, math.segment_min, math.segment_mean, math.segment_prod',
    'data>x, segment_ids',
    indexing.segment,
  ],
  [
    'math.unsorted_segment_sum, math.unsorted_segment_max, math.unsorted_segment_min, math.unsorted_segment_mean, math.unsorted_segment_prod, math.unsorted_segment_sqrt_n',
    'data>x, segment_ids, num_segments',
    indexing.segment,
    picks.segments,
  ],
  ['math.polyval', 'coeffs, x', elementwise.sameType],
  ['math.invert_permutation', 'x', elementwise.sameType],
  [
    'linalg.matmul matmul',
    'a>x1, b>x2, transpose_a=False, transpose_b=False, adjoint_a=False, adjoint_b=False, a_is_sparse=False, b_is_sparse=False, output_type=None, grad_a=False, grad_b=False',
    linear.matmul,
    algebra.matmul,
  ],
  [
    'linalg.matvec',
    'a>x1, b>x2, transpose_a=False, adjoint_a=False, a_is_sparse=False, b_is_sparse=False',
    (call) => {
      const [a, b] = [call.tensor('x1'), call.tensor('x2')];
      const rows = a.shape?.at(call.bool('transpose_a') ? -1 : -2);
      return outcome(a.dtype, a.shape && b.shape && rows !== undefined ? [...a.shape.slice(0, -2), rows] : undefined);
    },
    algebra.matvec,
  ],
  ['tensordot linalg.tensordot', 'a>x1, b>x2, axes', linear.tensordot, algebra.tensordot],
  ['einsum linalg.einsum', 'equation>subscripts, *inputs, **kwargs', linear.einsum, algebra.einsum],
  ['linalg.cross', 'a>x1, b>x2', linear.cross, algebra.cross],
  ['linalg.inv', 'input>x, adjoint=False', linear.matrixToMatrix],
  ['linalg.cholesky, linalg.expm, linalg.logm, linalg.sqrtm', 'input>x', linear.matrixToMatrix],
  ['linalg.det', 'input>x', linear.matrixToNumber],
  ['linalg.logdet', 'matrix>x', linear.matrixToNumber],
  ['linalg.trace', 'x', linear.matrixToNumber, algebra.trace],
  ['linalg.matrix_rank', 'a>x, tol=None, validate_args=False', linear.matrixToNumber],
  ['linalg.slogdet', 'input>x', linear.slogdet],
  ['linalg.pinv', 'a>x, rcond=None, validate_args=False', linear.pinv],
  ['linalg.solve', 'matrix>x1, rhs>x2, adjoint=False', linear.solve],
  ['linalg.triangular_solve', 'matrix>x1, rhs>x2, lower=True, adjoint=False', linear.solve],
  ['linalg.cholesky_solve', 'chol>x1, rhs>x2', linear.solve],
  ['linalg.lstsq', 'matrix>x1, rhs>x2, l2_regularizer=0.0, fast=True', linear.lstsq],
  ['linalg.qr', 'input>x, full_matrices=False', linear.qr],
  ['linalg.svd', 'tensor>x, full_matrices=False, compute_uv=True', linear.svd],
  ['linalg.eigh', 'tensor>x', linear.eigh],
  [
    'linalg.eigvalsh',
    'tensor>x',
    (call) => {
      const { shape, dtype } = call.tensor('x');
      return outcome(dtype, shape?.slice(0, -1));
    },
  ],
  ['linalg.eig', 'tensor>x', linear.eig],
  ['linalg.adjoint', 'matrix>x', linear.pinv, algebra.matrixTranspose],
  ['linalg.matrix_transpose', "a>x, name='matrix_transpose', conjugate=False", linear.pinv, algebra.matrixTranspose],
  ['linalg.band_part', 'input>x, num_lower, num_upper', elementwise.sameType, picks.bandPart],
  ['linalg.set_diag', "input>x, diagonal, name='set_diag', k=0, align='RIGHT_LEFT'", elementwise.sameType],
  [
    'linalg.diag',
    "diagonal>x, name='diag', k=0, num_rows=-1, num_cols=-1, padding_value=0, align='RIGHT_LEFT'",
    linear.diagonalMatrix,
    algebra.diagonalMatrix,
  ],
  [
    'linalg.diag_part',
    "input>x, name='diag_part', k=0, padding_value=0, align='RIGHT_LEFT'",
    linear.diagonal,
    algebra.diagonal,
  ],
  ['linalg.tensor_diag', 'diagonal>x', linear.diagonalMatrix],
];
