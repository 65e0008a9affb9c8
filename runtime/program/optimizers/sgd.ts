import { flagSetting, numberSetting } from '../settings.js';
import type { Optimizer } from './optimizer.js';

/**
 * Stochastic gradient descent: w ← w - ηg. With momentum μ: m ← μm - ηg, w ← w + m;
 * Nesterov's form looks ahead: w ← w + μm - ηg with the new m.
 */
export const sgd: Optimizer = {
  elementwise: true,
  slots: (spec) => (numberSetting(spec, 'momentum') === 0 ? [] : [{ name: 'momentum' }]),
  update({ add, subtract, multiply }, spec, { learningRate: rate }) {
    const momentum = numberSetting(spec, 'momentum');
    const nesterov = flagSetting(spec, 'nesterov');
    return (weight, gradient, [velocity]) => {
      const step = multiply(gradient, rate);
      if (!velocity) return { weight: subtract(weight, step), slots: [] };
      const moved = subtract(multiply(velocity, momentum), step);
      const change = nesterov ? subtract(multiply(moved, momentum), step) : moved;
      return { weight: add(weight, change), slots: [moved] };
    };
  },
};
