import type { GraphBuilder, SymbolicTensor } from '../../../tensor/graph-builder.js';
import { number } from './pictures.js';

/** Marsaglia and Tsang refuse a proposal in twenty at most: that all of these are refused comes once in 60 million draws. */
const PROPOSALS = 6;

/**
 * Logarithms of numbers drawn from Gamma(α), one for each element of `like`; they do not vanish for a small α. By the method
 * of Marsaglia and Tsang (2000) for α + 1, and a power of a uniform number.
 */
export function logGamma(graph: GraphBuilder, like: SymbolicTensor, alpha: SymbolicTensor): SymbolicTensor {
  const d = graph.one('Add', [alpha, number(graph, 2 / 3)]);
  const width = graph.one('Sqrt', [graph.one('Mul', [d, number(graph, 9)])]);
  const least = number(graph, 1e-30);
  let found = graph.one('Mul', [like, number(graph, 0)]);
  for (let i = 0; i < PROPOSALS; i += 1) {
    const x = graph.one('RandomNormalLike', [like]);
    const root = graph.one('Add', [graph.one('Div', [x, width]), number(graph, 1)]);
    const positive = graph.one('Greater', [root, number(graph, 0)]);
    const logV = graph.one('Mul', [graph.one('Log', [graph.one('Max', [root, least])]), number(graph, 3)]);
    const v = graph.one('Mul', [root, graph.one('Mul', [root, root])]);
    const half = graph.one('Mul', [graph.one('Mul', [x, x]), number(graph, 0.5)]);
    const rest = graph.one('Add', [graph.one('Sub', [number(graph, 1), v]), logV]);
    const bound = graph.one('Add', [half, graph.one('Mul', [d, rest])]);
    const taken = graph.one('And', [positive, graph.one('Less', [logUniform(graph, like), bound])]);
    found = graph.one('Where', [taken, logV, found]);
  }
  const raised = graph.one('Add', [graph.one('Log', [d]), found]);
  return graph.one('Add', [raised, graph.one('Div', [logUniform(graph, like), alpha])]);
}

/** Numbers from Beta(α, α): the share of one of two gammas. */
export function betaOf(graph: GraphBuilder, like: SymbolicTensor, alpha: SymbolicTensor): SymbolicTensor {
  const [a, b] = [logGamma(graph, like, alpha), logGamma(graph, like, alpha)];
  return graph.one('Sigmoid', [graph.one('Sub', [a, b])]);
}

function logUniform(graph: GraphBuilder, like: SymbolicTensor): SymbolicTensor {
  const drawn = graph.one('RandomUniformLike', [like], { low: { float: 0 }, high: { float: 1 } });
  return graph.one('Log', [graph.one('Sub', [number(graph, 1), drawn])]);
}
