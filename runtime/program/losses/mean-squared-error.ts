import { sameShape } from '../../../server/language/tensor/shape.js';
import { scalar } from '../constants.js';
import type { Loss } from './loss.js';
import { differentiated, lastSize, meanOverLast, overLast } from './terms.js';

/** (p - y)², averaged over the last axis. */
export const meanSquaredError: Loss = {
  terms(tape, target, { output }) {
    const difference = tape.one('Sub', [output, target]);
    const values = meanOverLast(tape, tape.one('Mul', [difference, difference]));
    if (!sameShape(difference.shape, output.shape)) return differentiated(tape, values);
    return {
      values,
      seed: (scale) => {
        const factor = tape.one('Mul', [overLast(tape, scale), scalar(tape, 2 / lastSize(output), output.dtype)]);
        return { of: output, gradient: tape.one('Mul', [difference, factor]) };
      },
    };
  },
};
