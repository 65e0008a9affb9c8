import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { scalar } from '../constants.js';
import { flagSetting, numberSetting } from '../settings.js';
import type { Optimizer } from './optimizer.js';

/**
 * Adam: m ← m + (1-β₁)(g - m), v ← v + (1-β₂)(g² - v), w ← w - αm / (√v + ε) with
 * α = η √(1-β₂ᵗ) / (1-β₁ᵗ): ε stands beside the root, not corrected for the start (Kingma and Ba's
 * "epsilon hat"). AMSGrad divides by the largest v so far.
 */
export const adam: Optimizer = {
  slots: (spec) => [
    { name: 'momentum' },
    { name: 'velocity' },
    ...(flagSetting(spec, 'amsgrad') ? [{ name: 'velocity_hat' }] : []),
  ],
  update(graph, spec, { step, learningRate }) {
    const beta1 = numberSetting(spec, 'beta_1');
    const beta2 = numberSetting(spec, 'beta_2');
    const number = (value: number) => scalar(graph, value, 'float32');
    const rest = (beta: number) => graph.one('Sub', [number(1), graph.one('Pow', [number(beta), step])]);
    const root = graph.one('Sqrt', [rest(beta2)]);
    const rate = graph.one('Div', [graph.one('Mul', [learningRate, root]), rest(beta1)]);
    const forMean = number(1 - beta1);
    const forSquare = number(1 - beta2);
    const epsilon = number(numberSetting(spec, 'epsilon'));
    const towards = (from: SymbolicTensor, to: SymbolicTensor, share: SymbolicTensor) =>
      graph.one('Add', [from, graph.one('Mul', [graph.one('Sub', [to, from]), share])]);
    return (weight, gradient, slots) => {
      const [mean, square, largest] = slots as [SymbolicTensor, SymbolicTensor, SymbolicTensor?];
      const newMean = towards(mean, gradient, forMean);
      const newSquare = towards(square, graph.one('Mul', [gradient, gradient]), forSquare);
      const newLargest = largest ? graph.one('Max', [largest, newSquare]) : undefined;
      const divisor = graph.one('Add', [graph.one('Sqrt', [newLargest ?? newSquare]), epsilon]);
      const change = graph.one('Div', [graph.one('Mul', [newMean, rate]), divisor]);
      return {
        weight: graph.one('Sub', [weight, change]),
        slots: [newMean, newSquare, ...(newLargest ? [newLargest] : [])],
      };
    };
  },
};
