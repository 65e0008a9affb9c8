import type { Dim } from '../../../tensor/dim.js';
import type { ElementType } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { arrayArgument, arrayOf, axisArgument, boolOf, intOf, NotKnown, numberOfValue } from '../arguments.js';
import { fromNumbers, numbersOf } from '../arrays/cells.js';
import { singular } from '../linear/singular.js';
import { result } from '../operand.js';
import { binaryUfunc, unaryUfunc } from '../operators.js';
import { type ArrayFunction, func } from './array-function.js';
import { summed } from './reducing.js';

/** `np.linalg.norm`. */
export const norm: ArrayFunction = func(
  'norm',
  'x, ord=None, axis=None, keepdims=False',
  [
    'np.linalg.norm([3.0, 4.0])',
    'np.linalg.norm(np.ones((2, 4)), axis=1)',
    'np.linalg.norm(np.ones((2, 4)), axis=1, keepdims=True)',
    'np.linalg.norm([3.0, -4.0], 1)',
    'np.linalg.norm(np.ones((2, 4)), np.inf, axis=0)',
    "np.linalg.norm(np.ones((2, 4)), 'fro')",
    'np.linalg.norm(np.ones((2, 4)), 2, keepdims=True)',
  ],
  (args, context) => {
    const given = arrayArgument(args, 'x', context);
    const x =
      given.dtype?.startsWith('float') === false
        ? arrayOf(binaryUfunc('multiply', given, { kind: 'float', value: 1 }, context), context)
        : given;
    const [order, axis] = [args.get('ord'), args.get('axis')];
    const keep = boolOf(args.get('keepdims'), context);
    if (order.kind === 'unknown') throw new NotKnown('an order that is not known');
    const isVector = x.shape?.length === 1 || axis.kind === 'int';
    const isUsual = order.kind === 'none' || (order.kind === 'str' && order.value === 'fro' && !isVector);
    if (isUsual || (isVector && order.kind === 'int' && order.value === 2))
      return unaryUfunc(
        'sqrt',
        summed(arrayOf(binaryUfunc('multiply', x, x, context), context), axis, keep, undefined, context),
        context,
      );
    if (isVector && order.kind === 'int' && order.value === 1)
      return summed(arrayOf(unaryUfunc('absolute', x, context), context), axis, keep, undefined, context);
    if (!x.shape) throw new NotKnown('an array of unknown rank');
    if (isVector) return ofVectors(x, x.shape, order, axis, keep, context);
    if (x.shape.length !== 2 || axis.kind !== 'none')
      throw new NotKnown('a norm along these axes is not supported yet');
    const shape = keep ? [1, 1] : [];
    return result(context, x.dtype, shape, [x], (data) => {
      const [rows, columns] = x.shape as readonly [number, number];
      const cells = Float64Array.from(numbersOf(data, x.dtype as ElementType));
      return fromNumbers(Float64Array.of(ofMatrix(cells, rows, columns, order, context)), x.dtype as ElementType);
    });
  },
);

function ofVectors(
  x: TensorValue,
  dims: readonly Dim[],
  order: Value,
  axis: Value,
  keep: boolean,
  context: Context,
): Value {
  if (order.kind === 'str') return context.raise('ValueError', `Invalid norm order '${order.value}' for vectors`);
  const power = numberOfValue(order);
  const at = axis.kind === 'none' ? 0 : axisArgument(intOf(axis, context), dims.length, context);
  const shape = dims.flatMap((dim, i): Dim[] => (i === at ? (keep ? [1] : []) : [dim]));
  return result(context, x.dtype, shape, [x], (data) => {
    const cells = numbersOf(data, x.dtype as ElementType);
    const sizes = dims as readonly number[];
    const inner = sizes.slice(at + 1).reduce((size, dim) => size * dim, 1);
    const length = sizes[at] as number;
    const out = new Float64Array(length === 0 ? 0 : cells.length / length);
    for (let lane = 0; lane < out.length; lane += 1) {
      const start = Math.floor(lane / inner) * inner * length + (lane % inner);
      out[lane] = ofLane(
        Array.from({ length }, (_, i) => Math.abs(cells[start + i * inner] as number)),
        power,
      );
    }
    return fromNumbers(out, x.dtype as ElementType);
  });
}

/** Of sizes that are not negative. */
function ofLane(sizes: readonly number[], power: number): number {
  if (power === Number.POSITIVE_INFINITY) return sizes.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (power === Number.NEGATIVE_INFINITY) return sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (power === 0) return sizes.filter((size) => size !== 0).length;
  return sizes.reduce((sum, size) => sum + size ** power, 0) ** (1 / power);
}

function ofMatrix(cells: Float64Array, rows: number, columns: number, order: Value, context: Context): number {
  const byColumn = new Float64Array(columns);
  const byRow = new Float64Array(rows);
  for (const [at, cell] of cells.entries()) {
    const [i, j] = [Math.floor(at / columns), at % columns];
    byRow[i] = (byRow[i] as number) + Math.abs(cell);
    byColumn[j] = (byColumn[j] as number) + Math.abs(cell);
  }
  const most = (sums: Float64Array) => sums.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const fewest = (sums: Float64Array) => sums.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (order.kind === 'str') {
    if (order.value === 'nuc') return singular(cells, rows, columns).values.reduce((a, b) => a + b, 0);
    return context.raise('ValueError', 'Invalid norm order for matrices.');
  }
  switch (numberOfValue(order)) {
    case 1:
      return most(byColumn);
    case -1:
      return fewest(byColumn);
    case Number.POSITIVE_INFINITY:
      return most(byRow);
    case Number.NEGATIVE_INFINITY:
      return fewest(byRow);
    case 2:
      return most(singular(cells, rows, columns).values);
    case -2:
      return fewest(singular(cells, rows, columns).values);
    default:
      return context.raise('ValueError', 'Invalid norm order for matrices.');
  }
}
