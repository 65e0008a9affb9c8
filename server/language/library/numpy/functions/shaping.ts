import { anonymous, type Dim, divideExactly, floorDivide, multiply } from '../../../tensor/dim.js';
import { allocate, type ElementType } from '../../../tensor/element-type.js';
import { isStatic, type Shape, sizeOf } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { list, none, type TensorValue, tuple, type Value } from '../../../values/value.js';
import {
  arrayArgument,
  arrayOf,
  axesArgument,
  axisArgument,
  intDim,
  intOf,
  intOrNone,
  NotKnown,
  numberOfValue,
  shapeArgument,
} from '../arguments.js';
import { numbersOf } from '../arrays/cells.js';
import { elementCount, gather, rowMajor } from '../arrays/strides.js';
import { getItem } from '../indexing.js';
import { result, shapeOf } from '../operand.js';
import { plainShape } from '../operators.js';
import { array, asZeroDimensionalArray, layoutOf, permuted, reshaped, viewOf } from '../view.js';
import { type ArrayFunction, both, func, method } from './array-function.js';
import { copied } from './elementwise.js';

const grid = 'np.arange(6).reshape(2, 3)';

/** Functions that arrange the same elements otherwise. */
export const shapingFunctions: readonly ArrayFunction[] = [
  func(
    'reshape',
    'a, /, shape=None, order="C", *, newshape=None, copy=None',
    ['np.reshape(np.arange(6), (2, 3))', 'np.reshape(np.arange(6), -1)'],
    (args, context) => {
      const target = args.get('shape').kind === 'none' ? args.get('newshape') : args.get('shape');
      return reshape(arrayArgument(args, 'a', context), shapeArgument(target, context), args.get('order'), context);
    },
  ),
  method(
    'reshape',
    '*shape, order="C", copy=None',
    ['np.arange(6).reshape(2, 3)', 'np.arange(6).reshape((3, -1))', 'np.arange(6).reshape(-1)'],
    (x, args, context) => {
      const [only] = args.rest;
      const target =
        args.rest.length === 1 && only
          ? shapeArgument(only, context)
          : args.rest.flatMap((dim) => shapeArgument(dim, context));
      return reshape(x, target, args.get('order'), context);
    },
  ),
  both('ravel', 'order="C"', grid, [''], (x, args, context) => reshape(x, [-1], args.get('order'), context)),
  method('flatten', 'order="C"', [`${grid}.flatten()`], (x, args, context) =>
    copied(arrayOf(reshape(x, [-1], args.get('order'), context), context)),
  ),
  func('transpose', 'a, axes=None', [`np.transpose(${grid})`, `np.transpose(${grid}, (1, 0))`], (args, context) =>
    transpose(arrayArgument(args, 'a', context), args.get('axes'), context),
  ),
  method('transpose', '*axes', [`${grid}.transpose()`, `${grid}.transpose(1, 0)`], (x, args, context) =>
    transpose(
      x,
      args.rest.length === 0
        ? { kind: 'none' }
        : args.rest.length === 1 && args.rest[0]
          ? args.rest[0]
          : tuple(args.rest),
      context,
    ),
  ),
  both('swapaxes', 'axis1, axis2', grid, ['0, 1'], (x, args, context) => {
    const rank = rankOf(x);
    const [p, q] = [
      axisArgument(intOf(args.get('axis1'), context), rank, context),
      axisArgument(intOf(args.get('axis2'), context), rank, context),
    ];
    return permuted(
      x,
      Array.from({ length: rank }, (_, i) => (i === p ? q : i === q ? p : i)),
    );
  }),
  func('moveaxis', 'a, source, destination', ['np.moveaxis(np.ones((2, 3, 4)), 0, -1)'], (args, context) => {
    const x = arrayArgument(args, 'a', context);
    const rank = rankOf(x);
    const [from, to] = [
      axesArgument(args.get('source'), rank, context) ?? [],
      axesArgument(args.get('destination'), rank, context) ?? [],
    ];
    const order = Array.from({ length: rank }, (_, i) => i).filter((axis) => !from.includes(axis));
    for (const [at, axis] of [...to.map((d, k) => [d, from[k] as number] as const)].sort((a, b) => a[0] - b[0]))
      order.splice(at, 0, axis);
    return permuted(x, order);
  }),
  func(
    'expand_dims',
    'a, axis',
    ['np.expand_dims(np.ones(3), 0)', 'np.expand_dims(np.ones((2, 3)), -1)', 'np.expand_dims(np.ones(3), (0, 2))'],
    (args, context) => {
      const x = arrayArgument(args, 'a', context);
      const asked = shapeArgument(args.get('axis'), context).map(intDim);
      const rank = rankOf(x) + asked.length;
      const added = asked.map((axis) => axisArgument(axis, rank, context));
      const rest = [...(x.shape as Shape)];
      return reshaped(
        x,
        Array.from({ length: rank }, (_, i) => (added.includes(i) ? 1 : (rest.shift() as Dim))),
      );
    },
  ),
  both('squeeze', 'axis=None', 'np.ones((1, 3, 1))', ['', 'axis=0'], (x, args, context) => {
    const shape = x.shape;
    if (!shape) throw new NotKnown('an array of unknown rank');
    const axes = axesArgument(args.get('axis'), shape.length, context);
    for (const axis of axes ?? []) {
      const dim = shape[axis];
      if (typeof dim === 'number' && dim !== 1)
        context.raise(
          'ValueError',
          'cannot select an axis to squeeze out which has size not equal to one',
          'array-shape',
        );
    }
    // Whether an axis of unknown length goes cannot be known.
    if (!axes && shape.some((dim) => typeof dim !== 'number')) return array(x.dtype, undefined);
    return asZeroDimensionalArray(
      reshaped(
        x,
        shape.filter((dim, axis) => (axes ? !axes.includes(axis) : dim !== 1)),
      ),
    );
  }),
  ...(['atleast_1d', 'atleast_2d'] as const).map((name, k) =>
    func(name, '*arys', [`np.${name}(3.0)`, `np.${name}(np.ones(2))`], (args, context) => {
      const made = args.rest.map((value) => {
        const x = arrayOf(value, context);
        const missing = k + 1 - rankOf(x);
        return missing > 0 ? reshaped(x, [...Array<number>(missing).fill(1), ...(x.shape as Shape)]) : x;
      });
      return made.length === 1 && made[0] ? made[0] : tuple(made);
    }),
  ),
  func('flip', 'm, axis=None', [`np.flip(${grid})`, `np.flip(${grid}, axis=1)`], (args, context) => {
    const x = arrayArgument(args, 'm', context);
    return flip(x, axesArgument(args.get('axis'), rankOf(x), context) ?? [...(x.shape as Shape).keys()]);
  }),
  func('fliplr', 'm', [`np.fliplr(${grid})`], (args, context) => flip(arrayArgument(args, 'm', context), [1])),
  func('flipud', 'm', [`np.flipud(${grid})`], (args, context) => flip(arrayArgument(args, 'm', context), [0])),
  func('rot90', 'm, k=1', [`np.rot90(${grid})`, `np.rot90(${grid}, 2)`], (args, context) => {
    let x = arrayArgument(args, 'm', context);
    const turns = ((intOf(args.get('k'), context) % 4) + 4) % 4;
    for (let i = 0; i < turns; i += 1) x = flip(permuted(x, [1, 0, ...[...(x.shape as Shape).keys()].slice(2)]), [0]);
    return x;
  }),
  func('roll', 'a, shift, axis=None', ['np.roll(np.arange(5), 2)', `np.roll(${grid}, 1, axis=1)`], (args, context) => {
    const x = arrayArgument(args, 'a', context);
    const shift = intOf(args.get('shift'), context);
    const axis = intOrNone(args.get('axis'), context);
    return result(context, x.dtype, x.shape, [x], (data) => {
      const shape = axis === undefined ? [data.length] : shapeOf(x);
      const at = axis === undefined ? 0 : axisArgument(axis, shape.length, context);
      const [length, inner] = [shape[at] as number, elementCount(shape.slice(at + 1))];
      const out = data.slice();
      for (let i = 0; i < data.length; i += 1) {
        const position = Math.floor(i / inner) % length;
        const to = (((position + shift) % length) + length) % length;
        out[i + (to - position) * inner] = data[i] as never;
      }
      return out;
    });
  }),
  func(
    'tile',
    'A, reps',
    ['np.tile([1, 2], 3)', 'np.tile(np.ones((2, 3)), (2, 1))', 'np.tile([1, 2], (2, 2))'],
    (args, context) => {
      const x = arrayArgument(args, 'A', context);
      const reps = shapeArgument(args.get('reps'), context);
      const rank = Math.max(reps.length, rankOf(x));
      const dims = [...Array<number>(rank - rankOf(x)).fill(1), ...(x.shape as Shape)];
      const times = [...Array<number>(rank - reps.length).fill(1), ...reps];
      const shape = dims.map((dim, i) => multiply(dim, times[i] as Dim));
      return result(context, x.dtype, shape, [x], (data) => {
        const own = rowMajor(dims as number[]);
        // Each axis is read as (repetition, position): the repetition does not move.
        const interleaved = dims.flatMap((dim, i) => [times[i] as number, dim as number]);
        return gather(
          data,
          interleaved,
          own.flatMap((step) => [0, step]),
          0,
        );
      });
    },
  ),
  both('repeat', 'repeats, axis=None', grid, ['2', '2, axis=1', '[1, 2], axis=0'], (x, args, context) => {
    const repeats = args.get('repeats');
    if (
      repeats.kind === 'list' ||
      repeats.kind === 'tuple' ||
      (repeats.kind === 'tensor' && repeats.shape?.length === 1)
    )
      return repeatEach(x, arrayOf(repeats, context), intOrNone(args.get('axis'), context), context);
    const times: Dim = repeats.kind === 'dim' ? repeats.dim : intOf(repeats, context);
    const axis = intOrNone(args.get('axis'), context);
    const from = axis === undefined ? reshaped(x, [sizeOf(x.shape ?? [anonymous()])]) : x;
    const at = axis === undefined ? 0 : axisArgument(axis, rankOf(x), context);
    const shape = (from.shape as Shape).map((dim, i) => (i === at ? multiply(dim, times) : dim));
    return result(context, x.dtype, shape, [from], (data) => {
      const dims = shapeOf(from);
      const own = rowMajor(dims);
      const interleaved = dims.flatMap((dim, i) => (i === at ? [dim, times as number] : [dim]));
      return gather(
        data,
        interleaved,
        own.flatMap((step, i) => (i === at ? [step, 0] : [step])),
        0,
      );
    });
  }),
  func(
    'pad',
    "array, pad_width, mode='constant', constant_values=0",
    [
      'np.pad(np.arange(3), 1)',
      'np.pad(np.ones((2, 3)), ((1, 0), (0, 2)))',
      'np.pad(np.arange(3), (2, 1), constant_values=9)',
    ],
    pad,
  ),
  ...(['split', 'array_split'] as const).map((name) =>
    func(
      name,
      'ary, indices_or_sections, axis=0',
      [`np.${name}(np.arange(6), 3)[0]`, `np.${name}(np.arange(6), [2, 5])[1]`],
      (args, context) =>
        split(
          arrayArgument(args, 'ary', context),
          args.get('indices_or_sections'),
          intOf(args.get('axis'), context),
          name === 'split',
          context,
        ),
    ),
  ),
  func('vsplit', 'ary, indices_or_sections', ['np.vsplit(np.ones((4, 2)), 2)[0]'], (args, context) =>
    split(arrayArgument(args, 'ary', context), args.get('indices_or_sections'), 0, true, context),
  ),
  func('hsplit', 'ary, indices_or_sections', ['np.hsplit(np.ones((4, 2)), 2)[0]'], (args, context) =>
    split(arrayArgument(args, 'ary', context), args.get('indices_or_sections'), 1, true, context),
  ),
];

