import { flagSetting, numberSetting, optionalNumber } from '../../layers/settings.js';
import { cast, constant, integers, scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Configuration } from '../../training-request.js';

import { rankOf } from '../weighting.js';
import { softmaxOf } from './categorical-crossentropy.js';
import { type Loss, type LossTerms, logitsOf, type Prediction } from './loss.js';
import { axisOf, clipped, complement, formula, lastSize, overLast, scaled, sumOverLast } from './terms.js';

/** -log p of the true class; `target` holds its number. */
export const sparseCategoricalCrossentropy: Loss = { labels: 'classes', terms };

/** (1 - p^q) / q of the true class: less moved by wrong labels. */
export const categoricalGeneralizedCrossEntropy = formula(
  (graph, target, output, spec) => {
    const q = numberSetting(spec, 'q');
    const chosen = graph.one('Mul', [output, oneHot(graph, cast(graph, target, 'int64'), output)]);
    const power = graph.one('Pow', [sumOverLast(graph, chosen), scalar(graph, q, output.dtype)]);
    return scaled(graph, complement(graph, power), 1 / q);
  },
  { labels: 'classes' },
);

function terms(graph: GraphBuilder, target: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms {
  const ignored = optionalNumber(spec, 'ignore_class');
  const column = rankOf(target) === rankOf(prediction.output) && target.shape?.at(-1) === 1;
  const classes = column ? graph.one('Squeeze', [target, integers(graph, [-1])]) : target;
  const given = cast(graph, classes, 'int64');
  if (ignored === null) return ofClasses(graph, given, prediction, spec);
  const counts = graph.one('Not', [graph.one('Equal', [given, constant(graph, [ignored], 'int64', [])])]);
  const labels = graph.one('Where', [counts, given, constant(graph, [0], 'int64', [])]);
  // Keras zeroes what is not to count, and so loses sight of what a softmax was applied to.
  const fromLogits = flagSetting(spec, 'from_logits') ? prediction.output : undefined;
  const own = ofClasses(graph, labels, { output: prediction.output, logits: fromLogits, activation: undefined }, spec);
  const kept = (of: SymbolicTensor) =>
    graph.one('Where', [
      counts,
      graph.one('Expand', [of, graph.one('Shape', [own.values])]),
      scalar(graph, 0, of.dtype),
    ]);
  return { values: kept(own.values), mask: counts, seed: (scale) => own.seed(kept(scale)) };
}

function ofClasses(
  graph: GraphBuilder,
  labels: SymbolicTensor,
  prediction: Prediction,
  spec: Configuration,
): LossTerms {
  const { output } = prediction;
  const recovered = logitsOf(prediction, spec);
  // Logarithms of probabilities are logits too.
  const logits = recovered ?? graph.one('Log', [clipped(graph, output)]);
  const logarithms = graph.one('LogSoftmax', [logits], { axis: { int: -1 } });
  const column = graph.one('Unsqueeze', [labels, integers(graph, [-1])]);
  const chosen = graph.one('GatherElements', [logarithms, column], { axis: { int: -1 } });
  const values = graph.one('Neg', [graph.one('Squeeze', [chosen, integers(graph, [-1])])]);
  return {
    values,
    seed: (scale) => {
      const softmax = softmaxOf(graph, logits, prediction, axisOf(output, -1));
      const difference = graph.one('Sub', [softmax, oneHot(graph, labels, output)]);
      return { of: logits, gradient: graph.one('Mul', [difference, overLast(graph, scale)]) };
    },
  };
}

/** Class numbers as vectors with a 1 at their place, in the output's type and with its classes. */
function oneHot(graph: GraphBuilder, labels: SymbolicTensor, output: SymbolicTensor): SymbolicTensor {
  const classes = constant(graph, [lastSize(output)], 'int64');
  return graph.one('OneHot', [labels, classes, constant(graph, [0, 1], output.dtype)], { axis: { int: -1 } });
}
