import { type ElementType, isFloat, type TypedArray } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { type TensorValue, tensor, type Value } from '../../../values/value.js';
import { spaces } from '../../keras/ops/compute/image-changes.js';
import { dtypeArgument, NotKnown, numberOfValue } from '../../numpy/arguments.js';
import { castTo } from '../../numpy/arrays/cells.js';
import { asFloats, betweenWhole, fromFloats, largest } from './color-types.js';
import { hsvToRgb, type PixelChange, rgbToHsv, saturated, turnedHue } from './hue.js';
import { type Direct, direct, known, ofPictures, type Pictures, remade } from './picture.js';

const { fround } = Math;

/** Elements as float32; refuses types that are no pictures'. */
export function floatsOf(data: TypedArray, dtype: ElementType, context: Context): Float32Array {
  const floats = asFloats(data, dtype);
  if (floats) return floats;
  if (isFloat(dtype)) throw new NotKnown(`pictures of ${dtype} are not computed in a run`);
  return context.raise('AttributeError', 'image dtype must be either floating point or integer');
}

/** As float32, changed, and back in the type that they came in. */
export function changed(
  x: Pictures,
  change: (floats: Float32Array) => Float32Array,
  saturate: boolean,
  context: Context,
): TensorValue {
  const made = change(floatsOf(x.data, x.dtype, context));
  return remade(x, fromFloats(made, x.dtype, saturate), {});
}

export function brighter(x: Pictures, delta: number, context: Context): TensorValue {
  const added = fround(delta);
  const change = (floats: Float32Array) => {
    const made = new Float32Array(floats.length);
    for (let i = 0; i < made.length; i += 1) made[i] = (floats[i] as number) + added;
    return made;
  };
  return changed(x, change, true, context);
}

/** Each channel's colours drawn apart from their mean, or towards it. */
export function contrasted(x: Pictures, factor: number, context: Context): TensorValue {
  const scale = fround(factor);
  const { count, height, width, channels } = x;
  const pixels = height * width;
  const change = (floats: Float32Array) => {
    const made = new Float32Array(floats.length);
    for (let picture = 0; picture < count; picture += 1) {
      const start = picture * pixels * channels;
      const means = meansOf(floats.subarray(start, start + pixels * channels), pixels, channels);
      for (let pixel = 0, at = start; pixel < pixels; pixel += 1)
        for (let channel = 0; channel < channels; channel += 1, at += 1) {
          const mean = means[channel] as number;
          made[at] = mean + fround(fround((floats[at] as number) - mean) * scale);
        }
    }
    return made;
  };
  return changed(x, change, true, context);
}

/** Each channel's mean as TensorFlow adds it up, in float32: the second half of the pixels onto the first until one is left. */
function meansOf(picture: Float32Array, pixels: number, channels: number): Float32Array {
  const sums = picture.slice();
  for (let left = pixels; left > 1; ) {
    const right = Math.floor(left / 2);
    left -= right;
    const [count, from] = [right * channels, left * channels];
    for (let at = 0; at < count; at += 1) sums[at] = (sums[at] as number) + (sums[from + at] as number);
  }
  const share = fround(1 / pixels);
  return sums.subarray(0, channels).map((sum) => sum * share);
}

/** Red, green and blue of each pixel changed together. */
function byPixel(x: Pictures, change: PixelChange, operation: string, context: Context): TensorValue {
  if (x.channels !== 3)
    context.raise(
      'InvalidArgumentError',
      `input must have 3 channels but instead has ${x.channels} channels. [Op:${operation}] name: `,
      'array-shape',
    );
  return changed(x, (floats) => eachPixel(floats, change), false, context);
}

function eachPixel(floats: Float32Array, change: PixelChange): Float32Array {
  const made = new Float32Array(floats.length);
  for (let at = 0; at < made.length; at += 3) change(floats, made, at);
  return made;
}

export const moreSaturated = (x: Pictures, factor: number, context: Context) =>
  byPixel(x, saturated(factor), 'AdjustSaturation', context);

export function hueTurned(x: Pictures, delta: number, context: Context): TensorValue {
  if (delta < -1 || delta > 1) context.raise('ValueError', 'delta must be in the interval [-1, 1]');
  return byPixel(x, turnedHue(delta), 'AdjustHue', context);
}

/** Keeps the type of what it changes by one number, the argument `parameter`. */
const by = (
  name: string,
  pictures: string,
  parameter: string,
  change: (x: Pictures, number: number, context: Context) => TensorValue,
) => ofPictures(name, pictures, (x, args, context) => change(x, numberOfValue(args.get(parameter)), context));

/** What a function makes of tensors of any rank whose elements are known. */
function ofTensor(
  name: string,
  parameter: string,
  work: (x: NonNullable<ReturnType<typeof known>>, args: Arguments, context: Context) => Value | undefined,
): readonly [string, Direct] {
  return direct(name, (args, context) => {
    const x = known(args.get(parameter), context);
    return x && work(x, args, context);
  });
}

/** Colours in another space, of floats alone. */
const converted = (name: string, change: PixelChange) =>
  ofTensor(name, 'images', ({ data, dtype, shape }) => {
    // A model's own way does the rest, or says why not.
    if (dtype !== 'float32' || shape?.at(-1) !== 3) return undefined;
    return tensor('tensorflow', dtype, shape, eachPixel(data as Float32Array, change));
  });

