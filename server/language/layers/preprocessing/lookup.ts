import { refused, show } from '../arguments.js';
import type { GivenArguments, LayerDefinition, PlainValue } from '../layer.js';
import { notComputed, uncomputed } from './arguments.js';
import { lookedUp, notLookedUp } from './integer-lookup.js';
import { encodedShape } from './output-mode.js';
import { depthOf, type LookupSettings, lookupSettings } from './vocabulary.js';

/** Words to their places in a vocabulary. */
export const stringLookup = lookup(
  'StringLookup',
  "max_tokens=None, num_oov_indices=1, mask_token=None, oov_token='[UNK]', vocabulary=None, idf_weights=None, invert=False, output_mode='int', pad_to_max_tokens=False, sparse=False, encoding='utf-8', salt=None",
  'Turns words into their numbers in a vocabulary, given or learnt by `adapt`; or into rows of 0 and 1.',
  'string_lookup',
  () => {},
);

/** Whole numbers to their places in a vocabulary. */
export const integerLookup = lookup(
  'IntegerLookup',
  "max_tokens=None, num_oov_indices=1, mask_token=None, oov_token=-1, vocabulary=None, vocabulary_dtype='int64', idf_weights=None, invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False, oov_method='floormod', salt=None",
  'Turns whole numbers into their places in a vocabulary, given or learnt by `adapt`; or into rows of 0 and 1.',
  'integer_lookup',
  (given) => {
    check(given, 'vocabulary_dtype', (value) => value === 'int64', "'int64'");
    check(given, 'oov_method', (value) => value === 'floormod' || value === 'farmhash', "'floormod' or 'farmhash'");
    check(
      given,
      'salt',
      (value) => value === null || given.get('oov_method') === 'farmhash',
      "None unless `oov_method='farmhash'`",
    );
  },
);

function lookup(
  name: string,
  signature: string,
  description: string,
  page: string,
  checkOwn: (given: GivenArguments) => void,
): LayerDefinition {
  const ofNumbers = name === 'IntegerLookup';
  return {
    name,
    signature,
    description,
    documentation: `layers/preprocessing_layers/categorical/${page}/`,
    anyElementType: true,
    ...(ofNumbers ? {} : { readsTexts: true }),
    configure(given) {
      checkOwn(given);
      check(
        given,
        'num_oov_indices',
        (value) => typeof value === 'number' && value >= 0,
        'a number of places, at least 0',
      );
      const settings = lookupSettings(given, {
        num_oov_indices: given.get('num_oov_indices') as number | undefined,
        mask_token: given.get('mask_token'),
        oov_token: given.get('oov_token'),
      });
      check(
        given,
        'invert',
        (value) => !value || (settings.output_mode ?? 'int') === 'int',
        "False unless `output_mode` is 'int'",
      );
      const rest = { invert: given.get('invert'), sparse: given.get('sparse') };
      if (!ofNumbers) return { ...settings, ...rest, notSupported: notComputed };
      return { ...settings, ...rest, oov_method: given.get('oov_method') };
    },
    ...(ofNumbers ? { uncomputed: (args, [shape]) => notLookedUp(args as LookupSettings, shape?.length) } : {}),
    call(args, [x], _weights, { graph }) {
      if (!x) return [];
      const settings = args as LookupSettings;
      const mode = settings.output_mode;
      const dtype = mode === undefined || mode === 'int' ? 'int64' : 'float32';
      const shape = encodedShape(x.shape, mode, depthOf(settings));
      const found = ofNumbers && !notLookedUp(settings, x.shape?.length) && lookedUp(graph, x, settings);
      return found ? [{ ...found, shape }] : uncomputed(graph, x, dtype, shape);
    },
  };
}

function check(given: GivenArguments, name: string, fits: (value: PlainValue) => boolean, expected: string): void {
  const value = given.get(name);
  if (value === undefined || fits(value)) return;
  throw refused(
    name,
    value,
    expected,
    `Invalid value for argument \`${name}\`. Expected ${expected}. Received: ${name}=${show(value)}`,
  );
}
