import { axesSetting, flagSetting, numberSetting } from '../../layers/settings.js';
import { cast, integers, scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Configuration } from '../../training-request.js';

import { rankOf } from '../weighting.js';
import { type Loss, type LossTerms, logitsOf, type Prediction } from './loss.js';
import { axisOf, clipped, complement, differentiated, lastSize, meanOver, scaled, smoothed } from './terms.js';

/** -(y log p + (1 - y) log(1 - p)), averaged over an axis. */
export const binaryCrossentropy: Loss = { labels: 'elements', terms };

/** The same, where what is told well already counts less: times (1 - p of the label)^γ. */
export const binaryFocalCrossentropy: Loss = { labels: 'elements', terms: focal };

function terms(graph: GraphBuilder, target: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms {
  const labels = smoothed(graph, target, numberSetting(spec, 'label_smoothing'), 2);
  const { output, activation } = prediction;
  const logits = logitsOf(prediction, spec);
  const axes = averaged(spec);
  if (!logits) return differentiated(graph, meanOver(graph, ofProbabilities(graph, labels, output), axes));
  return {
    values: meanOver(graph, ofLogits(graph, labels, logits), axes),
    seed: (scale) => {
      const probabilities = prediction.logits && activation === 'Sigmoid' ? output : graph.one('Sigmoid', [logits]);
      const each = axes.map((axis) => axisOf(output, axis)).sort((a, b) => a - b);
      const size = each.some((axis) => axis === 0) ? sizeOver(graph, output, each) : undefined;
      const known = () =>
        scalar(
          graph,
          each.reduce((product, axis) => product * lastSize(output, axis), 1),
          output.dtype,
        );
      const spread = rankOf(scale) === 0 ? scale : graph.one('Unsqueeze', [scale, integers(graph, each)]);
      const share = graph.one('Div', [spread, size ?? known()]);
      return { of: logits, gradient: graph.one('Mul', [graph.one('Sub', [probabilities, labels]), share]) };
    },
  };
}

function focal(graph: GraphBuilder, target: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms {
  const labels = smoothed(graph, target, numberSetting(spec, 'label_smoothing'), 2);
  const { output } = prediction;
  const fromLogits = flagSetting(spec, 'from_logits');
  const p = fromLogits ? graph.one('Sigmoid', [output]) : output;
  const logits = fromLogits ? output : prediction.logits;
  const crossentropy = logits ? ofLogits(graph, labels, logits) : ofProbabilities(graph, labels, p);
  const ofLabel = eitherWay(graph, labels, p, complement(graph, p));
  const gamma = scalar(graph, numberSetting(spec, 'gamma'), p.dtype);
  const focused = graph.one('Mul', [graph.one('Pow', [complement(graph, ofLabel), gamma]), crossentropy]);
  const alpha = numberSetting(spec, 'alpha');
  const balanced = flagSetting(spec, 'apply_class_balancing')
    ? graph.one('Mul', [
        graph.one('Add', [scaled(graph, labels, alpha), scaled(graph, complement(graph, labels), 1 - alpha)]),
        focused,
      ])
    : focused;
  return differentiated(graph, meanOver(graph, balanced, averaged(spec)));
}

function averaged(spec: Configuration): readonly number[] {
  return axesSetting(spec, 'axis') ?? [-1];
}

/** How many elements lie along some axes, the first of which is not known before a batch is there. */
function sizeOver(graph: GraphBuilder, output: SymbolicTensor, axes: readonly number[]): SymbolicTensor {
  const sizes = graph.one('Gather', [graph.one('Shape', [output]), integers(graph, axes)], { axis: { int: 0 } });
  return cast(graph, graph.one('ReduceProd', [sizes], { keepdims: { int: 0 } }), output.dtype);
}

/** With p = σ(z) this is log(1 + eᶻ) - zy, and its derivative σ(z) - y. */
function ofLogits(graph: GraphBuilder, labels: SymbolicTensor, logits: SymbolicTensor): SymbolicTensor {
  return graph.one('Sub', [graph.one('Softplus', [logits]), graph.one('Mul', [logits, labels])]);
}

function ofProbabilities(graph: GraphBuilder, labels: SymbolicTensor, output: SymbolicTensor): SymbolicTensor {
  const p = clipped(graph, output);
  const logarithms = eitherWay(graph, labels, graph.one('Log', [p]), graph.one('Log', [complement(graph, p)]));
  return graph.one('Neg', [logarithms]);
}

/** y · a + (1 - y) · b. */
function eitherWay(graph: GraphBuilder, y: SymbolicTensor, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  return graph.one('Add', [graph.one('Mul', [y, a]), graph.one('Mul', [complement(graph, y), b])]);
}
