import { cast, integers, scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';

import { complement, formula, meanOverLast, scaled, square, sumOverLast } from './terms.js';

/** max(1 - y p, 0), averaged over the last axis; labels are -1 and 1, or all 0 and 1. */
export const hinge = formula((graph, target, output) => meanOverLast(graph, margins(graph, target, output)));

export const squaredHinge = formula((graph, target, output) =>
  meanOverLast(graph, square(graph, margins(graph, target, output))),
);

/** max(1 + the largest output of a wrong class - that of the true one, 0). */
export const categoricalHinge = formula((graph, target, output) => {
  const ofTrue = sumOverLast(graph, graph.one('Mul', [target, output]));
  const wrong = graph.one('Mul', [complement(graph, target), output]);
  const largest = graph.one('ReduceMax', [wrong, integers(graph, [-1])], { keepdims: { int: 0 } });
  const distance = graph.one('Add', [graph.one('Sub', [largest, ofTrue]), scalar(graph, 1, output.dtype)]);
  return graph.one('Max', [distance, scalar(graph, 0, output.dtype)]);
});

function margins(graph: GraphBuilder, target: SymbolicTensor, output: SymbolicTensor): SymbolicTensor {
  const product = graph.one('Mul', [signed(graph, target), output]);
  return graph.one('Max', [complement(graph, product), scalar(graph, 0, output.dtype)]);
}

/** Labels of 0 and 1 as -1 and 1, where a batch has no others. */
function signed(graph: GraphBuilder, target: SymbolicTensor): SymbolicTensor {
  const is = (value: number) => graph.one('Equal', [target, scalar(graph, value, target.dtype)]);
  const isBinary = cast(graph, graph.one('Or', [is(0), is(1)]), target.dtype);
  const all = graph.one('ReduceMin', [isBinary], { keepdims: { int: 0 } });
  const converted = graph.one('Sub', [scaled(graph, target, 2), scalar(graph, 1, target.dtype)]);
  return graph.one('Where', [graph.one('Greater', [all, scalar(graph, 0, all.dtype)]), converted, target]);
}
