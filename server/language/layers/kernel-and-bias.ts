import type { Shape } from '../tensor/shape.js';
import {
  activationName,
  checkRegularizer,
  flag,
  initializer,
  kernelOptions,
  notSupported,
  setting,
} from './arguments.js';
import type { GivenArguments, InitializerSpec, LayerArguments, WeightSpec } from './layer.js';

/** The weights of a layer that multiplies by a kernel: the kernel and, unless `use_bias` is off, a bias for each of its last axis. */
export function kernelAndBias(args: LayerArguments, shape: Shape): WeightSpec[] {
  const weight = (name: string, shape: Shape): WeightSpec => ({
    name,
    shape,
    dtype: 'float32',
    trainable: true,
    initializer: setting<InitializerSpec>(args, `${name}_initializer`),
  });
  const kernel = weight('kernel', shape);
  return args['use_bias'] ? [kernel, weight('bias', shape.slice(-1))] : [kernel];
}

/** The arguments that all such layers share. */
export function kernelAndBiasSettings(given: GivenArguments): LayerArguments {
  const kernel = initializer(given, 'kernel_initializer');
  const bias = initializer(given, 'bias_initializer');
  checkRegularizer(given, 'kernel_regularizer');
  checkRegularizer(given, 'bias_regularizer');
  return {
    activation: activationName(given),
    use_bias: flag(given, 'use_bias') ?? true,
    kernel_initializer: kernel.spec,
    bias_initializer: bias.spec,
    notSupported: notSupported(
      given,
      kernelOptions,
      kernel.drawn ? undefined : 'kernel_initializer=',
      bias.drawn ? undefined : 'bias_initializer=',
    ),
  };
}
