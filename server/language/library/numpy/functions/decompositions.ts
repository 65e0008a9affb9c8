import { anonymous, type Dim } from '../../../tensor/dim.js';
import type { ElementType } from '../../../tensor/element-type.js';
import type { Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { none, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { arrayArgument, axisArgument, intOf, NotKnown } from '../arguments.js';
import { withoutData } from '../operand.js';
import { type ArrayFunction, func } from './array-function.js';
import { matmul } from './linear-algebra.js';

/** `np.linalg`: what a decomposition's parts look like. */
export const decompositions: readonly ArrayFunction[] = [
  linear(
    'svd',
    'a, full_matrices=True, compute_uv=True, hermitian=False',
    'np.ones((3, 2))',
    (x, [m, n], given, context) => {
      const k = least(m, n);
      const singular = withoutData(context, floats(x), [k]);
      if (context.truth(given('compute_uv')) === false) return singular;
      const full = context.truth(given('full_matrices'));
      if (full === undefined)
        return tuple([
          withoutData(context, floats(x), [m, anonymous()]),
          singular,
          withoutData(context, floats(x), [anonymous(), n]),
        ]);
      return tuple([
        withoutData(context, floats(x), [m, full ? m : k]),
        singular,
        withoutData(context, floats(x), [full ? n : k, n]),
      ]);
    },
  ),
  linear('qr', "a, mode='reduced'", 'np.ones((3, 2))', (x, [m, n], given, context) => {
    const mode = given('mode');
    if (mode.kind !== 'str' || mode.value !== 'reduced') throw new NotKnown('a decomposition of this form');
    const k = least(m, n);
    return tuple([withoutData(context, floats(x), [m, k]), withoutData(context, floats(x), [k, n])]);
  }),
  linear('pinv', 'a, rcond=None, hermitian=False', 'np.ones((3, 2))', (x, [m, n], _given, context) =>
    withoutData(context, floats(x), [n, m]),
  ),
  linear('cholesky', 'a', 'np.eye(2)', (x, [m, n], _given, context) => withoutData(context, floats(x), [m, n])),
  linear('eigh', "a, UPLO='L'", 'np.eye(2)', (x, [m, n], _given, context) =>
    tuple([withoutData(context, floats(x), [m]), withoutData(context, floats(x), [m, n])]),
  ),
  linear('eig', 'a', 'np.eye(2)', (_x, [m, n], _given, context) =>
    tuple([withoutData(context, undefined, [m]), withoutData(context, undefined, [m, n])]),
  ),
  linear('matrix_power', 'a, n', 'np.eye(2), 2', (x, [m, n], given, context) => {
    const power = given('n');
    if (!x.data || !x.dtype || power.kind !== 'int' || power.value < 1) return withoutData(context, x.dtype, [m, n]);
    let product = x;
    for (let i = 1; i < power.value; i += 1) product = matmul(product, x, context);
    return product;
  }),
  linear('matrix_rank', 'a, tol=None', 'np.eye(2)', (_x, _dims, _given, context) => withoutData(context, 'int64', [])),
];

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
  example: string,
  body: (x: TensorValue, dims: readonly [Dim, Dim], given: (name: string) => Value, context: Context) => Value,
): ArrayFunction {
  return func(name, signature, [`np.linalg.${name}(${example})`], (args, context) => {
    const x = arrayArgument(args, 'a', context);
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
