import { add, anonymous, type Dim } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import {
  type DictValue,
  dimValue,
  int,
  type ListValue,
  list,
  none,
  str,
  tensor,
  unknown,
  type Value,
} from '../../../values/value.js';
import { define } from '../../python/define.js';
import { kerasModuleOf } from '../class-modules.js';
import { numberList, signs, wordsOf } from './text.js';
import { wordMatrix } from './word-matrix.js';

/** What a Tokenizer has learnt. */
interface Tokenizer {
  readonly filters: string | undefined;
  readonly lower: boolean;
  readonly split: string;
  readonly characters: boolean;
  readonly numWords: number | undefined;
  readonly oov: string | undefined;
  /** undefined once texts that are not known were learnt, or some that may not be. */
  counts: Map<string, number> | undefined;
  documents: number | undefined;
  /** In how many texts a word stood. */
  documentsOf: ReadonlyMap<string, number>;
  /** How many words it has, where they are not known. */
  words: Dim;
  readonly region: object | undefined;
}

const made = 'keras.preprocessing.text.Tokenizer(num_words=10)';
const fitted = `[t := ${made}, t.fit_on_texts(['the cat sat', 'the dog'])][0]`;

/** Keras 2's Tokenizer: words to numbers, the most frequent first. */
export const tokenizerType: NativeType<Tokenizer> = {
  name: 'Tokenizer',
  module: 'keras.preprocessing.text',
  home: kerasModuleOf,
  construct: define(
    'keras.preprocessing.text.Tokenizer',
    'num_words=None, filters=..., lower=True, split=" ", char_level=False, oov_token=None, analyzer=None, **kwargs',
    [made],
    (args) => {
      const filters = args.given('filters') ? args.get('filters') : str(signs);
      const [words, lower, split, level, oov] = ['num_words', 'lower', 'split', 'char_level', 'oov_token'].map((name) =>
        args.get(name),
      ) as [Value, Value, Value, Value, Value];
      const plain =
        args.get('analyzer').kind === 'none' && lower.kind === 'bool' && split.kind === 'str' && level.kind === 'bool';
      return object<Tokenizer>(tokenizerType, {
        filters: plain && filters.kind === 'str' ? filters.value : undefined,
        lower: lower.kind === 'bool' && lower.value,
        split: split.kind === 'str' ? split.value : ' ',
        characters: level.kind === 'bool' && level.value,
        numWords: words.kind === 'int' ? words.value : words.kind === 'none' ? Number.POSITIVE_INFINITY : undefined,
        oov: oov.kind === 'str' ? oov.value : undefined,
        counts: new Map(),
        documents: 0,
        documentsOf: new Map(),
        words: anonymous(),
        region: undefined,
      });
    },
  ),
  attributes: {
    word_index: (self) => dictOf(self, (words) => words.map((word, i) => [str(word), int(i + 1)])),
    index_word: (self) => dictOf(self, (words) => words.map((word, i) => [int(i + 1), str(word)])),
    word_counts: (self) =>
      dictOf(self, (_words, counts) => [...counts].map(([word, count]) => [str(word), int(count)])),
    num_words: (self) => {
      const words = stateOf(self, tokenizerType)?.numWords;
      if (words === undefined) return unknown('num_words is not known', 'num_words');
      return words === Number.POSITIVE_INFINITY ? none : int(words);
    },
    document_count: (self) => {
      const documents = stateOf(self, tokenizerType)?.documents;
      return documents === undefined ? unknown('the texts are not known', 'document_count') : int(documents);
    },
  },
  methods: Object.fromEntries([
    method('fit_on_texts', 'texts', fit),
    method('texts_to_sequences', 'texts', (tokenizer, args, context) =>
      sequences(tokenizer, args.get('texts'), context),
    ),
    method('texts_to_matrix', "texts, mode='binary'", (tokenizer, args, context) =>
      matrix(tokenizer, sequences(tokenizer, args.get('texts'), context), args, context),
    ),
    method('sequences_to_matrix', "sequences, mode='binary'", (tokenizer, args, context) =>
      matrix(tokenizer, args.get('sequences'), args, context),
    ),
    method('sequences_to_texts', 'sequences', (tokenizer, args, context) =>
      sequencesToTexts(tokenizer, args.get('sequences'), context),
    ),
    method('to_json', '', (_tokenizer, _args, context) =>
      context.unknown('to_json is not supported', 'Tokenizer.to_json'),
    ),
  ]),
};

