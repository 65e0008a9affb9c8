import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { OptimizerSpec } from '../../../server/language/training-request.js';
import { scalar } from '../constants.js';
import type { Optimizer } from './optimizer.js';

/**
 * RMSprop: v ← ρv + (1-ρ)g², w ← w - ηg / √(v + ε): ε stands under the root. Centred, the square
 * of the gradients' running mean is taken from v; with momentum μ: m ← μm + ηg / √…, w ← w - m.
 */
export const rmsprop: Optimizer<OptimizerSpec & { name: 'RMSprop' }> = {
  slots: ({ momentum, centered }) => [
    'velocity',
    ...(momentum > 0 ? ['momentum'] : []),
    ...(centered ? ['average_gradient'] : []),
  ],
  update(graph, spec) {
    const rate = scalar(graph, spec.learningRate, 'float32');
    const rho = scalar(graph, spec.rho, 'float32');
    const rest = scalar(graph, 1 - spec.rho, 'float32');
    const epsilon = scalar(graph, spec.epsilon, 'float32');
    const momentum = scalar(graph, spec.momentum, 'float32');
    return (weight, gradient, slots) => {
      const [velocity, ...others] = slots as [SymbolicTensor, ...SymbolicTensor[]];
      const square = graph.one('Mul', [gradient, gradient]);
      const newVelocity = graph.one('Add', [graph.one('Mul', [velocity, rho]), graph.one('Mul', [square, rest])]);
      const changed = [newVelocity];
      let variance = newVelocity;
      const average = spec.centered ? others.pop() : undefined;
      let newAverage: SymbolicTensor | undefined;
      if (average) {
        newAverage = graph.one('Add', [graph.one('Mul', [average, rho]), graph.one('Mul', [gradient, rest])]);
        variance = graph.one('Sub', [newVelocity, graph.one('Mul', [newAverage, newAverage])]);
      }
      const root = graph.one('Sqrt', [graph.one('Add', [variance, epsilon])]);
      let change = graph.one('Div', [graph.one('Mul', [gradient, rate]), root]);
      if (others[0]) {
        change = graph.one('Add', [graph.one('Mul', [others[0], momentum]), change]);
        changed.push(change);
      }
      if (newAverage) changed.push(newAverage);
      return { weight: graph.one('Sub', [weight, change]), slots: changed };
    };
  },
};
