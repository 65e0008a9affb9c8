import type { LookupSettings } from '../../../layers/preprocessing/vocabulary.js';

/**
 * The words of each text, as TextVectorization makes them; undefined where a function of the program says how, or
 * something about it is not known. Without a split the whole text is one word.
 */
export function wordsOf(
  texts: readonly string[],
  settings: LookupSettings,
): readonly (readonly string[])[] | undefined {
  const { standardize, split, ngrams } = settings;
  const lower = standardize === 'lower' || standardize === 'lower_and_strip_punctuation';
  const strip = standardize === 'strip_punctuation' || standardize === 'lower_and_strip_punctuation';
  if (!lower && !strip && standardize !== null) return undefined;
  const widths = widthsOf(ngrams);
  if (!widths || (split !== 'whitespace' && split !== 'character' && split !== null)) return undefined;
  return texts.map((text) => {
    // TensorFlow knows the capital letters of ASCII alone.
    const cased = lower ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text;
    const plain = strip ? cased.replace(/[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g, '') : cased;
    const words =
      split === null ? [plain] : split === 'character' ? [...plain] : plain.split(/[ \t\n\v\f\r]+/).filter(Boolean);
    return widths.flatMap((width) => grams(words, width));
  });
}

/** `ngrams=`: how many words stand together; 1 … n for a number. */
function widthsOf(ngrams: unknown): readonly number[] | undefined {
  if (ngrams === null) return [1];
  if (typeof ngrams === 'number') return Array.from({ length: ngrams }, (_, i) => i + 1);
  return Array.isArray(ngrams) && ngrams.every((each) => typeof each === 'number') ? ngrams : undefined;
}

function grams(words: readonly string[], width: number): readonly string[] {
  if (width === 1) return words;
  const found: string[] = [];
  for (let i = 0; i + width <= words.length; i += 1) found.push(words.slice(i, i + width).join(' '));
  return found;
}
