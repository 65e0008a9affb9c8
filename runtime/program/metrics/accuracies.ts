import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { cast, integers, scalar } from '../constants.js';
import { numberSetting } from '../settings.js';
import type { Tape } from '../tape.js';
import { rankOf } from '../weighting.js';
import { meanOf } from './mean.js';

/** Whether outputs above the threshold are the labels that are 1. */
export const binaryAccuracy = meanOf(
  (tape, { target, prediction: { output } }, spec) => {
    const threshold = scalar(tape, numberSetting(spec, 'threshold'), output.dtype);
    const positive = tape.one('Greater', [output, threshold]);
    return hits(tape, cast(tape, positive, target.dtype), target, output);
  },
  { aligns: true },
);

/** Whether the class of the largest output is that of the largest label; the first of equals counts. */
export const categoricalAccuracy = meanOf((tape, { target, prediction: { output } }) =>
  hits(tape, largest(tape, output), largest(tape, target), output),
);

/** Whether the class of the largest output is the label. */
export const sparseCategoricalAccuracy = meanOf(
  (tape, { target, prediction: { output } }) => {
    const column = rankOf(target) === rankOf(output) && target.shape?.at(-1) === 1;
    const classes = column ? tape.one('Squeeze', [target, integers(tape, [-1])]) : target;
    return hits(tape, cast(tape, largest(tape, output), classes.dtype), classes, output);
  },
  { labels: 'classes' },
);

function largest(tape: Tape, tensor: SymbolicTensor): SymbolicTensor {
  return tape.one('ArgMax', [tensor], { axis: { int: -1 }, keepdims: { int: 0 } });
}

function hits(tape: Tape, a: SymbolicTensor, b: SymbolicTensor, { dtype }: SymbolicTensor): SymbolicTensor {
  return cast(tape, tape.one('Equal', [a, b]), dtype);
}
