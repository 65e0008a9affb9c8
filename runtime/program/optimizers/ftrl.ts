import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { numberSetting } from '../settings.js';
import type { Optimizer } from './optimizer.js';

/**
 * Follow the regularised leader, with exponent p = -learning_rate_power: n' = n + g²,
 * z ← z + g + 2λₛw - (n'ᵖ - nᵖ) w / η, w ← (clip(z, ±λ₁) - z) / (n'ᵖ/η + 2(λ₂ + β/2η)).
 */
export const ftrl: Optimizer = {
  elementwise: true,
  slots: (spec) => [
    { name: 'accumulator', initial: numberSetting(spec, 'initial_accumulator_value') },
    { name: 'linear' },
  ],
  update(nodes, spec, { learningRate }) {
    const { add, subtract, multiply, divide, power, minimum, maximum, square, root } = nodes;
    const exponent = -numberSetting(spec, 'learning_rate_power');
    const l1 = numberSetting(spec, 'l1_regularization_strength');
    const l2 = numberSetting(spec, 'l2_regularization_strength');
    const shrinkage = numberSetting(spec, 'l2_shrinkage_regularization_strength');
    const beta = numberSetting(spec, 'beta');
    const raised = (sum: SymbolicTensor) => (exponent === 0.5 ? root(sum) : power(sum, exponent));
    const twiceL2 = beta === 0 ? 2 * l2 : multiply(add(divide(beta, multiply(learningRate, 2)), l2), 2);
    return (weight, gradient, slots) => {
      const [accumulator, linear] = slots as [SymbolicTensor, SymbolicTensor];
      const sum = add(accumulator, square(gradient));
      const after = raised(sum);
      const shrunk = shrinkage === 0 ? gradient : add(gradient, multiply(weight, 2 * shrinkage));
      const pulled = multiply(divide(subtract(after, raised(accumulator)), learningRate), weight);
      const newLinear = add(linear, subtract(shrunk, pulled));
      const clipped = maximum(minimum(newLinear, l1), -l1);
      const quadratic = add(divide(after, learningRate), twiceL2);
      return { weight: divide(subtract(clipped, newLinear), quadratic), slots: [sum, newLinear] };
    };
  },
};
