import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { Reduction } from '../../server/language/training-request.js';
import { cast, integers, scalar } from './constants.js';
import type { Tape } from './tape.js';

/** Sample weights and masks as Keras's losses and metrics take them (`keras.src.losses.loss`). */

/** Two tensors brought to the same rank where they differ by a last axis of 1: `squeeze_or_expand_to_same_rank`. */
export function aligned(
  tape: Tape,
  a: SymbolicTensor,
  b: SymbolicTensor,
): readonly [a: SymbolicTensor, b: SymbolicTensor] {
  const difference = rankOf(a) - rankOf(b);
  if (difference === 1 && a.shape?.at(-1) === 1)
    return rankOf(b) === 1 ? [a, unsqueezed(tape, b)] : [squeezed(tape, a), b];
  if (difference === -1 && b.shape?.at(-1) === 1)
    return rankOf(a) === 1 ? [unsqueezed(tape, a), b] : [a, squeezed(tape, b)];
  return [a, b];
}

/**
 * A mask merged into sample weights, either of which may be missing: `apply_mask`. For a mean over the batch what is
 * left counts for what is masked too, so that the mean is that of what is left.
 */
export function maskedWeights(
  tape: Tape,
  weights: SymbolicTensor | undefined,
  mask: SymbolicTensor | undefined,
  reduction: Reduction,
): SymbolicTensor | undefined {
  const own = weights && cast(tape, weights, 'float32');
  if (!mask) return own;
  const kept = cast(tape, mask, 'float32');
  const factor = reduction === 'mean' || reduction === 'sum_over_batch_size' ? overKept(tape, kept) : kept;
  if (!own) return factor;
  const [left, right] = aligned(tape, factor, own);
  return tape.one('Mul', [left, right]);
}

/** 1 where nothing is masked, more where something is: the size of the mask by what it keeps. */
function overKept(tape: Tape, kept: SymbolicTensor): SymbolicTensor {
  const size = cast(tape, tape.one('Size', [kept]), 'float32');
  return tape.one('Mul', [kept, divideNoNan(tape, size, sumOfAll(tape, kept))]);
}

/** a / b, or 0 where b is 0: `ops.divide_no_nan`. */
export function divideNoNan(tape: Tape, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const zero = scalar(tape, 0, b.dtype);
  const isZero = tape.one('Equal', [b, zero]);
  const divisor = tape.one('Where', [isZero, scalar(tape, 1, b.dtype), b]);
  return tape.one('Where', [isZero, zero, tape.one('Div', [a, divisor])]);
}

export function sumOfAll(tape: Tape, tensor: SymbolicTensor): SymbolicTensor {
  return tape.one('ReduceSum', [tensor], { keepdims: { int: 0 } });
}

/** Averaged over the axes from `first` on. */
export function meanFrom(tape: Tape, tensor: SymbolicTensor, first: number): SymbolicTensor {
  const axes = Array.from({ length: Math.max(0, rankOf(tensor) - first) }, (_, axis) => axis + first);
  return axes.length > 0 ? tape.one('ReduceMean', [tensor, integers(tape, axes)], { keepdims: { int: 0 } }) : tensor;
}

export function rankOf({ name, shape }: SymbolicTensor): number {
  if (!shape) throw new Error(`the rank of ${name} is not known`);
  return shape.length;
}

function unsqueezed(tape: Tape, tensor: SymbolicTensor): SymbolicTensor {
  return tape.one('Unsqueeze', [tensor, integers(tape, [-1])]);
}

function squeezed(tape: Tape, tensor: SymbolicTensor): SymbolicTensor {
  return tape.one('Squeeze', [tensor, integers(tape, [-1])]);
}
