import { anonymous, type Dim } from '../../tensor/dim.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { refused, show } from '../arguments.js';
import type { GivenArguments, LayerArguments, PlainValue } from '../layer.js';
import { checkSparse, type OutputMode, outputMode } from './output-mode.js';

/**
 * The words (or numbers) that a lookup layer knows. `size` counts them with the places for masked and
 * unknown ones, as `vocabulary_size()` does; `terms` are the words without those places.
 */
export interface Vocabulary {
  readonly size: Dim;
  readonly terms: readonly (string | number)[] | undefined;
}

/** What lookup layers share, in their arguments. */
export interface LookupSettings extends LayerArguments {
  readonly output_mode: OutputMode | undefined;
  readonly num_oov_indices: number | undefined;
  /** null: none. */
  readonly mask_token: PlainValue | undefined;
  readonly oov_token: PlainValue | undefined;
  readonly max_tokens: number | null | undefined;
  readonly pad_to_max_tokens: boolean | undefined;
  /** undefined: not given, and not learnt by `adapt` yet. */
  readonly vocabulary: Vocabulary | undefined;
  /** Whether `adapt` may be called: no vocabulary was given. */
  readonly learns?: boolean;
}

const modes = ['int', 'one_hot', 'multi_hot', 'count', 'tf_idf'] as const;

/** Reads and checks the arguments of StringLookup, IntegerLookup and TextVectorization. */
export function lookupSettings(
  given: GivenArguments,
  own: Pick<LookupSettings, 'num_oov_indices' | 'mask_token' | 'oov_token'>,
): LookupSettings {
  const output_mode = outputMode(given, modes, true);
  const max_tokens = maxTokens(given);
  const pad = given.get('pad_to_max_tokens');
  if (pad && max_tokens === null) {
    throw refused(
      'pad_to_max_tokens',
      pad,
      '`max_tokens` too',
      `If pad_to_max_tokens is True, must set \`max_tokens\`. Received: max_tokens=None`,
    );
  }
  checkSparse(given, output_mode);
  const settings = {
    ...own,
    output_mode,
    max_tokens,
    pad_to_max_tokens: pad === undefined ? undefined : Boolean(pad),
    vocabulary: undefined,
  };
  checkWeights(given, output_mode);
  const vocabulary = givenVocabulary(given, settings);
  const idf = idfOf(given, settings);
  return { ...settings, vocabulary, learns: vocabulary === undefined, ...(idf ? { idf } : {}) };
}

/** How many places come before the first word. */
export function specialPlaces(settings: LookupSettings): number | undefined {
  const { mask_token, num_oov_indices, output_mode } = settings;
  if (num_oov_indices === undefined || mask_token === undefined || output_mode === undefined) return undefined;
  return num_oov_indices + (mask_token !== null && output_mode === 'int' ? 1 : 0);
}

/** How wide a row of 0 and 1 is: None before the vocabulary is known to Keras. */
export function depthOf(settings: LookupSettings): Dim {
  const { pad_to_max_tokens, max_tokens, vocabulary } = settings;
  if (pad_to_max_tokens === undefined) return anonymous();
  if (pad_to_max_tokens) return max_tokens ?? anonymous();
  return vocabulary ? vocabulary.size : anonymous('None');
}