/** Products with a matrix of 3 rows, one for each of red, green and blue. */
const product = (name: string, rows: readonly (readonly number[])[]) => {
  const matrix = Float32Array.from(rows.flat());
  return converted(name, (from, to, at) => {
    for (let k = 0; k < 3; k += 1) {
      const first = fround((from[at] as number) * (matrix[k] as number));
      const second = fround(first + fround((from[at + 1] as number) * (matrix[3 + k] as number)));
      to[at + k] = second + fround((from[at + 2] as number) * (matrix[6 + k] as number));
    }
  });
};

/** What each of red, green and blue adds to the brightness. */
const luma = [0.2989, 0.587, 0.114].map(fround) as [number, number, number];

function grayOf(floats: Float32Array): Float32Array {
  const [red, green, blue] = luma;
  const made = new Float32Array(floats.length / 3);
  for (let i = 0, at = 0; i < made.length; i += 1, at += 3) {
    const two = fround(fround((floats[at] as number) * red) + fround((floats[at + 1] as number) * green));
    made[i] = two + fround((floats[at + 2] as number) * blue);
  }
  return made;
}

/** Each picture with a mean of 0 and a variance of 1. */
function standardized(x: Pictures, context: Context): TensorValue {
  const { count } = x;
  if (x.height * x.width * x.channels === 0)
    context.raise('ValueError', "all dims of 'image.shape' must be > 0", 'array-shape');
  const floats = castTo(x.data, x.dtype, 'float32') as Float32Array;
  const size = floats.length / count;
  const made = new Float32Array(floats.length);
  for (let start = 0; start < made.length; start += size) {
    let sum = 0;
    for (let at = start; at < start + size; at += 1) sum += floats[at] as number;
    const mean = sum / size;
    let squares = 0;
    for (let at = start; at < start + size; at += 1) squares += ((floats[at] as number) - mean) ** 2;
    const deviation = fround(Math.max(Math.sqrt(squares / size), 1 / Math.sqrt(size)));
    const middle = fround(mean);
    for (let at = start; at < start + size; at += 1) made[at] = fround((floats[at] as number) - middle) / deviation;
  }
  return remade(x, made, { dtype: 'float32' });
}

/** Colours changed, and turned into others. */
export const colors: readonly (readonly [string, Direct])[] = [
  by('adjust_brightness', 'image', 'delta', brighter),
  by('adjust_contrast', 'images', 'contrast_factor', contrasted),
  by('adjust_saturation', 'image', 'saturation_factor', moreSaturated),
  by('adjust_hue', 'image', 'delta', hueTurned),
  ofPictures('adjust_gamma', 'image', (x, args, context) => {
    const [gamma, gain] = ['gamma', 'gain'].map((name) => fround(numberOfValue(args.get(name)))) as [number, number];
    if (gamma < 0) context.raise('ValueError', 'Gamma should be a non-negative real number.');
    return changed(x, (floats) => floats.map((each) => gain * fround(each ** gamma)), true, context);
  }),
  converted('rgb_to_hsv', rgbToHsv),
  converted('hsv_to_rgb', hsvToRgb),
  ...Object.entries(spaces).map(([name, rows]) => product(name, rows)),
  ofTensor('rgb_to_grayscale', 'images', ({ data, dtype, shape }, _args, context) => {
    if (shape?.at(-1) !== 3) return undefined;
    const gray = grayOf(floatsOf(data, dtype, context));
    return tensor('tensorflow', dtype, [...shape.slice(0, -1), 1], fromFloats(gray, dtype, false));
  }),
  ofTensor('grayscale_to_rgb', 'images', ({ data, dtype, shape }, _args, context) => {
    if (shape?.at(-1) !== 1)
      return context.raise('ValueError', 'Last dimension of a grayscale image should be size 1.', 'array-shape');
    const made = castTo(new Uint8Array(data.length * 3), 'uint8', dtype);
    for (let i = 0, at = 0; i < data.length; i += 1, at += 3) made.fill(data[i] as never, at, at + 3);
    return tensor('tensorflow', dtype, [...shape.slice(0, -1), 3], made);
  }),
  ofTensor('convert_image_dtype', 'image', ({ data, dtype, shape }, args, context) => {
    const to = dtypeArgument(args.get('dtype'), context);
    if (!to || !shape) return undefined;
    if (!isFloat(to) && !largest[to])
      return context.raise('AttributeError', 'dtype must be either floating point or integer');
    const made = elementsIn(data, dtype, to, context.truth(args.get('saturate')) === true, context);
    return made && tensor('tensorflow', to, shape, made);
  }),
  ofPictures('per_image_standardization', 'image', (x, _args, context) => standardized(x, context)),
];

/** Elements in another type, by TensorFlow's `convert_image_dtype`. */
function elementsIn(data: TypedArray, from: ElementType, to: ElementType, saturate: boolean, context: Context) {
  if (from === to) return data;
  if (isFloat(from) && isFloat(to)) return castTo(data, from, to);
  if (largest[from] && largest[to]) return betweenWhole(data, from, to, saturate);
  if (isFloat(to)) return to === 'float32' ? floatsOf(data, from, context) : undefined;
  return from === 'float32' ? fromFloats(data as Float32Array, to, saturate) : undefined;
}
