import { scalar } from '../constants.js';
import { EPSILON } from './loss.js';
import { clipped, formula, meanOverLast, sumOverLast } from './terms.js';

/** Σ y log(y / p) over the last axis. */
export const klDivergence = formula((tape, target, output) => {
  const y = clipped(tape, target, 1);
  const quotient = tape.one('Div', [y, clipped(tape, output, 1)]);
  return sumOverLast(tape, tape.one('Mul', [y, tape.one('Log', [quotient])]));
});

/** p - y log p, averaged over the last axis. */
export const poisson = formula((tape, target, output) => {
  const logarithm = tape.one('Log', [tape.one('Add', [output, scalar(tape, EPSILON, output.dtype)])]);
  return meanOverLast(tape, tape.one('Sub', [output, tape.one('Mul', [target, logarithm])]));
});
