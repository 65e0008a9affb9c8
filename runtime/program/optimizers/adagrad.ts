import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { numberSetting } from '../settings.js';
import type { Optimizer } from './optimizer.js';

/** Adagrad: a ← a + g², w ← w - ηg / √(a + ε). */
export const adagrad: Optimizer = {
  elementwise: true,
  slots: (spec) => [{ name: 'accumulator', initial: numberSetting(spec, 'initial_accumulator_value') }],
  update({ add, subtract, multiply, divide, square, root }, spec, { learningRate }) {
    const epsilon = numberSetting(spec, 'epsilon');
    return (weight, gradient, [accumulator]) => {
      const sum = add(accumulator as SymbolicTensor, square(gradient));
      const change = divide(multiply(gradient, learningRate), root(add(sum, epsilon)));
      return { weight: subtract(weight, change), slots: [sum] };
    };
  },
};
