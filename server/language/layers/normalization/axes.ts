import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { refused, show } from '../arguments.js';
import type { GivenArguments } from '../layer.js';
import { integers } from '../scalar.js';

/** `axis=-1` or `axis=[1, 2]`, sorted as Keras sorts them; undefined where they are not known. */
export function axesOf(given: GivenArguments): readonly number[] | undefined {
  const value = given.get('axis');
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value)) return [value];
  if (Array.isArray(value) && value.length > 0 && value.every((axis) => typeof axis === 'number')) {
    return [...(value as readonly number[])].sort((a, b) => a - b);
  }
  throw refused(
    'axis',
    value,
    'an axis or a list of axes',
    `Expected an int or a list/tuple of ints for the argument 'axis', but received: ${show(value)}`,
  );
}

/** Throws where one of the axes does not exist. */
export function checkAxes(axes: readonly number[], shape: Shape): void {
  for (const axis of axes) {
    if (axis >= -shape.length && axis < shape.length) continue;
    throw new ShapeError('axis-range', `axis ${axis} does not exist in ${formatShape(shape)}`, {
      received: shape,
      axis,
      keras: `Axis ${axis} is out of bounds for input shape ${formatShape(shape)}. Received: axis=${axis}`,
    });
  }
}

/** A weight of some axes' sizes with axes of 1 put in, so that it meets a tensor of that rank. Its axes must be in ascending order. */
export function alongAxes(
  graph: GraphBuilder,
  weight: SymbolicTensor,
  axes: readonly number[],
  rank: number,
): SymbolicTensor {
  const own = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)));
  const first = Math.min(...own);
  const missing = Array.from({ length: rank - first }, (_, i) => first + i).filter((axis) => !own.has(axis));
  return missing.length === 0
    ? weight
    : graph.one('Unsqueeze', [
        weight,
        integers(
          graph,
          missing.map((axis) => axis - first),
        ),
      ]);
}

/** Whether axes, some of them counted from the end, stand in the order in which they lie. */
export function inOrder(axes: readonly number[], rank: number): boolean {
  const places = axes.map((axis) => (axis < 0 ? axis + rank : axis));
  return places.every((place, i) => i === 0 || place > (places[i - 1] as number));
}
