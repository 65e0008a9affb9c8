import { add, anonymous, type Dim } from '../../../tensor/dim.js';
import type { Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { none, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { arrayArgument, axisArgument, intOrNone, NotKnown } from '../arguments.js';
import { getItem } from '../indexing.js';
import { toArray } from '../operand.js';
import { array, reshaped } from '../view.js';
import { type ArrayFunction, func } from './array-function.js';
import { concatenate } from './joining.js';
import { uniqueOf } from './ordering.js';

/** Arrays as sets, and arrays with some elements left out. */
export const setFunctions: readonly ArrayFunction[] = [
  func('union1d', 'ar1, ar2', ['np.union1d([1, 2], [2, 3])'], (args, context) =>
    uniqueOf(
      concatenate([flat(arrayArgument(args, 'ar1', context)), flat(arrayArgument(args, 'ar2', context))], 0, context),
      context,
    ),
  ),
  ...(['intersect1d', 'setdiff1d'] as const).map((name) =>
    func(name, 'ar1, ar2, assume_unique=False', [`np.${name}([3, 1, 2, 1], [2, 3, 5])`], (args, context) => {
      const values = uniqueOf(arrayArgument(args, 'ar1', context), context);
      const others = arrayArgument(args, 'ar2', context);
      if (!values.data || !others.data) return array(values.dtype, [anonymous()]);
      const present = new Set(Array.from(others.data, Number));
      const wanted = name === 'intersect1d';
      const mask = Uint8Array.from(Array.from(values.data, Number), (value) => (present.has(value) === wanted ? 1 : 0));
      return getItem(values, array('bool', [mask.length], mask), context);
    }),
  ),
  func(
    'delete',
    'arr, obj, axis=None',
    ['np.delete(np.arange(5), 1)', 'np.delete(np.arange(6).reshape(2, 3), [0, 2], axis=1)'],
    (args, context) => {
      const x = arrayArgument(args, 'arr', context);
      const axis = intOrNone(args.get('axis'), context);
      const from = axis === undefined ? flat(x) : x;
      const at = axis === undefined ? 0 : axisArgument(axis, x.shape?.length ?? 0, context);
      return without(from, at, args.get('obj'), context);
    },
  ),
];

function without(x: TensorValue, axis: number, places: Value, context: Context): Value {
  const size = (x.shape as Shape)[axis] as Dim;
  const removed = toArray(places, context);
  if (typeof size !== 'number' || !removed?.data || !removed.shape || removed.dtype === 'bool') {
    if (context.host.mode === 'numbers') throw new NotKnown('these elements to leave out are not supported yet');
    const single = places.kind === 'int' && typeof size !== 'number' ? add(size, -1) : anonymous();
    return array(
      x.dtype,
      (x.shape as Shape).map((dim, k) => (k === axis ? single : dim)),
    );
  }
  const mask = new Uint8Array(size).fill(1);
  for (const place of Array.from(removed.data, Number)) {
    if (place < -size || place >= size)
      context.raise('IndexError', `index ${place} is out of bounds for axis ${axis} with size ${size}`, 'array-shape');
    mask[place < 0 ? place + size : place] = 0;
  }
  const everything: Value = { kind: 'slice', start: none, stop: none, step: none };
  return getItem(x, tuple([...Array.from({ length: axis }, () => everything), array('bool', [size], mask)]), context);
}

function flat(x: TensorValue): TensorValue {
  const size = x.shape?.reduce<Dim>(
    (n, dim) => (typeof n === 'number' && typeof dim === 'number' ? n * dim : anonymous()),
    1,
  );
  return reshaped(x, [size ?? anonymous()]);
}
