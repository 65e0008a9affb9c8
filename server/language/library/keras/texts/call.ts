import type { OutputMode } from '../../../layers/preprocessing/output-mode.js';
import { depthOf, type LookupSettings, specialPlaces } from '../../../layers/preprocessing/vocabulary.js';
import type { Layer } from '../../../model/model.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { tensor, type Value } from '../../../values/value.js';
import { nestedTexts } from '../../numpy/nested-texts.js';
import { toArray } from '../../numpy/operand.js';
import { encodeUtf8 } from '../../python/text-encoding.js';
import { textTensor } from '../../tensorflow/text-tensor.js';
import { crossed } from './crossing.js';
import { fingerprint64 } from './hash.js';
import { hashed } from './hashing.js';
import { wordsOf } from './words.js';

/*
 * Layers that read strings, called on strings: no engine has them, so the script's own thread computes what they give.
 */

/** undefined where the call is none on strings that are known: then it goes the way of all layers. */
export function calledOnTexts(layer: Layer, args: Arguments, context: Context): Value | undefined {
  if (context.host.mode !== 'numbers') return undefined;
  const given = args.rest[0] ?? args.keywords.get('inputs');
  if (layer.definition.name === 'HashedCrossing') return given && crossed(layer, given, context);
  if (!layer.definition.readsTexts) return undefined;
  return given && readText(layer, given, context);
}

/** What such a layer gives for strings; undefined for anything else. */
export function readText(layer: Layer, given: Value, context: Context): Value | undefined {
  const { name } = layer.definition;
  if (name === 'Hashing') return hashed(layer, given, context);
  const settings = layer.arguments as LookupSettings;
  if (settings['invert']) return atPlaces(given, settings, context);
  const found = nestedTexts(given);
  if (!found) return undefined;
  if (!settings.vocabulary?.terms) return context.unknown('a call before the vocabulary is known', name);
  return name === 'StringLookup'
    ? ofWords(found.texts, found.shape, settings, context)
    : ofTexts(found, settings, context);
}

/** The numbers of words, of -1 for masked ones; throws where some are in no vocabulary and may not be. */
function numbersOf(words: readonly string[], settings: LookupSettings, context: Context): readonly number[] {
  const special = specialPlaces(settings) ?? 0;
  const unknown = settings.num_oov_indices ?? 1;
  const places = placesOf(settings, special);
  const numbers = words.map((word) => {
    if (word === settings.mask_token) return settings.output_mode === 'int' ? 0 : -1;
    return places.get(word) ?? outside(word, special, unknown);
  });
  const missing = words.filter((_, i) => Number.isNaN(numbers[i]));
  if (missing.length > 0) {
    const shown = missing.map((word) => `"${word}"`).join(' ');
    context.raise(
      'InvalidArgumentError',
      `When \`num_oov_indices=0\` all inputs should be in vocabulary, found OOV values [${shown}], consider setting \`num_oov_indices=1\`.`,
    );
  }
  return numbers;
}

/** The place of a word that is in no vocabulary: of several the one that its hash says; NaN where there is none. */
function outside(word: string, special: number, unknown: number): number {
  if (unknown <= 1) return unknown === 1 ? special - 1 : Number.NaN;
  return special - unknown + Number(fingerprint64(encodeUtf8(word)) % BigInt(unknown));
}

/** A vocabulary's words with their places: made once for each vocabulary. */
function placesOf({ vocabulary }: LookupSettings, special: number): ReadonlyMap<string | number, number> {
  const terms = vocabulary?.terms ?? [];
  let found = tables.get(terms);
  if (!found) {
    found = new Map(terms.map((term, i) => [term, special + i]));
    tables.set(terms, found);
  }
  return found;
}
const tables = new WeakMap<readonly (string | number)[], ReadonlyMap<string | number, number>>();

