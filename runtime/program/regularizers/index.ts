import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration, WeightData } from '../../../server/language/training-request.js';
import { scalar } from '../constants.js';
import { numberSetting } from '../settings.js';
import type { Tape } from '../tape.js';
import { Unsupported } from '../unsupported.js';
import { sumOfAll } from '../weighting.js';

/** What a weight adds to the loss: a scalar. Formulas are those of `keras.regularizers`. */
export type Regularizer = (tape: Tape, weight: SymbolicTensor, spec: Configuration) => SymbolicTensor;

const l1: Regularizer = (tape, weight, spec) => scaled(tape, sumOfAll(tape, tape.one('Abs', [weight])), spec, 'l1');
const l2: Regularizer = (tape, weight, spec) =>
  scaled(tape, sumOfAll(tape, tape.one('Mul', [weight, weight])), spec, 'l2');

/** By Keras's class names. */
export const regularizers: ReadonlyMap<string, Regularizer> = new Map([
  ['L1', l1],
  ['L2', l2],
  ['L1L2', (tape, weight, spec) => tape.one('Add', [l1(tape, weight, spec), l2(tape, weight, spec)])],
]);

/** The penalties of all trainable weights that have a regulariser. */
export function regularized(
  tape: Tape,
  weights: readonly WeightData[],
  tensors: ReadonlyMap<string, SymbolicTensor>,
): readonly SymbolicTensor[] {
  return weights.flatMap(({ name, trainable, regularizer }) => {
    if (!trainable || !regularizer) return [];
    const penalty = regularizers.get(regularizer.name);
    if (!penalty) throw new Unsupported(`the regularizer ${regularizer.name}`);
    return [penalty(tape, tensors.get(name) as SymbolicTensor, regularizer)];
  });
}

function scaled(tape: Tape, sum: SymbolicTensor, spec: Configuration, by: string): SymbolicTensor {
  return tape.one('Mul', [sum, scalar(tape, numberSetting(spec, by), sum.dtype)]);
}
