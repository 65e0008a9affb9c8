import {
  add,
  anonymous,
  ceilDivide,
  type Dim,
  differ,
  floorDivide,
  isKnown,
  multiply,
  subtract,
} from '../../../../tensor/dim.js';
import { type ElementType, isInteger } from '../../../../tensor/element-type.js';
import { formatShape, type MaybeShape } from '../../../../tensor/shape.js';
import type { Context } from '../../../../values/context.js';
import { tuple } from '../../../../values/value.js';
import type { OpCall, Rule } from '../call.js';
import { floating, outcome } from '../operand.js';

/** An image, or a batch of them, of another height and width. */
function resized(shape: MaybeShape, height: Dim, width: Dim, first = false): MaybeShape {
  if (!shape || (shape.length !== 3 && shape.length !== 4)) return undefined;
  const at = shape.length === 4 ? 1 : 0;
  return shape.map((dim, axis) => {
    const [h, w] = first ? [at + 1, at + 2] : [at, at + 1];
    return axis === h ? height : axis === w ? width : dim;
  });
}

const isFirst = (call: OpCall) => call.str('data_format', 'channels_last') === 'channels_first';

/** `resize(images, size)`: float32, but for the nearest neighbour, which keeps the type (as Keras always does). */
export const resize: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const size = call.dims('size');
  const [height, width] = [size[0] as Dim, size[1] ?? (size[0] as Dim)];
  const nearest = call.has('method') && call.get('method').kind === 'str' && call.str('method', '') === 'nearest';
  const type: ElementType | undefined =
    call.family === 'keras' || nearest
      ? dtype
      : call.has('method') && call.get('method').kind !== 'str'
        ? undefined
        : 'float32';
  if (call.bool('preserve_aspect_ratio') && call.family === 'tensorflow')
    return outcome(type, resized(shape, anonymous(), anonymous()));
  if (call.has('target_width')) return outcome(type, resized(shape, call.dim('size'), call.dim('target_width')));
  return outcome(type, resized(shape, height, width, isFirst(call)));
};

/** Crops and pads to a height and width. */
export const toSize: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const method = call.get('method');
  const keeps = !call.takes('method') || (method.kind === 'str' && method.value === 'nearest');
  return outcome(keeps ? dtype : 'float32', resized(shape, call.dim('target_height'), call.dim('target_width')));
};

/** `random_crop(value, size)`: the size is the whole shape. */
export const randomCrop: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const size = call.dims('size');
  const isLarger = (dim: Dim, at: number) => {
    const whole = shape?.[at];
    return whole !== undefined && isKnown(dim) && isKnown(whole) && dim > whole;
  };
  if (shape && (size.length !== shape.length || size.some(isLarger)))
    return call.refuse(`a part of ${formatShape(size)} cannot be cut out of ${formatShape(shape)}`);
  return outcome(
    dtype,
    size.map((dim) => (dim === -1 ? anonymous() : dim)),
  );
};

export const centralCrop: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const fraction = call.number('fraction');
  const cut = (dim: Dim): Dim =>
    isKnown(dim) ? dim - 2 * Math.trunc((dim - dim * fraction) / 2) : fraction === 1 ? dim : anonymous();
  const at = shape?.length === 4 ? 1 : 0;
  return outcome(dtype, shape && resized(shape, cut(shape[at] as Dim), cut(shape[at + 1] as Dim)));
};

/** One channel where there were three. */
export const toGray: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const first = isFirst(call);
  const at = first ? (shape?.length ?? 0) - 3 : (shape?.length ?? 0) - 1;
  if (shape && differ(shape[at] as Dim, 3))
    return call.refuse(`an image of three channels is needed, got ${formatShape(shape)}`);
  return outcome(
    dtype,
    shape?.map((dim, axis) => (axis === at ? 1 : dim)),
  );
};

export const fromGray: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (shape && differ(shape.at(-1) as Dim, 1))
    return call.refuse(`an image of one channel is needed, got ${formatShape(shape)}`);
  return outcome(dtype, shape && [...shape.slice(0, -1), 3]);
};

/** An image as it was, in a float type: conversions between colour spaces. */
export const sameImage: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(call.dtype('dtype', dtype), shape);
};

/** Colours of three channels in another space. */
export const colorSpace: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const last = shape?.at(-1);
  if (shape && (last === undefined || (isKnown(last) && last !== 3)))
    call.refuse(`the last axis must have 3 elements, one a channel: ${formatShape(shape)}`);
  return outcome(dtype, shape);
};

