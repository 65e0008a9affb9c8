import type { Value } from '../../values/value.js';
import { textArrayOf, textsOf } from './text-array.js';

/** Strings in the order of rows, and the shape that they have. */
export interface NestedTexts {
  readonly texts: readonly string[];
  readonly shape: readonly number[];
}

/** The strings of a string, of lists in lists of equal lengths, or of an array; undefined for anything else. */
export function nestedTexts(value: Value): NestedTexts | undefined {
  if (value.kind === 'str') return { texts: [value.value], shape: [] };
  if (value.kind === 'list' || value.kind === 'tuple') {
    if (value.kind === 'list' && value.rest) return undefined;
    const parts = value.elements.map(nestedTexts);
    const [first] = parts;
    if (!first || !parts.every((part) => part && part.shape.join() === first.shape.join())) return undefined;
    return {
      texts: parts.flatMap((part) => part?.texts ?? []),
      shape: [value.elements.length, ...first.shape],
    };
  }
  const texts = textsOf(value);
  return texts && { texts, shape: textArrayOf(value)?.places.shape as readonly number[] };
}
