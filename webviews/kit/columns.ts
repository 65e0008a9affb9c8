/** A line's values, and where they stand, as far as that is not one an epoch. */
interface Points {
  readonly values: readonly (number | string | null)[];
  readonly steps?: readonly number[];
}

/**
 * A line's values at the steps of all lines of a chart. `gap`: the line breaks off here; `none`: it has no value, and goes
 * on. Of floats, since a line may have 100,000 of them, which are gone through several times a second.
 */
export type Column = Float64Array;

export const gap = Number.POSITIVE_INFINITY;
export const none = Number.NaN;

/** The steps or epochs of all lines together, growing, and of each line its value at each of them. */
export interface Columns {
  readonly steps: readonly number[];
  readonly values: readonly Column[];
}

/** `first`: the number of the first epoch, for lines without steps. */
export function columnsOf(lines: readonly Points[], first: number): Columns {
  if (!lines.some(({ steps }) => steps)) {
    const epochs = Math.max(0, ...lines.map(({ values }) => values.length));
    const steps = new Array<number>(epochs);
    for (let i = 0; i < epochs; i += 1) steps[i] = first + i;
    return { steps, values: lines.map(({ values }) => columnOf(values, epochs)) };
  }
  // Lines of one chart are mostly of the same steps.
  let all: readonly number[] = [];
  for (const { steps = [] } of lines) all = joined(all, steps);
  const { length } = all;
  return {
    steps: all,
    values: lines.map(({ steps = [], values }) =>
      columnOf(values, length, steps.length < length ? [steps, all] : undefined),
    ),
  };
}

/** `places`: the steps of the values, and all steps, where those are others. */
function columnOf(
  values: Points['values'],
  length: number,
  places?: readonly [readonly number[], readonly number[]],
): Column {
  const column = new Float64Array(length).fill(none);
  const [steps, all] = places ?? [];
  let at = 0;
  for (let i = 0; i < values.length; i += 1, at += 1) {
    const value = values[i];
    // Steps that only another line has are no gaps: a line that has few points runs through.
    if (steps && all) while ((all[at] as number) < (steps[i] as number)) at += 1;
    if (typeof value === 'number') column[at] = value;
    else if (typeof value === 'string') column[at] = gap;
  }
  return column;
}

/** What a chart draws of a column's value; a logarithmic axis cannot show what is not positive. null: a gap. */
export function drawnValue(value: number | undefined, logarithmic: boolean): number | null | undefined {
  if (value === undefined || Number.isNaN(value)) return undefined;
  return value === gap || (logarithmic && value <= 0) ? null : value;
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
  let found = 0;
  for (let i = 0; i < long.length && found < short.length; i += 1) if (long[i] === short[found]) found += 1;
  if (found === short.length) return long;
  return [...new Set([...long, ...short])].sort((a, b) => a - b);
}
