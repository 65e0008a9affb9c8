import { channelsFirst } from '../../../../layers/channels.js';
import { convAttributes } from '../../../../layers/convolution/convolution.js';
import { einsum } from '../../../../layers/einsum.js';
import type { ElementType } from '../../../../tensor/element-type.js';
import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import { isWhole, NotComputed, ranked, TO_THE_END, type Write, type Writing } from '../writing.js';

/** Where height and width are in a picture or a batch of them. */
export function axesOf(w: Writing, x: SymbolicTensor): readonly [height: number, width: number] {
  if (/first/.test(w.call.str('data_format', 'channels_last'))) throw new NotComputed('with channels first');
  const rank = ranked(x.shape).length;
  if (rank !== 3 && rank !== 4) throw new NotComputed('of what is no picture and no batch of them');
  return [rank - 3, rank - 2];
}

/** How long an axis is, which must be known. */
export function sizeOf(x: SymbolicTensor, axis: number): number {
  const size = ranked(x.shape)[axis];
  if (typeof size !== 'number') throw new NotComputed('of pictures whose size is not known');
  return size;
}

const { fround } = Math;

/** Where the middle of an element of a resized axis lies in the axis as it was: pixels are squares. In float32, as TensorFlow has it, whose nearest element would else be another one here and there. */
const middleOf = (index: number, before: number, after: number) => fround((index + 0.5) * fround(before / after));

/** How much of each element of an axis goes into each of the resized one, in between its two neighbours. */
function between(before: number, after: number): Float32Array {
  const shares = new Float32Array(after * before);
  for (let i = 0; i < after; i += 1) {
    const place = Math.min(Math.max(fround(middleOf(i, before, after) - 0.5), 0), before - 1);
    const low = Math.floor(place);
    const high = Math.min(low + 1, before - 1);
    shares[i * before + low] = (shares[i * before + low] as number) + (1 - (place - low));
    shares[i * before + high] = (shares[i * before + high] as number) + (place - low);
  }
  return shares;
}

/** `resize(images, size)`: bilinear, or the nearest element. */
export const resize: Write = (w) => {
  const given = w.tensor('x');
  const [height, width] = axesOf(w, given);
  const named = w.call.has('method') ? 'method' : 'interpolation';
  const method = w.call.str(named, 'bilinear').toLowerCase();
  const plain = ['antialias', 'crop_to_aspect_ratio', 'pad_to_aspect_ratio', 'preserve_aspect_ratio'];
  if (plain.some((name) => w.call.has(name) && w.call.bool(name))) throw new NotComputed('with such settings');
  const sizes = [height, width].map((axis) => w.knownShape[axis]) as number[];
  if (!sizes.every((size) => typeof size === 'number')) throw new NotComputed('to a size that is not known');
  if (method === 'nearest')
    return [height, width].reduce((x, axis, i) => {
      const before = sizeOf(x, axis);
      const places = Array.from({ length: sizes[i] as number }, (_, at) =>
        Math.min(Math.floor(middleOf(at, before, sizes[i] as number)), before - 1),
      );
      return w.one('Gather', [x, w.integers(places)], { axis: { int: axis } });
    }, given);
  if (method !== 'bilinear') throw new NotComputed(`by ${method}`);
  const x = w.cast(given, 'float32');
  const shares = [height, width].map((axis, i) => {
    const [before, after] = [sizeOf(x, axis), sizes[i] as number];
    return w.graph.constant({ dtype: 'float32', shape: [after, before], data: between(before, after) });
  });
  const resized = einsum(w.graph, height === 0 ? 'hwc,yh,xw->yxc' : 'bhwc,yh,xw->byxc', [x, ...shares]);
  return isWhole(w.dtype) ? w.cast(w.one('Round', [resized]), w.dtype) : resized;
};

/** What each of red, green and blue adds to the brightness. */
const luma = [0.2989, 0.587, 0.114];

export const toGray: Write = (w) => {
  const x = w.tensor('x');
  axesOf(w, x);
  if (isWhole(x.dtype)) throw new NotComputed('of whole numbers');
  const shares = w.graph.constant({ dtype: 'float32', shape: [3, 1], data: Float32Array.from(luma) });
  return w.one('MatMul', [w.cast(x, 'float32'), shares]);
};

export const fromGray: Write = (w) => {
  const x = w.tensor('x');
  return w.one('Concat', [x, x, x], { axis: { int: -1 } });
};

const flipped =
  (place: 0 | 1): Write =>
  (w) => {
    const x = w.tensor('x');
    return w.slice(x, axesOf(w, x)[place], -1, -TO_THE_END, -1);
  };

export const flips: Readonly<Record<string, Write>> = { flip_up_down: flipped(0), flip_left_right: flipped(1) };

/** Height and width changed round, of a picture or a batch of them. */
export const transposedAxes = (rank: number): readonly number[] => (rank === 3 ? [1, 0, 2] : [0, 2, 1, 3]);

export const transposed: Write = (w) => {
  const x = w.tensor('x');
  axesOf(w, x);
  return w.transposed(x, transposedAxes(ranked(x.shape).length));
};

