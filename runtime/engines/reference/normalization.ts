import type { TensorData } from '../../../server/language/tensor/element-type.js';
import { float, int } from '../../../server/language/tensor/operators/attributes.js';
import type { Kernels } from './kernel.js';
import { axisFromFront, broadcastPositions, generate, given, numbers, sizeOf, tensorOf } from './tensors.js';

export const normalizations: Kernels = {
  BatchNormalization(inputs, attributes) {
    const x = given(inputs, 0);
    const values = numbers(x);
    const [scale, bias, mean, variance] = [1, 2, 3, 4].map((i) =>
      numbers(given(inputs, i)),
    ) as ArrayLike<number>[] as Statistics;
    const epsilon = float(attributes, 'epsilon') ?? 1e-5;
    const momentum = float(attributes, 'momentum') ?? 0.9;
    const channels = scale.length;
    const inner = sizeOf(x.shape.slice(2));
    const channelOf = (i: number) => Math.floor(i / inner) % channels;
    const training = int(attributes, 'training_mode') === 1;
    const [m, v] = training ? moments(values, channels, channelOf) : [mean, variance];
    const y = generate(x.dtype, x.shape, (i) => {
      const c = channelOf(i);
      return (
        (((values[i] as number) - (m[c] as number)) / Math.sqrt((v[c] as number) + epsilon)) * (scale[c] as number) +
        (bias[c] as number)
      );
    });
    if (!training) return [y];
    const running = (old: ArrayLike<number>, now: ArrayLike<number>, like: TensorData) =>
      generate(like.dtype, like.shape, (c) => (old[c] as number) * momentum + (now[c] as number) * (1 - momentum));
    return [y, running(mean, m, given(inputs, 3)), running(variance, v, given(inputs, 4))];
  },

  LayerNormalization(inputs, attributes) {
    const [x, scale, bias] = [given(inputs, 0), given(inputs, 1), inputs[2]];
    const values = numbers(x);
    const axis = axisFromFront(int(attributes, 'axis') ?? -1, x.shape.length);
    const normal = x.shape.slice(axis);
    const size = sizeOf(normal);
    const groups = values.length / size;
    const [mean, variance] = moments(values, groups, (i) => Math.floor(i / size));
    const epsilon = float(attributes, 'epsilon') ?? 1e-5;
    const inverse = variance.map((each) => 1 / Math.sqrt(each + epsilon));
    const [s, b] = [numbers(scale), bias && numbers(bias)];
    const [sAt, bAt] = [broadcastPositions(scale.shape, normal), bias && broadcastPositions(bias.shape, normal)];
    const y = generate(x.dtype, x.shape, (i) => {
      const group = Math.floor(i / size);
      const normalised = ((values[i] as number) - (mean[group] as number)) * (inverse[group] as number);
      return (
        normalised * (s[sAt[i % size] as number] as number) + (b && bAt ? (b[bAt[i % size] as number] as number) : 0)
      );
    });
    const reduced = x.shape.map((dim, at) => (at < axis ? dim : 1));
    return [y, tensorOf('float32', reduced, mean), tensorOf('float32', reduced, inverse)];
  },
};

type Statistics = [
  scale: ArrayLike<number>,
  bias: ArrayLike<number>,
  mean: ArrayLike<number>,
  variance: ArrayLike<number>,
];

/** Mean and (biased) variance of each group of elements. */
function moments(
  values: ArrayLike<number>,
  groups: number,
  groupOf: (i: number) => number,
): [mean: Float64Array, variance: Float64Array] {
  const [mean, variance] = [new Float64Array(groups), new Float64Array(groups)];
  const size = values.length / groups;
  for (let i = 0; i < values.length; i += 1)
    mean[groupOf(i)] = (mean[groupOf(i)] as number) + (values[i] as number) / size;
  for (let i = 0; i < values.length; i += 1)
    variance[groupOf(i)] =
      (variance[groupOf(i)] as number) + ((values[i] as number) - (mean[groupOf(i)] as number)) ** 2 / size;
  return [mean, variance];
}
