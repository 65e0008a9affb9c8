import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { scalar } from '../constants.js';
import { flagSetting, numberSetting } from '../settings.js';
import type { Optimizer } from './optimizer.js';

/**
 * RMSprop: v ← ρv + (1-ρ)g², w ← w - ηg / √(v + ε): ε stands under the root. Centred, the square
 * of the gradients' running mean is taken from v; with momentum μ: m ← μm + ηg / √…, w ← w - m.
 */
export const rmsprop: Optimizer = {
  slots: (spec) => [
    { name: 'velocity' },
    ...(numberSetting(spec, 'momentum') > 0 ? [{ name: 'momentum' }] : []),
    ...(flagSetting(spec, 'centered') ? [{ name: 'average_gradient' }] : []),
  ],
  update(graph, spec, { learningRate: rate }) {
    const share = numberSetting(spec, 'rho');
    const rho = scalar(graph, share, 'float32');
    const rest = scalar(graph, 1 - share, 'float32');
    const epsilon = scalar(graph, numberSetting(spec, 'epsilon'), 'float32');
    const momentum = scalar(graph, numberSetting(spec, 'momentum'), 'float32');
    const centered = flagSetting(spec, 'centered');
    return (weight, gradient, slots) => {
      const [velocity, ...others] = slots as [SymbolicTensor, ...SymbolicTensor[]];
      const square = graph.one('Mul', [gradient, gradient]);
      const newVelocity = graph.one('Add', [graph.one('Mul', [velocity, rho]), graph.one('Mul', [square, rest])]);
      const changed = [newVelocity];
      let variance = newVelocity;
      const average = centered ? others.pop() : undefined;
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
