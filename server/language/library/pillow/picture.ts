import type { Picture as Pixels } from '../../host.js';
import { anonymous, type Dim } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import { numberOf } from '../../values/equality.js';
import type { Arguments } from '../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import {
  bool,
  dimValue,
  int,
  none,
  type ObjectValue,
  str,
  tensor,
  tuple,
  unknown,
  type Value,
} from '../../values/value.js';
import { decodedPicture } from '../keras/preprocessing/decoded-picture.js';
import { define, methods } from '../python/define.js';
import { colourOf } from './colours.js';
import { channelsOfMode, converted, modeOf } from './modes.js';
import { type Box, cropped, fill, paste, resized, turned, turns } from './operations.js';
import { fileFormat, savePicture } from './save.js';

/** A picture of Pillow's: as much of it as its array depends on. */
export interface Picture {
  readonly height: Dim;
  readonly width: Dim;
  readonly channels: Dim;
  /** Its pixels, on numbers; their elements change where the program pastes into it. */
  readonly pixels?: Pixels;
  /** What file it was read from: `PNG`; null: none. */
  readonly format?: string | null;
  /** A mode that is not computed: a run can only have it converted, where it is of a file. */
  readonly other?: { readonly mode: string; readonly file?: string; readonly bytes?: Uint8Array };
}