/** Refuses how far a change may go at most that is no distance, or above what it has room for. */
export function checkDelta(delta: number, most: number, context: Context): void {
  if (delta > most) context.raise('ValueError', `max_delta must be <= ${most}.`);
  if (delta < 0) context.raise('ValueError', 'max_delta must be non-negative.');
}

/** Refuses bounds of a factor that leave nothing between them, or reach below 0. */
export function checkRange(lower: number, upper: number, context: Context): void {
  if (upper <= lower) context.raise('ValueError', 'upper must be > lower.');
  if (lower < 0) context.raise('ValueError', 'lower must be non-negative.');
}

/** How far hues are turned at most: half of their circle. */
export const MOST_HUE = 0.5;

function numberIn(call: OpCall, parameter: string): number | undefined {
  const value = call.get(parameter);
  return value.kind === 'int' || value.kind === 'float' ? value.value : undefined;
}

/** `random_brightness`, `random_hue`. */
export const shifted: Rule = (call) => {
  const delta = numberIn(call, 'max_delta');
  if (delta !== undefined)
    checkDelta(delta, call.name.endsWith('hue') ? MOST_HUE : Number.POSITIVE_INFINITY, call.context);
  return sameImage(call);
};

/** `random_contrast`, `random_saturation`. */
export const ranging: Rule = (call) => {
  const [lower, upper] = [numberIn(call, 'lower'), numberIn(call, 'upper')];
  if (lower !== undefined && upper !== undefined) checkRange(lower, upper, call.context);
  return sameImage(call);
};

export const floatImage: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(call.family === 'keras' ? floating(dtype) : 'float32', shape);
};

/** Height and width changed round. */
export const turnedImage: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (!shape || shape.length < 3) return outcome(dtype, undefined);
  const k = call.get('k').kind === 'none' ? 1 : call.get('k').kind === 'int' ? call.int('k') : undefined;
  const [h, w] = [shape.at(-3) as Dim, shape.at(-2) as Dim];
  if (k === undefined)
    return outcome(dtype, h === w ? shape : [...shape.slice(0, -3), anonymous(), anonymous(), shape.at(-1) as Dim]);
  return outcome(dtype, k % 2 === 0 ? shape : [...shape.slice(0, -3), w, h, shape.at(-1) as Dim]);
};
export const transposedImage: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(
    dtype,
    shape && shape.length >= 3
      ? [...shape.slice(0, -3), shape.at(-2) as Dim, shape.at(-3) as Dim, shape.at(-1) as Dim]
      : undefined,
  );
};

/** `crop_to_bounding_box`, `pad_to_bounding_box`. */
export const box: Rule = toSize;

/** `crop_and_resize(image, boxes, box_indices, crop_size)`. */
export const cropAndResize: Rule = (call) => {
  const { shape } = call.tensor('x');
  const boxes = call.tensor('boxes').shape;
  const size = call.dims('size');
  return outcome('float32', [boxes?.[0] ?? anonymous(), size[0] as Dim, size[1] as Dim, shape?.at(-1) ?? anonymous()]);
};

/** A number for each image: `psnr`, `ssim`. */
export const imageScore: Rule = (call) => {
  const { shape } = call.tensor('x1');
  if (!call.takes('return_index_map') || !call.bool('return_index_map')) return outcome('float32', shape?.slice(0, -3));
  const left = (dim: Dim) => subtract(dim, add(call.int('filter_size'), -1));
  return outcome(
    'float32',
    shape && shape.length >= 3
      ? [...shape.slice(0, -3), left(shape.at(-3) as Dim), left(shape.at(-2) as Dim)]
      : undefined,
  );
};

/** Gradients of images in both directions. */
export const imageGradients: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return tuple([outcome(dtype, shape), outcome(dtype, shape)]);
};
export const sobel: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (dtype && isInteger(dtype))
    call.refuse(`edges are found in pictures of floats, not of ${dtype}: cast them before`);
  return outcome(dtype, shape && [...shape, 2]);
};

/** A sum for each image. */
export const totalVariation: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (dtype?.startsWith('uint'))
    call.refuse(`differences of ${dtype} have no absolute value: cast the pictures before`);
  return outcome(dtype, shape && (shape.length === 4 ? shape.slice(0, 1) : []));
};

