import { meanOf } from './mean.js';

export const meanSquaredError = meanOf((tape, { target, prediction: { output } }) => {
  const difference = tape.one('Sub', [output, target]);
  return tape.one('Mul', [difference, difference]);
});

export const meanAbsoluteError = meanOf((tape, { target, prediction: { output } }) =>
  tape.one('Abs', [tape.one('Sub', [output, target])]),
);
