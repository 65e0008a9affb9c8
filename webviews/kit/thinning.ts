import { type Column, gap } from './columns.js';

/**
 * Which of many points are drawn, growing: of each line in each of `parts` equal parts of the steps the least and the
 * largest value and a gap, so that where a part is no wider than a pixel the lines look as with all of them. undefined: all,
 * since there are few.
 */
export function thinned(
  steps: readonly number[],
  lines: readonly Column[],
  parts: number,
): readonly number[] | undefined {
  const last = steps.length - 1;
  if (steps.length <= 4 * parts) return undefined;
  const kept = [0];
  const [start, end] = [steps[0] as number, steps[last] as number];
  let part = 0;
  for (let from = 1; from < last; ) {
    part += 1;
    const edge = start + ((end - start) * part) / parts;
    let to = from;
    while (to < last && (steps[to] as number) <= edge) to += 1;
    if (to - from <= 2) for (let at = from; at < to; at += 1) kept.push(at);
    else keepOf(lines, from, to, kept);
    from = to;
  }
  kept.push(last);
  return kept;
}

/** Adds what is kept of the points from `from` to before `to`. */
function keepOf(lines: readonly Column[], from: number, to: number, kept: number[]): void {
  const found: number[] = [];
  for (const line of lines) {
    let least = -1;
    let most = -1;
    let broken = -1;
    let low = gap;
    let high = -gap;
    for (let at = from; at < to; at += 1) {
      const value = line[at] as number;
      if (value === gap) broken = at;
      // Both are false where there is no value.
      else if (value < low || value > high) {
        if (value < low) {
          low = value;
          least = at;
        }
        if (value > high) {
          high = value;
          most = at;
        }
      }
    }
    for (const at of [least, most, broken]) if (at >= 0) found.push(at);
  }
  found.sort((a, b) => a - b);
  for (const at of found) if (at !== kept.at(-1)) kept.push(at);
}
