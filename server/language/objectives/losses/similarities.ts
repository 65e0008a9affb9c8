import { axesSetting, numberSetting } from '../../layers/settings.js';
import { scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Configuration } from '../../training-request.js';

import { EPSILON } from './loss.js';
import { complement, formula, scaled, square, sumOver } from './terms.js';

/** Minus the cosine of the angle between labels and outputs. */
export const cosineSimilarity = formula(
  (graph, target, output, spec) => graph.one('Neg', [cosine(graph, target, output, spec)]),
  {
    aligns: true,
  },
);

/** The cosine of the angle between vectors along the axis; 0 where one has no length. */
export function cosine(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor, spec: Configuration): SymbolicTensor {
  const axes = axesSetting(spec, 'axis') ?? [-1];
  const unit = (x: SymbolicTensor) => {
    const length = graph.one('Sqrt', [sumOver(graph, square(graph, x), axes, 1)]);
    const inverse = graph.one('Min', [graph.one('Reciprocal', [length]), scalar(graph, 1 / EPSILON, x.dtype)]);
    return graph.one('Mul', [x, inverse]);
  };
  return sumOver(graph, graph.one('Mul', [unit(b), unit(a)]), axes);
}

/** 1 - twice what labels and outputs share, by what both come to. */
export const dice = formula((graph, target, output, spec) => {
  const axes = axesSetting(spec, 'axis');
  const shared = sumOver(graph, graph.one('Mul', [target, output]), axes);
  const both = graph.one('Add', [sumOver(graph, target, axes), sumOver(graph, output, axes)]);
  const divisor = graph.one('Add', [both, scalar(graph, EPSILON, both.dtype)]);
  return complement(graph, graph.one('Div', [scaled(graph, shared, 2), divisor]));
});

/** The same with a weight for what the outputs lack (α) and for what they have too much (β). */
export const tversky = formula((graph, target, output, spec) => {
  const axes = axesSetting(spec, 'axis');
  const shared = sumOver(graph, graph.one('Mul', [target, output]), axes);
  const lacking = sumOver(graph, graph.one('Mul', [complement(graph, output), target]), axes);
  const surplus = sumOver(graph, graph.one('Mul', [output, complement(graph, target)]), axes);
  const wrong = graph.one('Add', [
    scaled(graph, lacking, numberSetting(spec, 'alpha')),
    scaled(graph, surplus, numberSetting(spec, 'beta')),
  ]);
  const all = graph.one('Add', [graph.one('Add', [shared, wrong]), scalar(graph, EPSILON, shared.dtype)]);
  return complement(graph, graph.one('Div', [shared, all]));
});
