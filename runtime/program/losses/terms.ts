import { isKnown } from '../../../server/language/tensor/dim.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { integers, scalar } from '../constants.js';
import type { Tape } from '../tape.js';
import { rankOf } from '../weighting.js';
import { EPSILON, type Loss, type LossTerms, type Prediction } from './loss.js';

/** A loss whose gradient follows from its formula; `target` in the output's type. */
export function formula(
  values: (
    tape: Tape,
    target: SymbolicTensor,
    output: SymbolicTensor,
    spec: Configuration,
    prediction: Prediction,
  ) => SymbolicTensor,
  more: Pick<Loss, 'labels' | 'aligns'> = {},
): Loss {
  return {
    ...more,
    terms: (tape, target, prediction, spec) =>
      differentiated(tape, values(tape, target, prediction.output, spec, prediction)),
  };
}

/** `seed`'s scale for the elements whose sums along an axis, left out the last, are the loss's values. */
export function overLast(tape: Tape, scale: SymbolicTensor, axis = -1): SymbolicTensor {
  return scale.shape?.length === 0 ? scale : tape.one('Unsqueeze', [scale, integers(tape, [axis])]);
}

/** Terms whose gradient the tape carries back from `values` on. */
export function differentiated(tape: Tape, values: SymbolicTensor): LossTerms {
  return {
    values,
    seed: (scale) => ({ of: values, gradient: tape.one('Expand', [scale, tape.one('Shape', [values])]) }),
  };
}

/** Probabilities kept away from 0 and 1, so that their logarithms are finite. */
export function clipped(tape: Tape, probabilities: SymbolicTensor, most = 1 - EPSILON): SymbolicTensor {
  const limit = (value: number) => scalar(tape, value, probabilities.dtype);
  return tape.one('Clip', [probabilities, limit(EPSILON), limit(most)]);
}

/** 1 - x. */
export function complement(tape: Tape, x: SymbolicTensor): SymbolicTensor {
  return tape.one('Sub', [scalar(tape, 1, x.dtype), x]);
}

export function square(tape: Tape, x: SymbolicTensor): SymbolicTensor {
  return tape.one('Mul', [x, x]);
}

/** x · factor. */
export function scaled(tape: Tape, x: SymbolicTensor, factor: number): SymbolicTensor {
  return factor === 1 ? x : tape.one('Mul', [x, scalar(tape, factor, x.dtype)]);
}

/** Summed over some axes; over all without them. */
export function sumOver(
  tape: Tape,
  tensor: SymbolicTensor,
  axes: readonly number[] | undefined,
  keepdims: 0 | 1 = 0,
): SymbolicTensor {
  return tape.one('ReduceSum', [tensor, axes && integers(tape, axes)], { keepdims: { int: keepdims } });
}

export function sumOverLast(tape: Tape, tensor: SymbolicTensor, keepdims: 0 | 1 = 0): SymbolicTensor {
  return sumOver(tape, tensor, [-1], keepdims);
}

export function meanOver(tape: Tape, tensor: SymbolicTensor, axes: readonly number[]): SymbolicTensor {
  return tape.one('ReduceMean', [tensor, integers(tape, axes)], { keepdims: { int: 0 } });
}

export function meanOverLast(tape: Tape, tensor: SymbolicTensor): SymbolicTensor {
  return meanOver(tape, tensor, [-1]);
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
export function smoothed(tape: Tape, target: SymbolicTensor, smoothing: number, classes: number): SymbolicTensor {
  if (smoothing === 0) return target;
  const kept = scaled(tape, target, 1 - smoothing);
  return tape.one('Add', [kept, scalar(tape, smoothing / classes, target.dtype)]);
}