function method(
  name: string,
  signature: string,
  call: (tokenizer: Tokenizer, args: Arguments, context: Context) => Value,
): [string, NativeFunction] {
  const given = { texts: '["the cat"]', sequences: '[[1, 2]]', '': '' }[signature.split(',')[0] as 'texts'] ?? '';
  return [
    name,
    define(
      `Tokenizer.${name}`,
      signature ? `self, ${signature}` : 'self',
      [`${fitted}.${name}(${given})`],
      (args, context) => {
        const tokenizer = stateOf(args.get('self'), tokenizerType);
        return tokenizer
          ? call(tokenizer, args, context)
          : unknown('a tokenizer that is not known', `Tokenizer.${name}`);
      },
    ),
  ];
}

function fit(tokenizer: Tokenizer, args: Arguments, context: Context): Value {
  const texts = textsOf(args.get('texts'));
  const words = texts?.map((text) => tokensOf(text, tokenizer));
  const counts = tokenizer.counts;
  if (!context.certain || !counts || !words?.every((each) => each !== undefined)) {
    if (context.host.mode === 'numbers') return context.unknown('the texts are not known', 'Tokenizer.fit_on_texts');
    tokenizer.counts = undefined;
    tokenizer.documents = undefined;
    tokenizer.words = anonymous();
    return none;
  }
  tokenizer.counts = new Map(counts);
  for (const word of words.flat()) tokenizer.counts.set(word, (tokenizer.counts.get(word) ?? 0) + 1);
  tokenizer.documents = (tokenizer.documents ?? 0) + words.length;
  const documentsOf = new Map(tokenizer.documentsOf);
  for (const word of words.flatMap((each) => [...new Set(each)]))
    documentsOf.set(word, (documentsOf.get(word) ?? 0) + 1);
  tokenizer.documentsOf = documentsOf;
  return none;
}

/** The words by how often they came, the most frequent first. */
function ranked(tokenizer: Tokenizer): readonly string[] | undefined {
  if (!tokenizer.counts) return undefined;
  const words = [...tokenizer.counts].sort(([, m], [, n]) => n - m).map(([word]) => word);
  return tokenizer.oov === undefined ? words : [tokenizer.oov, ...words];
}

function dictOf(
  self: Value,
  entriesOf: (words: readonly string[], counts: ReadonlyMap<string, number>) => readonly (readonly [Value, Value])[],
): Value {
  const tokenizer = stateOf(self, tokenizerType);
  const words = tokenizer && ranked(tokenizer);
  if (!words || !tokenizer?.counts) return { kind: 'dict', entries: new Map(), open: true };
  const entries: DictValue['entries'] = new Map();
  for (const [key, value] of entriesOf(words, tokenizer.counts))
    entries.set(key.kind === 'str' ? `s${key.value}` : `n${(key as { value: number }).value}`, { key, value });
  return { kind: 'dict', entries };
}

function sequences(tokenizer: Tokenizer, given: Value, context: Context): Value {
  const words = ranked(tokenizer);
  const texts = textsOf(given);
  const limit = tokenizer.numWords;
  const tokens = texts?.map((text) => tokensOf(text, tokenizer));
  if (!words || limit === undefined || !tokens?.every((each) => each !== undefined)) {
    const row: ListValue = { kind: 'list', elements: [], rest: dimValue(anonymous()) };
    return openList(row, given, context);
  }
  const index = new Map(words.map((word, i) => [word, i + 1]));
  const oov = tokenizer.oov === undefined ? undefined : index.get(tokenizer.oov);
  return list(
    tokens.map((each) =>
      numberList(
        each.flatMap((word) => {
          const at = index.get(word);
          if (at !== undefined && at < limit) return [at];
          return oov === undefined ? [] : [oov];
        }),
      ),
    ),
  );
}

