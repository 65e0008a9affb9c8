import { anonymous, type Dim } from '../../../tensor/dim.js';
import { sizeOf } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { dimValue, int, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { arrayArgument, axesArgument, axisArgument, boolOf, intOrNone, NotKnown } from '../arguments.js';
import { kindOf } from '../arrays/promotion.js';
import { withoutData } from '../operand.js';
import { type ArrayFunction, both, func } from './array-function.js';

const grid = 'np.arange(6).reshape(2, 3)';

/** Functions that ask for an array's form. */
const asking: readonly ArrayFunction[] = [
  func('shape', 'a', [`np.shape(${grid})`, 'np.shape([[1, 2]])'], (args, context) => {
    const { shape } = arrayArgument(args, 'a', context);
    if (!shape) throw new NotKnown('an array of unknown rank');
    return tuple(shape.map(dimValue));
  }),
  func('ndim', 'a', [`np.ndim(${grid})`], (args, context) => int(rankOf(arrayArgument(args, 'a', context)))),
  func('size', 'a, axis=None', [`np.size(${grid})`, `np.size(${grid}, 1)`], (args, context) => {
    const { shape } = arrayArgument(args, 'a', context);
    const axis = intOrNone(args.get('axis'), context);
    if (!shape) throw new NotKnown('an array of unknown rank');
    return dimValue(axis === undefined ? sizeOf(shape) : (shape[axisArgument(axis, shape.length, context)] as Dim));
  }),
  ...(['real', 'conj', 'conjugate'] as const).map((name) =>
    func(name, 'x', [`np.${name}(${grid})`], (args, context) => arrayArgument(args, 'x', context)),
  ),
];

/** Functions whose result has the form of their argument, and is not computed in runs yet. */
const alike: readonly ArrayFunction[] = [
  ...['isposinf', 'isneginf', 'isreal', 'iscomplex'].map((name) =>
    func(name, 'x, out=None', [`np.${name}(np.array([1.0, 2.0]))`], (args, context) =>
      withoutData(context, 'bool', arrayArgument(args, 'x', context).shape),
    ),
  ),
  ...['sinc', 'angle', 'i0', 'unwrap'].map((name) =>
    func(name, 'x, *args, **kwargs', [`np.${name}(np.array([1.0, 2.0]))`], (args, context) => {
      const { dtype, shape } = arrayArgument(args, 'x', context);
      return withoutData(context, dtype && kindOf(dtype) === 'float' ? dtype : undefined, shape);
    }),
  ),
  ...['nancumsum', 'nancumprod'].map((name) =>
    func(name, 'a, axis=None, dtype=None', [`np.${name}(np.ones((2, 3)), axis=0)`], (args, context) => {
      const { dtype, shape } = arrayArgument(args, 'a', context);
      const type = dtype && kindOf(dtype) === 'float' ? dtype : undefined;
      if (args.get('axis').kind !== 'none') return withoutData(context, type, shape);
      return withoutData(context, type, [shape ? sizeOf(shape) : anonymous()]);
    }),
  ),
  ...['argpartition', 'partition'].map((name) =>
    both(name, 'kth, axis=-1', 'np.array([3, 1, 2])', ['1'], (x, args, context) => {
      const flat = args.get('axis').kind === 'none';
      return withoutData(
        context,
        name === 'partition' ? x.dtype : 'int64',
        flat ? [sizeOf(x.shape ?? [anonymous()])] : x.shape,
      );
    }),
  ),
  func('digitize', 'x, bins, right=False', ['np.digitize(np.array([0.5, 1.5]), [1, 2])'], (args, context) =>
    withoutData(context, 'int64', arrayArgument(args, 'x', context).shape),
  ),
];

/** Reductions that leave out NaN, and others that are not computed in runs yet. */
const reducing: readonly ArrayFunction[] = [
  ...['nanvar', 'nanstd', 'nanmedian', 'nanprod', 'nanargmax', 'nanargmin'].map((name) =>
    func(
      name,
      'a, axis=None, dtype=None, out=None, ddof=0, keepdims=False',
      [`np.${name}(np.ones((2, 3)), axis=0)`],
      (args, context) => {
        const x = arrayArgument(args, 'a', context);
        const dtype = name.includes('arg') ? 'int64' : x.dtype && kindOf(x.dtype) === 'float' ? x.dtype : undefined;
        return formOf(x, args.get('axis'), boolOf(args.get('keepdims'), context), dtype, context);
      },
    ),
  ),
  ...['nanpercentile', 'nanquantile'].map((name) =>
    func(
      name,
      'a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False',
      [`np.${name}(np.ones((2, 3)), 0.5, axis=0)`],
      (args, context) => {
        const x = arrayArgument(args, 'a', context);
        const q = arrayArgument(args, 'q', context);
        const rest = formOf(x, args.get('axis'), boolOf(args.get('keepdims'), context), undefined, context);
        return withoutData(
          context,
          x.dtype === 'float64' ? 'float64' : undefined,
          q.shape && rest.shape && [...q.shape, ...rest.shape],
        );
      },
    ),
  ),
];

/** The array without the axes that are reduced. */
function formOf(
  x: TensorValue,
  axis: Value,
  keep: boolean,
  dtype: TensorValue['dtype'],
  context: Context,
): TensorValue {
  if (!x.shape) return withoutData(context, dtype, axis.kind === 'none' && !keep ? [] : undefined);
  const axes = axesArgument(axis, x.shape.length, context);
  const taken = (at: number) => axes === undefined || axes.includes(at);
  const shape = x.shape.flatMap((dim, at) => (!taken(at) ? [dim] : keep ? [1] : []));
  return withoutData(context, dtype, shape);
}

function rankOf(x: TensorValue): number {
  if (!x.shape) throw new NotKnown('an array of unknown rank');
  return x.shape.length;
}

export const formFunctions: readonly ArrayFunction[] = [...asking, ...alike, ...reducing];
