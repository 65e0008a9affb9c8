import { add, anonymous, type Dim, multiply, subtract } from '../../../tensor/dim.js';
import type { ElementType } from '../../../tensor/element-type.js';
import { type Shape, sizeOf } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { none, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { arrayArgument, axesArgument, axisArgument, intOf, intOrNone, NotKnown, shapeArgument } from '../arguments.js';
import { promote } from '../arrays/promotion.js';
import { withoutData } from '../operand.js';
import { broadcastAll } from '../operators.js';
import { type ArrayFunction, func } from './array-function.js';

/** Products and decompositions whose form is known; runs do not compute them yet. */
export const productFunctions: readonly ArrayFunction[] = [
  func(
    'tensordot',
    'a, b, axes=2',
    [
      'np.tensordot(np.ones((2, 3)), np.ones((3, 4)), 1)',
      'np.tensordot(np.ones((2, 3)), np.ones((2, 4)), axes=([0], [0]))',
    ],
    (args, context) => {
      const [a, b] = [arrayArgument(args, 'a', context), arrayArgument(args, 'b', context)];
      const [p, q] = [shapeOf(a), shapeOf(b)];
      const axes = args.get('axes');
      let left: readonly number[];
      let right: readonly number[];
      if (axes.kind === 'int') {
        left = Array.from({ length: axes.value }, (_, i) => p.length - axes.value + i);
        right = Array.from({ length: axes.value }, (_, i) => i);
      } else {
        const [x, y] = context.elements(axes) ?? [];
        if (!x || !y) throw new NotKnown('axes that are not known');
        left = axesArgument(x, p.length, context) ?? [];
        right = axesArgument(y, q.length, context) ?? [];
      }
      const clash = left.some((axis, i) => differs(p[axis], q[right[i] as number]));
      if (clash || left.length !== right.length) context.raise('ValueError', 'shape-mismatch for sum', 'array-shape');
      const rest = [...p.filter((_, axis) => !left.includes(axis)), ...q.filter((_, axis) => !right.includes(axis))];
      return withoutData(context, common(a, b), rest);
    },
  ),
  func('kron', 'a, b', ['np.kron(np.ones((2, 3)), np.ones((4, 5)))'], (args, context) => {
    const [a, b] = [arrayArgument(args, 'a', context), arrayArgument(args, 'b', context)];
    const [p, q] = [shapeOf(a), shapeOf(b)];
    const rank = Math.max(p.length, q.length);
    const dim = (shape: Shape, axis: number) => shape[axis - rank + shape.length] ?? 1;
    return withoutData(
      context,
      common(a, b),
      Array.from({ length: rank }, (_, axis) => multiply(dim(p, axis), dim(q, axis))),
    );
  }),
  ...(['convolve', 'correlate'] as const).map((name) =>
    func(
      name,
      `a, v, mode='${name === 'convolve' ? 'full' : 'valid'}'`,
      [`np.${name}([1, 2, 3], [0, 1], 'same')`],
      (args, context) => {
        const [a, v] = [arrayArgument(args, 'a', context), arrayArgument(args, 'v', context)];
        const [n, m] = [shapeOf(a)[0] ?? 1, shapeOf(v)[0] ?? 1];
        const mode = args.get('mode');
        const kind = mode.kind === 'str' ? mode.value : '';
        const both = typeof n === 'number' && typeof m === 'number' ? ([n, m] as const) : undefined;
        const valid = both ? Math.abs(both[0] - both[1]) + 1 : anonymous();
        const same = both ? Math.max(...both) : anonymous();
        const length =
          kind === 'full' ? subtract(add(n, m), 1) : kind === 'same' ? same : kind === 'valid' ? valid : anonymous();
        return withoutData(context, common(a, v), [length]);
      },
    ),
  ),
  func('cross', 'a, b, axis=None', ['np.cross([1, 2, 3], [4, 5, 6])'], (args, context) => {
    const [a, b] = [arrayArgument(args, 'a', context), arrayArgument(args, 'b', context)];
    if (shapeOf(a).at(-1) !== 3 || shapeOf(b).at(-1) !== 3 || args.given('axis'))
      throw new NotKnown('vectors other than of three numbers');
    return withoutData(context, common(a, b), broadcastAll([a.shape, b.shape], context));
  }),
  func('corrcoef', 'x, y=None, rowvar=True', ['np.corrcoef(np.ones((3, 10)))'], (args, context) => {
    const shape = shapeOf(arrayArgument(args, 'x', context));
    if (args.get('y').kind !== 'none')
      return withoutData(context, 'float64', shape.length === 1 ? [2, 2] : [anonymous(), anonymous()]);
    if (shape.length === 1) return withoutData(context, 'float64', []);
    const variables = (context.truth(args.get('rowvar')) === false ? shape[1] : shape[0]) ?? anonymous();
    return withoutData(context, 'float64', [variables, variables]);
  }),
  func(
    'take_along_axis',
    'arr, indices, axis=-1',
    ['np.take_along_axis(np.ones((2, 3)), np.zeros((2, 1), dtype=int), 1)'],
    (args, context) => {
      const x = arrayArgument(args, 'arr', context);
      const indices = arrayArgument(args, 'indices', context);
      const axis = intOrNone(args.get('axis'), context);
      if (axis === undefined) return withoutData(context, x.dtype, indices.shape);
      const at = axisArgument(axis, shapeOf(x).length, context);
      const around = (shape: Shape) => shape.map((dim, i) => (i === at ? 1 : dim));
      const rest = broadcastAll([around(shapeOf(x)), around(shapeOf(indices))], context);
      return withoutData(
        context,
        x.dtype,
        rest?.map((dim, i) => (i === at ? (shapeOf(indices)[at] as Dim) : dim)),
      );
    },
  ),
  func('geomspace', 'start, stop, num=50, endpoint=True, dtype=None', ['np.geomspace(1, 100, 3)'], (args, context) =>
    withoutData(context, args.get('dtype').kind === 'none' ? 'float64' : undefined, [intOf(args.get('num'), context)]),
  ),
  ...['hanning', 'hamming', 'blackman', 'bartlett', 'kaiser'].map((name) =>
    func(name, 'M, *args', [`np.${name}(5${name === 'kaiser' ? ', 2.0' : ''})`], (args, context) =>
      withoutData(context, 'float64', shapeArgument(args.get('M'), context)),
    ),
  ),
  func('insert', 'arr, obj, values, axis=None', ['np.insert(np.arange(3), 1, 9)'], (args, context) => {
    const x = arrayArgument(args, 'arr', context);
    const axis = intOrNone(args.get('axis'), context);
    const place = args.get('obj');
    const flat = axis === undefined ? [sizeOf(shapeOf(x))] : shapeOf(x);
    const at = axis === undefined ? 0 : axisArgument(axis, flat.length, context);
    const values = arrayArgument(args, 'values', context);
    const many = place.kind === 'int' && values.shape?.length === 0 ? 1 : undefined;
    return withoutData(
      context,
      x.dtype,
      flat.map((dim, i) => (i !== at ? dim : many === undefined ? anonymous() : add(dim, many))),
    );
  }),
  func(
    'apply_along_axis',
    'func1d, axis, arr, *args, **kwargs',
    ['np.apply_along_axis(np.sort, 1, np.ones((2, 3)))'],
    (_args, context) => context.unknown('what a function makes of rows', 'np.apply_along_axis'),
  ),
  func('vectorize', 'pyfunc=None, *args, **kwargs', ['np.vectorize(len)'], (args, context) => {
    if (context.host.mode === 'numbers') throw new NotKnown('vectorized functions are not supported yet');
    return elementwise(args.get('pyfunc'));
  }),
];

/** A function of single values, asked of arrays: what it gives has the form of its first argument. */
function elementwise(inner: Value): Value {
  return {
    kind: 'native',
    function: {
      name: 'np.vectorize',
      signature: '*args, **kwargs',
      call: (args, context) => {
        const [first] = args.rest;
        const known = inner.kind !== 'unknown' && first?.kind === 'tensor' && args.rest.length === 1;
        return known
          ? withoutData(context, undefined, first.shape)
          : context.unknown('what a function makes of each value', 'np.vectorize');
      },
    },
  };
}

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
  linear('matrix_power', 'a, n', 'np.eye(2), 2', (x, [m, n], _given, context) => withoutData(context, x.dtype, [m, n])),
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

function common(a: TensorValue, b: TensorValue): ElementType | undefined {
  return a.dtype && b.dtype && promote(a.dtype, b.dtype);
}

function differs(a: Dim | undefined, b: Dim | undefined): boolean {
  return typeof a === 'number' && typeof b === 'number' && a !== b;
}

function shapeOf(x: TensorValue): Shape {
  if (!x.shape) throw new NotKnown('an array of unknown rank');
  return x.shape;
}