/** `reshape`, -1 worked out where it can be; NumPy's error where the sizes certainly differ. */
export function reshape(x: TensorValue, target: Shape, order: Value, context: Context): TensorValue {
  if (order.kind === 'str' && !['C', 'A', 'K'].includes(order.value))
    throw new NotKnown("an order other than 'C' is not supported yet");
  const size = x.shape && sizeOf(x.shape);
  const open = target.filter((dim) => dim === -1).length;
  if (open > 1) return context.raise('ValueError', 'can only specify one unknown dimension', 'array-shape');
  const rest = sizeOf(target.filter((dim) => dim !== -1));
  const fails = () =>
    context.raise(
      'ValueError',
      `cannot reshape array of size ${String(size)} into shape ${plainShape(target).replace('-1', 'newaxis')}`,
      'array-shape',
      { size, target },
    );
  let shape = target;
  if (open === 1) {
    const missing = size === undefined ? anonymous() : divideExactly(size, rest);
    if (missing === undefined && typeof size === 'number' && typeof rest === 'number') return fails();
    // Where the quotient is not known to be whole, the array fits only if it is.
    shape = target.map((dim) => (dim === -1 ? (missing ?? floorDivide(size as Dim, rest)) : dim));
  } else if (typeof size === 'number' && typeof rest === 'number') {
    if (size !== rest) return fails();
  }
  return asZeroDimensionalArray(reshaped(x, shape));
}