export const centralCrop: Write = (w) => {
  const x = w.tensor('x');
  return axesOf(w, x).reduce((each, axis) => {
    const [before, after] = [sizeOf(each, axis), w.knownShape[axis]];
    if (typeof after !== 'number') throw new NotComputed('to a size that is not known');
    const start = Math.trunc((before - after) / 2);
    return w.slice(each, axis, start, start + after);
  }, x);
};

/** Parts of pictures cut out, or pictures put into larger ones of zeros. */
export const boxes: Readonly<Record<string, Write>> = {
  crop_to_bounding_box: (w) => {
    const x = w.tensor('x');
    const [height, width] = axesOf(w, x);
    const from = [w.call.int('offset_height'), w.call.int('offset_width')] as const;
    const size = [w.call.int('target_height'), w.call.int('target_width')] as const;
    return w.slice(w.slice(x, height, from[0], from[0] + size[0]), width, from[1], from[1] + size[1]);
  },
  pad_to_bounding_box: (w) => {
    const x = w.tensor('x');
    const axes = axesOf(w, x);
    const from = [w.call.int('offset_height'), w.call.int('offset_width')];
    const size = [w.call.int('target_height'), w.call.int('target_width')];
    const before = ranked(x.shape).map((_, axis) => from[axes.indexOf(axis)] ?? 0);
    const after = ranked(x.shape).map((_, axis) => {
      const at = axes.indexOf(axis);
      return at < 0 ? 0 : (size[at] as number) - (from[at] as number) - sizeOf(x, axis);
    });
    return w.one('Pad', [x, w.integers([...before, ...after]), w.number(0, x)]);
  },
};

/** Each picture with a mean of 0 and a variance of 1. */
export const standardized: Write = (w) => {
  const x = w.tensor('x', 'float32');
  const [height, width] = axesOf(w, x);
  const axes = [height, width, width + 1];
  const count = axes.reduce((n, axis) => n * sizeOf(x, axis), 1);
  const apart = w.one('Sub', [x, w.reduce('ReduceMean', x, axes, true)]);
  const deviation = w.one('Sqrt', [w.reduce('ReduceMean', w.one('Mul', [apart, apart]), axes, true)]);
  return w.one('Div', [apart, w.one('Max', [deviation, w.number(1 / Math.sqrt(count), x)])]);
};

/** Patches laid out along the channels: a convolution whose kernels each pick one element of the window. */
export const patches: Write = (w) => {
  const given = w.tensor('x', 'float32');
  axesOf(w, given);
  const single = ranked(given.shape).length === 3;
  const x = single ? w.withAxes(given, [0]) : given;
  const pair = (parameter: string): readonly number[] => {
    const numbers = w.call.dims(parameter);
    if (!numbers.every((each) => typeof each === 'number')) throw new NotComputed('of a size that is not known');
    const [first = 1, second = first] = numbers.length === 4 ? numbers.slice(1, 3) : numbers;
    return [first as number, second as number];
  };
  const [rows, columns] = pair('size') as [number, number];
  const channels = sizeOf(x, 3);
  const count = rows * columns * channels;
  // (kernels, channels, rows, columns), as ONNX counts: kernel k picks the k-th element of (rows, columns, channels).
  const data = new Float32Array(count * count);
  for (let k = 0; k < count; k += 1) {
    const [place, channel] = [Math.floor(k / channels), k % channels];
    data[(k * channels + channel) * rows * columns + place] = 1;
  }
  const kernel = w.graph.constant({ dtype: 'float32', shape: [count, channels, rows, columns], data });
  const attributes = convAttributes({
    strides: w.call.has('strides') ? pair('strides') : [rows, columns],
    dilation_rate: w.call.has('dilation_rate') ? pair('dilation_rate') : [1, 1],
    padding: w.call.str('padding', 'valid').toLowerCase(),
  });
  const made = channelsFirst(w.graph, x, 'channels_last', 2, (first) => w.one('Conv', [first, kernel], attributes));
  return single ? w.withoutAxes(made, [0]) : made;
};

/** The largest number of a type; pictures of floats go up to 1. */
export const largest: Readonly<Partial<Record<ElementType, number>>> = {
  ...{ uint8: 255, uint16: 65_535, uint32: 4_294_967_295 },
  ...{ int8: 127, int16: 32_767, int32: 2_147_483_647 },
};

/** `convert_image_dtype(image, dtype)`: what is whole goes up to its type's largest number, other values up to 1. */
export const converted: Write = (w) => {
  const x = w.tensor('x');
  const to = w.dtype;
  const [from, most] = [largest[x.dtype], largest[to]];
  if (x.dtype === to) return w.one('Identity', [x]);
  const isFloat = (dtype: ElementType) => dtype.startsWith('float');
  if (isFloat(x.dtype) && isFloat(to)) return w.cast(x, to);
  if (from && isFloat(to)) return w.one('Mul', [w.cast(x, to), w.number(1 / from, to)]);
  if (!most || !isFloat(x.dtype)) throw new NotComputed(`from ${x.dtype} to ${to}`);
  const scaled = w.one('Mul', [x, w.number(most + 0.5, x)]);
  const kept = w.call.bool('saturate')
    ? w.one('Clip', [scaled, w.number(to.startsWith('u') ? 0 : -most - 1, x), w.number(most, x)])
    : scaled;
  return w.cast(kept, to);
};
