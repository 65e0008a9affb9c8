import { isKnown } from '../../../server/language/tensor/dim.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { integers, scalar } from '../constants.js';
import type { Tape } from '../tape.js';
import { EPSILON, type LossTerms } from './loss.js';

/** `seed`'s scale for the elements whose sums along the last axis are the loss's values. */
export function overLast(tape: Tape, scale: SymbolicTensor): SymbolicTensor {
  return scale.shape?.length === 0 ? scale : tape.one('Unsqueeze', [scale, integers(tape, [-1])]);
}

/** Terms whose gradient the tape carries back from `values` on. */
export function differentiated(tape: Tape, values: SymbolicTensor): LossTerms {
  return {
    values,
    seed: (scale) => ({ of: values, gradient: tape.one('Expand', [scale, tape.one('Shape', [values])]) }),
  };
}

/** Probabilities kept away from 0 and 1, so that their logarithms are finite. */
export function clipped(tape: Tape, probabilities: SymbolicTensor): SymbolicTensor {
  const limit = (value: number) => scalar(tape, value, probabilities.dtype);
  return tape.one('Clip', [probabilities, limit(EPSILON), limit(1 - EPSILON)]);
}

export function sumOverLast(tape: Tape, tensor: SymbolicTensor, keepdims: 0 | 1 = 0): SymbolicTensor {
  return tape.one('ReduceSum', [tensor, integers(tape, [-1])], { keepdims: { int: keepdims } });
}

export function meanOverLast(tape: Tape, tensor: SymbolicTensor): SymbolicTensor {
  return tape.one('ReduceMean', [tensor, integers(tape, [-1])], { keepdims: { int: 0 } });
}

/** The size of the last axis: classes, or outputs. */
export function lastSize(tensor: SymbolicTensor): number {
  const size = tensor.shape?.at(-1);
  if (size === undefined || !isKnown(size))
    throw new Error("the size of the last axis of the model's output is not known");
  return size;
}
