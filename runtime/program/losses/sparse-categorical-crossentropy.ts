import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { cast, constant, integers, scalar } from '../constants.js';
import { flagSetting, numberSetting, optionalNumber } from '../settings.js';
import type { Tape } from '../tape.js';
import { rankOf } from '../weighting.js';
import { softmaxOf } from './categorical-crossentropy.js';
import { type Loss, type LossTerms, logitsOf, type Prediction } from './loss.js';
import { axisOf, clipped, complement, formula, lastSize, overLast, scaled, sumOverLast } from './terms.js';

/** -log p of the true class; `target` holds its number. */
export const sparseCategoricalCrossentropy: Loss = { labels: 'classes', terms };

/** (1 - p^q) / q of the true class: less moved by wrong labels. */
export const categoricalGeneralizedCrossEntropy = formula(
  (tape, target, output, spec) => {
    const q = numberSetting(spec, 'q');
    const chosen = tape.one('Mul', [output, oneHot(tape, cast(tape, target, 'int64'), output)]);
    const power = tape.one('Pow', [sumOverLast(tape, chosen), scalar(tape, q, output.dtype)]);
    return scaled(tape, complement(tape, power), 1 / q);
  },
  { labels: 'classes' },
);

function terms(tape: Tape, target: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms {
  const ignored = optionalNumber(spec, 'ignore_class');
  const column = rankOf(target) === rankOf(prediction.output) && target.shape?.at(-1) === 1;
  const classes = column ? tape.one('Squeeze', [target, integers(tape, [-1])]) : target;
  const given = cast(tape, classes, 'int64');
  if (ignored === null) return ofClasses(tape, given, prediction, spec);
  const counts = tape.one('Not', [tape.one('Equal', [given, constant(tape, [ignored], 'int64', [])])]);
  const labels = tape.one('Where', [counts, given, constant(tape, [0], 'int64', [])]);
  // Keras zeroes what is not to count, and so loses sight of what a softmax was applied to.
  const fromLogits = flagSetting(spec, 'from_logits') ? prediction.output : undefined;
  const own = ofClasses(tape, labels, { output: prediction.output, logits: fromLogits, activation: undefined }, spec);
  const kept = (of: SymbolicTensor) =>
    tape.one('Where', [counts, tape.one('Expand', [of, tape.one('Shape', [own.values])]), scalar(tape, 0, of.dtype)]);
  return { values: kept(own.values), mask: counts, seed: (scale) => own.seed(kept(scale)) };
}

function ofClasses(tape: Tape, labels: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms {
  const { output } = prediction;
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
      const softmax = softmaxOf(tape, logits, prediction, axisOf(output, -1));
      const difference = tape.one('Sub', [softmax, oneHot(tape, labels, output)]);
      return { of: logits, gradient: tape.one('Mul', [difference, overLast(tape, scale)]) };
    },
  };
}

/** Class numbers as vectors with a 1 at their place, in the output's type and with its classes. */
function oneHot(tape: Tape, labels: SymbolicTensor, output: SymbolicTensor): SymbolicTensor {
  const classes = constant(tape, [lastSize(output)], 'int64');
  return tape.one('OneHot', [labels, classes, constant(tape, [0, 1], output.dtype)], { axis: { int: -1 } });
}
