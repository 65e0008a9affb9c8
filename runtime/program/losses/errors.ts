import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { sameShape } from '../../../server/language/tensor/shape.js';
import { scalar } from '../constants.js';
import { numberSetting } from '../settings.js';
import type { Tape } from '../tape.js';
import { EPSILON, type Loss } from './loss.js';
import { differentiated, formula, lastSize, meanOverLast, overLast, scaled, square } from './terms.js';

/** (p - y)², averaged over the last axis. */
export const meanSquaredError: Loss = {
  aligns: true,
  terms(tape, target, { output }) {
    const difference = tape.one('Sub', [output, target]);
    const values = meanOverLast(tape, square(tape, difference));
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

/** |p - y|, averaged over the last axis. */
export const meanAbsoluteError = errors((tape, difference) => tape.one('Abs', [difference]));

/** 100 |y - p| / |y|, averaged over the last axis. */
export const meanAbsolutePercentageError = formula(
  (tape, target, output) => {
    const size = tape.one('Max', [tape.one('Abs', [target]), scalar(tape, EPSILON, output.dtype)]);
    const share = tape.one('Abs', [tape.one('Div', [tape.one('Sub', [target, output]), size])]);
    return scaled(tape, meanOverLast(tape, share), 100);
  },
  { aligns: true },
);

/** (log(1 + p) - log(1 + y))², averaged over the last axis. */
export const meanSquaredLogarithmicError = formula(
  (tape, target, output) => {
    const logarithm = (x: SymbolicTensor) => {
      const positive = tape.one('Max', [x, scalar(tape, EPSILON, x.dtype)]);
      return tape.one('Log', [tape.one('Add', [positive, scalar(tape, 1, x.dtype)])]);
    };
    return meanOverLast(tape, square(tape, tape.one('Sub', [logarithm(output), logarithm(target)])));
  },
  { aligns: true },
);

/** Half the square of errors up to δ, a straight line from there. */
export const huber = errors((tape, difference, spec) => {
  const delta = scalar(tape, numberSetting(spec, 'delta'), difference.dtype);
  const size = tape.one('Abs', [difference]);
  const line = tape.one('Sub', [tape.one('Mul', [delta, size]), scaled(tape, square(tape, delta), 0.5)]);
  const isSmall = tape.one('LessOrEqual', [size, delta]);
  return tape.one('Where', [isSmall, scaled(tape, square(tape, difference), 0.5), line]);
});

/** log cosh(p - y), as x + log(1 + e⁻²ˣ) - log 2, which does not overflow. */
export const logCosh = errors((tape, difference) => {
  const tail = tape.one('Softplus', [scaled(tape, difference, -2)]);
  return tape.one('Sub', [tape.one('Add', [difference, tail]), scalar(tape, Math.LN2, difference.dtype)]);
});

/** A function of p - y, averaged over the last axis. */
function errors(
  each: (tape: Tape, difference: SymbolicTensor, spec: Parameters<Loss['terms']>[3]) => SymbolicTensor,
): Loss {
  return formula(
    (tape, target, output, spec) => meanOverLast(tape, each(tape, tape.one('Sub', [output, target]), spec)),
    {
      aligns: true,
    },
  );
}
