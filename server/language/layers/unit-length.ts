import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import { integers, scalar } from './scalar.js';

/** x divided by its length along some axes, or by `least` where that is larger. */
export function unitLength(
  graph: GraphBuilder,
  x: SymbolicTensor,
  axes: readonly number[],
  least: number,
): SymbolicTensor {
  const squares = graph.one('ReduceSum', [graph.one('Mul', [x, x]), integers(graph, axes)], { keepdims: { int: 1 } });
  return graph.one('Div', [x, graph.one('Max', [graph.one('Sqrt', [squares]), scalar(graph, least, x)])]);
}
