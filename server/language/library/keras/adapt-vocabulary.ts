import type { PlainValue } from '../../layers/layer.js';
import {
  type LookupSettings,
  paddedWeights,
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
import { fitParts } from '../tensorflow/data/dataset.js';
import { pipelineOf } from '../tensorflow/data/pipeline.js';
import { textsAndShape } from '../tensorflow/text-tensor.js';
import { report } from './faults.js';
import { plain } from './plain.js';
import { selfLayer } from './self-layer.js';
import { isUncertain } from './state.js';
import { wordsOf } from './texts/words.js';

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
    const learnt = learn(plain(wordsIn(args.get('data'))), settings);
    if (!learnt && context.host.mode === 'numbers') return context.unknown('the words are not known', 'adapt');
    keep(layer, learnt?.vocabulary ?? { size: anonymous(), terms: undefined }, context, learnt?.idf);
    return none;
  },
};

/** All strings that a dataset gives, of its first part where it has several; anything else as it is. */
function wordsIn(data: Value): Value {
  const next = pipelineOf(data)?.open();
  if (!next) return data;
  const found: Value[] = [];
  for (let element = next(); element; element = next()) {
    const [x] = fitParts({ element, cardinality: undefined });
    const texts = textsAndShape(x)?.texts;
    if (!texts) return data;
    for (const text of texts) found.push(str(text));
  }
  return list(found);
}

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

function keep(layer: Layer, vocabulary: Vocabulary, context: Context, idf?: readonly number[]): void {
  const known = isUncertain(layer, context) ? { size: anonymous(), terms: undefined } : vocabulary;
  layer.arguments = { ...layer.arguments, vocabulary: known, ...(idf ? { idf } : {}) };
}

function refuse(layer: Layer, keras: string, context: Context, message = 'cannot be adapted'): void {
  report('layer-argument', context.range, { type: layer.definition.name, message }, keras, context);
}

/** What known words or texts teach; undefined where something about it is not known. */
function learn(data: PlainValue | undefined, settings: LookupSettings): Learnt | undefined {
  const special = specialPlaces(settings);
  if (!Array.isArray(data) || special === undefined || settings.max_tokens === undefined) return undefined;
  const items = (data as readonly PlainValue[]).flat(2) as readonly PlainValue[];
  const documents =
    settings['split'] === undefined ? rowsOf(data as readonly PlainValue[]) : documentsOf(items, settings);
  const words = documents?.flat();
  if (!documents || !words?.every((word) => typeof word === 'string' || typeof word === 'number')) return undefined;
  const counts = countsOf(words, settings);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? 1 : -1)).map(([word]) => word);
  const most = settings.max_tokens === null ? sorted.length : Math.max(0, settings.max_tokens - special);
  const terms = sorted.slice(0, most);
  const vocabulary = { size: special + terms.length, terms };
  if (settings.output_mode !== 'tf_idf') return { vocabulary };
  const among = countsOf(documents.flatMap((each) => [...new Set(each)]) as (string | number)[], settings);
  const weights = terms.map((term) => Math.fround(Math.log(1 + documents.length / (1 + (among.get(term) ?? 0)))));
  return { vocabulary, idf: paddedWeights(weights, special) };
}

interface Learnt {
  readonly vocabulary: Vocabulary;
  readonly idf?: readonly number[];
}

function countsOf(words: readonly PlainValue[], settings: LookupSettings): ReadonlyMap<string | number, number> {
  const counts = new Map<string | number, number>();
  for (const word of words as readonly (string | number)[])
    if (word !== settings.mask_token && word !== settings.oov_token) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Words by themselves: each row is a document, and each word of a vector. */
function rowsOf(data: readonly PlainValue[]): readonly (readonly PlainValue[])[] {
  return data.map((row) => (Array.isArray(row) ? (row.flat() as readonly PlainValue[]) : [row]));
}

function documentsOf(
  items: readonly PlainValue[],
  settings: LookupSettings,
): readonly (readonly PlainValue[])[] | undefined {
  return items.every((item) => typeof item === 'string') ? wordsOf(items as readonly string[], settings) : undefined;
}
