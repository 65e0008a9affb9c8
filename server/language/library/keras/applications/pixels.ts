import { isFloat } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import {
  ellipsis,
  float,
  int,
  list,
  none,
  type TensorValue,
  tensor,
  tuple,
  unknown,
  type Value,
} from '../../../values/value.js';
import { ndarrayType } from '../../numpy/ndarray.js';
import { imageDataFormat } from '../image-data-format.js';
import { kerasFunction } from '../ops/functions.js';

/**
 * How an application wants pixels from 0 to 255: as they are; from -1 to 1 (`tf`); from 0 to 1, less ImageNet's mean
 * and by its deviation (`torch`); blue first, less ImageNet's mean (`caffe`).
 */
export type PixelMode = 'as they are' | 'tf' | 'torch' | 'caffe';

/** `preprocess_input(x)` of a family's module. */
export function preprocessInput(module: string, mode: PixelMode): Value {
  return {
    kind: 'native',
    function: {
      name: `${module}.preprocess_input`,
      signature: 'x, data_format=None, **kwargs',
      examples: [
        `${module}.preprocess_input(np.ones((1, 4, 4, 3)))`,
        `${module}.preprocess_input(np.ones((4, 4, 3), dtype='uint8'))`,
      ],
      call: (args, context) => prepared(args.get('x'), mode, args.get('data_format'), context),
    },
  };
}

/** `imagenet_utils.preprocess_input(x, mode='tf')`. */
export const imagenetInput: Value = {
  kind: 'native',
  function: {
    name: 'keras.applications.imagenet_utils.preprocess_input',
    signature: "x, data_format=None, mode='caffe'",
    examples: [
      'keras.applications.imagenet_utils.preprocess_input(np.ones((1, 4, 4, 3)))',
      "keras.applications.imagenet_utils.preprocess_input(np.ones((1, 3, 4, 4)), 'channels_first', 'torch')",
    ],
    call(args, context) {
      const given = args.get('mode');
      const mode = (['tf', 'torch', 'caffe'] as const).find((each) => given.kind === 'str' && given.value === each);
      if (mode) return prepared(args.get('x'), mode, args.get('data_format'), context);
      if (given.kind !== 'str') return context.unknown('mode= is not known', 'preprocess_input');
      return context.raise(
        'ValueError',
        `Expected mode to be one of \`caffe\`, \`tf\` or \`torch\`. Received: mode=${given.value}`,
      );
    },
  },
};

/** `decode_predictions(preds, top=5)`: names from a list that is not here. */
export function decodePredictions(module: string): Value {
  return {
    kind: 'native',
    function: {
      name: `${module}.decode_predictions`,
      signature: 'preds, top=5',
      examples: [`${module}.decode_predictions(np.ones((2, 1000)))`],
      call: (_args, context) => context.unknown("ImageNet's list of classes is not here", 'decode_predictions'),
    },
  };
}

const means = { torch: [0.485, 0.456, 0.406], caffe: [103.939, 116.779, 123.68] } as const;
const deviations = [0.229, 0.224, 0.225];

function prepared(x: Value, mode: PixelMode, format: Value, context: Context): Value {
  if (mode === 'as they are') return x;
  if (x.kind !== 'tensor')
    return x.kind === 'unknown' ? x : unknown('what is prepared is not known', 'preprocess_input');
  const order = format.kind === 'str' ? format.value : format.kind === 'none' ? imageDataFormat(context) : undefined;
  if (order === undefined || !x.shape)
    return { ...x, dtype: x.dtype && isFloat(x.dtype) ? x.dtype : 'float32', data: undefined };
  const first = order === 'channels_first';
  return x.library === 'numpy' ? ofArray(x, mode, first, context) : ofTensor(x, mode, first, context);
}

/** An array of floats is changed itself, as Keras does; any other comes back as another one. */
function ofArray(x: TensorValue, mode: 'tf' | 'torch' | 'caffe', first: boolean, context: Context): Value {
  const floats = x.dtype !== undefined && isFloat(x.dtype);
  const own = floats ? x : context.call(context.getAttribute(x, 'astype'), [{ kind: 'dtype', dtype: 'float32' }]);
  if (own.kind !== 'tensor') return own;
  const seen = mode === 'caffe' ? context.getItem(own, reversed(own, first)) : own;
  if (seen.kind !== 'tensor') return seen;
  ndarrayType.setItem?.(seen, ellipsis, shifted(seen, mode, first, context), context);
  return seen;
}

function ofTensor(x: TensorValue, mode: 'tf' | 'torch' | 'caffe', first: boolean, context: Context): Value {
  if (mode !== 'caffe') return shifted(x, mode, first, context);
  const axis = first ? channelAxis(x) : -1;
  const channels = [2, 1, 0].map((i) => context.getItem(x, placed(x, first, int(i))));
  const stack = kerasFunction('stack');
  if (!stack) return unknown('keras.ops.stack is not known', 'preprocess_input');
  const flipped = context.call(stack, [list(channels)], new Map([['axis', int(axis)]]));
  return flipped.kind === 'tensor' ? shifted(flipped, mode, first, context) : flipped;
}

/** Pixels as the mode has them, their channels in order. */
function shifted(x: TensorValue, mode: 'tf' | 'torch' | 'caffe', first: boolean, context: Context): Value {
  if (mode === 'tf') return context.binary('-', context.binary('/', x, float(127.5)), float(1));
  const scaled = mode === 'torch' ? context.binary('/', x, float(255)) : x;
  const centred = context.binary(
    '+',
    scaled,
    perChannel(
      x,
      means[mode].map((mean) => -mean),
      first,
    ),
  );
  return mode === 'torch' ? context.binary('/', centred, perChannel(x, deviations, first)) : centred;
}

/** Three numbers along the channels of an array with these axes. */
function perChannel(x: TensorValue, numbers: readonly number[], first: boolean): TensorValue {
  const shape = (x.shape ?? []).map((_, axis, all) => (axis === (first ? channelAxis(x) : all.length - 1) ? 3 : 1));
  return x.dtype === 'float64'
    ? tensor('numpy', 'float64', shape, Float64Array.from(numbers))
    : tensor('numpy', 'float32', shape, Float32Array.from(numbers));
}

/** Where channels stand that come first: before them there may be the samples. */
function channelAxis(x: TensorValue): number {
  return x.shape?.length === 3 ? 0 : 1;
}

function reversed(x: TensorValue, first: boolean): Value {
  return placed(x, first, { kind: 'slice', start: none, stop: none, step: int(-1) });
}

/** An index into the channels alone. */
function placed(x: TensorValue, first: boolean, index: Value): Value {
  if (!first) return tuple([ellipsis, index]);
  const all: Value = { kind: 'slice', start: none, stop: none, step: none };
  return tuple(channelAxis(x) === 0 ? [index] : [all, index]);
}
