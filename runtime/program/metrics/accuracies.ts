import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { cast, scalar } from '../constants.js';
import type { Tape } from '../tape.js';
import type { Metric } from './metric.js';

/** Whether outputs above the threshold are the labels that are 1. */
export const binaryAccuracy: Metric = (tape, target, { output }, { threshold = 0.5 }) => {
  const positive = tape.one('Greater', [output, scalar(tape, threshold, output.dtype)]);
  return hits(tape, cast(tape, positive, target.dtype), target, output);
};

/** Whether the class of the largest output is that of the largest label; the first of equals counts. */
export const categoricalAccuracy: Metric = (tape, target, { output }) =>
  hits(tape, largest(tape, output), largest(tape, target), output);

/** Whether the class of the largest output is the label. */
export const sparseCategoricalAccuracy: Metric = (tape, target, { output }) =>
  hits(tape, cast(tape, largest(tape, output), target.dtype), target, output);

function largest(tape: Tape, tensor: SymbolicTensor): SymbolicTensor {
  return tape.one('ArgMax', [tensor], { axis: { int: -1 }, keepdims: { int: 0 } });
}

function hits(tape: Tape, a: SymbolicTensor, b: SymbolicTensor, { dtype }: SymbolicTensor): SymbolicTensor {
  return cast(tape, tape.one('Equal', [a, b]), dtype);
}
