import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { cast, integers, scalar } from '../constants.js';
import type { Tape } from '../tape.js';
import { complement, formula, meanOverLast, scaled, square, sumOverLast } from './terms.js';

/** max(1 - y p, 0), averaged over the last axis; labels are -1 and 1, or all 0 and 1. */
export const hinge = formula((tape, target, output) => meanOverLast(tape, margins(tape, target, output)));

export const squaredHinge = formula((tape, target, output) =>
  meanOverLast(tape, square(tape, margins(tape, target, output))),
);

/** max(1 + the largest output of a wrong class - that of the true one, 0). */
export const categoricalHinge = formula((tape, target, output) => {
  const ofTrue = sumOverLast(tape, tape.one('Mul', [target, output]));
  const wrong = tape.one('Mul', [complement(tape, target), output]);
  const largest = tape.one('ReduceMax', [wrong, integers(tape, [-1])], { keepdims: { int: 0 } });
  const distance = tape.one('Add', [tape.one('Sub', [largest, ofTrue]), scalar(tape, 1, output.dtype)]);
  return tape.one('Max', [distance, scalar(tape, 0, output.dtype)]);
});

function margins(tape: Tape, target: SymbolicTensor, output: SymbolicTensor): SymbolicTensor {
  const product = tape.one('Mul', [signed(tape, target), output]);
  return tape.one('Max', [complement(tape, product), scalar(tape, 0, output.dtype)]);
}

/** Labels of 0 and 1 as -1 and 1, where a batch has no others. */
function signed(tape: Tape, target: SymbolicTensor): SymbolicTensor {
  const is = (value: number) => tape.one('Equal', [target, scalar(tape, value, target.dtype)]);
  const isBinary = cast(tape, tape.one('Or', [is(0), is(1)]), target.dtype);
  const all = tape.one('ReduceMin', [isBinary], { keepdims: { int: 0 } });
  const converted = tape.one('Sub', [scaled(tape, target, 2), scalar(tape, 1, target.dtype)]);
  return tape.one('Where', [tape.one('Greater', [all, scalar(tape, 0, all.dtype)]), converted, target]);
}