export function transpose(x: TensorValue, axes: Value, context: Context): TensorValue {
  if (!x.shape) return array(x.dtype, undefined);
  const rank = x.shape.length;
  const order = axesArgument(axes, rank, context) ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
  if (order.length !== rank) context.raise('ValueError', "axes don't match array", 'array-shape');
  if (new Set(order).size !== rank) context.raise('ValueError', 'repeated axis in transpose', 'array-shape');
  return permuted(x, order);
}

function rankOf(x: TensorValue): number {
  if (!x.shape) throw new NotKnown('an array of unknown rank');
  return x.shape.length;
}

function flip(x: TensorValue, axes: readonly number[]): TensorValue {
  if (!isStatic(x.shape)) return array(x.dtype, x.shape);
  const shape = x.shape;
  const { strides, offset } = layoutOf(x);
  const start = axes.reduce(
    (at, axis) => at + Math.max((shape[axis] as number) - 1, 0) * (strides[axis] as number),
    offset,
  );
  return viewOf(
    x,
    shape,
    strides.map((step, axis) => (axes.includes(axis) ? -step : step)),
    start,
  );
}

function pad(args: Arguments, context: Context): Value {
  const x = arrayArgument(args, 'array', context);
  const mode = args.get('mode');
  if (mode.kind !== 'str' || mode.value !== 'constant')
    throw new NotKnown('padding other than with a constant is not supported yet');
  const rank = rankOf(x);
  const widths = arrayOf(args.get('pad_width'), context);
  if (!widths.data || !isStatic(widths.shape)) throw new NotKnown('a width that is not known');
  const flat = Array.from(widths.data as BigInt64Array, Number);
  const pairs = Array.from({ length: rank }, (_, axis): [number, number] => {
    if (flat.length === 1) return [flat[0] as number, flat[0] as number];
    if (flat.length === 2) return [flat[0] as number, flat[1] as number];
    return [flat[2 * axis] as number, flat[2 * axis + 1] as number];
  });
  const shape = (x.shape as Shape).map((dim, axis) =>
    typeof dim === 'number'
      ? dim + (pairs[axis] as [number, number])[0] + (pairs[axis] as [number, number])[1]
      : anonymous(),
  );
  const fill = args.get('constant_values');
  return result(context, x.dtype, shape, [x], (data) => {
    const dims = shape as number[];
    const out = allocate(x.dtype as ElementType, elementCount(dims));
    const constant = numberOfValue(fill);
    if (constant !== 0)
      out.fill((out instanceof BigInt64Array || out instanceof BigUint64Array ? BigInt(constant) : constant) as never);
    const own = rowMajor(shapeOf(x));
    const steps = rowMajor(dims);
    for (let i = 0; i < data.length; i += 1) {
      let to = 0;
      for (let axis = 0; axis < rank; axis += 1)
        to +=
          ((Math.floor(i / (own[axis] as number)) % (shapeOf(x)[axis] as number)) +
            (pairs[axis] as [number, number])[0]) *
          (steps[axis] as number);
      out[to] = data[i] as never;
    }
    return out;
  });
}

