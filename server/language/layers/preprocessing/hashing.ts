import { anonymous, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import { formatShape, sameShape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { refused, setting, show } from '../arguments.js';
import type { GivenArguments, LayerArguments, LayerDefinition } from '../layer.js';
import { computeType, notComputed, uncomputed } from './arguments.js';
import { checkSparse, encodedShape, type OutputMode, outputMode } from './output-mode.js';

/** Words or numbers, each to one of a fixed number of bins. */
export const hashing: LayerDefinition = {
  name: 'Hashing',
  signature: "num_bins, mask_value=None, salt=None, output_mode='int', sparse=False",
  description: 'Gives each word or number one of `num_bins` numbers by hashing it: no vocabulary is needed.',
  documentation: 'layers/preprocessing_layers/categorical/hashing/',
  config: { policy: wholeNumbers },
  anyElementType: true,
  readsTexts: 'numbers too',
  configure(given) {
    const mode = outputMode(given, ['int', 'one_hot', 'multi_hot', 'count']);
    checkSparse(given, mode);
    checkSalt(given);
    return {
      num_bins: binsOf(given),
      mask_value: given.get('mask_value'),
      salt: given.get('salt'),
      sparse: given.get('sparse'),
      output_mode: mode,
      dtype: resultType(given, mode),
      notSupported: notComputed,
    };
  },
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const mode = setting<OutputMode | undefined>(args, 'output_mode');
    const bins = setting<Dim>(args, 'num_bins');
    // Keras replaces the last axis even where that is not of size 1.
    const shape = mode === undefined || mode === 'int' ? x.shape : x.shape && [...x.shape.slice(0, -1), bins];
    return uncomputed(graph, x, setting(args, 'dtype'), mode === undefined ? undefined : shape);
  },
};

/** Several columns crossed into one of a fixed number of bins. */
export const hashedCrossing: LayerDefinition = {
  name: 'HashedCrossing',
  config: { typeByName: true },
  signature: "num_bins, output_mode='int', sparse=False, *, dtype=None",
  description: 'Gives each combination of several columns one of `num_bins` numbers by hashing it.',
  documentation: 'layers/preprocessing_layers/categorical/hashed_crossing/',
  anyElementType: true,
  inputList: '`HashedCrossing` should be called on a list or tuple of inputs.',
  configure(given) {
    const mode = outputMode(given, ['int', 'one_hot']);
    return {
      num_bins: binsOf(given),
      sparse: given.get('sparse'),
      output_mode: mode,
      dtype: mode === 'int' ? computeType(given, 'int64') : computeType(given),
      notSupported: notComputed,
    };
  },
  call(args, inputs, _weights, { graph }) {
    const [first, second] = inputs;
    if (!first || !second) return [];
    const [p, q] = [first.shape?.at(-1), second.shape?.at(-1)];
    if (typeof p === 'number' && typeof q === 'number' && p !== q && !sameShape(first.shape, second.shape)) {
      throw new ShapeError(
        'input-shape',
        `needs inputs of one shape, got ${formatShape(first.shape)} and ${formatShape(second.shape)}`,
        {
          received: second.shape,
          keras: `Expected the two input tensors to have identical shapes. Received input_shape=(${formatShape(first.shape)}, ${formatShape(second.shape)})`,
        },
      );
    }
    const mode = setting<OutputMode | undefined>(args, 'output_mode');
    const shape = encodedShape(first.shape, mode, setting<Dim>(args, 'num_bins'));
    return uncomputed(graph, first, setting(args, 'dtype'), shape);
  },
};

/** Bins are whole numbers, and Keras writes their type as the layer's policy. */
function wholeNumbers(args: LayerArguments): string | undefined {
  return args['output_mode'] === 'int' ? setting<string>(args, 'dtype') : undefined;
}

function binsOf(given: GivenArguments): Dim {
  const value = given.get('num_bins');
  if (value === undefined) return anonymous();
  if (typeof value === 'number' && value > 0) return value;
  throw refused(
    'num_bins',
    value,
    'a number of bins',
    `The \`num_bins\` for \`Hashing\` cannot be \`None\` or non-positive values. Received: num_bins=${show(value)}.`,
  );
}

function resultType(given: GivenArguments, mode: OutputMode | undefined): ElementType {
  if (mode !== 'int') return computeType(given);
  const dtype = computeType(given, 'int64');
  if (dtype === 'int32' || dtype === 'int64') return dtype;
  throw refused(
    'dtype',
    dtype,
    "'int32' or 'int64'",
    `When \`output_mode="int"\`, \`dtype\` should be an integer type, 'int32' or 'in64'. Received: dtype=${dtype}`,
  );
}

function checkSalt(given: GivenArguments): void {
  const salt = given.get('salt');
  const fits =
    salt === undefined || salt === null || typeof salt === 'number' || (Array.isArray(salt) && salt.length === 2);
  if (fits) return;
  throw refused(
    'salt',
    salt,
    'an integer, or two of them',
    `The \`salt\` argument for \`Hashing\` can only be a tuple of size 2 integers, or a single integer. Received: salt=${show(salt)}.`,
  );
}
