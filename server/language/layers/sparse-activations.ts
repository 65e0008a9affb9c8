import { isKnown } from '../tensor/dim.js';
import { elementTypeNumbers } from '../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import type { Activation } from './activations.js';
import { integers, scalar } from './scalar.js';

/** Activations in pieces, and those that look along the last axis. */
export const sparseActivations: readonly Activation[] = [
  {
    name: 'sparse_plus',
    formula: '0 for x ≤ -1, (x + 1)² / 4 up to 1, x from there on',
    apply(graph, x) {
      const moved = graph.one('Add', [x, scalar(graph, 1, x)]);
      const curve = graph.one('Mul', [graph.one('Mul', [moved, moved]), scalar(graph, 0.25, x)]);
      return pieces(graph, x, -1, scalar(graph, 0, x), curve, x);
    },
  },
  {
    name: 'sparse_sigmoid',
    formula: '0 for x ≤ -1, (x + 1) / 2 up to 1, 1 from there on',
    apply(graph, x) {
      const line = graph.one('Mul', [graph.one('Add', [x, scalar(graph, 1, x)]), scalar(graph, 0.5, x)]);
      return pieces(graph, x, -1, scalar(graph, 0, x), line, scalar(graph, 1, x));
    },
  },
  {
    name: 'soft_shrink',
    formula: 'x - 0.5 above 0.5, x + 0.5 below -0.5, 0 between',
    apply(graph, x) {
      const half = scalar(graph, 0.5, x);
      const below = graph.one('Where', [
        graph.one('Less', [x, scalar(graph, -0.5, x)]),
        graph.one('Add', [x, half]),
        scalar(graph, 0, x),
      ]);
      return graph.one('Where', [graph.one('Greater', [x, half]), graph.one('Sub', [x, half]), below]);
    },
  },
  {
    name: 'hard_shrink',
    formula: 'x where |x| > 0.5, else 0',
    apply: (graph, x) =>
      graph.one('Where', [
        graph.one('Greater', [graph.one('Abs', [x]), scalar(graph, 0.5, x)]),
        x,
        scalar(graph, 0, x),
      ]),
  },
  {
    name: 'sparsemax',
    formula: 'max(x - τ, 0) with a τ for each row: few of its values are left',
    apply: sparsemax,
  },
];

/** Up to `-1`, between, and from `1` on, where only numbers strictly between are between. */
function pieces(
  graph: GraphBuilder,
  x: SymbolicTensor,
  low: number,
  below: SymbolicTensor,
  between: SymbolicTensor,
  above: SymbolicTensor,
): SymbolicTensor {
  const inside = graph.one('Where', [graph.one('Less', [x, scalar(graph, -low, x)]), between, above]);
  return graph.one('Where', [graph.one('LessOrEqual', [x, scalar(graph, low, x)]), below, inside]);
}

/** As Keras counts τ: from the sum of the sums so far of all values that are left. */
function sparsemax(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const size = x.shape?.at(-1);
  const known = size !== undefined && isKnown(size) ? size : undefined;
  const count = known === undefined ? graph.one('Shape', [x], { start: { int: -1 } }) : integers(graph, [known]);
  const [sorted] = graph.apply('TopK', [x, count], {}, 2) as [SymbolicTensor];
  const sums = graph.one('CumSum', [sorted, lastAxis(graph)]);
  const one = scalar(graph, 1, x);
  const ranks = known === undefined ? ranksUpTo(graph, count) : constantRanks(graph, known);
  const excess = graph.one('Sub', [sorted, graph.one('Div', [graph.one('Sub', [sums, one]), ranks])]);
  const zero = scalar(graph, 0, x);
  const left = graph.one('Greater', [excess, zero]);
  const total = (tensor: SymbolicTensor) =>
    graph.one('ReduceSum', [tensor, integers(graph, [-1])], { keepdims: { int: 1 } });
  const kept = total(graph.one('Where', [left, one, zero]));
  const threshold = graph.one('Div', [graph.one('Sub', [total(graph.one('Where', [left, sums, zero])), one]), kept]);
  return { ...graph.one('Max', [graph.one('Sub', [x, threshold]), zero]), shape: x.shape };
}

/** 1, 2, 3 … */
function constantRanks(graph: GraphBuilder, count: number): SymbolicTensor {
  return graph.constant({
    dtype: 'float32',
    shape: [count],
    data: Float32Array.from({ length: count }, (_, i) => i + 1),
  });
}

/** The same, where how many there are is known from the data alone. */
function ranksUpTo(graph: GraphBuilder, count: SymbolicTensor): SymbolicTensor {
  const one = graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(1n) });
  const last = graph.one('Squeeze', [count, integers(graph, [0])]);
  const ranks = graph.one('Range', [one, graph.one('Add', [last, one]), one]);
  return graph.one('Cast', [ranks], { to: { int: elementTypeNumbers.float32 } });
}

function lastAxis(graph: GraphBuilder): SymbolicTensor {
  return graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(-1n) });
}
