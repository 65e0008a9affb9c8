import type { Picture as Pixels } from '../../../host.js';
import type { Dim } from '../../../tensor/dim.js';
import { anonymous } from '../../../tensor/dim.js';
import { allocate } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { object, stateOf } from '../../../values/native-type.js';
import { int, none, tensor, tuple, type Value } from '../../../values/value.js';
import { elementTypeOf } from '../../numpy/arguments.js';
import { toArray } from '../../numpy/operand.js';
import { anyPicture, pictureType, pictureWith } from '../../pillow/picture.js';
import { fileFormat, savePicture } from '../../pillow/save.js';
import { native } from '../../python/define.js';
import { pathText } from '../../python/modules/path-text.js';
import { imageDataFormat } from '../image-data-format.js';
import { channelsOf, pictureSize } from './from-directory.js';
import { elementsOf, loadedPicture } from './loaded-picture.js';

export const loadImage = native(
  'keras.utils.load_img',
  "path, color_mode='rgb', target_size=None, interpolation='nearest', keep_aspect_ratio=False",
  ["keras.utils.load_img('cat.png', target_size=(64, 48))"],
  (args, context) => {
    const size = args.get('target_size');
    if (context.host.mode === 'numbers') return loaded(args, context);
    const [height, width] = size.kind === 'none' ? [anonymous(), anonymous()] : pictureSize(size);
    return object(pictureType, { height, width, channels: channelsOf(args.get('color_mode'), context) });
  },
);

/** The picture itself. */
function loaded(args: Arguments, context: Context): Value {
  const name = 'keras.utils.load_img';
  const file = pathText(args.get('path'), context);
  const mode = args.get('color_mode');
  const channels = mode.kind === 'str' ? { grayscale: 1, rgb: 3, rgba: 4 }[mode.value] : undefined;
  if (channels === undefined) return context.raise('ValueError', 'color_mode must be "grayscale", "rgb", or "rgba"');
  const asked = args.get('target_size');
  const size = asked.kind === 'none' ? undefined : pictureSize(asked);
  if (file === undefined || size?.some((dim) => typeof dim !== 'number'))
    return context.unknown('the file or its size is not known', name);
  const pixels = loadedPicture(
    file,
    {
      channels,
      size: size as [number, number] | undefined,
      interpolation: context.str(args.get('interpolation')) ?? '?',
      keepsProportions: context.truth(args.get('keep_aspect_ratio')) === true,
    },
    context,
  );
  return pictureWith(pixels);
}

export const imageToArray = native(
  'keras.utils.img_to_array',
  'img, data_format=None, dtype=None',
  [
    "keras.utils.img_to_array(keras.utils.load_img('cat.png', target_size=(64, 48)))",
    'keras.utils.img_to_array(np.ones((4, 5, 3)))',
  ],
  (args, context) => {
    const given = args.get('img');
    const dtype = args.get('dtype').kind === 'none' ? 'float32' : elementTypeOf(args.get('dtype'));
    const format = args.get('data_format');
    const first = format.kind === 'str' && format.value === 'channels_first';
    const image = stateOf(given, pictureType);
    if (image) {
      const { height, width, channels, pixels } = image;
      if (pixels) {
        const elements = elementsOf(pixels, first);
        const shape = first ? [channels, height, width] : [height, width, channels];
        if (dtype !== 'float32' && dtype !== 'uint8' && dtype !== 'float64')
          return context.unknown('only float32, float64 and uint8 are supported in a run', 'dtype=');
        const data = allocate(dtype, elements.length) as Float32Array;
        data.set(elements);
        return tensor('numpy', dtype, shape, data);
      }
      return tensor('numpy', dtype, first ? [channels, height, width] : [height, width, channels]);
    }
    const array = given.kind === 'tensor' ? toArray(given, context) : undefined;
    if (!array || context.host.mode === 'numbers')
      return context.unknown('the picture is not known', 'keras.utils.img_to_array');
    const shape = array.shape?.length === 2 ? (first ? [1, ...array.shape] : [...array.shape, 1]) : array.shape;
    return tensor('numpy', dtype, shape);
  },
);

