import { flagSetting, numberSetting } from '../../layers/settings.js';
import { cast, integers, scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Configuration } from '../../training-request.js';

import { rankOf } from '../weighting.js';
import type { Loss, LossTerms, Prediction } from './loss.js';
import { complement, differentiated, scaled } from './terms.js';

/** Circle loss over a batch of embeddings: those of one class together, those of others apart. `target` holds class numbers. */
export const circle: Loss = { terms };

function terms(graph: GraphBuilder, target: SymbolicTensor, { output }: Prediction, spec: Configuration): LossTerms {
  const gamma = numberSetting(spec, 'gamma');
  const margin = numberSetting(spec, 'margin');
  const zero = scalar(graph, 0, output.dtype);
  const transposed = graph.one('Transpose', [output], { perm: { ints: [1, 0] } });
  const distances = graph.one('Max', [complement(graph, graph.one('MatMul', [output, transposed])), zero]);
  const [alike, different] = pairs(graph, target, flagSetting(spec, 'remove_diagonal'));
  const weighted = (of: SymbolicTensor, mask: SymbolicTensor, delta: number, sign: number) => {
    const kept = graph.one('Max', [graph.one('Mul', [of, cast(graph, mask, output.dtype)]), zero]);
    const gap = graph.one('Sub', [scalar(graph, delta, output.dtype), distances]);
    const products = graph.one('Mul', [scaled(graph, kept, sign * gamma), gap]);
    return logSumExp(
      graph,
      graph.one('Where', [mask, products, scalar(graph, Number.NEGATIVE_INFINITY, output.dtype)]),
    );
  };
  const near = graph.one('Add', [distances, scalar(graph, margin, output.dtype)]);
  const far = graph.one('Sub', [scalar(graph, 1 + margin, output.dtype), distances]);
  const sum = graph.one('Add', [weighted(near, alike, margin, -1), weighted(far, different, 1 - margin, 1)]);
  const values = graph.one('Softplus', [sum]);
  return { ...differentiated(graph, values), mask: graph.one('Greater', [values, zero]) };
}

/** Which pairs of samples are of one class, and which are not. */
function pairs(
  graph: GraphBuilder,
  target: SymbolicTensor,
  withoutDiagonal: boolean,
): readonly [alike: SymbolicTensor, different: SymbolicTensor] {
  const classes = cast(graph, target, 'int32');
  const column = rankOf(classes) === 1 ? graph.one('Unsqueeze', [classes, integers(graph, [-1])]) : classes;
  const row = graph.one('Transpose', [column], { perm: { ints: [1, 0] } });
  const same = graph.one('Equal', [column, row]);
  const different = graph.one('Not', [same]);
  if (!withoutDiagonal) return [same, different];
  const samples = graph.one('Shape', [column], { end: { int: 1 } });
  const numbers = graph.one('Range', [
    scalar(graph, 0, 'int64'),
    graph.one('Squeeze', [samples, integers(graph, [0])]),
    scalar(graph, 1, 'int64'),
  ]);
  const isItself = graph.one('Equal', [graph.one('Unsqueeze', [numbers, integers(graph, [-1])]), numbers]);
  return [graph.one('And', [same, graph.one('Not', [isItself])]), different];
}

/** Along the second axis. The largest, which is taken out, counts as constant. */
function logSumExp(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const axis = integers(graph, [1]);
  const largest = graph.one('ReduceMax', [x, axis], { keepdims: { int: 1 } });
  const finite = graph.one('Less', [graph.one('Abs', [largest]), scalar(graph, Number.POSITIVE_INFINITY, x.dtype)]);
  const shift = graph.one('Where', [finite, largest, scalar(graph, 0, x.dtype)]);
  const sum = graph.one('ReduceSum', [graph.one('Exp', [graph.one('Sub', [x, shift])]), axis], {
    keepdims: { int: 0 },
  });
  return graph.one('Add', [graph.one('Log', [sum]), graph.one('Squeeze', [shift, axis])]);
}