export const pictureType: NativeType<Picture> = {
  name: 'Image',
  module: 'PIL.Image',
  attributes: {
    size: (self) => tuple([dimValue(picture(self).width), dimValue(picture(self).height)]),
    width: (self) => dimValue(picture(self).width),
    height: (self) => dimValue(picture(self).height),
    mode: (self) => {
      const { channels, other } = picture(self);
      const mode = other?.mode ?? modeOf(channels as number);
      return mode ? str(mode) : unknown('the mode of a picture');
    },
    format: (self) => {
      const { format } = picture(self);
      return format === undefined ? unknown('the format of a picture') : format === null ? none : str(format);
    },
  },
  repr(self) {
    const { width, height, channels, other } = picture(self);
    const mode = other?.mode ?? modeOf(channels as number);
    return mode && `<PIL.Image.Image image mode=${mode} size=${width}x${height}>`;
  },
  compare(operator, self, other, _reflected, context) {
    if (operator !== '==' && operator !== '!=') return undefined;
    if (other === self) return bool(operator === '==');
    const theirs = stateOf(other, pictureType);
    if (!theirs) return undefined;
    const [a, b] = [picture(self), theirs];
    if (!a.pixels || !b.pixels) return context.unknown('the pixels of a picture', 'PIL.Image.Image.__eq__');
    const isSame =
      a.width === b.width &&
      a.height === b.height &&
      a.channels === b.channels &&
      a.pixels.data.every((each, i) => each === b.pixels?.data[i]);
    // Pillow compares besides what files say of theirs, of which nothing is kept here.
    return isSame
      ? context.unknown('what two pictures keep of their files', 'PIL.Image.Image.__eq__')
      : bool(operator === '!=');
  },
  array(self, context) {
    const { height, width, channels, pixels, other } = picture(self);
    if (other && context.host.mode === 'numbers') pixelsOf(self, context, 'np.array');
    // Of grey pictures a file may hold more than 8 bits, which `mode` says; a run refuses these.
    const dtype = pixels || channels === 3 || channels === 4 ? 'uint8' : undefined;
    const shape =
      channels === 1 ? [height, width] : typeof channels === 'number' ? [height, width, channels] : undefined;
    return tensor('numpy', dtype, shape, pixels?.data.slice());
  },
  getAttribute: (_self, name) => unknown(`Layerscope does not know PIL.Image.Image.${name}`, name),
  enter: (self) => self,
  exit: () => {},
  methods: methods(
    define(
      'PIL.Image.Image.convert',
      'self, mode=None, matrix=None, dither=None, palette=0, colors=256',
      ["PIL.Image.new('RGB', (4, 3), 'red').convert('L')", "PIL.Image.new('L', (4, 3)).convert('RGBA').size"],
      (args, context) => convert(args.get('self'), args.get('mode'), context),
    ),
    define(
      'PIL.Image.Image.resize',
      'self, size, resample=None, box=None, reducing_gap=None',
      ["PIL.Image.new('RGB', (4, 3)).resize((8, 2))", "np.array(PIL.Image.new('RGB', (4, 3)).resize((8, 2), 0))"],
      resize,
    ),
    define('PIL.Image.Image.crop', 'self, box=None', ["np.array(PIL.Image.new('L', (4, 3)).crop((1, 1, 5, 2)))"], crop),
    define(
      'PIL.Image.Image.paste',
      'self, im, box=None, mask=None',
      ["PIL.Image.new('L', (4, 3)).paste(PIL.Image.new('L', (2, 2), 9), (1, 1))"],
      (args, context) => {
        pasteInto(args, context);
        return none;
      },
    ),
    define('PIL.Image.Image.copy', 'self', ["PIL.Image.new('L', (4, 3)).copy()"], (args) => {
      return copied(args.get('self'));
    }),
    define(
      'PIL.Image.Image.transpose',
      'self, method',
      ["PIL.Image.new('L', (4, 3)).transpose(0)", "PIL.Image.new('L', (4, 3)).transpose(2).size"],
      (args, context) => transposed(args.get('self'), args.get('method'), context),
    ),
    define(
      'PIL.Image.Image.getpixel',
      'self, xy',
      ["PIL.Image.new('RGB', (4, 3), 'red').getpixel((1, 2))"],
      (args, context) => {
        const pixels = pixelsOf(args.get('self'), context, 'PIL.Image.Image.getpixel');
        const [x, y] = wholesOf(args.get('xy'), 2, context);
        if (!pixels || x === undefined || y === undefined) return unknown('a pixel that is not known');
        const { width, height, channels, data } = pixels;
        const [column, row] = [x < 0 ? x + width : x, y < 0 ? y + height : y];
        if (!(column >= 0 && column < width && row >= 0 && row < height))
          return context.raise('IndexError', 'image index out of range');
        const from = (row * width + column) * channels;
        const parts = [...data.subarray(from, from + channels)].map(int);
        return channels === 1 ? (parts[0] as Value) : tuple(parts);
      },
    ),
    define(
      'PIL.Image.Image.save',
      'self, fp, format=None, **params',
      ["PIL.Image.new('L', (4, 3)).save('layerscope-example.png')"],
      (args, context) => {
        const named = args.get('format');
        const format = fileFormat(args.get('fp'), named.kind === 'none' ? undefined : context.str(named), context);
        const pixels = pixelsOf(args.get('self'), context, 'PIL.Image.Image.save');
        if (pixels) savePicture(args.get('fp'), format, pixels, 'PIL.Image.Image.save', context);
        return none;
      },
    ),
    define('PIL.Image.Image.show', 'self, title=None', ["PIL.Image.new('L', (4, 3)).show()"], () => none),
    define('PIL.Image.Image.close', 'self', ["PIL.Image.new('L', (4, 3)).close()"], () => none),
    define('PIL.Image.Image.load', 'self', ["PIL.Image.new('L', (4, 3)).load()"], () =>
      unknown('Layerscope does not know what PIL.Image.Image.load gives', 'PixelAccess'),
    ),
  ),
};

const nothing: Picture = { height: anonymous(), width: anonymous(), channels: anonymous() };

/** What is known of a picture. */
export const picture = (self: Value): Picture => stateOf(self, pictureType) ?? nothing;

/** A picture of which nothing is known. */
export const anyPicture = (): ObjectValue => object(pictureType, nothing);

/** One whose pixels are known. */
export function pictureWith(pixels: Pixels, format: string | null = null): ObjectValue {
  const { height, width, channels } = pixels;
  return object(pictureType, { height, width, channels, pixels, format });
}

