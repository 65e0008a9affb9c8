import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { scalar } from '../constants.js';
import { type Derivative, derivative } from './derivative.js';
import { keptWhere } from './elementwise.js';

/** The gradient passes where the forward pass kept the element, scaled alike. */
export const dropout: Readonly<Record<string, Derivative>> = {
  Dropout: derivative(
    (g, { graph, inputs, outputs }) => {
      const training = inputs[2]?.constant;
      if (!inputs[2] || (training && Number(training.data[0]) === 0)) return [g];
      const kept = keptWhere(graph, outputs[1] as SymbolicTensor, g);
      const ratio = inputs[1] ?? scalar(graph, 0.5, g.dtype);
      return [graph.one('Div', [kept, graph.one('Sub', [scalar(graph, 1, ratio.dtype), ratio])])];
    },
    () => 2,
  ),
};
