import { add, anonymous, type Dim } from '../../../tensor/dim.js';
import { allocate, type ElementType } from '../../../tensor/element-type.js';
import { formatShape, isStatic, type Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { type NativeType, object } from '../../../values/native-type.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { arrayOf, axisArgument, intOf, intOrNone, knownOrUnknown, NotKnown } from '../arguments.js';
import { castTo } from '../arrays/cells.js';
import { resultType } from '../arrays/promotion.js';
import { elementCount } from '../arrays/strides.js';
import { result, shapeOf, toArray, withoutData } from '../operand.js';
import { permuted, reshaped } from '../view.js';
import { type ArrayFunction, func } from './array-function.js';
import { arangeOf } from './creation.js';

/** Functions that put arrays together. */
export const joiningFunctions: readonly ArrayFunction[] = [
  func(
    'concatenate',
    'arrays, /, axis=0, out=None, *, dtype=None',
    [
      'np.concatenate([np.ones((2, 3)), np.zeros((1, 3))])',
      'np.concatenate(([1, 2], [3.5]), axis=0)',
      'np.concatenate([np.ones((2, 1)), np.ones((2, 2))], axis=None)',
    ],
    (args, context) => {
      const arrays = arraysOf(args.get('arrays'), context);
      const axis = intOrNone(args.get('axis'), context);
      if (axis !== undefined) return concatenate(arrays, axis, context);
      return concatenate(
        arrays.map((x) => flat(x)),
        0,
        context,
      );
    },
  ),
  func(
    'stack',
    'arrays, axis=0',
    ['np.stack([np.ones(3), np.zeros(3)])', 'np.stack([np.ones(3), np.zeros(3)], axis=-1)'],
    (args, context) => {
      const arrays = arraysOf(args.get('arrays'), context);
      const first = arrays[0]?.shape;
      if (!first) throw new NotKnown('arrays of unknown rank');
      const at = axisArgument(intOf(args.get('axis'), context), first.length + 1, context);
      for (const x of arrays) {
        const differs =
          x.shape &&
          (x.shape.length !== first.length ||
            x.shape.some((dim, i) => typeof dim === 'number' && typeof first[i] === 'number' && dim !== first[i]));
        if (differs) context.raise('ValueError', 'all input arrays must have the same shape', 'array-shape');
      }
      return concatenate(
        arrays.map((x) => (x.shape ? reshaped(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]) : x)),
        at,
        context,
      );
    },
  ),
  func('vstack', 'tup', ['np.vstack([np.ones(3), np.zeros((2, 3))])'], (args, context) =>
    concatenate(
      arraysOf(args.get('tup'), context).map((x) => atLeast2d(x)),
      0,
      context,
    ),
  ),
  func(
    'hstack',
    'tup',
    ['np.hstack([np.ones(3), np.zeros(2)])', 'np.hstack([np.ones((2, 3)), np.zeros((2, 1))])'],
    (args, context) => {
      const arrays = arraysOf(args.get('tup'), context).map((x) => (x.shape?.length === 0 ? flat(x) : x));
      return concatenate(arrays, arrays[0]?.shape?.length === 1 ? 0 : 1, context);
    },
  ),
  func('dstack', 'tup', ['np.dstack([np.ones((2, 3)), np.zeros((2, 3))])'], (args, context) =>
    concatenate(
      arraysOf(args.get('tup'), context).map((x) => {
        const shape = atLeast2d(x).shape as Shape;
        return shape.length === 2 ? reshaped(x, [...shape, 1]) : x;
      }),
      2,
      context,
    ),
  ),
  func('column_stack', 'tup', ['np.column_stack([np.ones(3), np.zeros((3, 2))])'], (args, context) =>
    concatenate(arraysOf(args.get('tup'), context).map(asColumn), 1, context),
  ),
  func(
    'append',
    'arr, values, axis=None',
    ['np.append([1, 2], 3)', 'np.append(np.ones((1, 2)), np.ones((2, 2)), axis=0)'],
    (args, context) => {
      const arrays = [arrayOf(args.get('arr'), context), arrayOf(args.get('values'), context)];
      const axis = intOrNone(args.get('axis'), context);
      return axis === undefined
        ? concatenate(
            arrays.map((x) => flat(x)),
            0,
            context,
          )
        : concatenate(arrays, axis, context);
    },
  ),
];

/** `np.r_[…]` and `np.c_[…]`: joining by brackets, in which slices are ranges. */
export const rowJoiner: Value = object(
  joinerType('r_', (parts, context) =>
    concatenate(
      parts.map((x) => (x.shape?.length === 0 ? flat(x) : x)),
      0,
      context,
    ),
  ),
  undefined,
);
export const columnJoiner: Value = object(
  joinerType('c_', (parts, context) =>
    concatenate(
      parts.map((x) => asColumn(x.shape?.length === 0 ? flat(x) : x)),
      -1,
      context,
    ),
  ),
  undefined,
);