/** A picture's pixels; on shapes undefined, and a run ends where its mode is not computed. */
export function pixelsOf(self: Value, context: Context, name: string): Pixels | undefined {
  const { pixels, other } = picture(self);
  if (pixels) return pixels;
  if (other) {
    const how = other.bytes ? ": convert it before, as with .convert('RGB')" : '';
    context.unknown(`a picture of mode '${other.mode}' is not computed${how}`, name);
  }
  return undefined;
}

function copied(self: Value): ObjectValue {
  const { pixels, ...rest } = picture(self);
  return object(pictureType, { ...rest, format: null, ...(pixels ? { pixels: copyOf(pixels) } : {}) });
}

const copyOf = (pixels: Pixels): Pixels => ({ ...pixels, data: pixels.data.slice() });

/** Whole numbers in a tuple or list; none where they are not known. Raises where one is of another type. */
function wholesOf(value: Value, count: number, context: Context): readonly number[] {
  const elements = value.kind === 'unknown' ? undefined : context.elements(value);
  if (elements?.length !== count) return [];
  if (elements.some((each) => each.kind === 'float'))
    context.raise('TypeError', "'float' object cannot be interpreted as an integer");
  const wholes = elements.map((each) => numberOf(each));
  return wholes.every((each) => each !== undefined) ? wholes : [];
}

/** `size=`: width and height. */
export function sizeOf(value: Value, context: Context): readonly [width: Dim, height: Dim] {
  const elements = value.kind === 'unknown' ? undefined : context.elements(value);
  if (elements?.some((each) => each.kind === 'float'))
    context.raise('TypeError', "'float' object cannot be interpreted as an integer");
  const [width = anonymous(), height = anonymous()] = elements?.length === 2 ? elements.map(dimOf) : [];
  return [width, height];
}

function dimOf(value: Value): Dim {
  return numberOf(value) ?? (value.kind === 'dim' ? value.dim : anonymous());
}

function convert(self: Value, mode: Value, context: Context): Value {
  const name = 'PIL.Image.Image.convert';
  const { pixels, other, height, width } = picture(self);
  if (mode.kind === 'none') {
    if (context.host.mode === 'shapes') return anyPicture();
    if (!other) return copied(self);
    return context.unknown('the mode of a palette is not computed: name one, as RGB', name);
  }
  const text = context.str(mode);
  const channels = text === undefined ? undefined : channelsOfMode(text);
  if (channels === undefined) {
    if (context.host.mode === 'shapes') return object(pictureType, { height, width, channels: anonymous() });
    return context.unknown(`the mode ${text === undefined ? '' : `'${text}' `}is not computed`, name);
  }
  if (other?.bytes && context.host.mode === 'numbers' && channels !== 2)
    return pictureWith(decodedPicture(other.file ?? 'the picture', other.bytes, channels, 'Pillow', context));
  if (other) pixelsOf(self, context, name);
  if (pixels) return pictureWith(copyOf(converted(pixels, channels)));
  return object(pictureType, { height, width, channels });
}

/** Pillow's filters, by their numbers in `Image.Resampling`. */
const filters = ['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'];

function resize(args: Arguments, context: Context): Value {
  const name = 'PIL.Image.Image.resize';
  const self = args.get('self');
  const [width, height] = sizeOf(args.get('size'), context);
  const asked = args.get('resample');
  const filter = asked.kind === 'none' ? 3 : numberOf(asked);
  if (context.host.mode === 'shapes') return object(pictureType, { height, width, channels: picture(self).channels });
  const pixels = pixelsOf(self, context, name);
  if (!pixels || typeof width !== 'number' || typeof height !== 'number' || filter === undefined)
    return context.unknown('a size that is not known', name);
  const known = filters[filter];
  if (known === undefined) return context.raise('ValueError', `Unknown resampling filter (${filter}).`);
  if (!(width > 0 && height > 0)) return context.raise('ValueError', 'height and width must be > 0');
  if (args.get('reducing_gap').kind !== 'none') return context.unknown('it is not computed', 'reducing_gap=');
  const whole: Box = [0, 0, pixels.width, pixels.height];
  const box: readonly (number | undefined)[] =
    args.get('box').kind === 'none' ? whole : (context.elements(args.get('box')) ?? []).map(numberOf);
  const [left, top, right, bottom] = box;
  if (left === undefined || top === undefined || right === undefined || bottom === undefined)
    return context.unknown('a box that is not known', name);
  if (left < 0 || top < 0) return context.raise('ValueError', "Box offset can't be negative");
  if (right > pixels.width || bottom > pixels.height)
    return context.raise('ValueError', "Box can't exceed original image size");
  if (right < left || bottom < top) return context.raise('ValueError', "Box can't be empty");
  return pictureWith(resized(pixels, [height, width], known, [left, top, right, bottom]));
}

