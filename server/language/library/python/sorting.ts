import type { Context } from '../../values/context.js';
import type { Value } from '../../values/value.js';

/** A sorted copy, stable as Python's; undefined where the order cannot be known. */
export function sortValues(
  elements: readonly Value[],
  key: Value,
  reverse: Value,
  context: Context,
): Value[] | undefined {
  const descending = context.truth(reverse);
  if (descending === undefined) return undefined;
  const keyed = elements.map((element) => ({
    element,
    key: key.kind === 'none' ? element : context.call(key, [element]),
  }));
  let known = true;
  const less = (a: Value, b: Value): boolean => {
    if (a.kind === 'str' && b.kind === 'str') return comparePoints(a.value, b.value) < 0;
    if ((a.kind === 'int' || a.kind === 'float') && (b.kind === 'int' || b.kind === 'float')) return a.value < b.value;
    const verdict = context.truth(context.compare('<', a, b));
    if (verdict === undefined) known = false;
    return verdict ?? false;
  };
  // A reversed sort keeps the order of equal elements, so it compares the other way round.
  keyed.sort((a, b) =>
    descending
      ? less(b.key, a.key)
        ? -1
        : less(a.key, b.key)
          ? 1
          : 0
      : less(a.key, b.key)
        ? -1
        : less(b.key, a.key)
          ? 1
          : 0,
  );
  return known ? keyed.map(({ element }) => element) : undefined;
}

/** Strings by code points: UTF-16 order differs beyond U+FFFF. */
export function comparePoints(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const surrogate = x >= 0xd800 && y >= 0xd800;
      return surrogate ? (a.codePointAt(i) as number) - (b.codePointAt(i) as number) || x - y : x - y;
    }
  }
  return a.length - b.length;
}
