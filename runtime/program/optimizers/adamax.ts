import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { numberSetting } from '../settings.js';
import { gathered } from './adam.js';
import type { Optimizer } from './optimizer.js';

/** Adamax: m ← m + (1-β₁)(g - m), u ← max(β₂u, |g|), w ← w - ηm / ((1-β₁ᵗ)(u + ε)). */
export const adamax: Optimizer = {
  elementwise: true,
  slots: () => [{ name: 'momentum' }, { name: 'norm' }],
  update(nodes, spec, step) {
    const { add, subtract, multiply, divide, maximum, absolute, towards } = nodes;
    const beta1 = numberSetting(spec, 'beta_1');
    const beta2 = numberSetting(spec, 'beta_2');
    const epsilon = numberSetting(spec, 'epsilon');
    const share = gathered(nodes, spec, 'beta_1', step);
    return (weight, gradient, slots) => {
      const [mean, norm] = slots as [SymbolicTensor, SymbolicTensor];
      const newMean = towards(mean, gradient, 1 - beta1);
      const newNorm = maximum(multiply(norm, beta2), absolute(gradient));
      const change = divide(multiply(newMean, step.learningRate), multiply(add(newNorm, epsilon), share));
      return { weight: subtract(weight, change), slots: [newMean, newNorm] };
    };
  },
};
