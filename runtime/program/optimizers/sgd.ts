import type { OptimizerSpec } from '../../../server/language/training-request.js';
import { scalar } from '../constants.js';
import type { Optimizer } from './optimizer.js';

/**
 * Stochastic gradient descent: w ← w - ηg. With momentum μ: m ← μm - ηg, w ← w + m;
 * Nesterov's form looks ahead: w ← w + μm - ηg with the new m.
 */
export const sgd: Optimizer<OptimizerSpec & { name: 'SGD' }> = {
  slots: ({ momentum }) => (momentum === 0 ? [] : ['momentum']),
  update(graph, spec) {
    const rate = scalar(graph, spec.learningRate, 'float32');
    const momentum = scalar(graph, spec.momentum, 'float32');
    return (weight, gradient, [velocity]) => {
      const step = graph.one('Mul', [gradient, rate]);
      if (!velocity) return { weight: graph.one('Sub', [weight, step]), slots: [] };
      const moved = graph.one('Sub', [graph.one('Mul', [velocity, momentum]), step]);
      const change = spec.nesterov ? graph.one('Sub', [graph.one('Mul', [moved, momentum]), step]) : moved;
      return { weight: graph.one('Add', [weight, change]), slots: [moved] };
    };
  },
};
