import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { cast, constant, integers } from '../constants.js';
import type { Tape } from '../tape.js';
import { softmaxOf } from './categorical-crossentropy.js';
import { type Loss, type LossTerms, logitsOf, type Prediction } from './loss.js';
import { clipped, lastSize, overLast } from './terms.js';

/** -log p of the true class; `target` holds its number. */
export const sparseCategoricalCrossentropy: Loss = { labels: 'classes', terms };

function terms(tape: Tape, target: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms {
  const { output } = prediction;
  const labels = cast(tape, target, 'int64');
  const recovered = logitsOf(prediction, spec);
  // Logarithms of probabilities are logits too.
  const logits = recovered ?? tape.one('Log', [clipped(tape, output)]);
  const logarithms = tape.one('LogSoftmax', [logits], { axis: { int: -1 } });
  const column = tape.one('Unsqueeze', [labels, integers(tape, [-1])]);
  const chosen = tape.one('GatherElements', [logarithms, column], { axis: { int: -1 } });
  const values = tape.one('Neg', [tape.one('Squeeze', [chosen, integers(tape, [-1])])]);
  return {
    values,
    seed: (scale) => {
      const oneHot = tape.one(
        'OneHot',
        [labels, constant(tape, [lastSize(output)], 'int64'), constant(tape, [0, 1], output.dtype)],
        { axis: { int: -1 } },
      );
      const difference = tape.one('Sub', [softmaxOf(tape, logits, prediction), oneHot]);
      return { of: logits, gradient: tape.one('Mul', [difference, overLast(tape, scale)]) };
    },
  };
}
