import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { ComputedRule, Configuration, WeightData } from '../../../server/language/training-request.js';
import { cast, integers, scalar } from '../constants.js';
import { replayed } from '../replay.js';
import { numberSetting } from '../settings.js';
import type { Tape } from '../tape.js';
import { Unsupported } from '../unsupported.js';
import { sumOfAll } from '../weighting.js';
import { orthogonal } from './orthogonal.js';

/** What a tensor adds to the loss: a scalar. Formulas are those of `keras.regularizers`. */
export type Regularizer = (tape: Tape, tensor: SymbolicTensor, spec: Configuration) => SymbolicTensor;

const l1: Regularizer = (tape, tensor, spec) => scaled(tape, sumOfAll(tape, tape.one('Abs', [tensor])), spec, 'l1');
const l2: Regularizer = (tape, tensor, spec) =>
  scaled(tape, sumOfAll(tape, tape.one('Mul', [tensor, tensor])), spec, 'l2');

/** By Keras's class names. */
export const regularizers: ReadonlyMap<string, Regularizer> = new Map<string, Regularizer>([
  ['L1', l1],
  ['L2', l2],
  ['L1L2', (tape, tensor, spec) => tape.one('Add', [l1(tape, tensor, spec), l2(tape, tensor, spec)])],
  ['OrthogonalRegularizer', orthogonal],
]);

/** The penalties of the weights that have a regulariser, if they are trainable or Keras 2 is asked. */
export function regularized(
  tape: Tape,
  weights: readonly WeightData[],
  tensors: ReadonlyMap<string, SymbolicTensor>,
): readonly SymbolicTensor[] {
  return weights.flatMap(({ name, trainable, penalizedFrozen, regularizer }) =>
    (trainable || penalizedFrozen) && regularizer
      ? [penaltyOf(tape, tensors.get(name) as SymbolicTensor, regularizer)]
      : [],
  );
}

/** What a layer's output adds to the loss: the same for however many samples. */
export function activityPenalty(tape: Tape, output: SymbolicTensor, regularizer: ComputedRule): SymbolicTensor {
  const penalty = penaltyOf(tape, output, regularizer);
  const samples = tape.one('Gather', [tape.one('Shape', [output]), integers(tape, [0])], { axis: { int: 0 } });
  return tape.one('Div', [penalty, tape.one('Squeeze', [cast(tape, samples, penalty.dtype)])]);
}

function penaltyOf(tape: Tape, tensor: SymbolicTensor, spec: ComputedRule): SymbolicTensor {
  if (spec.program) return replayed(spec.program, tape, tensor, true);
  const penalty = regularizers.get(spec.name);
  if (!penalty) throw new Unsupported(`the regularizer ${spec.name}`);
  return penalty(tape, tensor, spec);
}

function scaled(tape: Tape, sum: SymbolicTensor, spec: Configuration, by: string): SymbolicTensor {
  return tape.one('Mul', [sum, scalar(tape, numberSetting(spec, by), sum.dtype)]);
}
