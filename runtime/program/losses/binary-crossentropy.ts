import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { cast, integers, scalar } from '../constants.js';
import { axesSetting, flagSetting, numberSetting } from '../settings.js';
import type { Tape } from '../tape.js';
import { rankOf } from '../weighting.js';
import { type Loss, type LossTerms, logitsOf, type Prediction } from './loss.js';
import { axisOf, clipped, complement, differentiated, lastSize, meanOver, scaled, smoothed } from './terms.js';

/** -(y log p + (1 - y) log(1 - p)), averaged over an axis. */
export const binaryCrossentropy: Loss = { labels: 'elements', terms };

/** The same, where what is told well already counts less: times (1 - p of the label)^γ. */
export const binaryFocalCrossentropy: Loss = { labels: 'elements', terms: focal };

function terms(tape: Tape, target: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms {
  const labels = smoothed(tape, target, numberSetting(spec, 'label_smoothing'), 2);
  const { output, activation } = prediction;
  const logits = logitsOf(prediction, spec);
  const axes = averaged(spec);
  if (!logits) return differentiated(tape, meanOver(tape, ofProbabilities(tape, labels, output), axes));
  return {
    values: meanOver(tape, ofLogits(tape, labels, logits), axes),
    seed: (scale) => {
      const probabilities = prediction.logits && activation === 'Sigmoid' ? output : tape.one('Sigmoid', [logits]);
      const each = axes.map((axis) => axisOf(output, axis)).sort((a, b) => a - b);
      const size = each.some((axis) => axis === 0) ? sizeOver(tape, output, each) : undefined;
      const known = () =>
        scalar(
          tape,
          each.reduce((product, axis) => product * lastSize(output, axis), 1),
          output.dtype,
        );
      const spread = rankOf(scale) === 0 ? scale : tape.one('Unsqueeze', [scale, integers(tape, each)]);
      const share = tape.one('Div', [spread, size ?? known()]);
      return { of: logits, gradient: tape.one('Mul', [tape.one('Sub', [probabilities, labels]), share]) };
    },
  };
}

function focal(tape: Tape, target: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms {
  const labels = smoothed(tape, target, numberSetting(spec, 'label_smoothing'), 2);
  const { output } = prediction;
  const fromLogits = flagSetting(spec, 'from_logits');
  const p = fromLogits ? tape.one('Sigmoid', [output]) : output;
  const logits = fromLogits ? output : prediction.logits;
  const crossentropy = logits ? ofLogits(tape, labels, logits) : ofProbabilities(tape, labels, p);
  const ofLabel = eitherWay(tape, labels, p, complement(tape, p));
  const gamma = scalar(tape, numberSetting(spec, 'gamma'), p.dtype);
  const focused = tape.one('Mul', [tape.one('Pow', [complement(tape, ofLabel), gamma]), crossentropy]);
  const alpha = numberSetting(spec, 'alpha');
  const balanced = flagSetting(spec, 'apply_class_balancing')
    ? tape.one('Mul', [
        tape.one('Add', [scaled(tape, labels, alpha), scaled(tape, complement(tape, labels), 1 - alpha)]),
        focused,
      ])
    : focused;
  return differentiated(tape, meanOver(tape, balanced, averaged(spec)));
}

function averaged(spec: Configuration): readonly number[] {
  return axesSetting(spec, 'axis') ?? [-1];
}

/** How many elements lie along some axes, the first of which is not known before a batch is there. */
function sizeOver(tape: Tape, output: SymbolicTensor, axes: readonly number[]): SymbolicTensor {
  const sizes = tape.one('Gather', [tape.one('Shape', [output]), integers(tape, axes)], { axis: { int: 0 } });
  return cast(tape, tape.one('ReduceProd', [sizes], { keepdims: { int: 0 } }), output.dtype);
}

/** With p = σ(z) this is log(1 + eᶻ) - zy, and its derivative σ(z) - y. */
function ofLogits(tape: Tape, labels: SymbolicTensor, logits: SymbolicTensor): SymbolicTensor {
  return tape.one('Sub', [tape.one('Softplus', [logits]), tape.one('Mul', [logits, labels])]);
}

function ofProbabilities(tape: Tape, labels: SymbolicTensor, output: SymbolicTensor): SymbolicTensor {
  const p = clipped(tape, output);
  const logarithms = eitherWay(tape, labels, tape.one('Log', [p]), tape.one('Log', [complement(tape, p)]));
  return tape.one('Neg', [logarithms]);
}

/** y · a + (1 - y) · b. */
function eitherWay(tape: Tape, y: SymbolicTensor, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  return tape.one('Add', [tape.one('Mul', [y, a]), tape.one('Mul', [complement(tape, y), b])]);
}
