import { flagSetting, numberSetting, optionalNumber } from '../../layers/settings.js';
import { scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Configuration } from '../../training-request.js';

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
  (graph, target, output, spec) => {
    const labels = smoothed(graph, target, numberSetting(spec, 'label_smoothing'), lastSize(target));
    const axis = axisOf(output, optionalNumber(spec, 'axis') ?? -1);
    const fromLogits = flagSetting(spec, 'from_logits');
    const probabilities = fromLogits ? graph.one('Softmax', [output], { axis: { int: axis } }) : output;
    const p = clipped(graph, normalised(graph, probabilities, axis));
    const crossentropy = graph.one('Mul', [graph.one('Neg', [labels]), graph.one('Log', [p])]);
    const power = graph.one('Pow', [complement(graph, p), scalar(graph, numberSetting(spec, 'gamma'), p.dtype)]);
    const weights = scaled(graph, power, numberSetting(spec, 'alpha'));
    return sumOver(graph, graph.one('Mul', [weights, crossentropy]), [axis]);
  },
  { labels: 'elements' },
);

function terms(graph: GraphBuilder, target: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms {
  const labels = smoothed(graph, target, numberSetting(spec, 'label_smoothing'), lastSize(target));
  const { output } = prediction;
  const axis = axisOf(output, optionalNumber(spec, 'axis') ?? -1);
  const logits = logitsOf(prediction, spec);
  if (!logits) {
    const logarithms = graph.one('Log', [clipped(graph, normalised(graph, output, axis))]);
    return differentiated(graph, graph.one('Neg', [sumOver(graph, graph.one('Mul', [labels, logarithms]), [axis])]));
  }
  const logarithms = graph.one('LogSoftmax', [logits], { axis: { int: axis } });
  const values = graph.one('Neg', [sumOver(graph, graph.one('Mul', [labels, logarithms]), [axis])]);
  return {
    values,
    // TensorFlow's: exact where the labels of a sample add up to 1.
    seed: (scale) => ({
      of: logits,
      gradient: graph.one('Mul', [
        graph.one('Sub', [softmaxOf(graph, logits, prediction, axis), labels]),
        overLast(graph, scale, axis),
      ]),
    }),
  };
}

/** The softmax of the logits; the model's output where that is it. */
export function softmaxOf(
  graph: GraphBuilder,
  logits: SymbolicTensor,
  { output, logits: recovered, activation }: Prediction,
  axis: number,
): SymbolicTensor {
  const isOutput = recovered && activation === 'Softmax' && axis === axisOf(output, -1);
  return isOutput ? output : graph.one('Softmax', [logits], { axis: { int: axis } });
}

/** With a sum of 1 along the axis. */
function normalised(graph: GraphBuilder, probabilities: SymbolicTensor, axis: number): SymbolicTensor {
  return graph.one('Div', [probabilities, sumOver(graph, probabilities, [axis], 1)]);
}
