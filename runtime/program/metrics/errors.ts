import type { Metric } from './metric.js';

export const meanSquaredError: Metric = (tape, target, { output }) => {
  const difference = tape.one('Sub', [output, target]);
  return tape.one('Mul', [difference, difference]);
};

export const meanAbsoluteError: Metric = (tape, target, { output }) =>
  tape.one('Abs', [tape.one('Sub', [output, target])]);
