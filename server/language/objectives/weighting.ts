import { cast, integers, scalar } from '../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import type { Reduction } from '../training-request.js';

/** Sample weights and masks as Keras's losses and metrics take them (`keras.src.losses.loss`). */

/** Two tensors brought to the same rank where they differ by a last axis of 1: `squeeze_or_expand_to_same_rank`. */
export function aligned(
  graph: GraphBuilder,
  a: SymbolicTensor,
  b: SymbolicTensor,
): readonly [a: SymbolicTensor, b: SymbolicTensor] {
  const difference = rankOf(a) - rankOf(b);
  if (difference === 1 && a.shape?.at(-1) === 1)
    return rankOf(b) === 1 ? [a, unsqueezed(graph, b)] : [squeezed(graph, a), b];
  if (difference === -1 && b.shape?.at(-1) === 1)
    return rankOf(a) === 1 ? [unsqueezed(graph, a), b] : [a, squeezed(graph, b)];
  return [a, b];
}

/**
 * A mask merged into sample weights, either of which may be missing: `apply_mask`. For a mean over the batch what is
 * left counts for what is masked too, so that the mean is that of what is left.
 */
export function maskedWeights(
  graph: GraphBuilder,
  weights: SymbolicTensor | undefined,
  mask: SymbolicTensor | undefined,
  reduction: Reduction,
): SymbolicTensor | undefined {
  const own = weights && cast(graph, weights, 'float32');
  if (!mask) return own;
  const kept = cast(graph, mask, 'float32');
  const factor = reduction === 'mean' || reduction === 'sum_over_batch_size' ? overKept(graph, kept) : kept;
  if (!own) return factor;
  const [left, right] = aligned(graph, factor, own);
  return graph.one('Mul', [left, right]);
}

/** 1 where nothing is masked, more where something is: the size of the mask by what it keeps. */
function overKept(graph: GraphBuilder, kept: SymbolicTensor): SymbolicTensor {
  const size = cast(graph, graph.one('Size', [kept]), 'float32');
  return graph.one('Mul', [kept, divideNoNan(graph, size, sumOfAll(graph, kept))]);
}

/** a / b, or 0 where b is 0: `ops.divide_no_nan`. */
export function divideNoNan(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const zero = scalar(graph, 0, b.dtype);
  const isZero = graph.one('Equal', [b, zero]);
  const divisor = graph.one('Where', [isZero, scalar(graph, 1, b.dtype), b]);
  return graph.one('Where', [isZero, zero, graph.one('Div', [a, divisor])]);
}

export function sumOfAll(graph: GraphBuilder, tensor: SymbolicTensor): SymbolicTensor {
  return graph.one('ReduceSum', [tensor], { keepdims: { int: 0 } });
}

/** Averaged over the axes from `first` on. */
export function meanFrom(graph: GraphBuilder, tensor: SymbolicTensor, first: number): SymbolicTensor {
  const axes = Array.from({ length: Math.max(0, rankOf(tensor) - first) }, (_, axis) => axis + first);
  return axes.length > 0 ? graph.one('ReduceMean', [tensor, integers(graph, axes)], { keepdims: { int: 0 } }) : tensor;
}

export function rankOf({ name, shape }: SymbolicTensor): number {
  if (!shape) throw new Error(`the rank of ${name} is not known`);
  return shape.length;
}

function unsqueezed(graph: GraphBuilder, tensor: SymbolicTensor): SymbolicTensor {
  return graph.one('Unsqueeze', [tensor, integers(graph, [-1])]);
}

function squeezed(graph: GraphBuilder, tensor: SymbolicTensor): SymbolicTensor {
  return graph.one('Squeeze', [tensor, integers(graph, [-1])]);
}
