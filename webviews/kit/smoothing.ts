import { type Column, gap } from './columns.js';

/**
 * The exponential moving average of a line, as TensorBoard smooths it: each value weighs `1 - weight`, all before it
 * `weight` (0 to less than 1), and what the first values lack is made up for (debiased), so that the line does not begin
 * at 0. Gaps and places without a value stay, and do not count. A line of one value throughout stays exactly that.
 */
export function smoothed(values: Column, weight: number): Column {
  const averages = values.slice();
  if (isConstant(values)) return averages;
  let average = 0;
  /** What the weights of the values so far lack of 1. */
  let lack = 1;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    // Neither a gap nor without a value.
    if (!(value < gap)) continue;
    average = average * weight + (1 - weight) * value;
    lack *= weight;
    averages[i] = average / (1 - lack);
  }
  return averages;
}

function isConstant(values: Column): boolean {
  let first: number | undefined;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    if (!(value < gap)) continue;
    first ??= value;
    if (value !== first) return false;
  }
  return true;
}
