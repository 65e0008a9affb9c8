import { cast } from '../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import type { Reduction } from '../training-request.js';
import { divideNoNan, rankOf, sumOfAll } from './weighting.js';

/** A loss's values, weighted or not, as one number; as they are where they are not to be reduced: `reduce_values`. */
export function reduced(
  graph: GraphBuilder,
  counted: SymbolicTensor,
  weights: SymbolicTensor | undefined,
  reduction: Reduction,
): SymbolicTensor {
  if (rankOf(counted) === 0 || reduction === 'none') return counted;
  if (!weights && reduction !== 'sum') return graph.one('ReduceMean', [counted], { keepdims: { int: 0 } });
  const sum = sumOfAll(graph, counted);
  const divisor = divisorOf(graph, counted, weights, reduction);
  return divisor ? divideNoNan(graph, sum, divisor) : sum;
}

/** What the sum is divided by; undefined: by nothing. */
export function divisorOf(
  graph: GraphBuilder,
  counted: SymbolicTensor,
  weights: SymbolicTensor | undefined,
  reduction: Reduction,
): SymbolicTensor | undefined {
  if (reduction === 'sum' || reduction === 'none' || rankOf(counted) === 0) return undefined;
  return weights && reduction === 'mean_with_sample_weight' ? sumOfAll(graph, weights) : sizeOf(graph, counted);
}

/** How many elements a tensor has, in its own type. */
export function sizeOf(graph: GraphBuilder, tensor: SymbolicTensor): SymbolicTensor {
  return cast(graph, graph.one('Size', [tensor]), tensor.dtype);
}
