import { anonymous } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import type { NativeModule } from '../../values/native-module.js';
import { type NativeType, object } from '../../values/native-type.js';
import { int, none, type Value } from '../../values/value.js';
import { decodedPicture } from '../keras/preprocessing/decoded-picture.js';
import { fileBytes } from '../keras/preprocessing/text-folder.js';
import { toArray } from '../numpy/operand.js';
import { native } from '../python/define.js';
import { moduleExceptionClasses } from '../python/exceptions.js';
import { pathText } from '../python/modules/path-text.js';
import { colourOf } from './colours.js';
import { headerOf } from './header.js';
import { channelsOfMode } from './modes.js';
import { anyPicture, pictureType, pictureWith, sizeOf } from './picture.js';

const resampling = { NEAREST: 0, LANCZOS: 1, BILINEAR: 2, BICUBIC: 3, BOX: 4, HAMMING: 5 };
const transposing = {
  ...{
    FLIP_LEFT_RIGHT: 0,
    FLIP_TOP_BOTTOM: 1,
    ROTATE_90: 2,
    ROTATE_180: 3,
    ROTATE_270: 4,
    TRANSPOSE: 5,
    TRANSVERSE: 6,
  },
};
const numbers = (table: Readonly<Record<string, number>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(table).map(([name, number]) => [name, int(number)]));

const open: Value = {
  kind: 'native',
  // Its examples need files: test/oracle/runs/pillow.py has them.
  function: { name: 'PIL.Image.open', signature: "fp, mode='r', formats=None", shapesOnly: true, call: opened },
};

function opened(args: Arguments, context: Context): Value {
  if (context.host.mode === 'shapes') return anyPicture();
  const file = pathText(args.get('fp'), context);
  if (file === undefined) return context.unknown('only a file with a name is opened', 'PIL.Image.open');
  const bytes = fileBytes(file, context);
  const header = headerOf(bytes);
  const { format = null, mode = undefined } = header ?? {};
  const channels = mode === undefined ? undefined : channelsOfMode(mode);
  // Of a mode that is not computed only the size is asked for now; where that fails, its words say why.
  const pixels = decodedPicture(file, bytes, channels ?? (mode === undefined ? 0 : 3), 'Pillow', context);
  if (mode === undefined || channels !== undefined) return pictureWith(pixels, format);
  const { height, width } = pixels;
  return object(pictureType, { height, width, channels: anonymous(), format, other: { mode, file, bytes } });
}

/** Modes of arrays whose elements are no bytes: `<f8` as NumPy says it. */
const modesOfTypes: Readonly<Record<string, string>> = {
  ...{ bool: '1', int8: 'I', uint16: 'I', int16: 'I', uint32: 'I', int32: 'I', float32: 'F', float64: 'F' },
};
const codes: Readonly<Record<string, string>> = {
  ...{ bool: '|b1', uint8: '|u1', int8: '|i1', uint16: '<u2', int16: '<i2', uint32: '<u4', int32: '<i4' },
  ...{ uint64: '<u8', int64: '<i8', float16: '<f2', float32: '<f4', float64: '<f8' },
};

