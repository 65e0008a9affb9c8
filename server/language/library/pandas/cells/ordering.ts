import type { Context } from '../../../values/context.js';
import { comparePoints } from '../../python/sorting.js';
import { doublesOf, isMissing, isNumbers, plainAt, type Vector } from './vector.js';

/** -1, 0 or 1 for the elements at two places, neither of which is missing. */
export function comparison(vector: Vector, context: Context): (a: number, b: number) => number {
  if (isNumbers(vector)) {
    const { data } = vector;
    const cells = vector.type === 'float16' ? (doublesOf(vector) as ArrayLike<number>) : (data as ArrayLike<number>);
    return (a, b) =>
      (cells[a] as number) < (cells[b] as number) ? -1 : (cells[a] as number) > (cells[b] as number) ? 1 : 0;
  }
  if (vector.type === 'datetime64[us]') {
    const { data } = vector;
    return (a, b) => Math.sign((data[a] as number) - (data[b] as number));
  }
  if (vector.type === 'str') {
    const { data } = vector;
    return (a, b) => comparePoints(data[a] as string, data[b] as string);
  }
  return (a, b) => {
    const [x, y] = [plainAt(vector, a), plainAt(vector, b)];
    if (context.truth(context.compare('<', x, y))) return -1;
    return context.truth(context.compare('<', y, x)) ? 1 : 0;
  };
}

/** The places in the order of their elements, equal ones as they stand; missing ones last (or first). */
export function sortedPlaces(
  keys: readonly { readonly vector: Vector; readonly ascending: boolean }[],
  context: Context,
  missingFirst = false,
): number[] {
  const count = keys[0]?.vector.data.length ?? 0;
  const rules = keys.map(({ vector, ascending }) => {
    const compare = comparison(vector, context);
    return (a: number, b: number) => {
      const [p, q] = [isMissing(vector, a), isMissing(vector, b)];
      if (p || q) return p === q ? 0 : p === missingFirst ? -1 : 1;
      return ascending ? compare(a, b) : compare(b, a);
    };
  });
  return Array.from({ length: count }, (_, at) => at).sort((a, b) => {
    for (const rule of rules) {
      const verdict = rule(a, b);
      if (verdict !== 0) return verdict;
    }
    return a - b;
  });
}