function joinerType(name: string, join: (parts: readonly TensorValue[], context: Context) => Value): NativeType {
  return {
    name,
    module: 'numpy',
    truth: () => true,
    getItem: (_self, index, context) => {
      const parts = index.kind === 'tuple' ? index.elements : [index];
      const arrays = parts.map((part) => (part.kind === 'slice' ? arangeOf(part, context) : toArray(part, context)));
      if (parts.some((part) => part.kind === 'str'))
        return context.unknown(`text in np.${name} is not supported yet`, `np.${name}`);
      if (arrays.includes(undefined)) return context.unknown('an array that is not known', `np.${name}`);
      return knownOrUnknown(`np.${name}`, context, () => join(arrays as TensorValue[], context));
    },
  };
}

export function arraysOf(value: Value, context: Context): TensorValue[] {
  const elements = context.elements(value);
  if (!elements) throw new NotKnown('arrays of unknown number');
  if (elements.length === 0) context.raise('ValueError', 'need at least one array to concatenate');
  return elements.map((element) => arrayOf(element, context));
}

export function concatenate(arrays: readonly TensorValue[], axis: number, context: Context): TensorValue {
  const types = arrays.map((x) => x.dtype);
  const dtype = types.includes(undefined) ? undefined : resultType(types as ElementType[], []);
  const first = arrays.find((x) => x.shape)?.shape;
  if (!first) return withoutData(context, dtype, undefined);
  if (first.length === 0) context.raise('ValueError', 'zero-dimensional arrays cannot be concatenated', 'array-shape');
  const at = axisArgument(axis, first.length, context);
  let total: Dim = 0;
  const shape: Dim[] = [...first];
  for (const [index, { shape: own }] of arrays.entries()) {
    if (own && own.length !== first.length) {
      context.raise(
        'ValueError',
        `all the input arrays must have same number of dimensions, but the array at index 0 has ${first.length} dimension(s) and the array at index ${index} has ${own.length} dimension(s)`,
        'array-shape',
      );
    }
    for (const [k, dim] of (own ?? []).entries()) {
      if (k === at) continue;
      const known = shape[k] as Dim;
      if (typeof dim === 'number' && typeof known === 'number' && dim !== known) {
        context.raise(
          'ValueError',
          `all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${k}, the array at index 0 has size ${formatShape([known]).slice(1, -2)} and the array at index ${index} has size ${dim}`,
          'array-shape',
        );
      }
      if (typeof dim === 'number') shape[k] = dim;
    }
    total = own ? add(total, own[at] as Dim) : anonymous();
  }
  shape[at] = arrays.some((x) => !x.shape) ? anonymous() : total;
  return result(context, dtype, shape, arrays, (...data) => {
    const type = dtype as ElementType;
    const dims = shape as readonly number[];
    const out = allocate(type, elementCount(dims));
    const outer = elementCount(dims.slice(0, at));
    const row = elementCount(dims.slice(at));
    let from = 0;
    for (const [i, x] of arrays.entries()) {
      const cells = castTo(data[i] as NonNullable<TensorValue['data']>, x.dtype as ElementType, type);
      const run = elementCount(shapeOf(x).slice(at));
      copyRuns(cells as Float64Array, out as Float64Array, { outer, run, row, from });
      from += run;
    }
    return out;
  });
}

/** Runs of so many elements, one after the other, to every so many elements of another array. */
function copyRuns(
  cells: Float64Array,
  out: Float64Array,
  { outer, run, row, from }: Readonly<Record<'outer' | 'run' | 'row' | 'from', number>>,
): void {
  // A view for each of a few elements costs more than they do: pictures are stacked by their channels.
  if (run < 32)
    for (let o = 0; o < outer; o += 1)
      for (let k = 0; k < run; k += 1) out[o * row + from + k] = cells[o * run + k] as number;
  else for (let o = 0; o < outer; o += 1) out.set(cells.subarray(o * run, (o + 1) * run), o * row + from);
}

function flat(x: TensorValue): TensorValue {
  if (isStatic(x.shape)) return reshaped(x, [elementCount(x.shape)]);
  return reshaped(x, [x.shape?.length === 1 ? (x.shape[0] as Dim) : anonymous()]);
}

function atLeast2d(x: TensorValue): TensorValue {
  if (!x.shape) throw new NotKnown('an array of unknown rank');
  const missing = 2 - x.shape.length;
  return missing > 0 ? reshaped(x, [...Array<number>(missing).fill(1), ...x.shape]) : x;
}

function asColumn(x: TensorValue): TensorValue {
  if (!x.shape) throw new NotKnown('an array of unknown rank');
  return x.shape.length < 2 ? permuted(atLeast2d(x), [1, 0]) : x;
}
