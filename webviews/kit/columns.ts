import type { Plotted } from './smoothing.js';

/** A line's values, and where they stand, as far as that is not one an epoch. */
interface Points {
  readonly values: readonly (number | string | null)[];
  readonly steps?: readonly number[];
}

/** The steps or epochs of all lines together, growing, and of each line its value at each of them. */
export interface Columns {
  readonly steps: readonly number[];
  readonly values: readonly (readonly Plotted[])[];
}

/** `first`: the number of the first epoch, for lines without steps. */
export function columnsOf(lines: readonly Points[], first: number): Columns {
  if (!lines.some(({ steps }) => steps)) {
    const epochs = Math.max(0, ...lines.map(({ values }) => values.length));
    const steps = Array.from({ length: epochs }, (_, i) => i + first);
    return { steps, values: lines.map(({ values }) => values.map(plotted)) };
  }
  // Lines of one length are mostly of the same steps.
  let all: readonly number[] = [];
  for (const { steps = [] } of lines) all = joined(all, steps);
  return {
    steps: all,
    values: lines.map(({ steps = [], values }) => {
      if (steps.length === all.length) return values.map(plotted);
      // Steps that only another line has are no gaps: a line that has few points runs through.
      const column = Array.from<Plotted>({ length: all.length });
      let at = 0;
      for (const [i, value] of values.entries()) {
        while ((all[at] ?? Number.POSITIVE_INFINITY) < (steps[i] as number)) at += 1;
        column[at] = plotted(value);
      }
      return column;
    }),
  };
}

/** What a logarithmic axis can show: there is a gap at a value that is not positive. */
export function positive(values: readonly Plotted[]): Plotted[] {
  return values.map((value) => (typeof value === 'number' && value <= 0 ? null : value));
}

/** Where a step stands among growing ones; -1: nowhere. */
export function indexOfStep(steps: readonly number[], step: number): number {
  let [low, high] = [0, steps.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = steps[middle] as number;
    if (at === step) return middle;
    if (at < step) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** All of two growing series, growing. */
function joined(one: readonly number[], other: readonly number[]): readonly number[] {
  const [long, short] = one.length >= other.length ? [one, other] : [other, one];
  if (short.every((step, i) => step === long[i])) return long;
  const all: number[] = [];
  for (let [i, j] = [0, 0]; i < long.length || j < short.length; ) {
    const [a, b] = [long[i] ?? Number.POSITIVE_INFINITY, short[j] ?? Number.POSITIVE_INFINITY];
    all.push(Math.min(a, b));
    if (a <= b) i += 1;
    if (b <= a) j += 1;
  }
  return all;
}

function plotted(value: number | string | null): Plotted {
  if (typeof value === 'number') return value;
  return value === null ? undefined : null;
}
