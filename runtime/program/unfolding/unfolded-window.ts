import type { KnownWindow } from '../derivatives/window.js';

/**
 * A convolution's window on each of its steps, as places in the padded input (row by row). The steps come in parts: those
 * that are first in their pool's windows, then those that are second, and so on; without a pool there is one part.
 */
export interface UnfoldedWindow {
  /** Sizes of the input with its padding. */
  readonly padded: readonly number[];
  /** Of each part, and there of each step, the places of one window. */
  readonly parts: readonly (readonly (readonly number[])[])[];
  /** Sizes of what comes out, of the pool where there is one. */
  readonly output: readonly number[];
}

/** `pool`: the sizes of the windows, side by side, of which the largest is taken afterwards; elements beyond the last are left. */
export function unfoldedWindow(window: KnownWindow, pool: readonly number[] | undefined): UnfoldedWindow {
  const padded = window.input.map(
    (size, axis) => size + (window.before[axis] as number) + (window.after[axis] as number),
  );
  const sizes = pool ?? window.kernel.map(() => 1);
  const output = window.output.map((steps, axis) => Math.floor(steps / (sizes[axis] as number)));
  const inWindow = placesIn(window.kernel).map((place) =>
    place.map((at, axis) => at * (window.dilations[axis] as number)),
  );
  const inOrder = placesIn(output);
  const parts = placesIn(sizes).map((first) =>
    inOrder.map((step) => {
      const start = step.map(
        (at, axis) => (at * (sizes[axis] as number) + (first[axis] as number)) * (window.strides[axis] as number),
      );
      return inWindow.map((place) =>
        rowOf(
          start.map((at, axis) => at + (place[axis] as number)),
          padded,
        ),
      );
    }),
  );
  return { padded, parts, output };
}

/** Every place in a box, the last axis fastest. */
export function placesIn(sizes: readonly number[]): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (places, size) => places.flatMap((place) => Array.from({ length: size }, (_, at) => [...place, at])),
    [[]],
  );
}

export function rowOf(place: readonly number[], sizes: readonly number[]): number {
  return place.reduce((row, at, axis) => row * (sizes[axis] as number) + at, 0);
}
