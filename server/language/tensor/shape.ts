import { anonymous, batch, type Dim, dimToJson, formatDim, isAnonymous, isKnown, multiply, same } from './dim.js';

/** The dims of a tensor, outermost first. A scalar's shape is empty. */
export type Shape = readonly Dim[];

/** A shape, or undefined where not even the rank is known. */
export type MaybeShape = Shape | undefined;

/** `(batch, 28, 28)`, `(3,)` as Python prints tuples; `?` for an unknown rank. */
export function formatShape(shape: MaybeShape): string {
  if (!shape) return '?';
  return shape.length === 1 ? `(${formatDim(shape[0] as Dim)},)` : `(${shape.map(formatDim).join(', ')})`;
}

export function shapeToJson(shape: MaybeShape): (number | string | null)[] | null {
  return shape ? shape.map(dimToJson) : null;
}

export function sameShape(a: MaybeShape, b: MaybeShape): boolean {
  return !!a && !!b && a.length === b.length && a.every((dim, axis) => same(dim, b[axis] as Dim));
}

/** The number of elements: the product of the dims. */
export function sizeOf(shape: Shape): Dim {
  return shape.reduce<Dim>((size, dim) => multiply(size, dim), 1);
}

export function isStatic(shape: MaybeShape): shape is readonly number[] {
  return !!shape && shape.every(isKnown);
}

/** `shape` with the batch dim put first. */
export function withBatch(shape: Shape): Shape {
  return [batch, ...shape];
}

/**
 * NumPy's and ONNX's multidirectional broadcasting. Undefined where the shapes certainly do not fit.
 * Of two dims of which one is symbolic and the other a number above 1, the number is taken:
 * whatever runs without an error has it. Two different symbols may broadcast either way, as one of
 * them may be 1: the one that has a name is taken if the other has none, else nothing is known.
 */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const result: Dim[] = [];
  for (let axis = 0; axis < rank; axis += 1) {
    const dim = broadcastDim(a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1);
    if (dim === undefined) return undefined;
    result.push(dim);
  }
  return result;
}

function broadcastDim(p: Dim, q: Dim): Dim | undefined {
  if (same(p, q) || q === 1) return p;
  if (p === 1) return q;
  if (isKnown(p)) return isKnown(q) ? undefined : p;
  if (isKnown(q) || isAnonymous(p)) return q;
  return isAnonymous(q) ? p : anonymous();
}
