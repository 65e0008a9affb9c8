import { scalar } from '../../tensor/constants.js';
import { EPSILON } from './loss.js';
import { clipped, formula, meanOverLast, sumOverLast } from './terms.js';

/** Σ y log(y / p) over the last axis. */
export const klDivergence = formula((graph, target, output) => {
  const y = clipped(graph, target, 1);
  const quotient = graph.one('Div', [y, clipped(graph, output, 1)]);
  return sumOverLast(graph, graph.one('Mul', [y, graph.one('Log', [quotient])]));
});

/** p - y log p, averaged over the last axis. */
export const poisson = formula((graph, target, output) => {
  const logarithm = graph.one('Log', [graph.one('Add', [output, scalar(graph, EPSILON, output.dtype)])]);
  return meanOverLast(graph, graph.one('Sub', [output, graph.one('Mul', [target, logarithm])]));
});
