import { anonymous, type Dim, differ, isKnown } from '../dim.js';
import { formatShape, type MaybeShape, type Shape } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { int } from './attributes.js';
import { atLeastRank, axisFromFront, elementsOf, numbersOf, required, result } from './operand.js';
import type { Operand, Operator } from './operator.js';

/** Operators that pick elements by indices. */
export const gathers: readonly Operator[] = [
  {
    name: 'Gather',
    infer(inputs, attributes) {
      const data = required(inputs, 0, 'Gather');
      const indices = required(inputs, 1, 'Gather');
      if (!data.shape || !indices.shape) return [result(data.dtype, undefined)];
      atLeastRank(data.shape, 1, 'Gather');
      const axis = axisFromFront(int(attributes, 'axis') ?? 0, data.shape.length, 'Gather', data.shape);
      checkIndices(indices, data.shape[axis] as Dim, data.shape, axis);
      const shape = [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)];
      return [result(data.dtype, shape, picked(data, indices))];
    },
    flops: () => 0,
  },
  {
    name: 'GatherElements',
    infer(inputs, attributes) {
      const data = required(inputs, 0, 'GatherElements');
      const indices = required(inputs, 1, 'GatherElements');
      if (data.shape && indices.shape) {
        equalRank(data.shape, indices.shape, 'GatherElements');
        axisFromFront(int(attributes, 'axis') ?? 0, data.shape.length, 'GatherElements', data.shape);
      }
      return [result(data.dtype, indices.shape)];
    },
    flops: () => 0,
  },
  {
    name: 'GatherND',
    infer(inputs, attributes) {
      const data = required(inputs, 0, 'GatherND');
      const indices = required(inputs, 1, 'GatherND');
      return [result(data.dtype, gatheredND(data.shape, indices.shape, int(attributes, 'batch_dims') ?? 0))];
    },
    flops: () => 0,
  },
];

/** The indices' last axis names as many axes of the data as it is long. */
function gatheredND(data: MaybeShape, indices: MaybeShape, batchDims: number): MaybeShape {
  if (!data || !indices) return undefined;
  atLeastRank(indices, 1, 'GatherND');
  const depth = indices.at(-1) as Dim;
  if (!isKnown(depth)) return undefined;
  if (depth + batchDims > data.length) {
    throw new ShapeError(
      'operand-rank',
      `GatherND: indices ${formatShape(indices)} name ${depth} axes, the data ${formatShape(data)} has ${data.length - batchDims} to name`,
      { received: data },
    );
  }
  return [...indices.slice(0, -1), ...data.slice(batchDims + depth)];
}

function checkIndices(indices: Operand, dim: Dim, shape: Shape, axis: number): void {
  if (!isKnown(dim)) return;
  const outside = numbersOf(indices)?.find((index) => index < -dim || index >= dim);
  if (outside !== undefined) {
    throw new ShapeError(
      'index-range',
      `index ${outside} is outside axis ${axis} of ${formatShape(shape)}, which has ${dim} elements`,
      { received: shape, axis },
    );
  }
}

/** What `Gather` takes out of a shape. */
function picked(data: Operand, indices: Operand): Dim[] | undefined {
  const elements = elementsOf(data);
  const at = numbersOf(indices);
  return elements && at?.map((index) => elements.at(index) ?? anonymous());
}

export function equalRank(data: Shape, indices: Shape, op: string): void {
  if (data.length !== indices.length) {
    throw new ShapeError(
      'operand-rank',
      `${op}: data ${formatShape(data)} and indices ${formatShape(indices)} need the same number of axes`,
      { received: indices, expected: `${data.length} dimensions` },
    );
  }
}

export function equalShape(a: MaybeShape, b: MaybeShape, op: string): void {
  if (a && b && (a.length !== b.length || a.some((dim, axis) => differ(dim, b[axis] as Dim)))) {
    throw new ShapeError(
      'operand-shapes',
      `${op}: indices ${formatShape(a)} and updates ${formatShape(b)} need one shape`,
      { received: b },
    );
  }
}