function split(x: TensorValue, sections: Value, axis: number, even: boolean, context: Context): Value {
  const at = axisArgument(axis, rankOf(x), context);
  const size = (x.shape as Shape)[at] as Dim;
  if (typeof size !== 'number') throw new NotKnown('an axis of unknown length');
  let cuts: number[];
  if (sections.kind === 'int' || (sections.kind === 'tensor' && sections.shape?.length === 0)) {
    const count = intOf(sections, context);
    if (even && size % count !== 0)
      context.raise('ValueError', 'array split does not result in an equal division', 'array-shape');
    const [each, extra] = [Math.floor(size / count), size % count];
    cuts = Array.from({ length: count - 1 }, (_, i) => (i + 1) * each + Math.min(i + 1, extra));
  } else cuts = shapeArgument(sections, context).map(intDim);
  const starts = [0, ...cuts];
  const before = Array.from({ length: at }, () => slice(none, none));
  const cut = (i: number): Value => (i < cuts.length ? { kind: 'int', value: cuts[i] as number } : none);
  return list(
    starts.map((start, i) => getItem(x, tuple([...before, slice({ kind: 'int', value: start }, cut(i))]), context)),
  );
}

function slice(start: Value, stop: Value): Value {
  return { kind: 'slice', start, stop, step: none };
}

