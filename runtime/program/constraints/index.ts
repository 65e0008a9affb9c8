import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { ComputedRule, Configuration } from '../../../server/language/training-request.js';
import { scalar } from '../constants.js';
import { replayed } from '../replay.js';
import type { Tape } from '../tape.js';
import { Unsupported } from '../unsupported.js';
import { maxNorm, minMaxNorm, unitNorm } from './norms.js';
import { radial } from './radial.js';

/** What a weight is brought back to after a step. Formulas are those of `keras.constraints`. */
export type Constraint = (tape: Tape, weight: SymbolicTensor, spec: Configuration) => SymbolicTensor;

/** By Keras's class names. */
export const constraints: ReadonlyMap<string, Constraint> = new Map<string, Constraint>([
  ['NonNeg', (tape, weight) => tape.one('Max', [weight, scalar(tape, 0, weight.dtype)])],
  ['MaxNorm', maxNorm],
  ['UnitNorm', unitNorm],
  ['MinMaxNorm', minMaxNorm],
  ['RadialConstraint', radial],
]);

export function constrained(tape: Tape, constraint: ComputedRule | undefined, weight: SymbolicTensor): SymbolicTensor {
  if (!constraint) return weight;
  if (constraint.program) return replayed(constraint.program, tape, weight);
  const apply = constraints.get(constraint.name);
  if (!apply) throw new Unsupported(`the constraint ${constraint.name}`);
  return apply(tape, weight, constraint);
}
