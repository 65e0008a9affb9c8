/*
 * How Keras's Discretization learns where its bins begin: a summary of the values, of as many as its error allows, of
 * which the quantiles are taken. Numbers are rounded to float32 where NumPy's are.
 */

/** Values and how many they stand for. */
export interface Summary {
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

export const emptySummary: Summary = { values: [], weights: [] };

/** A summary with further values in it, right to a share of `epsilon`. */
export function summarized(before: Summary, given: ArrayLike<number>, epsilon: number): Summary {
  const sorted = Float32Array.from(given).sort();
  const step = Math.max(sorted.length / (1 / epsilon), 1);
  const values: number[] = [];
  for (let i = Math.trunc(step - 1); i < sorted.length; i += Math.trunc(step)) values.push(sorted[i] as number);
  const weight = Math.fround(step);
  const pairs = [
    ...values.map((value) => [value, weight] as const),
    ...before.values.map((value, i) => [value, before.weights[i] as number] as const),
  ].sort(([a], [b]) => a - b);
  return compressed({ values: pairs.map(([value]) => value), weights: pairs.map(([, each]) => each) }, epsilon);
}

/** The boundaries between so many bins that equally many values fall into each. */
export function boundariesOf(summary: Summary, bins: number): readonly number[] {
  return compressed(summary, 1 / bins).values.slice(0, -1);
}

function compressed(summary: Summary, epsilon: number): Summary {
  const { values, weights } = summary;
  if (values.length * epsilon < 1) return summary;
  let sum = 0;
  const sums = weights.map((weight) => {
    sum = Math.fround(sum + weight);
    return sum;
  });
  const shares = sums.map((each) => Math.fround(each / sum));
  const at = Array.from({ length: Math.ceil(1 / epsilon) }, (_, i) => epsilon + i * epsilon);
  const reached = at.map((share) => between(share, shares, sums));
  return {
    values: at.map((share) => Math.fround(between(share, shares, values))),
    weights: reached.map((each, i) => Math.fround(each - (reached[i - 1] ?? 0))),
  };
}

/** `np.interp` of one number: `ys` at `xs`, which rise. */
function between(x: number, xs: readonly number[], ys: readonly number[]): number {
  const last = xs.length - 1;
  let low = 0;
  let high = last;
  if (x >= (xs[last] as number)) return ys[last] as number;
  if (x < (xs[0] as number)) return ys[0] as number;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((xs[middle] as number) <= x) low = middle;
    else high = middle;
  }
  const [x0, x1, y0, y1] = [xs[low], xs[high], ys[low], ys[high]] as [number, number, number, number];
  return x === x0 ? y0 : ((y1 - y0) / (x1 - x0)) * (x - x0) + y0;
}