/** Words by their numbers; in the place of rare and unknown ones the `oov_token`, or nothing. */
function sequencesToTexts(tokenizer: Tokenizer, given: Value, context: Context): Value {
  const words = ranked(tokenizer);
  const limit = tokenizer.numWords;
  const rows =
    words && limit !== undefined ? context.elements(given)?.map((row) => numbersIn(row, context)) : undefined;
  if (!words || limit === undefined || !rows?.every((row) => row !== undefined))
    return openList(unknown('a text made of words'), given, context);
  const wordOf = (number: number) => (number < limit ? words[number - 1] : undefined) ?? tokenizer.oov;
  return list(rows.map((row) => str(row.flatMap((number) => wordOf(number) ?? []).join(' '))));
}

function numbersIn(row: Value, context: Context): readonly number[] | undefined {
  if (row.kind === 'tensor') return row.data && Array.from(row.data as ArrayLike<number | bigint>, Number);
  const numbers = context.elements(row)?.map((each) => {
    if (each.kind === 'int' || each.kind === 'float') return each.value;
    return each.kind === 'tensor' && each.data?.length === 1 ? Number(each.data[0]) : undefined;
  });
  return numbers?.every((each) => each !== undefined) ? numbers : undefined;
}

/** One row a text; as wide as `num_words`, or as there are words and one more. */
function matrix(tokenizer: Tokenizer, given: Value, args: Arguments, context: Context): Value {
  const words = ranked(tokenizer);
  const { numWords, documents, documentsOf } = tokenizer;
  const isOpen = numWords === Number.POSITIVE_INFINITY;
  if (isOpen && words?.length === 0)
    return context.raise('ValueError', 'Specify a dimension (`num_words` argument), or fit on some text data first.');
  const learnt: Dim = words ? words.length + 1 : add(tokenizer.words, 1);
  const width = numWords === undefined ? anonymous() : isOpen ? learnt : numWords;
  if (context.host.mode === 'shapes') return tensor('numpy', 'float64', [countOf(given), width]);
  const mode = args.get('mode');
  const found =
    words && documents !== undefined && typeof width === 'number' && mode.kind === 'str'
      ? wordMatrix(
          given,
          mode.value,
          { width, documents, documentsOf: (word) => documentsOf.get(words[word - 1] ?? '') ?? 0 },
          context,
        )
      : undefined;
  return found ?? context.unknown('the sequences are not known', 'Tokenizer.sequences_to_matrix');
}

function countOf(texts: Value): Dim {
  if (texts.kind === 'tensor') return texts.shape?.[0] ?? anonymous();
  const length = (texts.kind === 'list' && !texts.rest) || texts.kind === 'tuple' ? texts.elements.length : undefined;
  return length ?? anonymous();
}

/** As many such elements as there are texts, where that is a number that is known and small. */
function openList(element: Value, given: Value, context: Context): Value {
  if (context.host.mode === 'numbers') return context.unknown('the texts are not known', 'Tokenizer');
  const count = countOf(given);
  if (typeof count !== 'number' || count > 1000) return { kind: 'list', elements: [], rest: element };
  return list(Array.from({ length: count }, () => element));
}

function tokensOf(text: string, { filters, lower, split, characters }: Tokenizer): readonly string[] | undefined {
  if (filters === undefined) return undefined;
  return characters ? [...(lower ? text.toLowerCase() : text)] : wordsOf(text, filters, lower, split);
}

function textsOf(value: Value): readonly string[] | undefined {
  if ((value.kind !== 'list' && value.kind !== 'tuple') || (value.kind === 'list' && value.rest)) return undefined;
  const texts = value.elements.map((each) => (each.kind === 'str' ? each.value : undefined));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
