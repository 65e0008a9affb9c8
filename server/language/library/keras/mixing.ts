import type { LayerArguments } from '../../layers/layer.js';
import { factorOf } from '../../layers/preprocessing/augmentation/factors.js';
import type { TensorData } from '../../tensor/element-type.js';

/** A batch of pictures of float32, (batch, …), and a row of labels for each. */
export interface Mixed {
  readonly images: TensorData;
  readonly labels: TensorData | undefined;
}

/** Pictures and labels put together with those of another sample; undefined where a setting is not known. */
export type Mixing = (batch: Mixed, args: LayerArguments, random: () => number) => Mixed | undefined;

/** w · a + (1 - w) · b, with a w of its own for each sample, drawn from Beta(α, α). */
export const mixUp: Mixing = ({ images, labels }, args, random) => {
  const alpha = args['alpha'];
  if (typeof alpha !== 'number' || alpha <= 0) return undefined;
  const count = images.shape[0] ?? 0;
  const others = permutation(count, random);
  const weights = Float32Array.from({ length: count }, () => beta(alpha, random));
  return { images: blended(images, others, weights), labels: labels && blended(labels, others, weights) };
};

/** A rectangle of each picture is another's; labels are blended by its size. */
export const cutMix: Mixing = ({ images, labels }, args, random) => {
  const given = args['factor'];
  if (typeof given !== 'number' && !Array.isArray(given)) return undefined;
  const [low, high] = factorOf(given, { low: 0, high: 1 });
  const [count = 0, ...sizes] = images.shape;
  const first = args['data_format'] === 'channels_first';
  const [height, width, channels] = (first ? [sizes[1], sizes[2], sizes[0]] : sizes) as [number, number, number];
  const alpha = low + (high - low) * random() + 1e-6;
  const weights = new Float32Array(count);
  const boxes = weights.map(() => Math.sqrt(1 - beta(alpha, random)));
  const others = permutation(count, random);
  const source = images.data as Float32Array;
  const data = Float32Array.from(source);
  const size = height * width * channels;
  for (const [sample, ratio] of boxes.entries()) {
    const [left, right] = stretch(width, ratio, random);
    const [top, bottom] = stretch(height, ratio, random);
    weights[sample] = 1 - ((right - left) * (bottom - top)) / (width * height);
    const [to, from] = [sample * size, (others[sample] as number) * size];
    for (let row = Math.ceil(top); row < Math.min(bottom, height); row += 1)
      for (let column = Math.ceil(left); column < Math.min(right, width); column += 1)
        for (let channel = 0; channel < channels; channel += 1) {
          const at = first ? (channel * height + row) * width + column : (row * width + column) * channels + channel;
          data[to + at] = source[from + at] as number;
        }
  }
  return { images: { ...images, data }, labels: labels && blended(labels, others, weights) };
};

/** A part of a length, anywhere in it. */
function stretch(length: number, ratio: number, random: () => number): readonly [from: number, to: number] {
  const part = ratio * length;
  const from = random() * (length - part);
  return [from, from + part];
}

function blended({ shape, data, ...rest }: TensorData, others: readonly number[], weights: Float32Array): TensorData {
  const size = data.length / Math.max(1, others.length);
  const source = data as Float32Array;
  const made = source.map((value, i) => {
    const sample = Math.floor(i / size);
    const w = weights[sample] as number;
    return w * value + (1 - w) * (source[(others[sample] as number) * size + (i % size)] as number);
  });
  return { ...rest, shape, data: made };
}

function permutation(count: number, random: () => number): readonly number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

/** Drawn from Beta(α, α): the share of one of two gammas, by their logarithms, which do not vanish for a small α. */
function beta(alpha: number, random: () => number): number {
  const [a, b] = [logGamma(alpha, random), logGamma(alpha, random)];
  return 1 / (1 + Math.exp(b - a));
}

/** The logarithm of a number from Gamma(α): Marsaglia and Tsang (2000), for α < 1 by that of α + 1. */
function logGamma(alpha: number, random: () => number): number {
  const positive = () => 1 - random();
  if (alpha < 1) return logGamma(alpha + 1, random) + Math.log(positive()) / alpha;
  const d = alpha - 1 / 3;
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(positive())) * Math.cos(2 * Math.PI * random());
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(positive()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}
