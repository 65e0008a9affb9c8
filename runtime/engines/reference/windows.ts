import type { Attributes } from '../../../server/language/tensor/graph.js';
import { paddingOf, slide, windowOf } from '../../../server/language/tensor/operators/window.js';
import { indicesOf, sizeOf } from './tensors.js';

/** A window's moves over the spatial axes, all sizes known. */
export interface Moves {
  readonly spatial: readonly number[];
  readonly output: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding before each axis. */
  readonly before: readonly number[];
  /** Padding after each axis. */
  readonly after: readonly number[];
}

export function movesOf(spatial: readonly number[], kernel: readonly number[], attributes: Attributes): Moves {
  const window = windowOf(attributes, kernel);
  const output = slide(spatial, window, 'window') as number[];
  const padding = spatial.map((size, axis) => paddingOf(window, axis, size, output[axis] as number));
  return {
    spatial,
    output,
    kernel,
    strides: window.strides,
    dilations: window.dilations,
    before: padding.map(([before]) => before),
    after: padding.map(([, after]) => after),
  };
}

/**
 * Walks a window at one output position over the input: `visit` gets the flat spatial position, or -1 in
 * the padding, and the flat position in the kernel. What lies past the padding, in ceil mode, is not visited.
 */
export function visitWindow(
  moves: Moves,
  outputPosition: number,
  visit: (position: number, kernelPosition: number) => void,
): void {
  const at = indicesOf(outputPosition, moves.output);
  const taps = sizeOf(moves.kernel);
  for (let tap = 0; tap < taps; tap += 1) {
    const offsets = indicesOf(tap, moves.kernel);
    let position = 0;
    let inside = true;
    let beyond = false;
    for (let axis = 0; axis < at.length; axis += 1) {
      const size = moves.spatial[axis] as number;
      const index =
        (at[axis] as number) * (moves.strides[axis] as number) +
        (offsets[axis] as number) * (moves.dilations[axis] as number) -
        (moves.before[axis] as number);
      inside &&= index >= 0 && index < size;
      beyond ||= index >= size + (moves.after[axis] as number);
      position = position * size + index;
    }
    if (!beyond) visit(inside ? position : -1, tap);
  }
}