/** The vocabulary that a list of terms makes, as Keras takes it: with or without the special places in front. */
export function vocabularyOf(terms: readonly PlainValue[], settings: LookupSettings, argument: string): Vocabulary {
  const special = specialPlaces(settings);
  if (special === undefined) return { size: anonymous(), terms: undefined };
  const masks = special - (settings.num_oov_indices as number);
  const front = [
    ...Array.from({ length: masks }, () => settings.mask_token),
    ...Array.from({ length: special - masks }, () => settings.oov_token),
  ];
  const already = terms.length >= special && front.every((token, i) => token === terms[i]);
  const words = (already ? terms.slice(special) : terms) as readonly (string | number)[];
  const wrong = (expected: string, keras: string) => refusedTerms(argument, terms, expected, keras);
  if (terms.length === 0) throw wrong('at least one term', 'Cannot set an empty vocabulary. Received: vocabulary=[]');
  const seen = new Set<PlainValue>();
  for (const word of words) {
    if (seen.has(word)) {
      throw wrong(
        `each term once, not ${show(word)} again`,
        `The passed vocabulary has at least one repeated term. Please uniquify your dataset. The repeated terms are: [${show(word)}]`,
      );
    }
    seen.add(word);
  }
  if (settings.mask_token !== null && settings.mask_token !== undefined && seen.has(settings.mask_token)) {
    throw wrong(
      'the mask token nowhere but at the start',
      `Found reserved mask token at unexpected location in \`vocabulary\`. Note that passed \`vocabulary\` does not need to include the OOV and mask tokens.`,
    );
  }
  const size = special + words.length;
  if (typeof settings.max_tokens === 'number' && size > settings.max_tokens) {
    throw wrong(
      `at most ${settings.max_tokens} terms with the special ones, not ${size}`,
      `Attempted to set a vocabulary larger than the maximum vocab size. Received vocabulary size is ${size}; \`max_tokens\` is ${settings.max_tokens}.`,
    );
  }
  return { size, terms: words };
}

function givenVocabulary(given: GivenArguments, settings: LookupSettings): Vocabulary | undefined {
  const value = given.get('vocabulary');
  if (value === null) return undefined;
  if (Array.isArray(value)) return vocabularyOf(value as readonly PlainValue[], settings, 'vocabulary');
  // A path of a file, or something unknown.
  return { size: anonymous(), terms: undefined };
}

function checkWeights(given: GivenArguments, mode: OutputMode | undefined): void {
  const weights = given.given('idf_weights') ? given.get('idf_weights') : null;
  if (mode === undefined || weights === undefined) return;
  if (mode === 'tf_idf' && weights === null && given.get('vocabulary')) {
    throw refused(
      'vocabulary',
      given.get('vocabulary') as PlainValue,
      '`idf_weights` too, for `output_mode="tf_idf"`',
      'When specifying the `vocabulary` argument, in TF-IDF output mode, the `idf_weights` argument must also be provided.',
    );
  }
  if (mode !== 'tf_idf' && weights !== null) {
    throw refused(
      'idf_weights',
      weights,
      "None unless `output_mode` is 'tf_idf'",
      `\`idf_weights\` should only be set if \`output_mode\` is \`'tf_idf'\`. Received: idf_weights=${show(weights)} and output_mode=${mode}`,
    );
  }
}

/** `idf_weights=` with those of the special places in front, which weigh what the others weigh on average. */
function idfOf(given: GivenArguments, settings: LookupSettings): readonly number[] | undefined {
  const weights = given.given('idf_weights') ? given.get('idf_weights') : null;
  const special = specialPlaces(settings);
  if (!Array.isArray(weights) || special === undefined) return undefined;
  return paddedWeights(weights as readonly number[], special);
}

export function paddedWeights(weights: readonly number[], special: number): readonly number[] {
  const mean = weights.reduce((sum, each) => sum + each, 0) / weights.length;
  return [...Array.from({ length: special }, () => Math.fround(mean)), ...weights];
}

function maxTokens(given: GivenArguments): number | null | undefined {
  const value = given.get('max_tokens');
  if (value === undefined || value === null) return value;
  if (typeof value === 'number' && value > 1) return value;
  throw refused(
    'max_tokens',
    value,
    'a number above 1, or None',
    `If set, \`max_tokens\` must be greater than 1. Received: max_tokens=${show(value)}`,
  );
}

/** Terms may be many: the message shows the first few. */
function refusedTerms(argument: string, terms: readonly PlainValue[], expected: string, keras: string): ShapeError {
  const shown = terms.slice(0, 3).map(show).join(', ');
  const text = `\`${argument}=[${shown}${terms.length > 3 ? ', …' : ''}]\`: expected ${expected}`;
  return new ShapeError('layer-argument', text, { argument, expected, keras });
}