function ofWords(
  words: readonly string[],
  shape: readonly number[],
  settings: LookupSettings,
  context: Context,
): Value {
  const numbers = numbersOf(words, settings, context);
  if (settings.output_mode === 'int') return whole(shape, numbers);
  // A word by itself is a row, of one word.
  const single = shape.length === 0 ? [1] : shape;
  if (settings.output_mode === 'one_hot') {
    const rows = numbers.map((each) => [each]);
    const outer = single.length > 1 && single.at(-1) === 1 ? single.slice(0, -1) : single;
    return encoded(rows, outer, settings, context);
  }
  if (single.length > 2) return context.unknown('words of more than two dimensions', 'StringLookup');
  const length = single.at(-1) as number;
  const rows = Array.from({ length: numbers.length / length }, (_, i) => numbers.slice(i * length, (i + 1) * length));
  return encoded(rows, single.slice(0, -1), settings, context);
}

function ofTexts(
  { texts, shape }: { readonly texts: readonly string[]; readonly shape: readonly number[] },
  settings: LookupSettings,
  context: Context,
): Value {
  const words = wordsOf(texts, settings);
  if (!words) return context.unknown('how texts are taken apart, by a function of the program', 'TextVectorization');
  if (settings['split'] === null) return ofWords(words.flat(), shape, settings, context);
  if (shape.length > 1 && shape.at(-1) !== 1) {
    context.raise(
      'ValueError',
      `When using \`TextVectorization\` to tokenize strings, the input rank must be 1 or the last shape dimension must be 1. Received: inputs.shape=(${shape.join(', ')}) with rank=${shape.length}`,
    );
  }
  const outer = shape.length > 1 ? shape.slice(0, -1) : shape;
  if (outer.length > 1) return context.unknown('texts of more than two dimensions', 'TextVectorization');
  const rows = words.map((each) => numbersOf(each, settings, context));
  if (settings.output_mode !== 'int') return encoded(rows, outer, settings, context);
  const asked = settings['output_sequence_length'];
  const length = typeof asked === 'number' ? asked : Math.max(0, ...rows.map((row) => row.length));
  const all = rows.flatMap((row) => Array.from({ length }, (_, i) => row[i] ?? 0));
  return whole([...outer, length], all);
}

/** Rows for the numbers of each sample. */
function encoded(
  samples: readonly (readonly number[])[],
  outer: readonly number[],
  settings: LookupSettings,
  context: Context,
): Value {
  const mode = settings.output_mode as OutputMode;
  const depth = depthOf(settings);
  if (typeof depth !== 'number') return context.unknown('how many words there are', 'output_mode');
  const counts = samples.map((numbers) => {
    const row = new Float32Array(depth);
    for (const each of numbers)
      if (each >= 0 && each < depth)
        row[each] = mode === 'multi_hot' || mode === 'one_hot' ? 1 : (row[each] as number) + 1;
    return row;
  });
  const all = counts.flatMap((row) => Array.from(row));
  const shape = [...outer, depth];
  if (mode !== 'tf_idf') return whole(shape, all);
  const weights = settings['idf'] as readonly number[] | undefined;
  if (!weights) return context.unknown("output_mode='tf_idf' before adapt", 'tf_idf');
  const data = Float32Array.from(all, (count, i) => count * (weights[i % depth] ?? 0));
  return tensor('tensorflow', 'float32', shape, data);
}

/** The words at places of a vocabulary: `invert=True`. */
function atPlaces(given: Value, settings: LookupSettings, context: Context): Value | undefined {
  const array = toArray(given, context);
  if (!array?.data || !array.shape) return undefined;
  const terms = settings.vocabulary?.terms;
  const special = specialPlaces(settings);
  if (!terms || special === undefined) return context.unknown('a call before the vocabulary is known', 'StringLookup');
  const unknown = String(settings.oov_token);
  const words = Array.from(array.data as ArrayLike<number | bigint>, (place) => {
    if (settings.mask_token !== null && Number(place) === 0) return String(settings.mask_token);
    return String(terms[Number(place) - special] ?? unknown);
  });
  return textTensor(words, array.shape as readonly number[]);
}

function whole(shape: readonly number[], numbers: readonly number[]): Value {
  return tensor('tensorflow', 'int64', shape, BigInt64Array.from(numbers, BigInt));
}
