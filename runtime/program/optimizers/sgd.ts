import { scalar } from '../constants.js';
import { flagSetting, numberSetting } from '../settings.js';
import type { Optimizer } from './optimizer.js';

/**
 * Stochastic gradient descent: w ← w - ηg. With momentum μ: m ← μm - ηg, w ← w + m;
 * Nesterov's form looks ahead: w ← w + μm - ηg with the new m.
 */
export const sgd: Optimizer = {
  slots: (spec) => (numberSetting(spec, 'momentum') === 0 ? [] : [{ name: 'momentum' }]),
  update(graph, spec, { learningRate: rate }) {
    const momentum = scalar(graph, numberSetting(spec, 'momentum'), 'float32');
    const nesterov = flagSetting(spec, 'nesterov');
    return (weight, gradient, [velocity]) => {
      const step = graph.one('Mul', [gradient, rate]);
      if (!velocity) return { weight: graph.one('Sub', [weight, step]), slots: [] };
      const moved = graph.one('Sub', [graph.one('Mul', [velocity, momentum]), step]);
      const change = nesterov ? graph.one('Sub', [graph.one('Mul', [moved, momentum]), step]) : moved;
      return { weight: graph.one('Add', [weight, change]), slots: [moved] };
    };
  },
};
