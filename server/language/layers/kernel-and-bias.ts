import type { Shape } from '../tensor/shape.js';
import { setting } from './arguments.js';
import type { InitializerSpec, LayerArguments, WeightSpec } from './layer.js';

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
