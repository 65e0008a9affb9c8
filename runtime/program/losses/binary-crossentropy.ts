import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { scalar } from '../constants.js';
import { numberSetting } from '../settings.js';
import type { Tape } from '../tape.js';
import { type Loss, type LossTerms, logitsOf, type Prediction } from './loss.js';
import { clipped, differentiated, lastSize, meanOverLast, overLast } from './terms.js';

/** -(y log p + (1 - y) log(1 - p)), averaged over the last axis. */
export const binaryCrossentropy: Loss = { terms };

function terms(tape: Tape, target: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms {
  const labels = smoothed(tape, target, numberSetting(spec, 'label_smoothing'));
  const { output, activation } = prediction;
  const logits = logitsOf(prediction, spec);
  if (!logits) {
    const one = scalar(tape, 1, output.dtype);
    const p = clipped(tape, output);
    const ofOnes = tape.one('Mul', [labels, tape.one('Log', [p])]);
    const ofZeros = tape.one('Mul', [tape.one('Sub', [one, labels]), tape.one('Log', [tape.one('Sub', [one, p])])]);
    return differentiated(tape, tape.one('Neg', [meanOverLast(tape, tape.one('Add', [ofOnes, ofZeros]))]));
  }
  // With p = σ(z) this is log(1 + eᶻ) - zy, and its derivative σ(z) - y.
  const values = tape.one('Sub', [tape.one('Softplus', [logits]), tape.one('Mul', [logits, labels])]);
  return {
    values: meanOverLast(tape, values),
    seed: (scale) => {
      const probabilities = prediction.logits && activation === 'Sigmoid' ? output : tape.one('Sigmoid', [logits]);
      const share = tape.one('Div', [overLast(tape, scale), scalar(tape, lastSize(output), output.dtype)]);
      return { of: logits, gradient: tape.one('Mul', [tape.one('Sub', [probabilities, labels]), share]) };
    },
  };
}

/** Labels moved towards one half. */
function smoothed(tape: Tape, target: SymbolicTensor, smoothing: number): SymbolicTensor {
  if (smoothing === 0) return target;
  const kept = tape.one('Mul', [target, scalar(tape, 1 - smoothing, target.dtype)]);
  return tape.one('Add', [kept, scalar(tape, 0.5 * smoothing, target.dtype)]);
}
