import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { numberSetting } from '../settings.js';
import type { Optimizer } from './optimizer.js';

/** Adadelta: a ← ρa + (1-ρ)g², δ = g √(d + ε) / √(a + ε), d ← ρd + (1-ρ)δ², w ← w - ηδ. */
export const adadelta: Optimizer = {
  elementwise: true,
  slots: () => [{ name: 'accumulated_grad' }, { name: 'accumulated_delta_var' }],
  update({ add, subtract, multiply, divide, square, root, slicesOf }, spec, { learningRate }) {
    const rho = numberSetting(spec, 'rho');
    const epsilon = numberSetting(spec, 'epsilon');
    const mean = (a: SymbolicTensor, squares: SymbolicTensor) => add(multiply(a, rho), multiply(squares, 1 - rho));
    const size = (a: SymbolicTensor) => root(add(a, epsilon));
    return (weight, gradient, slots) => {
      const [gradients, changes] = slots as [SymbolicTensor, SymbolicTensor];
      const squares = square(gradient);
      const newGradients = mean(gradients, squares);
      const change = divide(multiply(size(changes), gradient), size(newGradients));
      // The rows of such a gradient change one after the other, each with a square of its own.
      const changeSquares = slicesOf(gradient)
        ? divide(multiply(add(changes, epsilon), squares), add(newGradients, epsilon))
        : square(change);
      return {
        weight: subtract(weight, multiply(change, learningRate)),
        slots: [newGradients, mean(changes, changeSquares)],
      };
    };
  },
};
