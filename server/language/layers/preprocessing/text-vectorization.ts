import { anonymous, type Dim } from '../../tensor/dim.js';
import type { MaybeShape } from '../../tensor/shape.js';
import { refused, show } from '../arguments.js';
import type { GivenArguments, LayerDefinition, PlainValue } from '../layer.js';
import { notComputed, uncomputed } from './arguments.js';
import { encodedShape } from './output-mode.js';
import { depthOf, type LookupSettings, lookupSettings } from './vocabulary.js';

/** Texts to the numbers of their words. */
export const textVectorization: LayerDefinition = {
  name: 'TextVectorization',
  signature:
    "max_tokens=None, standardize='lower_and_strip_punctuation', split='whitespace', ngrams=None, output_mode='int', output_sequence_length=None, pad_to_max_tokens=False, vocabulary=None, idf_weights=None, sparse=False, ragged=False, encoding='utf-8'",
  description:
    'Splits each text into words and gives their numbers in a vocabulary, given or learnt by `adapt`; or one row of 0 and 1, or of counts, for the text.',
  documentation: 'layers/preprocessing_layers/text/text_vectorization/',
  anyElementType: true,
  readsTexts: true,
  configure(given) {
    checkWay(given, 'standardize', ['lower_and_strip_punctuation', 'lower', 'strip_punctuation']);
    checkWay(given, 'split', ['whitespace', 'character']);
    checkGrams(given);
    const settings = lookupSettings(given, { num_oov_indices: 1, mask_token: '', oov_token: '[UNK]' });
    return {
      ...settings,
      output_sequence_length: sequenceLength(given, settings),
      standardize: given.get('standardize'),
      split: given.get('split') ?? (given.get('split') === null ? null : 'a function'),
      ngrams: given.get('ngrams'),
      notSupported: notComputed,
    };
  },
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const settings = args as LookupSettings;
    const mode = settings.output_mode;
    const dtype = mode === undefined || mode === 'int' ? 'int64' : 'float32';
    return uncomputed(graph, x, dtype, shapeOf(x.shape, settings));
  },
  /** Texts in a column are taken out of it before they are split. */
  eagerShape(args, [shape]) {
    const settings = args as LookupSettings;
    const column = shape?.length === 2 && settings['split'] !== null;
    return shapeOf(column ? shape.slice(0, 1) : shape, settings);
  },
};

function shapeOf(shape: MaybeShape, settings: LookupSettings): MaybeShape {
  const mode = settings.output_mode;
  if (!shape || mode === undefined) return undefined;
  if (mode === 'int') return shape.length ? [shape[0] as Dim, settings['output_sequence_length'] as Dim] : undefined;
  const words = settings['split'] === null ? (shape.length > 1 ? shape : [...shape, 1]) : [...shape, anonymous('None')];
  return encodedShape(words, mode, depthOf(settings));
}

function sequenceLength(given: GivenArguments, { output_mode: mode }: LookupSettings): Dim {
  const value = given.get('output_sequence_length');
  if (value === undefined) return anonymous();
  if (mode !== undefined && mode !== 'int' && value !== null) {
    throw refused(
      'output_sequence_length',
      value,
      "None unless `output_mode` is 'int'",
      `\`output_sequence_length\` must not be set if \`output_mode\` is not 'int'. Received output_sequence_length=${show(value)}.`,
    );
  }
  const ragged = given.get('ragged');
  if (ragged && mode !== undefined && mode !== 'int') {
    throw refused(
      'ragged',
      ragged,
      "False unless `output_mode` is 'int'",
      `\`ragged\` must not be true if \`output_mode\` is \`'int'\`. Received: ragged=True and output_mode=${mode}`,
    );
  }
  if (value === null) return anonymous('None');
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw refused(
    'output_sequence_length',
    value,
    'a number of words, or None',
    `\`output_sequence_length\` must be either None or an integer when \`output_mode\` is 'int'. Received: output_sequence_length=${show(value)}`,
  );
}

/** One of a few strings, None, or a function of the program. */
function checkWay(given: GivenArguments, name: string, ways: readonly string[]): void {
  const value = given.get(name);
  if (typeof value !== 'string' && typeof value !== 'number') return;
  if (ways.some((way) => way === value)) return;
  throw refused(
    name,
    value,
    `${ways.map((way) => `'${way}'`).join(', ')}, None or a function`,
    `Unknown value for \`${name}\` argument of layer TextVectorization. Received: ${name}=${show(value)}`,
    ways,
  );
}

function checkGrams(given: GivenArguments): void {
  const value = given.get('ngrams');
  const whole = (n: PlainValue | undefined) => typeof n === 'number' && Number.isInteger(n);
  if (value === undefined || value === null || whole(value) || (Array.isArray(value) && value.every(whole))) return;
  throw refused(
    'ngrams',
    value,
    'an integer, a tuple of integers, or None',
    `\`ngrams\` must be None, an integer, or a tuple of integers. Received: ngrams=${show(value)}`,
  );
}
