import type { KnownWindow } from '../derivatives/window.js';
import { placesIn, rowOf } from './unfolded-window.js';

/**
 * How gradients of a convolution's steps come back to its input: in part a product sums them, in part they are summed after
 * it. Along an axis that is gathered each element of the input takes the gradients of all steps that it was part of, side by
 * side, and the product sums over them; along the others the product gives a row for each step and place in the window,
 * and each element sums its rows.
 */
export interface Folding {
  /** Of each axis of the window. */
  readonly isGathered: readonly boolean[];
  /** For each row of the product, and there for each place in the window along the gathered axes, the step; `none` for none. */
  readonly steps: readonly number[];
  /** Rows of what the product gives, each place in the window along the other axes on its own. */
  readonly rows: number;
  /** For each place of the input the rows to be summed, one list for all firsts, one for all seconds …; `rows` for none. */
  readonly sums: readonly (readonly number[])[];
}

/** A gathered axis costs operations where the input is longer than the steps along it: at most half as many again. */
const MOST_LONGER = 1.5;

/** `covered`: how many steps along each axis have gradients, and `stepAt` the number of each, of which there are `none`. */
export function foldingOf(
  { kernel, strides, dilations, before, input }: KnownWindow,
  covered: readonly number[],
  stepAt: (step: readonly number[]) => number,
  none: number,
): Folding {
  // Not the last: what is summed after the product is several times as much for each axis that is not gathered, and what is
  // gathered before it for each that is. Strides would have zeros gathered.
  const isGathered = kernel.map(
    (_, axis) =>
      axis < kernel.length - 1 &&
      strides[axis] === 1 &&
      (input[axis] as number) <= MOST_LONGER * (covered[axis] as number),
  );
  const sizes = covered.map((steps, axis) => (isGathered[axis] ? (input[axis] as number) : steps));
  const gathered = placesIn(kernel.map((size, axis) => (isGathered[axis] ? size : 1)));
  const others = placesIn(kernel.map((size, axis) => (isGathered[axis] ? 1 : size)));
  /** The step along an axis whose window has an element at one of its places; undefined where there is none. */
  const stepOf = (element: number, place: number, axis: number): number | undefined => {
    const start = element + (before[axis] as number) - place * (dilations[axis] as number);
    const step = start / (strides[axis] as number);
    return Number.isInteger(step) && step >= 0 && step < (covered[axis] as number) ? step : undefined;
  };
  const steps = placesIn(sizes).flatMap((row) =>
    gathered.map((place) => {
      const step = row.map((at, axis) => (isGathered[axis] ? stepOf(at, place[axis] as number, axis) : at));
      return step.every((at) => at !== undefined) ? stepAt(step as number[]) : none;
    }),
  );
  const rows = sizes.reduce((product, size) => product * size, others.length);
  const own = placesIn(input).map((element) =>
    others.flatMap((place, index) => {
      const row = element.map((at, axis) => (isGathered[axis] ? at : stepOf(at, place[axis] as number, axis)));
      return row.every((at) => at !== undefined) ? [rowOf(row as number[], sizes) * others.length + index] : [];
    }),
  );
  const most = Math.max(1, ...own.map(({ length }) => length));
  return {
    isGathered,
    steps,
    rows,
    sums: Array.from({ length: most }, (_, index) => own.map((each) => each[index] ?? rows)),
  };
}
