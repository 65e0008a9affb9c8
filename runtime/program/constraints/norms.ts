import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { integers, scalar } from '../constants.js';
import { numberSetting } from '../settings.js';
import type { Tape } from '../tape.js';
import type { Constraint } from './index.js';

/** What Keras adds to lengths that it divides by: `keras.config.epsilon()`. */
const EPSILON = 1e-7;

/** At most so long along the axes. */
export const maxNorm: Constraint = (tape, weight, spec) => {
  const length = lengthOf(tape, weight, spec);
  return brought(tape, weight, length, clipped(tape, length, 0, numberSetting(spec, 'max_value')));
};

/** One long. */
export const unitNorm: Constraint = (tape, weight, spec) => {
  const length = lengthOf(tape, weight, spec);
  return tape.one('Div', [weight, tape.one('Add', [scalar(tape, EPSILON, weight.dtype), length])]);
};

/** Between two lengths, by a part of the way: `rate`. */
export const minMaxNorm: Constraint = (tape, weight, spec) => {
  const length = lengthOf(tape, weight, spec);
  const rate = numberSetting(spec, 'rate');
  const within = clipped(tape, length, numberSetting(spec, 'min_value'), numberSetting(spec, 'max_value'));
  const wanted = tape.one('Add', [
    tape.one('Mul', [within, scalar(tape, rate, weight.dtype)]),
    tape.one('Mul', [length, scalar(tape, 1 - rate, weight.dtype)]),
  ]);
  return brought(tape, weight, length, wanted);
};

function brought(tape: Tape, weight: SymbolicTensor, length: SymbolicTensor, wanted: SymbolicTensor): SymbolicTensor {
  const factor = tape.one('Div', [wanted, tape.one('Add', [scalar(tape, EPSILON, weight.dtype), length])]);
  return tape.one('Mul', [weight, factor]);
}

/** Along `axis`: one, several, or all where it is None. */
function lengthOf(tape: Tape, weight: SymbolicTensor, { settings }: Configuration): SymbolicTensor {
  const { axis } = settings;
  const axes = (Array.isArray(axis) ? axis : [axis]).filter((each) => typeof each === 'number');
  const squares = tape.one('Mul', [weight, weight]);
  const over = axes.length > 0 ? [integers(tape, axes)] : [];
  return tape.one('Sqrt', [tape.one('ReduceSum', [squares, ...over], { keepdims: { int: 1 } })]);
}

function clipped(tape: Tape, tensor: SymbolicTensor, low: number, high: number): SymbolicTensor {
  const least = tape.one('Max', [tensor, scalar(tape, low, tensor.dtype)]);
  return tape.one('Min', [least, scalar(tape, high, tensor.dtype)]);
}
