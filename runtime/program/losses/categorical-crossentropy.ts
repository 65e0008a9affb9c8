import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { scalar } from '../constants.js';
import { numberSetting } from '../settings.js';
import type { Tape } from '../tape.js';
import { type Loss, type LossTerms, logitsOf, type Prediction } from './loss.js';
import { clipped, differentiated, lastSize, overLast, sumOverLast } from './terms.js';

/** -Σ y log p over the classes; `target` holds a probability for each. */
export const categoricalCrossentropy: Loss = { terms };

function terms(tape: Tape, target: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms {
  const labels = smoothed(tape, target, numberSetting(spec, 'label_smoothing'));
  const logits = logitsOf(prediction, spec);
  if (!logits) {
    const { output } = prediction;
    const normalised = tape.one('Div', [output, sumOverLast(tape, output, 1)]);
    const logarithms = tape.one('Log', [clipped(tape, normalised)]);
    return differentiated(tape, tape.one('Neg', [sumOverLast(tape, tape.one('Mul', [labels, logarithms]))]));
  }
  const logarithms = tape.one('LogSoftmax', [logits], { axis: { int: -1 } });
  const values = tape.one('Neg', [sumOverLast(tape, tape.one('Mul', [labels, logarithms]))]);
  return {
    values,
    // TensorFlow's: exact where the labels of a sample add up to 1.
    seed: (scale) => ({
      of: logits,
      gradient: tape.one('Mul', [
        tape.one('Sub', [softmaxOf(tape, logits, prediction), labels]),
        overLast(tape, scale),
      ]),
    }),
  };
}

/** The softmax of the logits; the model's output where that is it. */
export function softmaxOf(
  tape: Tape,
  logits: SymbolicTensor,
  {
    output,
    logits: recovered,
    activation,
  }: { output: SymbolicTensor; logits: SymbolicTensor | undefined; activation: string | undefined },
): SymbolicTensor {
  return recovered && activation === 'Softmax' ? output : tape.one('Softmax', [logits], { axis: { int: -1 } });
}

/** Each label moved towards the same share for all classes. */
function smoothed(tape: Tape, target: SymbolicTensor, smoothing: number): SymbolicTensor {
  if (smoothing === 0) return target;
  const kept = tape.one('Mul', [target, scalar(tape, 1 - smoothing, target.dtype)]);
  return tape.one('Add', [kept, scalar(tape, smoothing / lastSize(target), target.dtype)]);
}
