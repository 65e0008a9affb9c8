/** A line's value in a chart. null: the line has a gap here; undefined: there is no value, and the line goes on. */
export type Plotted = number | null | undefined;

/**
 * The exponential moving average of a line, as TensorBoard smooths it: each value weighs `1 - weight`, all before it
 * `weight` (0 to less than 1), and what the first values lack is made up for (debiased), so that the line does not begin
 * at 0. Gaps and places without a value stay, and do not count. A line of one value throughout stays exactly that.
 */
export function smoothed(values: readonly Plotted[], weight: number): Plotted[] {
  const known = values.filter((value) => typeof value === 'number');
  if (known.every((value) => value === known[0])) return [...values];
  let average = 0;
  /** What the weights of the values so far lack of 1. */
  let lack = 1;
  return values.map((value) => {
    if (typeof value !== 'number') return value;
    average = average * weight + (1 - weight) * value;
    lack *= weight;
    return average / (1 - lack);
  });
}
