import { integers, scalar } from '../../tensor/constants.js';
import { isKnown } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Configuration } from '../../training-request.js';

import { rankOf } from '../weighting.js';
import { EPSILON, type Loss, type LossTerms, type Prediction } from './loss.js';

/** A loss whose gradient follows from its formula; `target` in the output's type. */
export function formula(
  values: (
    graph: GraphBuilder,
    target: SymbolicTensor,
    output: SymbolicTensor,
    spec: Configuration,
    prediction: Prediction,
  ) => SymbolicTensor,
  more: Pick<Loss, 'labels' | 'aligns'> = {},
): Loss {
  return {
    ...more,
    terms: (graph, target, prediction, spec) =>
      differentiated(graph, values(graph, target, prediction.output, spec, prediction)),
  };
}

/** `seed`'s scale for the elements whose sums along an axis, left out the last, are the loss's values. */
export function overLast(graph: GraphBuilder, scale: SymbolicTensor, axis = -1): SymbolicTensor {
  return scale.shape?.length === 0 ? scale : graph.one('Unsqueeze', [scale, integers(graph, [axis])]);
}

/** Terms whose gradient the tape carries back from `values` on. */
export function differentiated(graph: GraphBuilder, values: SymbolicTensor): LossTerms {
  return {
    values,
    seed: (scale) => ({ of: values, gradient: graph.one('Expand', [scale, graph.one('Shape', [values])]) }),
  };
}

/** Probabilities kept away from 0 and 1, so that their logarithms are finite. */
export function clipped(graph: GraphBuilder, probabilities: SymbolicTensor, most = 1 - EPSILON): SymbolicTensor {
  const limit = (value: number) => scalar(graph, value, probabilities.dtype);
  return graph.one('Clip', [probabilities, limit(EPSILON), limit(most)]);
}

/** 1 - x. */
export function complement(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return graph.one('Sub', [scalar(graph, 1, x.dtype), x]);
}

export function square(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return graph.one('Mul', [x, x]);
}

/** x · factor. */
export function scaled(graph: GraphBuilder, x: SymbolicTensor, factor: number): SymbolicTensor {
  return factor === 1 ? x : graph.one('Mul', [x, scalar(graph, factor, x.dtype)]);
}

/** Summed over some axes; over all without them. */
export function sumOver(
  graph: GraphBuilder,
  tensor: SymbolicTensor,
  axes: readonly number[] | undefined,
  keepdims: 0 | 1 = 0,
): SymbolicTensor {
  return graph.one('ReduceSum', [tensor, axes && integers(graph, axes)], { keepdims: { int: keepdims } });
}

export function sumOverLast(graph: GraphBuilder, tensor: SymbolicTensor, keepdims: 0 | 1 = 0): SymbolicTensor {
  return sumOver(graph, tensor, [-1], keepdims);
}

export function meanOver(graph: GraphBuilder, tensor: SymbolicTensor, axes: readonly number[]): SymbolicTensor {
  return graph.one('ReduceMean', [tensor, integers(graph, axes)], { keepdims: { int: 0 } });
}

export function meanOverLast(graph: GraphBuilder, tensor: SymbolicTensor): SymbolicTensor {
  return meanOver(graph, tensor, [-1]);
}

/** The size of an axis, left out the last: classes, or outputs. */
export function lastSize(tensor: SymbolicTensor, axis = -1): number {
  const size = tensor.shape?.at(axis);
  if (size === undefined || !isKnown(size))
    throw new Error("the size of the last axis of the model's output is not known");
  return size;
}

/** An `axis=` that may count from the back, from the front; of a tensor. */
export function axisOf(tensor: SymbolicTensor, axis: number): number {
  return axis < 0 ? axis + rankOf(tensor) : axis;
}

/** Labels moved towards the same share for all of so many classes. */
export function smoothed(
  graph: GraphBuilder,
  target: SymbolicTensor,
  smoothing: number,
  classes: number,
): SymbolicTensor {
  if (smoothing === 0) return target;
  const kept = scaled(graph, target, 1 - smoothing);
  return graph.one('Add', [kept, scalar(graph, smoothing / classes, target.dtype)]);
}
