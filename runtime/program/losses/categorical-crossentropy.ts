import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { scalar } from '../constants.js';
import { flagSetting, numberSetting, optionalNumber } from '../settings.js';
import type { Tape } from '../tape.js';
import { type Loss, type LossTerms, logitsOf, type Prediction } from './loss.js';
import {
  axisOf,
  clipped,
  complement,
  differentiated,
  formula,
  lastSize,
  overLast,
  scaled,
  smoothed,
  sumOver,
} from './terms.js';

/** -Σ y log p over the classes; `target` holds a probability for each. */
export const categoricalCrossentropy: Loss = { labels: 'elements', terms };

/** The same, where what is told well already counts less: times α (1 - p)^γ. */
export const categoricalFocalCrossentropy = formula(
  (tape, target, output, spec) => {
    const labels = smoothed(tape, target, numberSetting(spec, 'label_smoothing'), lastSize(target));
    const axis = axisOf(output, optionalNumber(spec, 'axis') ?? -1);
    const fromLogits = flagSetting(spec, 'from_logits');
    const probabilities = fromLogits ? tape.one('Softmax', [output], { axis: { int: axis } }) : output;
    const p = clipped(tape, normalised(tape, probabilities, axis));
    const crossentropy = tape.one('Mul', [tape.one('Neg', [labels]), tape.one('Log', [p])]);
    const power = tape.one('Pow', [complement(tape, p), scalar(tape, numberSetting(spec, 'gamma'), p.dtype)]);
    const weights = scaled(tape, power, numberSetting(spec, 'alpha'));
    return sumOver(tape, tape.one('Mul', [weights, crossentropy]), [axis]);
  },
  { labels: 'elements' },
);

function terms(tape: Tape, target: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms {
  const labels = smoothed(tape, target, numberSetting(spec, 'label_smoothing'), lastSize(target));
  const { output } = prediction;
  const axis = axisOf(output, optionalNumber(spec, 'axis') ?? -1);
  const logits = logitsOf(prediction, spec);
  if (!logits) {
    const logarithms = tape.one('Log', [clipped(tape, normalised(tape, output, axis))]);
    return differentiated(tape, tape.one('Neg', [sumOver(tape, tape.one('Mul', [labels, logarithms]), [axis])]));
  }
  const logarithms = tape.one('LogSoftmax', [logits], { axis: { int: axis } });
  const values = tape.one('Neg', [sumOver(tape, tape.one('Mul', [labels, logarithms]), [axis])]);
  return {
    values,
    // TensorFlow's: exact where the labels of a sample add up to 1.
    seed: (scale) => ({
      of: logits,
      gradient: tape.one('Mul', [
        tape.one('Sub', [softmaxOf(tape, logits, prediction, axis), labels]),
        overLast(tape, scale, axis),
      ]),
    }),
  };
}

/** The softmax of the logits; the model's output where that is it. */
export function softmaxOf(
  tape: Tape,
  logits: SymbolicTensor,
  { output, logits: recovered, activation }: Prediction,
  axis: number,
): SymbolicTensor {
  const isOutput = recovered && activation === 'Softmax' && axis === axisOf(output, -1);
  return isOutput ? output : tape.one('Softmax', [logits], { axis: { int: axis } });
}

/** With a sum of 1 along the axis. */
function normalised(tape: Tape, probabilities: SymbolicTensor, axis: number): SymbolicTensor {
  return tape.one('Div', [probabilities, sumOver(tape, probabilities, [axis], 1)]);
}
