import { allocate } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { refused, show } from '../arguments.js';
import type { GivenArguments } from '../layer.js';
import { integers } from '../scalar.js';

/** `noise_shape=`: along an axis of 1 all values go together; null stands for the input's own size. null: as the input. */
export type NoiseShape = readonly (number | null)[] | null | undefined;

export function noiseShape(given: GivenArguments): NoiseShape {
  const value = given.get('noise_shape');
  if (value === undefined || value === null) return value;
  const fits =
    Array.isArray(value) &&
    value.every((size) => size === null || (typeof size === 'number' && Number.isInteger(size) && size > 0));
  if (fits) return value as readonly (number | null)[];
  throw refused(
    'noise_shape',
    value,
    'positive integers or None, one for each axis',
    `Invalid value received for argument \`noise_shape\`. Received: noise_shape=${show(value)}`,
  );
}

/** Ones in the shape of the noise on x. */
export function onesOf(graph: GraphBuilder, x: SymbolicTensor, noise: readonly (number | null)[]): SymbolicTensor {
  const sizes = noise.map((size, axis) =>
    size === null ? graph.one('Shape', [x], { start: { int: axis }, end: { int: axis + 1 } }) : integers(graph, [size]),
  );
  const one = allocate('float32', 1);
  one[0] = 1;
  const ones = graph.one('ConstantOfShape', [graph.one('Concat', sizes, { axis: { int: 0 } })], {
    value: { tensor: { dtype: 'float32', shape: [1], data: one } },
  });
  // Of the input's own sizes, so that what is known of them is known of the noise.
  return x.shape ? { ...ones, shape: noise.map((size, axis) => size ?? (x.shape?.[axis] as number)) } : ones;
}
