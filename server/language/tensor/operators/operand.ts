import type { Dim } from '../dim.js';
import { type ElementType, isInteger } from '../element-type.js';
import { formatShape, type MaybeShape, type Shape } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import type { Operand } from './operator.js';

/** Longest tensor whose elements are followed through a graph: shapes and axes are far shorter. */
const FOLLOWED = 64;

/** An operand that must be there; ONNX allows others to be left out. */
export function required(inputs: readonly (Operand | undefined)[], index: number, op: string): Operand {
  const operand = inputs[index];
  if (!operand) throw new ShapeError('operand-missing', `${op} needs its input ${index + 1}`);
  return operand;
}

/** The result of a rule; `elements` are dropped where they are unknown. */
export function result(dtype: ElementType, shape: MaybeShape, elements?: readonly Dim[]): Operand {
  return elements && shape && shape.length <= 1 && elements.length <= FOLLOWED
    ? { dtype, shape, elements }
    : { dtype, shape };
}

/**
 * The elements of a small integer tensor of at most one axis, as dims: what makes
 * `Reshape(x, Concat(Gather(Shape(x), 0), -1))` as sharp as a constant shape.
 */
export function elementsOf(operand: Operand | undefined): readonly Dim[] | undefined {
  if (!operand) return undefined;
  if (operand.elements) return operand.elements;
  const { constant } = operand;
  if (!constant || !isInteger(constant.dtype) || constant.shape.length > 1 || constant.data.length > FOLLOWED)
    return undefined;
  return Array.from(constant.data as ArrayLike<number | bigint>, Number);
}

/** As `elementsOf`, where every element is a number. */
export function numbersOf(operand: Operand | undefined): readonly number[] | undefined {
  const elements = elementsOf(operand);
  return elements?.every((dim) => typeof dim === 'number') ? (elements as readonly number[]) : undefined;
}

/** An axis counted from the front. Throws where the rank does not have it; `extra` allows one past the end. */
export function axisFromFront(axis: number, rank: number, op: string, shape: MaybeShape, extra = 0): number {
  if (axis < -rank - extra || axis >= rank + extra) {
    throw new ShapeError(
      'axis-range',
      `${op}: axis ${axis} does not exist in ${formatShape(shape)}, which has ${rank} axes`,
      { received: shape, axis },
    );
  }
  return axis < 0 ? axis + rank + extra : axis;
}

/** Throws unless the shape, where it is known, has at least so many axes. */
export function atLeastRank(shape: Shape, rank: number, op: string): void {
  if (shape.length < rank) {
    throw new ShapeError('operand-rank', `${op} needs at least ${rank} dimensions, got ${formatShape(shape)}`, {
      received: shape,
      expected: `at least ${rank} dimensions`,
    });
  }
}

/** Throws where two operands that must have one element type have two. */
export function sameElementType(operands: readonly (Operand | undefined)[], op: string): ElementType {
  const present = operands.filter((operand) => operand !== undefined);
  const first = (present[0] as Operand).dtype;
  for (const { dtype } of present) {
    if (dtype !== first)
      throw new ShapeError('element-type', `${op} needs operands of one element type, got ${first} and ${dtype}`);
  }
  return first;
}
