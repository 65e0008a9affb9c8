import type { Interpolation } from '../../../layers/resampling.js';
import { allocate, type ElementType } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { type Pixels, resizedPicture } from '../../keras/preprocessing/resized-picture.js';
import { intOf } from '../../numpy/arguments.js';
import { castTo } from '../../numpy/arrays/cells.js';
import { insistOnSize } from './geometry.js';
import { areas, type Kernel, kernels, scaled, spans } from './kernels.js';
import { checkRank, type Direct, ofPictures, type Pictures, picturesIn, placed, remade } from './picture.js';

const { fround } = Math;

/** What finds values between pixels without a kernel of its own. */
const interpolations: Readonly<Record<string, Interpolation>> = {
  bilinear: 'bilinear',
  nearest: 'nearest',
  bicubic: 'bicubic',
};

const flag = (args: Arguments, name: string, context: Context) => context.truth(args.get(name)) !== false;

/** Pictures in another size; undefined where that is not computed here. */
function resized(
  x: Pictures,
  [high, wide]: readonly [number, number],
  args: Arguments,
  context: Context,
): TensorValue | undefined {
  const given = args.get('method');
  if (given.kind !== 'str') return undefined;
  const method = given.value;
  const { height, width, channels, count } = x;
  if (high <= 0 || wide <= 0 || height === 0 || width === 0)
    return context.raise('InvalidArgumentError', 'output dimensions must be positive', 'array-shape');
  if (method !== 'nearest' && method !== 'area' && !kernels[method])
    return context.raise('ValueError', `Resize method is not implemented: ${given.value}`);
  const interpolation = interpolations[method];
  const antialias = flag(args, 'antialias', context) && method !== 'nearest' && method !== 'area';
  // Whole numbers of more than 8 bits would be cut.
  const isBytes = x.data instanceof Uint8Array && x.dtype === 'uint8';
  if (!isBytes && method === 'nearest' && x.dtype !== 'float32') return undefined;
  const data = isBytes ? (x.data as Uint8Array) : (castTo(x.data, x.dtype, 'float32') as Float32Array);
  const dtype: ElementType = method === 'nearest' ? x.dtype : 'float32';
  if (high === height && wide === width && interpolation && method !== 'nearest')
    return remade(x, castTo(x.data, x.dtype, 'float32'), { dtype });
  let resize: (picture: Pixels) => Uint8Array | Float32Array;
  if (interpolation && !antialias)
    resize = (picture) => resizedPicture(picture, { top: 0, left: 0, height, width }, [high, wide], interpolation);
  else {
    const along = (before: number, after: number) =>
      method === 'area' ? areas(before, after) : spans(kernels[method] as Kernel, before, after, antialias);
    const [rows, columns] = [along(height, high), along(width, wide)];
    resize = (picture) => scaled(picture.data, [width, channels], rows, columns, height);
  }
  const size = height * width * channels;
  const each = (at: number) => resize({ height, width, channels, data: data.subarray(at * size, (at + 1) * size) });
  if (count === 1) return remade(x, each(0), { height: high, width: wide, dtype });
  const step = high * wide * channels;
  const whole = allocate(dtype, count * step) as Float32Array;
  for (let at = 0; at < count; at += 1) whole.set(each(at), at * step);
  return remade(x, whole, { height: high, width: wide, dtype });
}

/** The largest size of a picture's proportions that a size has room for, in float32 as TensorFlow counts it. */
function proportioned(own: readonly [number, number], size: readonly [number, number]): [number, number] {
  const scale = Math.min(fround(size[0] / own[0]), fround(size[1] / own[1]));
  // Halves go to the even number.
  const rounded = (value: number) => {
    const below = Math.floor(value);
    const apart = value - below;
    return apart === 0.5 ? below + (below % 2) : apart < 0.5 ? below : below + 1;
  };
  return [rounded(fround(scale * own[0])), rounded(fround(scale * own[1]))];
}

const resize = ofPictures('resize', 'images', (x, args, context): Value | undefined => {
  const size = context.elements(args.get('size'))?.map((each) => intOf(each, context));
  if (!size || x.shape.length > 4) return undefined;
  if (size.length !== 2)
    return context.raise('ValueError', "'size' must be a 1-D Tensor of 2 elements: new_height, new_width");
  const asked = size as [number, number];
  return resized(
    x,
    flag(args, 'preserve_aspect_ratio', context) ? proportioned([x.height, x.width], asked) : asked,
    args,
    context,
  );
});

const resizeWithPad = ofPictures('resize_with_pad', 'image', (x, args, context) => {
  checkRank(x, context);
  const [height, width] = ['target_height', 'target_width'].map((name) => intOf(args.get(name), context)) as [
    number,
    number,
  ];
  insistOnSize(height, width, context);
  const ratio = Math.max(fround(x.width / width), fround(x.height / height));
  const [high, wide] = [fround(x.height / ratio), fround(x.width / ratio)];
  const made = resized(x, [Math.floor(high), Math.floor(wide)], args, context);
  const pictures = made && picturesIn(made, context);
  if (!pictures) return undefined;
  const before = (whole: number, part: number) => Math.max(0, Math.floor(fround(fround(whole - part) / 2)));
  return placed(pictures, before(height, high), before(width, wide), height, width);
});

/** Pictures in other sizes: far faster than the products of matrices that a graph takes. */
export const resizing: readonly (readonly [string, Direct])[] = [resize, resizeWithPad];
