import { formatShape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { tensor, tuple, type Value } from '../../../values/value.js';
import { intOf, numberOfValue } from '../../numpy/arguments.js';
import { castTo } from '../../numpy/arrays/cells.js';
import { asFloats } from './color-types.js';
import { floatsOf } from './colors.js';
import { type Direct, ofPictures, type Pictures, picturesIn, remade } from './picture.js';

const { fround } = Math;

/** A number for each picture. */
const scores = ({ shape }: Pictures, values: Float32Array): Value =>
  tensor('tensorflow', 'float32', shape.slice(0, -3), values);

/** The second picture of a comparison, which must be like the first. */
function other(x: Pictures, value: Value, context: Context): Pictures | undefined {
  const y = picturesIn(value, context);
  if (y && formatShape(y.shape.slice(-3)) !== formatShape(x.shape.slice(-3)))
    context.raise(
      'ValueError',
      `Shapes ${formatShape(x.shape)} and ${formatShape(y.shape)} are incompatible`,
      'array-shape',
    );
  // Pictures of which one is compared with several are left to nobody: such calls are rare.
  return y?.count === x.count ? y : undefined;
}

/** The largest value that a picture can have, as float32. */
function mostOf(x: Pictures, value: Value): number {
  const most = castTo(Float64Array.of(numberOfValue(value)), 'float64', x.dtype);
  return asFloats(most, x.dtype)?.[0] ?? 1;
}

const psnr = ofPictures('psnr', 'a', (x, args, context) => {
  const y = other(x, args.get('b'), context);
  if (!y) return undefined;
  const most = mostOf(x, args.get('max_val'));
  const [a, b] = [floatsOf(x.data, x.dtype, context), floatsOf(y.data, y.dtype, context)];
  const size = a.length / x.count;
  const values = Float32Array.from({ length: x.count }, (_, picture) => {
    let sum = 0;
    for (let at = picture * size; at < (picture + 1) * size; at += 1)
      sum += fround((a[at] as number) - (b[at] as number)) ** 2;
    return (20 * Math.log(most) - 10 * Math.log(sum / size)) / Math.LN10;
  });
  return scores(x, values);
});

/** What a comparison by windows is told. */
interface Window {
  readonly most: number;
  readonly bell: Float64Array;
  readonly k1: number;
  readonly k2: number;
}

/** The bell-shaped weights along one side of a window. */
function bellOf(size: number, sigma: number): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-((i - (size - 1) / 2) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((all, each) => all + each, 0);
  return weights.map((each) => each / sum);
}

interface Plane {
  readonly data: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Weighted means of all windows that lie within a picture. */
function smoothed({ data, height, width, channels }: Plane, bell: Float64Array): Float64Array {
  const [high, wide] = [height - bell.length + 1, width - bell.length + 1];
  const narrow = new Float64Array(height * wide * channels);
  for (let y = 0, into = 0; y < height; y += 1)
    for (let at = y * width * channels, end = at + wide * channels; at < end; at += 1, into += 1) {
      let sum = 0;
      for (let k = 0; k < bell.length; k += 1) sum += (bell[k] as number) * (data[at + k * channels] as number);
      narrow[into] = sum;
    }
  const row = wide * channels;
  const made = new Float64Array(high * row);
  for (let at = 0; at < made.length; at += 1) {
    let sum = 0;
    for (let k = 0; k < bell.length; k += 1) sum += (bell[k] as number) * (narrow[at + k * row] as number);
    made[at] = sum;
  }
  return made;
}

/** Likeness (ssim) and contrast (cs) of two pictures window by window, the channels of a window together. */
function likeness(a: Plane, b: Plane, { most, bell, k1, k2 }: Window) {
  const count = a.data.length;
  const [products, squares] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i += 1) {
    const [x, y] = [a.data[i] as number, b.data[i] as number];
    products[i] = x * y;
    squares[i] = x * x + y * y;
  }
  const [c1, c2] = [(k1 * most) ** 2, (k2 * most) ** 2];
  const [means, others] = [smoothed(a, bell), smoothed(b, bell)];
  const [mixed, spread] = [smoothed({ ...a, data: products }, bell), smoothed({ ...a, data: squares }, bell)];
  const contrast = new Float64Array(means.length);
  const alike = means.map((mean, i) => {
    const second = others[i] as number;
    const [twice, both] = [2 * mean * second, mean * mean + second * second];
    contrast[i] = (2 * (mixed[i] as number) - twice + c2) / ((spread[i] as number) - both + c2);
    return ((twice + c1) / (both + c1)) * (contrast[i] as number);
  });
  return { alike, contrast };
}

/** The means of each channel. */
function channelMeans(values: Float64Array, channels: number): Float64Array {
  const sums = new Float64Array(channels);
  for (let i = 0; i < values.length; i += 1)
    sums[i % channels] = (sums[i % channels] as number) + (values[i] as number);
  return sums.map((sum) => (sum * channels) / values.length);
}

function planes(x: Pictures, context: Context): readonly Plane[] {
  const floats = floatsOf(x.data, x.dtype, context);
  const { count, height, width, channels } = x;
  const size = floats.length / count;
  return Array.from({ length: count }, (_, at) => ({
    data: floats.subarray(at * size, (at + 1) * size),
    ...{ height, width, channels },
  }));
}

function insistOnRoom(height: number, width: number, channels: number, size: number, context: Context): void {
  if (height < size || width < size)
    context.raise(
      'InvalidArgumentError',
      `Expected 'tf.Tensor(False, shape=(), dtype=bool)' to be true. Summarized data: ${height}, ${width}, ${channels}\n${size}`,
      'array-shape',
    );
}

const mean = (values: Float64Array) => values.reduce((sum, each) => sum + each, 0) / values.length;

const ssim = ofPictures('ssim', 'img1', (x, args, context) => {
  const y = other(x, args.get('img2'), context);
  if (!y) return undefined;
  const size = intOf(args.get('filter_size'), context);
  const [sigma, k1, k2] = ['filter_sigma', 'k1', 'k2'].map((name) => numberOfValue(args.get(name))) as [
    number,
    number,
    number,
  ];
  insistOnRoom(x.height, x.width, x.channels, size, context);
  const window: Window = { most: mostOf(x, args.get('max_val')), bell: bellOf(size, sigma), k1, k2 };
  const second = planes(y, context);
  const found = planes(x, context).map((each, at) => likeness(each, second[at] as Plane, window).alike);
  if (context.truth(args.get('return_index_map')) !== true) return scores(x, Float32Array.from(found, mean));
  const { channels } = x;
  const [high, wide] = [x.height - size + 1, x.width - size + 1];
  const map = new Float32Array(x.count * high * wide);
  found.forEach((alike, picture) => {
    for (let at = 0; at < high * wide; at += 1)
      map[picture * high * wide + at] = mean(alike.subarray(at * channels, (at + 1) * channels));
  });
  return tensor('tensorflow', 'float32', [...x.shape.slice(0, -3), high, wide], map);
});

/** A picture of half the height and width: means of four pixels, the last ones doubled where the size is odd. */
function halved({ data, height, width, channels }: Plane): Plane {
  const [high, wide] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const made = new Float32Array(high * wide * channels);
  for (let y = 0, into = 0; y < high; y += 1)
    for (let x = 0; x < wide; x += 1)
      for (let channel = 0; channel < channels; channel += 1, into += 1) {
        const at = (down: number, across: number) =>
          data[
            (Math.min(2 * y + down, height - 1) * width + Math.min(2 * x + across, width - 1)) * channels + channel
          ] as number;
        made[into] = (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4;
      }
  return { data: made, height: high, width: wide, channels };
}

/** What each scale counts, as Wang and others found it. */
const scaleWeights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

const multiscale = ofPictures('ssim_multiscale', 'img1', (x, args, context) => {
  const y = other(x, args.get('img2'), context);
  const powers = args.get('power_factors');
  const weights = powers.kind === 'none' ? scaleWeights : context.elements(powers)?.map(numberOfValue);
  if (!y || !weights) return undefined;
  const size = intOf(args.get('filter_size'), context);
  const [sigma, k1, k2] = ['filter_sigma', 'k1', 'k2'].map((name) => numberOfValue(args.get(name))) as [
    number,
    number,
    number,
  ];
  const window: Window = { most: mostOf(x, args.get('max_val')), bell: bellOf(size, sigma), k1, k2 };
  const second = planes(y, context);
  const found = planes(x, context).map((each, at) => {
    let [a, b] = [each, second[at] as Plane];
    const products = new Float64Array(x.channels).fill(1);
    weights.forEach((weight, scale) => {
      if (scale > 0) [a, b] = [halved(a), halved(b)];
      insistOnRoom(a.height, a.width, a.channels, size, context);
      const { alike, contrast } = likeness(a, b, window);
      const part = channelMeans(scale === weights.length - 1 ? alike : contrast, x.channels);
      for (let channel = 0; channel < products.length; channel += 1)
        products[channel] = (products[channel] as number) * Math.max(0, part[channel] as number) ** weight;
    });
    return mean(products);
  });
  return scores(x, Float32Array.from(found));
});

const totalVariation = ofPictures('total_variation', 'images', (x) => {
  if (x.dtype !== 'float32' || x.shape.length > 4) return undefined;
  const { data, width, channels, count } = x;
  const size = data.length / count;
  const row = width * channels;
  const values = Float32Array.from({ length: count }, (_, picture) => {
    let sum = 0;
    for (let at = 0, place = picture * size; at < size; at += 1, place += 1) {
      const value = data[place] as number;
      if (at + row < size) sum += Math.abs(fround((data[place + row] as number) - value));
      if (at % row < row - channels) sum += Math.abs(fround((data[place + channels] as number) - value));
    }
    return sum;
  });
  return scores(x, values);
});

const imageGradients = ofPictures('image_gradients', 'image', (x, _args, context) => {
  if (x.shape.length !== 4)
    return context.raise(
      'ValueError',
      `image_gradients expects a 4D tensor [batch_size, h, w, d], not ${formatShape(x.shape)}.`,
      'array-shape',
    );
  if (x.dtype !== 'float32') return undefined;
  const { data, width, channels, count } = x;
  const size = data.length / count;
  const row = width * channels;
  const [down, across] = [new Float32Array(data.length), new Float32Array(data.length)];
  for (let place = 0; place < data.length; place += 1) {
    const value = data[place] as number;
    if ((place % size) + row < size) down[place] = (data[place + row] as number) - value;
    if (place % row < row - channels) across[place] = (data[place + channels] as number) - value;
  }
  return tuple([remade(x, down, {}), remade(x, across, {})]);
});

/** How neighbours count in an edge: those before and after it, from its own line and the lines beside. */
const sobelShares = [1, 2, 1];

const sobelEdges = ofPictures('sobel_edges', 'image', (x) => {
  if (x.shape.length !== 4 || x.dtype !== 'float32' || x.height < 2 || x.width < 2) return undefined;
  const { data, height, width, channels, count } = x;
  const made = new Float32Array(data.length * 2);
  // Beyond an edge the picture is mirrored, without its last line.
  const inside = (place: number, size: number) => (place < 0 ? -place : place >= size ? 2 * size - 2 - place : place);
  for (let picture = 0, into = 0; picture < count; picture += 1)
    for (let y = 0; y < height; y += 1)
      for (let column = 0; column < width; column += 1)
        for (let channel = 0; channel < channels; channel += 1, into += 2) {
          const at = (down: number, across: number) =>
            data[
              ((picture * height + inside(y + down, height)) * width + inside(column + across, width)) * channels +
                channel
            ] as number;
          let [down, across] = [0, 0];
          for (let k = -1; k <= 1; k += 1) {
            const share = sobelShares[k + 1] as number;
            down += share * (at(1, k) - at(-1, k));
            across += share * (at(k, 1) - at(k, -1));
          }
          made[into] = down;
          made[into + 1] = across;
        }
  return tensor('tensorflow', 'float32', [...x.shape, 2], made);
});

/** What pictures are measured by: how alike two are, and how each changes from pixel to pixel. */
export const measures: readonly (readonly [string, Direct])[] = [
  psnr,
  ssim,
  multiscale,
  totalVariation,
  imageGradients,
  sobelEdges,
];