/** Patches of images: (batch, rows, columns, height · width · channels). */
export const patches: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (call.family === 'tensorflow') {
    if (shape && shape.length !== 4)
      call.refuse(`a batch of pictures is needed, with 4 axes, not ${formatShape(shape)}`);
    const padding = call.get('padding');
    if (padding.kind === 'str' && padding.value !== 'SAME' && padding.value !== 'VALID')
      call.refuse(`padding must be 'SAME' or 'VALID', not '${padding.value}'`);
  }
  if (!shape || shape.length < 3) return outcome(dtype, undefined);
  const at = shape.length === 4 ? 1 : 0;
  const axes = (parameter: string): readonly Dim[] => {
    const given = call.dims(parameter);
    return given.length === 4 ? given.slice(1, 3) : given.length === 1 ? [given[0] as Dim, given[0] as Dim] : given;
  };
  const size = axes('size');
  const strides = call.has('strides') ? axes('strides') : size;
  const rates = call.has('dilation_rate') ? axes('dilation_rate') : [1, 1];
  const same = call.str('padding', 'valid').toLowerCase() === 'same';
  const counts = [0, 1].map((i): Dim => {
    const whole = shape[at + i] as Dim;
    if (same) return ceilDivide(whole, strides[i] as Dim);
    const span = add(multiply(add(size[i] as Dim, -1), rates[i] as Dim), 1);
    if (isKnown(span) && isKnown(whole) && span > whole)
      call.refuse(`a patch reaches over ${span} pixels, and the picture has ${whole} along axis ${at + i}`);
    return add(floorDivide(subtract(whole, span), strides[i] as Dim), 1);
  });
  const depth = multiply(multiply(size[0] as Dim, size[1] as Dim), shape.at(-1) as Dim);
  return outcome(dtype, [...shape.slice(0, at), ...counts, depth]);
};

/** `tf.image.decode_jpeg(contents, channels)`: height and width are the file's. */
export const decoded: Rule = (call) => {
  const channels = call.has('channels') ? call.int('channels') : 0;
  const last: Dim = channels === 0 ? anonymous() : channels;
  const dtype = call.dtype('dtype', 'uint8');
  if (/decode_(image|gif)$/.test(call.name)) {
    const animated = call.name.endsWith('gif');
    const open = call.name.endsWith('image') && (!call.given('expand_animations') || call.bool('expand_animations'));
    // Without `expand_animations=False` a GIF gives four dimensions, so that the rank is open.
    if (open) return outcome(dtype, undefined);
    return outcome(dtype, [...(animated ? [anonymous()] : []), anonymous(), anonymous(), animated ? 3 : last]);
  }
  return outcome(dtype, [anonymous(), anonymous(), last]);
};

/** `non_max_suppression`: as many as are left. */
export const indicesLeft: Rule = () => outcome('int32', [anonymous()]);

/** `rgb_to_hsv` … of any rank keep the shape; `stft`, `frame` add an axis of windows. */
export const framed: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const last = shape?.at(-1);
  const length = call.dim('frame_length');
  const step = call.dim('frame_step');
  if (!shape || last === undefined) return outcome(dtype, undefined);
  const count = call.bool('pad_end') ? ceilDivide(last, step) : add(floorDivide(subtract(last, length), step), 1);
  const known = isKnown(count) ? Math.max(0, count) : count;
  if (!call.name.endsWith('stft')) return outcome(dtype, [...shape.slice(0, -1), known, length]);
  const bins = call.has('fft_length')
    ? call.dim('fft_length')
    : isKnown(length)
      ? 2 ** Math.ceil(Math.log2(length))
      : anonymous();
  return outcome(undefined, [...shape.slice(0, -1), known, add(floorDivide(bins, 2), 1)]);
};

/** Complex spectra have no element type here, but a shape. */
export const spectrum: Rule = (call) => outcome(undefined, call.tensor('x').shape);
export const realSpectrum: Rule = (call) => {
  const { shape } = call.tensor('x');
  const last = call.has('fft_length') ? call.dims('fft_length')[0] : shape?.at(-1);
  return outcome(
    undefined,
    shape && last !== undefined ? [...shape.slice(0, -1), add(floorDivide(last, 2), 1)] : undefined,
  );
};
export const inverseRealSpectrum: Rule = (call) => {
  const { shape } = call.tensor('x');
  const last = call.has('fft_length') ? call.dims('fft_length')[0] : undefined;
  const size = shape?.at(-1);
  return outcome('float32', shape && [...shape.slice(0, -1), last ?? multiply(add(size as Dim, -1), 2)]);
};