export const arrayToImage = native(
  'keras.utils.array_to_img',
  'x, data_format=None, scale=True, dtype=None',
  ['keras.utils.array_to_img(np.ones((4, 5, 3)))'],
  (args, context) => {
    if (context.host.mode === 'numbers') return pictureWith(pixelsOfArray(args, 'keras.utils.array_to_img', context));
    const array = toArray(args.get('x'), context);
    const format = args.get('data_format');
    const shape = array?.shape?.length === 3 ? array.shape : undefined;
    if (!shape) return anyPicture();
    const [a, b, c] = shape as [Dim, Dim, Dim];
    const first = format.kind === 'str' && format.value === 'channels_first';
    return object(pictureType, first ? { channels: a, height: b, width: c } : { height: a, width: b, channels: c });
  },
);

/** An array as 8 bits a channel: stretched to 0 … 255 where `scale` says so, else cut off. */
function pixelsOfArray(args: Arguments, name: string, context: Context): Pixels {
  const array = toArray(args.get('x'), context);
  const { shape, data } = array ?? {};
  if (!shape || !data || data instanceof BigInt64Array || data instanceof BigUint64Array) {
    context.unknown('only an array of numbers is made a picture', name);
    return { height: 0, width: 0, channels: 1, data: new Uint8Array() };
  }
  const dims = shape as readonly number[];
  if (dims.length !== 3)
    context.raise(
      'ValueError',
      `Expected image array to have rank 3 (single image). Got array with shape: ${context.repr(tuple(dims.map(int)))}`,
    );
  const format = args.get('data_format');
  const isFirst = (format.kind === 'str' ? format.value : imageDataFormat(context)) === 'channels_first';
  const [channels = 0, height = 0, width = 0] = isFirst ? dims : [dims[2], dims[0], dims[1]];
  if (![1, 3, 4].includes(channels)) context.raise('ValueError', `Unsupported channel number: ${channels}`);
  const elements = new Float32Array(data.length);
  const area = height * width;
  for (let at = 0; at < elements.length; at += 1)
    elements[at] = Number(data[isFirst ? (at % channels) * area + Math.floor(at / channels) : at]);
  if (context.truth(args.get('scale')) !== false) stretch(elements);
  else if (channels === 1 && elements.some((each) => each > 255))
    context.unknown('a grey picture of more than 8 bits is not made', name);
  // What NumPy makes of a float32 as uint8: its whole part's last 8 bits.
  return { height, width, channels, data: Uint8Array.from(elements, (each) => Math.trunc(each) & 255) };
}

function stretch(elements: Float32Array): void {
  const least = elements.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  for (let at = 0; at < elements.length; at += 1) elements[at] = (elements[at] as number) - least;
  const most = elements.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  for (let at = 0; at < elements.length; at += 1) {
    if (most !== 0) elements[at] = (elements[at] as number) / most;
    elements[at] = (elements[at] as number) * 255;
  }
}

export const saveImage = native(
  'keras.utils.save_img',
  'path, x, data_format=None, file_format=None, scale=True, **kwargs',
  ["keras.utils.save_img('layerscope-example.png', np.ones((4, 5, 3)))"],
  (args, context) => {
    if (context.host.mode === 'shapes') return none;
    const name = 'keras.utils.save_img';
    const named = args.get('file_format');
    const format = fileFormat(args.get('path'), named.kind === 'none' ? undefined : context.str(named), context);
    savePicture(args.get('path'), format, pixelsOfArray(args, name, context), name, context);
    return none;
  },
);

/** A picture or a batch of them scaled and cut to a size. */
export const smartResize = native(
  'keras.preprocessing.image.smart_resize',
  "x, size, interpolation='bilinear', data_format='channels_last', backend_module=None",
  ['keras.preprocessing.image.smart_resize(np.ones((8, 10, 3)), (4, 5))'],
  (args, context) => {
    const given = args.get('x');
    const array = given.kind === 'tensor' ? given : undefined;
    if (!array?.shape || context.host.mode === 'numbers')
      return context.unknown('the picture is not known', 'keras.preprocessing.image.smart_resize');
    const size = pictureSize(args.get('size'));
    const format = args.get('data_format');
    const first = format.kind === 'str' && format.value === 'channels_first';
    const [before, after] = first ? [array.shape.slice(0, -2), []] : [array.shape.slice(0, -3), array.shape.slice(-1)];
    return tensor(
      array.library === 'keras' ? 'tensorflow' : array.library,
      array.library === 'numpy' ? array.dtype : 'float32',
      [...before, ...size, ...after],
    );
  },
);
