import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { scalar } from '../constants.js';
import { axesSetting, numberSetting } from '../settings.js';
import type { Tape } from '../tape.js';
import { EPSILON } from './loss.js';
import { complement, formula, scaled, square, sumOver } from './terms.js';

/** Minus the cosine of the angle between labels and outputs. */
export const cosineSimilarity = formula(
  (tape, target, output, spec) => tape.one('Neg', [cosine(tape, target, output, spec)]),
  {
    aligns: true,
  },
);

/** The cosine of the angle between vectors along the axis; 0 where one has no length. */
export function cosine(tape: Tape, a: SymbolicTensor, b: SymbolicTensor, spec: Configuration): SymbolicTensor {
  const axes = axesSetting(spec, 'axis') ?? [-1];
  const unit = (x: SymbolicTensor) => {
    const length = tape.one('Sqrt', [sumOver(tape, square(tape, x), axes, 1)]);
    const inverse = tape.one('Min', [tape.one('Reciprocal', [length]), scalar(tape, 1 / EPSILON, x.dtype)]);
    return tape.one('Mul', [x, inverse]);
  };
  return sumOver(tape, tape.one('Mul', [unit(b), unit(a)]), axes);
}

/** 1 - twice what labels and outputs share, by what both come to. */
export const dice = formula((tape, target, output, spec) => {
  const axes = axesSetting(spec, 'axis');
  const shared = sumOver(tape, tape.one('Mul', [target, output]), axes);
  const both = tape.one('Add', [sumOver(tape, target, axes), sumOver(tape, output, axes)]);
  const divisor = tape.one('Add', [both, scalar(tape, EPSILON, both.dtype)]);
  return complement(tape, tape.one('Div', [scaled(tape, shared, 2), divisor]));
});

/** The same with a weight for what the outputs lack (α) and for what they have too much (β). */
export const tversky = formula((tape, target, output, spec) => {
  const axes = axesSetting(spec, 'axis');
  const shared = sumOver(tape, tape.one('Mul', [target, output]), axes);
  const lacking = sumOver(tape, tape.one('Mul', [complement(tape, output), target]), axes);
  const surplus = sumOver(tape, tape.one('Mul', [output, complement(tape, target)]), axes);
  const wrong = tape.one('Add', [
    scaled(tape, lacking, numberSetting(spec, 'alpha')),
    scaled(tape, surplus, numberSetting(spec, 'beta')),
  ]);
  const all = tape.one('Add', [tape.one('Add', [shared, wrong]), scalar(tape, EPSILON, shared.dtype)]);
  return complement(tape, tape.one('Div', [shared, all]));
});
