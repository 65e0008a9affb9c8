import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { numberSetting } from '../settings.js';
import type { Optimizer } from './optimizer.js';

/** Lion: w ← w - η sign(β₁m + (1-β₁)g), then m ← β₂m + (1-β₂)g. */
export const lion: Optimizer = {
  elementwise: true,
  slots: () => [{ name: 'momentum' }],
  update({ add, subtract, multiply, sign }, spec, { learningRate }) {
    const mixed = (mean: SymbolicTensor, gradient: SymbolicTensor, beta: number) =>
      // Keras has β in float32 before it is taken from 1.
      add(multiply(mean, beta), multiply(gradient, 1 - Math.fround(beta)));
    return (weight, gradient, [momentum]) => {
      const mean = momentum as SymbolicTensor;
      const direction = sign(mixed(mean, gradient, numberSetting(spec, 'beta_1')));
      return {
        weight: subtract(weight, multiply(direction, learningRate)),
        slots: [mixed(mean, gradient, numberSetting(spec, 'beta_2'))],
      };
    };
  },
};
