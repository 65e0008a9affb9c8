import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { flagSetting, numberSetting } from '../settings.js';
import type { Optimizer } from './optimizer.js';

/** Adagrad: a ← a + g², w ← w - ηg / √(a + ε). Keras 2's former one has ε beside the root. */
export const adagrad: Optimizer = {
  elementwise: true,
  slots: (spec) => [{ name: 'accumulator', initial: numberSetting(spec, 'initial_accumulator_value') }],
  update({ add, subtract, multiply, divide, square, root }, spec, { learningRate }) {
    const epsilon = numberSetting(spec, 'epsilon');
    const beside = flagSetting(spec, 'legacy');
    return (weight, gradient, [accumulator]) => {
      const sum = add(accumulator as SymbolicTensor, square(gradient));
      const divisor = beside ? add(root(sum), epsilon) : root(add(sum, epsilon));
      const change = divide(multiply(gradient, learningRate), divisor);
      return { weight: subtract(weight, change), slots: [sum] };
    };
  },
};
