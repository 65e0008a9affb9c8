import type { Shape } from '../../tensor/shape.js';
import { flag, initializer, notSupported, setting } from '../arguments.js';
import type { GivenArguments, InitializerSpec, LayerArguments, WeightSpec } from '../layer.js';

/** The arguments about gamma and beta that all normalizations share: `scale`, `center`, initializers, regularizers, constraints. */
export function scaleAndShiftSettings(given: GivenArguments): LayerArguments {
  const gamma = initializer(given, 'gamma_initializer');
  const beta = initializer(given, 'beta_initializer');
  return {
    scale: flag(given, 'scale'),
    center: flag(given, 'center'),
    gamma_initializer: gamma.spec,
    beta_initializer: beta.spec,
    notSupported: notSupported(
      given,
      [],
      gamma.drawn ? undefined : 'gamma_initializer=',
      beta.drawn ? undefined : 'beta_initializer=',
    ),
  };
}

/** gamma, by which the normalized values are multiplied, and beta, which is added; either may be switched off. */
export function scaleAndShift(args: LayerArguments, shape: Shape, trainable = true): WeightSpec[] {
  return [
    ...(args['scale'] === false ? [] : [weight(args, 'gamma', shape, trainable)]),
    ...(args['center'] === false ? [] : [weight(args, 'beta', shape, trainable)]),
  ];
}

export function weight(args: LayerArguments, name: string, shape: Shape, trainable: boolean): WeightSpec {
  return {
    name,
    shape,
    dtype: 'float32',
    trainable,
    initializer: setting<InitializerSpec>(args, `${name}_initializer`),
  };
}
