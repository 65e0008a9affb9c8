import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { numberSetting } from '../settings.js';
import type { Optimizer } from './optimizer.js';

/** Adadelta: a ← ρa + (1-ρ)g², δ = g √(d + ε) / √(a + ε), d ← ρd + (1-ρ)δ², w ← w - ηδ. */
export const adadelta: Optimizer = {
  elementwise: true,
  slots: () => [{ name: 'accumulated_grad' }, { name: 'accumulated_delta_var' }],
  update({ add, subtract, multiply, divide, square, root }, spec, { learningRate }) {
    const rho = numberSetting(spec, 'rho');
    const epsilon = numberSetting(spec, 'epsilon');
    const mean = (a: SymbolicTensor, b: SymbolicTensor) => add(multiply(a, rho), multiply(square(b), 1 - rho));
    const size = (a: SymbolicTensor) => root(add(a, epsilon));
    return (weight, gradient, slots) => {
      const [gradients, changes] = slots as [SymbolicTensor, SymbolicTensor];
      const newGradients = mean(gradients, gradient);
      const change = divide(multiply(size(changes), gradient), size(newGradients));
      return {
        weight: subtract(weight, multiply(change, learningRate)),
        slots: [newGradients, mean(changes, change)],
      };
    };
  },
};
