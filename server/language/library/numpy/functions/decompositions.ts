import { anonymous, type Dim, differ } from '../../../tensor/dim.js';
import type { ElementType } from '../../../tensor/element-type.js';
import type { Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { none, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { namedTuple, namedTupleType } from '../../python/modules/named-tuple.js';
import { arrayArgument, axisArgument, intOf, NotKnown, numberOfValue } from '../arguments.js';
import { cast, fromNumbers, numbersOf } from '../arrays/cells.js';
import { promote } from '../arrays/promotion.js';
import { choleskyFactor, orthogonalFactors } from '../linear/factors.js';
import { completed } from '../linear/orthonormal.js';
import { singular } from '../linear/singular.js';
import {
  inverseOf,
  leastSquares,
  logDeterminant,
  risingEigen,
  rowsOf,
  stacked,
  transposed,
} from '../linear/solutions.js';
import { withoutData } from '../operand.js';
import { array } from '../view.js';
import { type ArrayFunction, func } from './array-function.js';
import { matmul } from './linear-algebra.js';

const resultType = (name: string, fields: readonly string[]) => namedTupleType(name, 'numpy.linalg', fields);
const svdResult = resultType('SVDResult', ['U', 'S', 'Vh']);
const qrResult = resultType('QRResult', ['Q', 'R']);
const eighResult = resultType('EighResult', ['eigenvalues', 'eigenvectors']);
const eigResult = resultType('EigResult', ['eigenvalues', 'eigenvectors']);
const slogdetResult = resultType('SlogdetResult', ['sign', 'logabsdet']);

/** Beyond this the way that is taken here would take minutes. */
const mostColumns = 1500;

/** `np.linalg`: a matrix in parts. */
export const decompositions: readonly ArrayFunction[] = [
  linear(
    'svd',
    'a, full_matrices=True, compute_uv=True, hermitian=False',
    ['np.ones((3, 2))', 'np.eye(2), compute_uv=False', 'np.ones((2, 3)), full_matrices=False'],
    (x, [m, n], given, context) => {
      const k = least(m, n);
      const found = computed(x, ([rows, columns], data) => singularOf(data, rows, columns));
      const sizes = part(x, [k], found?.values, context);
      if (context.truth(given('compute_uv')) === false) return sizes;
      const full = context.truth(given('full_matrices'));
      const [left, right] = full === undefined ? [anonymous(), anonymous()] : full ? [m, n] : [k, k];
      const side = (vectors: Float64Array | undefined, length: Dim, count: Dim) =>
        vectors && typeof length === 'number' && typeof count === 'number'
          ? stacked(completed(rowsOf(vectors, length), count, length))
          : undefined;
      const u = side(found?.left, m, left);
      const columns = u && transposed(u, left as number, m as number);
      return namedTuple(svdResult, [
        part(x, [m, left], columns, context),
        sizes,
        part(x, [right, n], side(found?.vectors, n, right), context),
      ]);
    },
  ),
  linear(
    'qr',
    "a, mode='reduced'",
    ['np.ones((3, 2))', "np.ones((3, 2)), mode='complete'", "np.eye(2), mode='r'"],
    (x, [m, n], given, context) => {
      const mode = given('mode');
      if (mode.kind !== 'str' || !['reduced', 'complete', 'r'].includes(mode.value))
        throw new NotKnown('a decomposition of this form');
      const k = mode.value === 'complete' ? m : least(m, n);
      const found = computed(x, ([rows, columns], data) => orthogonalFactors(data, rows, columns, k as number));
      const r = part(x, [k, n], found?.r, context);
      return mode.value === 'r' ? r : namedTuple(qrResult, [part(x, [m, k], found?.q, context), r]);
    },
  ),
  linear('pinv', 'a, rcond=None, hermitian=False', ['np.ones((3, 2))'], (x, [m, n], given, context) => {
    const rcond = given('rcond');
    const share = rcond.kind === 'none' ? 1e-15 : numberOfValue(rcond);
    const found = computed(x, ([rows, columns], data) =>
      inverseOf(singularOf(data, rows, columns), rows, columns, share),
    );
    return part(x, [n, m], found, context);
  }),
  linear('cholesky', 'a, /, *, upper=False', ['np.eye(2)', 'np.eye(2), upper=True'], (x, [m, n], given, context) => {
    isSquare(m, n, context);
    const upper = context.truth(given('upper')) === true;
    const found = computed(x, ([rows], data) => {
      const l = choleskyFactor(upper ? transposed(data, rows, rows) : data, rows);
      if (!l) context.raise('numpy.linalg.LinAlgError', 'Matrix is not positive definite');
      return upper && l ? transposed(l, rows, rows) : l;
    });
    return part(x, [m, n], found, context);
  }),
  linear('eigh', "a, UPLO='L'", ['np.eye(2)'], (x, [m, n], given, context) => {
    isSquare(m, n, context);
    const found = computed(x, ([rows], data) => risingEigen(data, rows, isUpper(given('UPLO'))));
    return namedTuple(eighResult, [
      part(x, [m], found?.values, context),
      part(x, [m, n], found && transposed(found.vectors, m as number, m as number), context),
    ]);
  }),
  linear('eigvalsh', "a, UPLO='L'", ['np.eye(2)'], (x, [m, n], given, context) => {
    isSquare(m, n, context);
    return part(
      x,
      [m],
      computed(x, ([rows], data) => risingEigen(data, rows, isUpper(given('UPLO'))).values),
      context,
    );
  }),
  // LAPACK's order of the values of a matrix of no symmetry is its own; complex ones have no element type here.
  linear('eig', 'a', ['np.eye(2)'], (_x, [m, n], _given, context) =>
    namedTuple(eigResult, [withoutData(context, undefined, [m]), withoutData(context, undefined, [m, n])]),
  ),
  linear('eigvals', 'a', ['np.eye(2)'], (_x, [m], _given, context) => withoutData(context, undefined, [m])),
  linear('matrix_power', 'a, n', ['np.eye(2), 2'], (x, [m, n], given, context) => {
    const power = given('n');
    if (!x.data || !x.dtype || power.kind !== 'int' || power.value < 1) return withoutData(context, x.dtype, [m, n]);
    let product = x;
    for (let i = 1; i < power.value; i += 1) product = matmul(product, x, context);
    return product;
  }),
  linear(
    'matrix_rank',
    'A, tol=None, hermitian=False, *, rtol=None',
    ['np.eye(2)', 'np.ones((3, 2)), tol=0.1'],
    (x, _dims, given, context) => {
      const [tolerance, share] = [given('tol'), given('rtol')];
      const found = computed(x, ([rows, columns], data) => {
        const { values } = singularOf(data, rows, columns);
        const usual = Math.max(rows, columns) * epsilonOf(x);
        const border =
          tolerance.kind === 'none'
            ? (values[0] ?? 0) * (share.kind === 'none' ? usual : numberOfValue(share))
            : numberOfValue(tolerance);
        return values.filter((size) => size > border).length;
      });
      if (found === undefined) return withoutData(context, 'int64', []);
      return array('int64', [], BigInt64Array.of(BigInt(found)));
    },
    'A',
  ),
  linear(
    'cond',
    'x, p=None',
    ['np.eye(2)', 'np.ones((3, 2))'],
    (x, _dims, given, context) => {
      const order = given('p');
      if (order.kind !== 'none' && !(order.kind === 'int' && Math.abs(order.value) === 2))
        throw new NotKnown('a norm of this order is not supported yet');
      const found = computed(x, ([rows, columns], data) => {
        const { values } = singularOf(data, rows, columns);
        const [most, smallest] = [values[0] ?? 0, values.at(-1) ?? 0];
        return Float64Array.of(order.kind === 'int' && order.value < 0 ? smallest / most : most / smallest);
      });
      return part(x, [], found, context);
    },
    'x',
  ),
  linear('slogdet', 'a', ['np.eye(2)'], (x, [m, n], _given, context) => {
    isSquare(m, n, context);
    const found = computed(x, ([rows], data) => logDeterminant(data, rows));
    return namedTuple(slogdetResult, [
      part(x, [], found && Float64Array.of(found.sign), context),
      part(x, [], found && Float64Array.of(found.logarithm), context),
    ]);
  }),
  func('lstsq', 'a, b, rcond=None', ['np.linalg.lstsq(np.eye(3)[:, :2], np.ones(3))'], (args, context) => {
    const [given, b] = [arrayArgument(args, 'a', context), arrayArgument(args, 'b', context)];
    const [own, its] = [floats(given), floats(b)];
    const dtype = own && its && promote(own, its);
    const x = array(dtype, given.shape, given.data && given.dtype && dtype && cast(given.data, given.dtype, dtype));
    if (x.shape?.length !== 2 || !b.shape?.length || b.shape.length > 2)
      throw new NotKnown('matrices of more axes than two, or of unknown rank');
    const [m, n] = x.shape as readonly [Dim, Dim];
    if (differ(m, b.shape[0] as Dim))
      context.raise('numpy.linalg.LinAlgError', 'Incompatible dimensions', 'array-shape');
    const rest = b.shape.slice(1);
    const right = b.data && b.dtype ? Float64Array.from(numbersOf(b.data, b.dtype)) : undefined;
    const rcond = args.get('rcond');
    const found =
      right &&
      computed(x, ([rows, columns], data) => {
        const asked = rcond.kind === 'none' ? undefined : numberOfValue(rcond);
        const share = asked === undefined ? Math.max(rows, columns) * epsilonOf(x) : asked < 0 ? epsilonOf(x) : asked;
        return leastSquares(data, rows, columns, right, share);
      });
    return tuple([
      part(x, [n, ...rest], found?.x, context),
      part(x, [found ? found.residuals.length : anonymous()], found?.residuals, context),
      found ? array('int32', [], Int32Array.of(found.rank)) : withoutData(context, 'int32', []),
      part(x, [least(m, n)], found?.values, context),
    ]);
  }),
];

/** What comes of a matrix whose elements are known. */
function computed<Found>(
  x: TensorValue,
  compute: (dims: readonly [number, number], data: Float64Array) => Found,
): Found | undefined {
  if (!x.data || !x.dtype) return undefined;
  return compute(x.shape as readonly [number, number], Float64Array.from(numbersOf(x.data, x.dtype)));
}

/** Numbers in the matrix's own precision; without them, their form. */
function part(x: TensorValue, shape: Shape, numbers: Float64Array | undefined, context: Context): TensorValue {
  const dtype = floats(x);
  return numbers && dtype ? array(dtype, shape, fromNumbers(numbers, dtype)) : withoutData(context, dtype, shape);
}

function singularOf(data: Float64Array, rows: number, columns: number) {
  if (Math.min(rows, columns) > mostColumns)
    throw new NotKnown('a matrix of more than 1,500 rows and columns is not supported yet');
  return singular(data, rows, columns);
}

const epsilonOf = (x: TensorValue): number => (floats(x) === 'float32' ? 2 ** -23 : 2 ** -52);
const isUpper = (value: Value): boolean => value.kind === 'str' && value.value.toUpperCase() === 'U';

function isSquare(m: Dim, n: Dim, context: Context): void {
  if (differ(m, n))
    context.raise('numpy.linalg.LinAlgError', 'Last 2 dimensions of the array must be square', 'array-shape');
}

/** `np.fft`: complex numbers have no element type here, so only the form is known. */
export const fourierFunctions: readonly ArrayFunction[] = [
  'fft',
  'ifft',
  'rfft',
  'irfft',
  'fft2',
  'ifft2',
  'fftshift',
  'ifftshift',
].map((name) =>
  func(name, 'a, n=None, axis=-1, norm=None, **kwargs', [`np.fft.${name}(np.ones((4, 8)))`], (args, context) => {
    const x = arrayArgument(args, 'a', context);
    if (args.get('n').kind !== 'none') throw new NotKnown('a length of its own');
    if (!name.includes('rfft')) return withoutData(context, name.endsWith('shift') ? x.dtype : undefined, x.shape);
    const at = axisArgument(intOf(args.get('axis'), context), shapeOf(x).length, context);
    const half = (dim: Dim): Dim =>
      typeof dim !== 'number' ? anonymous() : name === 'rfft' ? Math.floor(dim / 2) + 1 : 2 * (dim - 1);
    return withoutData(
      context,
      undefined,
      shapeOf(x).map((dim, i) => (i === at ? half(dim) : dim)),
    );
  }),
);

function linear(
  name: string,
  signature: string,
  examples: readonly string[],
  body: (x: TensorValue, dims: readonly [Dim, Dim], given: (name: string) => Value, context: Context) => Value,
  matrix = 'a',
): ArrayFunction {
  const calls = examples.map((each) => `np.linalg.${name}(${each})`);
  return func(name, signature, calls, (args, context) => {
    const x = arrayArgument(args, matrix, context);
    if (x.shape?.length !== 2) throw new NotKnown('matrices of more axes than two, or of unknown rank');
    return body(x, [x.shape[0] as Dim, x.shape[1] as Dim], (each) => args.get(each) ?? none, context);
  });
}

function least(m: Dim, n: Dim): Dim {
  return typeof m === 'number' && typeof n === 'number' ? Math.min(m, n) : anonymous();
}

function floats(x: TensorValue): ElementType | undefined {
  return x.dtype === undefined || x.dtype === 'float16' ? undefined : x.dtype === 'float32' ? 'float32' : 'float64';
}

function shapeOf(x: TensorValue): Shape {
  if (!x.shape) throw new NotKnown('an array of unknown rank');
  return x.shape;
}
