import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { int } from '../../../server/language/tensor/operators/attributes.js';
import { integers } from '../constants.js';
import { type Derivative, elementwise } from './derivative.js';

export const softmax: Readonly<Record<string, Derivative>> = {
  // y(g - Σ gy)
  Softmax: elementwise((g, _, y, { graph, attributes }) => {
    const sum = sumOver(graph, graph.one('Mul', [g, y]), int(attributes, 'axis') ?? -1);
    return graph.one('Mul', [graph.one('Sub', [g, sum]), y]);
  }),
  // g - eʸ Σ g
  LogSoftmax: elementwise((g, _, y, { graph, attributes }) => {
    const sum = sumOver(graph, g, int(attributes, 'axis') ?? -1);
    return graph.one('Sub', [g, graph.one('Mul', [graph.one('Exp', [y]), sum])]);
  }),
};

function sumOver(graph: GraphBuilder, tensor: SymbolicTensor, axis: number): SymbolicTensor {
  return graph.one('ReduceSum', [tensor, integers(graph, [axis])], { keepdims: { int: 1 } });
}