/** `np.repeat` with a count for each element along the axis. */
function repeatEach(x: TensorValue, counts: TensorValue, axis: number | undefined, context: Context): TensorValue {
  const from = axis === undefined ? reshaped(x, [sizeOf(x.shape ?? [anonymous()])]) : x;
  const at = axis === undefined ? 0 : axisArgument(axis, rankOf(x), context);
  const length = (from.shape as Shape)[at] as Dim;
  const given = counts.data && counts.dtype ? Array.from(numbersOf(counts.data, counts.dtype)) : undefined;
  if (given?.some((count) => count < 0)) context.raise('ValueError', 'repeats may not contain negative values.');
  if (given && given.length > 1 && typeof length === 'number' && given.length !== length)
    context.raise(
      'ValueError',
      `operands could not be broadcast together with shape (${length},) (${given.length},)`,
      'array-shape',
    );
  const each =
    given?.length === 1 && typeof length === 'number' ? new Array<number>(length).fill(given[0] as number) : given;
  const total = each ? each.reduce((sum, count) => sum + count, 0) : anonymous();
  const shape = (from.shape as Shape).map((dim, i) => (i === at ? total : dim));
  return result(context, x.dtype, shape, [from, counts], (data) => {
    const inner = shapeOf(from)
      .slice(at + 1)
      .reduce((size, dim) => size * dim, 1);
    const rows = each as readonly number[];
    const out = allocate(x.dtype as ElementType, elementCount(shape as readonly number[])) as Float64Array;
    let place = 0;
    for (let start = 0; start < data.length; start += rows.length * inner)
      for (const [row, count] of rows.entries()) {
        const part = (data as Float64Array).subarray(start + row * inner, start + (row + 1) * inner);
        for (let i = 0; i < count; i += 1, place += inner) out.set(part, place);
      }
    return out;
  });
}
