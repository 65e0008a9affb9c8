import type { Context } from '../../../values/context.js';
import { tensor, type Value } from '../../../values/value.js';
import { plain } from '../plain.js';

/** What a matrix of words depends on beside the sequences. */
export interface Learnt {
  /** Columns: `num_words`, or as many as there are words and one more. */
  readonly width: number;
  readonly documents: number;
  /** In how many documents the word of a number stood. */
  documentsOf(word: number): number;
}

const modes = ['binary', 'count', 'freq', 'tfidf'];

/** One row a sequence: whether, how often or with what weight each word stands in it. undefined: not known. */
export function wordMatrix(given: Value, mode: string, learnt: Learnt, context: Context): Value | undefined {
  const rows = rowsOf(given);
  if (!rows) return undefined;
  const { width, documents } = learnt;
  if (mode === 'tfidf' && documents === 0)
    return context.raise('ValueError', 'Fit the Tokenizer on some data before using tfidf mode.');
  const data = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    const counts = new Map<number, number>();
    for (const word of row) if (word < width) counts.set(word, (counts.get(word) ?? 0) + 1);
    if (counts.size > 0 && !modes.includes(mode))
      context.raise('ValueError', `('Unknown vectorization mode:', '${mode}')`);
    // As NumPy counts places: a number below 0 is one from the end.
    for (const [word, count] of counts)
      data[i * width + (word < 0 ? word + width : word)] = valueOf(word, count, row.length, mode, learnt);
  });
  return tensor('numpy', 'float64', [rows.length, width], data);
}

function valueOf(word: number, count: number, length: number, mode: string, learnt: Learnt): number {
  if (mode === 'count') return count;
  if (mode === 'freq') return count / length;
  if (mode === 'binary') return 1;
  return (1 + Math.log(count)) * Math.log(1 + learnt.documents / (1 + learnt.documentsOf(word)));
}

function rowsOf(value: Value): readonly (readonly number[])[] | undefined {
  const rows = plain(value);
  if (!Array.isArray(rows)) return undefined;
  const fits = rows.every((row) => Array.isArray(row) && row.every((each: unknown) => typeof each === 'number'));
  return fits ? (rows as readonly (readonly number[])[]) : undefined;
}
