import type { Shape } from '../tensor/shape.js';
import { activationName, flag, initializer, notSupported, setting } from './arguments.js';
import type { GivenArguments, InitializerSpec, LayerArguments, WeightSpec } from './layer.js';

/** The weights of a layer that multiplies by a kernel: the kernel and, unless `use_bias` is off, a bias for each of its last axis. */
export function kernelAndBias(args: LayerArguments, shape: Shape): WeightSpec[] {
  return kernelsAndBias(args, { kernel: shape }, shape.slice(-1));
}

/** The weights of a layer with several kernels, or a bias that is not as long as the kernel's last axis. */
export function kernelsAndBias(
  args: LayerArguments,
  kernels: Readonly<Record<string, Shape>>,
  bias: Shape,
): WeightSpec[] {
  const weight = (name: string, shape: Shape): WeightSpec => ({
    name,
    shape,
    dtype: 'float32',
    trainable: true,
    initializer: setting<InitializerSpec>(args, `${name}_initializer`),
  });
  const weights = Object.entries(kernels).map(([name, shape]) => weight(name, shape));
  return args['use_bias'] ? [...weights, weight('bias', bias)] : weights;
}

/**
 * The arguments that all such layers share. `kernels` says by which prefix the arguments of each kernel begin:
 * `depthwise_initializer` is that of the weight `depthwise_kernel`.
 */
export function kernelAndBiasSettings(
  given: GivenArguments,
  kernels: Readonly<Record<string, string>> = { kernel: 'kernel' },
): LayerArguments {
  const drawn = Object.entries({ ...kernels, bias: 'bias' }).map(([weight, prefix]) => {
    return { weight, argument: `${prefix}_initializer`, ...initializer(given, `${prefix}_initializer`) };
  });
  return {
    activation: activationName(given),
    use_bias: flag(given, 'use_bias') ?? true,
    ...Object.fromEntries(drawn.map(({ weight, spec }) => [`${weight}_initializer`, spec])),
    notSupported: notSupported(
      given,
      ['quantization_config'],
      ...drawn.map(({ argument, drawn }) => (drawn ? undefined : `${argument}=`)),
    ),
  };
}
