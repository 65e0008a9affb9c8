import type { Picture as Pixels } from '../../../host.js';
import type { Dim } from '../../../tensor/dim.js';
import { anonymous } from '../../../tensor/dim.js';
import { allocate } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { dimValue, none, str, tensor, tuple, unknown, type Value } from '../../../values/value.js';
import { elementTypeOf } from '../../numpy/arguments.js';
import { toArray } from '../../numpy/operand.js';
import { native } from '../../python/define.js';
import { pathText } from '../../python/modules/path-text.js';
import { channelsOf, pictureSize } from './from-directory.js';
import { elementsOf, loadedPicture } from './loaded-picture.js';

/** A picture of Pillow's: as much of it as its array depends on. */
interface Picture {
  readonly height: Dim;
  readonly width: Dim;
  readonly channels: Dim;
  /** Its pixels, on numbers. */
  readonly pixels?: Pixels;
}

export const pictureType: NativeType<Picture> = {
  name: 'Image',
  module: 'PIL.Image',
  attributes: {
    size: (self) => tuple([dimValue(picture(self).width), dimValue(picture(self).height)]),
    width: (self) => dimValue(picture(self).width),
    height: (self) => dimValue(picture(self).height),
    mode: (self) => {
      const mode = { 1: 'L', 3: 'RGB', 4: 'RGBA' }[picture(self).channels as 1];
      return mode ? str(mode) : unknown('the mode of a picture');
    },
  },
  array(self) {
    const { height, width, channels, pixels } = picture(self);
    // Of grey pictures a file may hold more than 8 bits, which `mode` says; a run refuses these.
    const dtype = pixels || channels === 3 || channels === 4 ? 'uint8' : undefined;
    const shape =
      channels === 1 ? [height, width] : typeof channels === 'number' ? [height, width, channels] : undefined;
    return tensor('numpy', dtype, shape, pixels?.data.slice());
  },
  getAttribute: (_self, name) => unknown(`Layerscope does not know PIL.Image.Image.${name}`, name),
};

const nothing: Picture = { height: anonymous(), width: anonymous(), channels: anonymous() };
const picture = (self: Value): Picture => stateOf(self, pictureType) ?? nothing;

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
  return object(pictureType, { height: pixels.height, width: pixels.width, channels, pixels });
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
    if (context.host.mode === 'numbers')
      return context.unknown('pictures are not made yet', 'keras.utils.array_to_img');
    const array = toArray(args.get('x'), context);
    const format = args.get('data_format');
    const shape = array?.shape?.length === 3 ? array.shape : undefined;
    if (!shape) return object(pictureType, nothing);
    const [a, b, c] = shape as [Dim, Dim, Dim];
    const first = format.kind === 'str' && format.value === 'channels_first';
    return object(pictureType, first ? { channels: a, height: b, width: c } : { height: a, width: b, channels: c });
  },
);

export const saveImage = native(
  'keras.utils.save_img',
  'path, x, data_format=None, file_format=None, scale=True, **kwargs',
  ["keras.utils.save_img('cat.png', np.ones((4, 5, 3)))"],
  (_args, context) =>
    context.host.mode === 'numbers' ? context.unknown('pictures are not written yet', 'keras.utils.save_img') : none,
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