function fromArray(args: Arguments, context: Context): Value {
  const name = 'PIL.Image.fromarray';
  const given = args.get('obj');
  const array = given.kind === 'unknown' ? undefined : toArray(given, context);
  const { shape, dtype, data } = array ?? {};
  if (!shape || !dtype)
    return context.host.mode === 'shapes' ? anyPicture() : context.unknown('an array that is not known', name);
  const [height = 1, width = 1, channels = 1, ...more] = shape;
  const code = codes[dtype];
  const colours = shape.slice(2);
  const isKnown = colours.every((dim) => typeof dim === 'number');
  if (!isKnown) return object(pictureType, { height, width, channels: channels ?? anonymous() });
  const isBytes = dtype === 'uint8' && (shape.length < 3 || channels === 2 || channels === 3 || channels === 4);
  const other = shape.length < 3 ? modesOfTypes[dtype] : undefined;
  if (more.length > 0 || (!isBytes && other === undefined)) {
    const key = `(${['1', '1', ...colours].join(', ')})`;
    return context.raise('TypeError', `Cannot handle this data type: ${key}, ${code ?? dtype}`);
  }
  const mode = args.get('mode');
  const own = other ?? { 1: 'L', 2: 'LA', 3: 'RGB', 4: 'RGBA' }[channels as 1];
  if (mode.kind !== 'none' && !(mode.kind === 'str' && mode.value === own)) {
    if (mode.kind !== 'str') return context.unknown('a mode that is not known', 'mode=');
    if (!['P', 'LAB', 'HSV', 'YCbCr', 'CMYK', 'RGBX', 'RGBa', 'La', 'PA'].includes(mode.value))
      return context.raise('ValueError', 'Invalid mode for data type');
    return context.host.mode === 'shapes' ? anyPicture() : context.unknown(`'${mode.value}' is not computed`, 'mode=');
  }
  if (other !== undefined) return object(pictureType, { height, width, channels: anonymous(), other: { mode: other } });
  if (!data || typeof height !== 'number' || typeof width !== 'number' || typeof channels !== 'number')
    return object(pictureType, { height, width, channels, format: null });
  return pictureWith({ height, width, channels, data: Uint8Array.from(data as Uint8Array) });
}

function newPicture(args: Arguments, context: Context): Value {
  const name = 'PIL.Image.new';
  const mode = context.str(args.get('mode'));
  const [width, height] = sizeOf(args.get('size'), context);
  const channels = mode === undefined ? undefined : channelsOfMode(mode);
  if (context.host.mode === 'shapes' || channels === undefined) {
    if (context.host.mode === 'numbers' && mode !== undefined && !others.includes(mode))
      return context.raise('ValueError', 'unrecognized image mode');
    if (context.host.mode === 'numbers') return context.unknown(`the mode '${mode ?? '?'}' is not computed`, name);
    return object(pictureType, { height, width, channels: channels ?? anonymous(), format: null });
  }
  if (typeof width !== 'number' || typeof height !== 'number') return context.unknown('a size that is not known', name);
  if (width < 0 || height < 0) return context.raise('ValueError', 'Width and height must be >= 0');
  const given = args.get('color');
  const colour = given.kind === 'none' ? new Array<number>(channels).fill(0) : colourOf(given, channels);
  if (!colour) return context.unknown('a colour that is not known', name);
  const data = new Uint8Array(width * height * channels);
  if (colour.some((part) => part !== 0)) for (let at = 0; at < data.length; at += channels) data.set(colour, at);
  return pictureWith({ height, width, channels, data });
}

/** Modes of Pillow's that are not computed. */
const others = ['1', 'P', 'PA', 'CMYK', 'YCbCr', 'LAB', 'HSV', 'I', 'F', 'I;16', 'RGBX', 'RGBa', 'La'];

/** Pillow, as far as scripts take pictures from files and arrays, resize, join and save them. */
export const modules: readonly NativeModule[] = [
  { name: 'PIL', members: { UnidentifiedImageError: moduleExceptionClasses['PIL.UnidentifiedImageError'] } },
  {
    name: 'PIL.Image',
    members: {
      open,
      fromarray: native(
        'PIL.Image.fromarray',
        'obj, mode=None',
        ["PIL.Image.fromarray(np.zeros((3, 4), 'uint8'))", "PIL.Image.fromarray(np.zeros((3, 4, 3), 'uint8')).mode"],
        fromArray,
      ),
      new: native(
        'PIL.Image.new',
        'mode, size, color=0',
        ["PIL.Image.new('RGB', (4, 3))", "np.array(PIL.Image.new('L', (4, 3), 7))"],
        newPicture,
      ),
      Image: { kind: 'type', type: pictureType as NativeType },
      ...numbers(resampling),
      ...numbers(transposing),
      MAX_IMAGE_PIXELS: none,
    },
  },
  { name: 'PIL.Image.Resampling', members: numbers(resampling) },
  { name: 'PIL.Image.Transpose', members: numbers(transposing) },
];
