import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { flagSetting, numberSetting } from '../settings.js';
import type { Optimizer } from './optimizer.js';

/**
 * RMSprop: v ← ρv + (1-ρ)g², w ← w - ηg / √(v + ε): ε stands under the root. Centred, the square
 * of the gradients' running mean is taken from v; with momentum μ: m ← μm + ηg / √…, w ← w - m.
 * Keras 2's former one has ε beside the root where there is no momentum.
 */
export const rmsprop: Optimizer = {
  elementwise: true,
  slots: (spec) => [
    { name: 'velocity' },
    ...(numberSetting(spec, 'momentum') > 0 ? [{ name: 'momentum', round: 1 }] : []),
    ...(flagSetting(spec, 'centered') ? [{ name: 'average_gradient', round: 2 }] : []),
  ],
  update({ add, subtract, multiply, divide, square, root }, spec, { learningRate }) {
    const rho = numberSetting(spec, 'rho');
    const epsilon = numberSetting(spec, 'epsilon');
    const momentum = numberSetting(spec, 'momentum');
    const centered = flagSetting(spec, 'centered');
    const beside = flagSetting(spec, 'legacy') && momentum === 0;
    return (weight, gradient, [velocity, ...others]) => {
      const newVelocity = add(multiply(velocity as SymbolicTensor, rho), multiply(square(gradient), 1 - rho));
      const changed = [newVelocity];
      let variance = newVelocity;
      const average = centered ? others.pop() : undefined;
      let newAverage: SymbolicTensor | undefined;
      if (average) {
        newAverage = add(multiply(average, rho), multiply(gradient, 1 - rho));
        variance = subtract(newVelocity, square(newAverage));
      }
      const divisor = beside ? add(root(variance), epsilon) : root(add(variance, epsilon));
      let change = divide(multiply(gradient, learningRate), divisor);
      if (others[0]) {
        change = add(multiply(others[0], momentum), change);
        changed.push(change);
      }
      if (newAverage) changed.push(newAverage);
      return { weight: subtract(weight, change), slots: changed };
    };
  },
};
