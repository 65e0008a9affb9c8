import { anonymous } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { dimValue, int, list, str, unknown, type Value } from '../../../values/value.js';
import { native } from '../../python/define.js';

/** What Keras takes for signs between words. */
export const signs = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n';

const splitting = "filters=..., lower=True, split=' '";

/** A text's words: signs taken out, in lower case, cut at `split`. */
export function wordsOf(text: string, filters: string, lower: boolean, split: string): readonly string[] {
  const cased = lower ? text.toLowerCase() : text;
  let cleaned = '';
  for (const sign of cased) cleaned += filters.includes(sign) ? split : sign;
  return cleaned.split(split).filter((word) => word !== '');
}

export const textToWordSequence = native(
  'keras.preprocessing.text.text_to_word_sequence',
  `input_text, ${splitting}`,
  ["keras.preprocessing.text.text_to_word_sequence('The cat, the dog.')"],
  (args, context) => {
    const words = wordsGiven(args.get('input_text'), args);
    return words
      ? list(words.map(str))
      : open(unknown('a word of a text that is not known'), 'text_to_word_sequence', context);
  },
);

/** Words as numbers by hashing; which numbers is Python's own secret, differing from run to run. */
export const oneHot = native(
  'keras.preprocessing.text.one_hot',
  `input_text, n, ${splitting}`,
  ["keras.preprocessing.text.one_hot('the cat', 50)"],
  (args, context) => {
    if (context.host.mode === 'numbers')
      return context.unknown('hashes of words are not supported', 'keras.preprocessing.text.one_hot');
    const words = wordsGiven(args.get('input_text'), args);
    const number = dimValue(anonymous());
    return words ? list(words.map(() => number)) : { kind: 'list', elements: [], rest: number };
  },
);

function wordsGiven(text: Value, args: Arguments): readonly string[] | undefined {
  const [filters, lower, split] = [args.get('filters'), args.get('lower'), args.get('split')];
  if (text.kind !== 'str' || split.kind !== 'str' || lower.kind !== 'bool') return undefined;
  const chosen = args.given('filters') ? filters : str(signs);
  return chosen.kind === 'str' ? wordsOf(text.value, chosen.value, lower.value, split.value) : undefined;
}

/** A list of an unknown number of such elements; on numbers the end of the run. */
export function open(element: Value, name: string, context: Context): Value {
  if (context.host.mode === 'numbers') return context.unknown('the texts are not known', name);
  return { kind: 'list', elements: [], rest: element };
}

export const numberList = (numbers: readonly number[]): Value => list(numbers.map(int));
