import { anonymous, type Dim } from '../dim.js';
import { type Shape, sizeOf } from '../shape.js';
import { int } from './attributes.js';
import { axisFromFront, elementsOf, numbersOf, required, result } from './operand.js';
import type { Operand, Operator } from './operator.js';

/** Operators that fold axes: those named by the second input, or all. */
export const reductions: readonly Operator[] = [
  ...[
    'ReduceSum',
    'ReduceMean',
    'ReduceMax',
    'ReduceMin',
    'ReduceProd',
    'ReduceSumSquare',
    'ReduceL1',
    'ReduceL2',
    'ReduceLogSum',
    'ReduceLogSumExp',
  ].map(reduction),
  argument('ArgMax'),
  argument('ArgMin'),
];

function reduction(name: string): Operator {
  return {
    name,
    infer(inputs, attributes) {
      const x = required(inputs, 0, name);
      const keep = int(attributes, 'keepdims') !== 0;
      const axes = axesOf(inputs[1], int(attributes, 'noop_with_empty_axes') === 1, x.shape?.length);
      if (x.shape && axes) {
        const shape = folded(x.shape, axes, keep, name);
        const elements = name === 'ReduceProd' && axes.length > 0 ? elementsOf(x) : undefined;
        return [result(x.dtype, shape, elements && [sizeOf(elements)])];
      }
      if (axes?.length === 0 && !keep && !inputs[1]) return [result(x.dtype, [])];
      return [result(x.dtype, keep ? x.shape?.map(() => anonymous()) : undefined)];
    },
    flops: ([x]) => x?.shape && sizeOf(x.shape),
  };
}

/** The axes to fold; undefined where they are not known. An empty list means all of them, or none if so asked. */
function axesOf(
  operand: Operand | undefined,
  noneIfEmpty: boolean,
  rank: number | undefined,
): readonly number[] | undefined {
  const axes = operand ? numbersOf(operand) : [];
  if (!axes || axes.length > 0 || noneIfEmpty) return axes;
  return rank === undefined ? [] : Array.from({ length: rank }, (_, axis) => axis);
}

function argument(name: string): Operator {
  return {
    name,
    infer(inputs, attributes) {
      const x = required(inputs, 0, name);
      const axis = int(attributes, 'axis') ?? 0;
      return [result('int64', x.shape && folded(x.shape, [axis], int(attributes, 'keepdims') !== 0, name))];
    },
    flops: ([x]) => x?.shape && sizeOf(x.shape),
  };
}

function folded(shape: Shape, axes: readonly number[], keep: boolean, op: string): Dim[] {
  const gone = new Set(axes.map((axis) => axisFromFront(axis, shape.length, op, shape)));
  return keep ? shape.map((dim, axis) => (gone.has(axis) ? 1 : dim)) : shape.filter((_, axis) => !gone.has(axis));
}
