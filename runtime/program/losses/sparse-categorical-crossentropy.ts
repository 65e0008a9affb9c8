import { cast, constant, integers } from '../constants.js';
import { softmaxOf } from './categorical-crossentropy.js';
import { type Loss, logitsOf } from './loss.js';
import { clipped, lastSize } from './terms.js';

/** -log p of the true class; `target` holds its number. */
export const sparseCategoricalCrossentropy: Loss = (tape, target, prediction, spec) => {
  const { output } = prediction;
  const labels = cast(tape, target, 'int64');
  const recovered = logitsOf(prediction, spec);
  // Logarithms of probabilities are logits too.
  const logits = recovered ?? tape.one('Log', [clipped(tape, output)]);
  const logarithms = tape.one('LogSoftmax', [logits], { axis: { int: -1 } });
  const column = tape.one('Unsqueeze', [labels, integers(tape, [-1])]);
  const values = tape.one('Neg', [tape.one('GatherElements', [logarithms, column], { axis: { int: -1 } })]);
  return {
    values,
    seed: (scale) => {
      const oneHot = tape.one(
        'OneHot',
        [labels, constant(tape, [lastSize(output)], 'int64'), constant(tape, [0, 1], output.dtype)],
        { axis: { int: -1 } },
      );
      const difference = tape.one('Sub', [softmaxOf(tape, logits, prediction), oneHot]);
      return { of: logits, gradient: tape.one('Mul', [difference, scale]) };
    },
  };
};