function crop(args: Arguments, context: Context): Value {
  const self = args.get('self');
  if (args.get('box').kind === 'none') return copied(self);
  const parts = context.elements(args.get('box'))?.map((each) => numberOf(each));
  const { channels } = picture(self);
  if (parts?.length !== 4 || !parts.every((part) => part !== undefined))
    return context.host.mode === 'shapes'
      ? object(pictureType, { height: anonymous(), width: anonymous(), channels })
      : context.unknown('a box that is not known', 'PIL.Image.Image.crop');
  const [left = 0, top = 0, right = 0, bottom = 0] = parts.map((part) => rounded(part as number));
  if (right < left) return context.raise('ValueError', "Coordinate 'right' is less than 'left'");
  if (bottom < top) return context.raise('ValueError', "Coordinate 'lower' is less than 'upper'");
  const pixels = pixelsOf(self, context, 'PIL.Image.Image.crop');
  if (pixels) return pictureWith(cropped(pixels, [left, top, right, bottom]));
  return object(pictureType, { height: bottom - top, width: right - left, channels });
}

/** As Python's `round`: halves to the even one. */
function rounded(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(value);
}

function pasteInto(args: Arguments, context: Context): void {
  const name = 'PIL.Image.Image.paste';
  const into = pixelsOf(args.get('self'), context, name);
  if (!into) return;
  const im = args.get('im');
  if (args.get('mask').kind !== 'none' || stateOf(args.get('box'), pictureType))
    context.unknown('a mask is not computed', 'mask=');
  const given = stateOf(im, pictureType);
  const from = given && pixelsOf(im, context, name);
  const places = args.get('box').kind === 'none' ? [0, 0] : wholesOf(args.get('box'), 2, context);
  const [left, top, right, bottom] = places.length === 2 ? places : wholesOf(args.get('box'), 4, context);
  if (left === undefined || top === undefined) {
    context.unknown('a box that is not known', name);
    return;
  }
  if (!from) {
    const colour = colourOf(im, into.channels);
    if (!colour) context.unknown('neither a picture nor a colour that is known', name);
    else if (right === undefined || bottom === undefined)
      context.raise('ValueError', 'cannot determine region size; use 4-item box');
    else fill(into, [left, top, right, bottom], colour);
    return;
  }
  if (right !== undefined && bottom !== undefined && (right - left !== from.width || bottom - top !== from.height))
    context.raise('ValueError', 'images do not match');
  paste(into, converted(from, into.channels), left, top);
}

function transposed(self: Value, given: Value, context: Context): Value {
  const method = numberOf(given);
  const { height, width, channels } = picture(self);
  if (method === undefined) return context.unknown('a method that is not known', 'PIL.Image.Image.transpose');
  if (!Number.isInteger(method) || method < 0 || method >= turns)
    return context.raise('ValueError', 'No such transpose operation');
  const pixels = pixelsOf(self, context, 'PIL.Image.Image.transpose');
  if (pixels) return pictureWith(turned(pixels, method));
  const isTurned = method === 2 || method > 3;
  return object(pictureType, { channels, height: isTurned ? width : height, width: isTurned ? height : width });
}
