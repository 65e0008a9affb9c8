import type { TensorSpec } from '../../../model/model.js';
import type { Network } from './network.js';

/** How a convolution of the Inception family differs from one with padding and a stride of 1. */
export interface Step {
  readonly strides?: number;
  readonly padding?: 'same' | 'valid';
}

/** A convolution without bias, normalised without scale, and its activation. */
export function convolved(
  net: Network,
  x: TensorSpec,
  filters: number,
  size: number | readonly [number, number],
  { strides = 1, padding = 'same' }: Step = {},
  names: { readonly conv?: string; readonly norm?: string; readonly activation?: string } = {},
): TensorSpec {
  const settings = { filters, kernel_size: size, strides, padding, use_bias: false };
  let y = net.layer('Conv2D', x, settings, names.conv);
  y = net.layer('BatchNormalization', y, { axis: net.channelAxis, scale: false }, names.norm);
  return net.layer('Activation', y, { activation: 'relu' }, names.activation);
}

/** Several convolutions one after the other: filters, window, and what is unusual about the step. */
export type Path = readonly (readonly [filters: number, size: number | readonly [number, number], step?: Step])[];

export function path(net: Network, x: TensorSpec, steps: Path): TensorSpec {
  return steps.reduce((y, [filters, size, step]) => convolved(net, y, filters, size, step), x);
}

/** What stands before the first block of both: 35 × 35 places of 192 channels are left of an image of 299 × 299. */
export function stem(net: Network, image: TensorSpec): TensorSpec {
  let x = path(net, image, [
    [32, 3, halving],
    [32, 3, { padding: 'valid' }],
    [64, 3],
  ]);
  x = net.layer('MaxPooling2D', x, { pool_size: 3, strides: 2 });
  x = path(net, x, [
    [80, 1, { padding: 'valid' }],
    [192, 3, { padding: 'valid' }],
  ]);
  return net.layer('MaxPooling2D', x, { pool_size: 3, strides: 2 });
}

export const halving: Step = { strides: 2, padding: 'valid' };

/** Averages of the neighbours at each place. */
export function smoothed(net: Network, x: TensorSpec): TensorSpec {
  return net.layer('AveragePooling2D', x, { pool_size: 3, strides: 1, padding: 'same' });
}

export function joined(net: Network, branches: readonly TensorSpec[], name?: string): TensorSpec {
  return net.layer('Concatenate', branches, { axis: net.channelAxis }, name);
}
