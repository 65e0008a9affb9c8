import type { PlainValue } from '../../layers/layer.js';
import {
  type LookupSettings,
  specialPlaces,
  type Vocabulary,
  vocabularyOf,
} from '../../layers/preprocessing/vocabulary.js';
import type { Layer } from '../../model/model.js';
import { anonymous } from '../../tensor/dim.js';
import { ShapeError } from '../../tensor/shape-error.js';
import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import { dimValue, int, type ListValue, list, none, str, unknown, type Value } from '../../values/value.js';
import { report } from './faults.js';
import { plain } from './plain.js';
import { selfLayer } from './self-layer.js';
import { isUncertain } from './state.js';

/** Learns the vocabulary from words, or from texts; exactly, where all of them are known. */
export const adaptVocabulary: NativeFunction = {
  name: 'StringLookup.adapt',
  signature: 'self, data, batch_size=None, steps=None',
  call(args, context) {
    const layer = selfLayer(args);
    if (!layer) return none;
    const settings = layer.arguments as LookupSettings;
    if (settings['learns'] === false) {
      refuse(
        layer,
        `Cannot adapt layer '${layer.name}' after setting a static vocabulary via \`vocabulary\` argument or \`set_vocabulary()\` method.`,
        context,
      );
      return none;
    }
    const learnt = learn(plain(args.get('data')), settings);
    if (!learnt && context.host.mode === 'numbers') return context.unknown('the words are not known', 'adapt');
    keep(layer, learnt ?? { size: anonymous(), terms: undefined }, context);
    return none;
  },
};

export const setVocabulary: NativeFunction = {
  name: 'StringLookup.set_vocabulary',
  signature: 'self, vocabulary, idf_weights=None',
  call(args, context) {
    const layer = selfLayer(args);
    if (!layer) return none;
    const given = plain(args.get('vocabulary'));
    let vocabulary: Vocabulary = { size: anonymous(), terms: undefined };
    try {
      if (Array.isArray(given))
        vocabulary = vocabularyOf(given as readonly PlainValue[], layer.arguments as LookupSettings, 'vocabulary');
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      refuse(layer, String(error.details['keras'] ?? error.message), context, error.message);
    }
    keep(layer, vocabulary, context);
    return none;
  },
};

export const getVocabulary: NativeFunction = {
  name: 'StringLookup.get_vocabulary',
  signature: 'self, include_special_tokens=True',
  call(args, context): Value {
    const layer = selfLayer(args);
    const settings = layer?.arguments as LookupSettings | undefined;
    const special = settings && specialPlaces(settings);
    const whole = context.truth(args.get('include_special_tokens'));
    const terms = settings?.vocabulary ? settings.vocabulary.terms : [];
    if (!settings || !terms || special === undefined || whole === undefined) {
      const word = unknown('the vocabulary is learnt from data', 'get_vocabulary');
      return context.host.mode === 'numbers' ? context.unknown(word.reason, 'get_vocabulary') : someTerms(word);
    }
    const words = terms.map(value);
    if (!whole) return list(words);
    const masks = special - (settings.num_oov_indices as number);
    const front = Array.from({ length: special }, (_, i) =>
      value((i < masks ? settings.mask_token : settings.oov_token) ?? null),
    );
    return list([...front, ...words]);
  },
};

export const vocabularySize: NativeFunction = {
  name: 'StringLookup.vocabulary_size',
  signature: 'self',
  call(args, context) {
    const settings = selfLayer(args)?.arguments as LookupSettings | undefined;
    if (!settings) return unknown('the layer is not known', 'vocabulary_size');
    const size = settings.vocabulary?.size ?? specialPlaces(settings) ?? anonymous();
    if (typeof size !== 'number' && context.host.mode === 'numbers')
      return context.unknown('the vocabulary is not known', 'vocabulary_size');
    return dimValue(size);
  },
};

/** A list of terms of which the number is not known. */
function someTerms(term: Value): ListValue {
  return { kind: 'list', elements: [], rest: term };
}

function value(term: PlainValue): Value {
  if (typeof term === 'number') return int(term);
  return typeof term === 'string' ? str(term) : none;
}

function keep(layer: Layer, vocabulary: Vocabulary, context: Context): void {
  const known = isUncertain(layer, context) ? { size: anonymous(), terms: undefined } : vocabulary;
  layer.arguments = { ...layer.arguments, vocabulary: known };
}

function refuse(layer: Layer, keras: string, context: Context, message = 'cannot be adapted'): void {
  report('layer-argument', context.range, { type: layer.definition.name, message }, keras, context);
}

/** The vocabulary of known words or texts; undefined where something about it is not known. */
function learn(data: PlainValue | undefined, settings: LookupSettings): Vocabulary | undefined {
  const special = specialPlaces(settings);
  if (!Array.isArray(data) || special === undefined || settings.max_tokens === undefined) return undefined;
  const items = (data as readonly PlainValue[]).flat(2) as readonly PlainValue[];
  const words = settings['split'] === undefined ? items : wordsOf(items, settings);
  if (!words?.every((word) => typeof word === 'string' || typeof word === 'number')) return undefined;
  const counts = new Map<string | number, number>();
  for (const word of words as readonly (string | number)[])
    if (word !== settings.mask_token && word !== settings.oov_token) counts.set(word, (counts.get(word) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? 1 : -1)).map(([word]) => word);
  const most = settings.max_tokens === null ? sorted.length : Math.max(0, settings.max_tokens - special);
  const terms = sorted.slice(0, most);
  return { size: special + terms.length, terms };
}

/** The words of texts, as TextVectorization makes them by default. */
function wordsOf(texts: readonly PlainValue[], settings: LookupSettings): readonly string[] | undefined {
  const { standardize, split, ngrams } = settings;
  if (split !== 'whitespace' || ngrams !== null || !texts.every((text) => typeof text === 'string')) return undefined;
  const lower = standardize === 'lower' || standardize === 'lower_and_strip_punctuation';
  const strip = standardize === 'strip_punctuation' || standardize === 'lower_and_strip_punctuation';
  if (!lower && !strip && standardize !== null) return undefined;
  const words: string[] = [];
  for (const text of texts as readonly string[]) {
    const cased = lower ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text;
    const plainText = strip ? cased.replace(/[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g, '') : cased;
    for (const word of plainText.split(/[ \t\n\v\f\r]+/)) if (word) words.push(word);
  }
  return words;
}
