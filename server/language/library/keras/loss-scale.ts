import type { NativeType } from '../../values/native-type.js';
import { object, stateOf } from '../../values/native-type.js';
import type { Value } from '../../values/value.js';
import { configuredState } from './configured.js';

/**
 * `LossScaleOptimizer(Adam())` of mixed precision: multiplies the loss by a power of two before it is differentiated, so
 * that small gradients do not vanish in float16, and divides the gradients by it. In float32 nothing comes of that: a
 * model compiled with it trains with the optimizer in it.
 */
export const lossScaleType: NativeType<Value> = {
  name: 'LossScaleOptimizer',
  module: 'keras.optimizers',
  construct: {
    name: 'keras.optimizers.LossScaleOptimizer',
    signature: 'inner_optimizer, initial_scale=32768.0, dynamic_growth_steps=2000, dynamic=True, name=None',
    examples: ['keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam())'],
    call(args, context) {
      const inner = args.get('inner_optimizer');
      if (inner.kind === 'unknown' || configuredState(inner)) return object(lossScaleType, inner);
      return context.raise(
        'ValueError',
        'Argument `inner_optimizer` must be an optimizer, as `keras.optimizers.Adam()`.',
      );
    },
  },
  attributes: { inner_optimizer: (self) => scaledOptimizer(self) },
};

/** The optimizer in a LossScaleOptimizer; any other value as it is. */
export function scaledOptimizer(value: Value): Value {
  return stateOf(value, lossScaleType) ?? value;
}
