import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { scalar } from '../constants.js';
import { numberSetting } from '../settings.js';
import { gathered } from './adam.js';
import type { Optimizer } from './optimizer.js';

/**
 * Lamb: Adam's direction u = m̂ / (√v̂ + ε), as long as the weight itself: w ← w - η ‖w‖/‖u‖ u;
 * where one of the two lengths is 0 it is taken as it is.
 */
export const lamb: Optimizer = {
  elementwise: false,
  slots: () => [{ name: 'momentum' }, { name: 'velocity' }],
  update(nodes, spec, step) {
    const { graph, add, subtract, multiply, divide, greater, where, square, root, sum, towards } = nodes;
    const beta1 = numberSetting(spec, 'beta_1');
    const beta2 = numberSetting(spec, 'beta_2');
    const epsilon = numberSetting(spec, 'epsilon');
    const ofMean = gathered(nodes, spec, 'beta_1', step);
    const ofSquare = gathered(nodes, spec, 'beta_2', step);
    const one = scalar(graph, 1, 'float32');
    const length = (a: SymbolicTensor) => root(sum(square(a)));
    return (weight, gradient, slots) => {
      const [mean, meanSquare] = slots as [SymbolicTensor, SymbolicTensor];
      const newMean = towards(mean, gradient, 1 - beta1);
      const newSquare = towards(meanSquare, square(gradient), 1 - beta2);
      const direction = divide(divide(newMean, ofMean), add(root(divide(newSquare, ofSquare)), epsilon));
      const ofWeight = length(weight);
      const ofDirection = length(direction);
      const both = graph.one('And', [greater(ofWeight, 0), greater(ofDirection, 0)]);
      const ratio = where(both, divide(ofWeight, where(both, ofDirection, one)), one);
      const change = multiply(direction, multiply(ratio, step.learningRate));
      return { weight: subtract(weight, change), slots: [newMean, newSquare] };
    };
  },
};
