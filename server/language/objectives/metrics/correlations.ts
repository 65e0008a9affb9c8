import { axesSetting } from '../../layers/settings.js';
import { integers, scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Configuration } from '../../training-request.js';
import { EPSILON } from '../losses/loss.js';
import { cosine } from '../losses/similarities.js';
import { axisOf, scaled, square } from '../losses/terms.js';

import { meanOf, meanResult } from './mean.js';
import type { Metric } from './metric.js';

export const cosineSimilarity = meanOf(
  (graph, { target, prediction: { output } }, spec) => cosine(graph, target, output, spec),
  { aligns: true },
);

/** The mean product of what labels and outputs are in standard deviations from their means. */
export const pearsonCorrelation = meanOf(
  (graph, { target, prediction: { output } }, spec) => {
    const axes = axesOf(output, spec);
    const normal = (x: SymbolicTensor) => {
      const centred = graph.one('Sub', [x, mean(graph, x, axes, 1)]);
      return graph.one('Div', [centred, graph.one('Sqrt', [variance(graph, centred, axes)])]);
    };
    return mean(graph, graph.one('Mul', [normal(target), normal(output)]), axes, 0);
  },
  { aligns: true },
);

export const concordanceCorrelation = meanOf(
  (graph, { target, prediction: { output } }, spec) => {
    const axes = axesOf(output, spec);
    const [ofTarget, ofOutput] = [mean(graph, target, axes, 1), mean(graph, output, axes, 1)];
    const spread = (x: SymbolicTensor, middle: SymbolicTensor) => variance(graph, graph.one('Sub', [x, middle]), axes);
    // Keras takes both from the mean of the outputs.
    const covariance = graph.one('Mul', [graph.one('Sub', [target, ofOutput]), graph.one('Sub', [output, ofOutput])]);
    const norm = [spread(output, ofOutput), square(graph, graph.one('Sub', [ofTarget, ofOutput]))].reduce(
      (sum, each) => graph.one('Add', [sum, each]),
      spread(target, ofTarget),
    );
    const quotient = graph.one('Div', [
      scaled(graph, covariance, 2),
      graph.one('Add', [norm, scalar(graph, EPSILON, norm.dtype)]),
    ]);
    return mean(graph, quotient, axes, 0);
  },
  { aligns: true },
);

const squaredErrors = meanOf(
  (graph, { target, prediction: { output } }) => square(graph, graph.one('Sub', [output, target])),
  { aligns: true },
);

/** The root of the mean over the epoch. */
export const rootMeanSquaredError: Metric = {
  ...squaredErrors,
  result: (state) => Math.sqrt(meanResult(state)),
};

function axesOf(output: SymbolicTensor, spec: Configuration): readonly number[] {
  return (axesSetting(spec, 'axis') ?? [-1]).map((axis) => axisOf(output, axis));
}

function mean(graph: GraphBuilder, x: SymbolicTensor, axes: readonly number[], keepdims: 0 | 1): SymbolicTensor {
  return graph.one('ReduceMean', [x, integers(graph, axes)], { keepdims: { int: keepdims } });
}

/** Of values whose mean need not be 0. */
function variance(graph: GraphBuilder, x: SymbolicTensor, axes: readonly number[]): SymbolicTensor {
  return mean(graph, square(graph, graph.one('Sub', [x, mean(graph, x, axes, 1)])), axes, 1);
}
