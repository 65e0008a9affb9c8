import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { cast, integers, scalar } from '../constants.js';
import { flagSetting, numberSetting } from '../settings.js';
import type { Tape } from '../tape.js';
import { rankOf } from '../weighting.js';
import type { Loss, LossTerms, Prediction } from './loss.js';
import { complement, differentiated, scaled } from './terms.js';

/** Circle loss over a batch of embeddings: those of one class together, those of others apart. `target` holds class numbers. */
export const circle: Loss = { terms };

function terms(tape: Tape, target: SymbolicTensor, { output }: Prediction, spec: Configuration): LossTerms {
  const gamma = numberSetting(spec, 'gamma');
  const margin = numberSetting(spec, 'margin');
  const zero = scalar(tape, 0, output.dtype);
  const transposed = tape.one('Transpose', [output], { perm: { ints: [1, 0] } });
  const distances = tape.one('Max', [complement(tape, tape.one('MatMul', [output, transposed])), zero]);
  const [alike, different] = pairs(tape, target, flagSetting(spec, 'remove_diagonal'));
  const weighted = (of: SymbolicTensor, mask: SymbolicTensor, delta: number, sign: number) => {
    const kept = tape.one('Max', [tape.one('Mul', [of, cast(tape, mask, output.dtype)]), zero]);
    const gap = tape.one('Sub', [scalar(tape, delta, output.dtype), distances]);
    const products = tape.one('Mul', [scaled(tape, kept, sign * gamma), gap]);
    return logSumExp(tape, tape.one('Where', [mask, products, scalar(tape, Number.NEGATIVE_INFINITY, output.dtype)]));
  };
  const near = tape.one('Add', [distances, scalar(tape, margin, output.dtype)]);
  const far = tape.one('Sub', [scalar(tape, 1 + margin, output.dtype), distances]);
  const sum = tape.one('Add', [weighted(near, alike, margin, -1), weighted(far, different, 1 - margin, 1)]);
  const values = tape.one('Softplus', [sum]);
  return { ...differentiated(tape, values), mask: tape.one('Greater', [values, zero]) };
}

/** Which pairs of samples are of one class, and which are not. */
function pairs(
  tape: Tape,
  target: SymbolicTensor,
  withoutDiagonal: boolean,
): readonly [alike: SymbolicTensor, different: SymbolicTensor] {
  const classes = cast(tape, target, 'int32');
  const column = rankOf(classes) === 1 ? tape.one('Unsqueeze', [classes, integers(tape, [-1])]) : classes;
  const row = tape.one('Transpose', [column], { perm: { ints: [1, 0] } });
  const same = tape.one('Equal', [column, row]);
  const different = tape.one('Not', [same]);
  if (!withoutDiagonal) return [same, different];
  const samples = tape.one('Shape', [column], { end: { int: 1 } });
  const numbers = tape.one('Range', [
    scalar(tape, 0, 'int64'),
    tape.one('Squeeze', [samples, integers(tape, [0])]),
    scalar(tape, 1, 'int64'),
  ]);
  const isItself = tape.one('Equal', [tape.one('Unsqueeze', [numbers, integers(tape, [-1])]), numbers]);
  return [tape.one('And', [same, tape.one('Not', [isItself])]), different];
}

/** Along the second axis. The largest, which is taken out, counts as constant. */
function logSumExp(tape: Tape, x: SymbolicTensor): SymbolicTensor {
  const axis = integers(tape, [1]);
  const largest = tape.one('ReduceMax', [x, axis], { keepdims: { int: 1 } });
  const finite = tape.one('Less', [tape.one('Abs', [largest]), scalar(tape, Number.POSITIVE_INFINITY, x.dtype)]);
  const shift = tape.one('Where', [finite, largest, scalar(tape, 0, x.dtype)]);
  const sum = tape.one('ReduceSum', [tape.one('Exp', [tape.one('Sub', [x, shift])]), axis], { keepdims: { int: 0 } });
  return tape.one('Add', [tape.one('Log', [sum]), tape.one('Squeeze', [shift, axis])]);
}
