import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { scalar } from '../constants.js';
import { unbroadcast } from './broadcast.js';
import { type BackwardContext, type Derivative, derivative, input, NotDifferentiable } from './derivative.js';

/** Sums, products and the like of two operands, either of which may have been broadcast. */
export const arithmetic: Readonly<Record<string, Derivative>> = {
  Add: binary(
    (_, g) => g,
    (_, g) => g,
  ),
  Sub: binary(
    (_, g) => g,
    (_, g) => g,
    (graph, sum) => graph.one('Neg', [sum]),
  ),
  Mul: binary(
    (graph, g, _, b) => graph.one('Mul', [g, b]),
    (graph, g, a) => graph.one('Mul', [g, a]),
  ),
  Div: binary(
    (graph, g, _, b) => graph.one('Div', [g, b]),
    (graph, g, _, _b, y) => graph.one('Mul', [g, y]),
    (graph, sum, b) => graph.one('Div', [graph.one('Neg', [sum]), b]),
  ),
  Pow: binary(
    (graph, g, a, b) => {
      const less = graph.one('Sub', [b, scalar(graph, 1, b.dtype)]);
      return graph.one('Mul', [g, graph.one('Mul', [b, graph.one('Pow', [a, less])])]);
    },
    // Where the base is not positive its logarithm counts as 0.
    (graph, g, a, _, y) => {
      const zero = scalar(graph, 0, a.dtype);
      const positive = graph.one('Greater', [a, zero]);
      const safe = graph.one('Where', [positive, a, scalar(graph, 1, a.dtype)]);
      return graph.one('Mul', [g, graph.one('Mul', [y, graph.one('Log', [safe])])]);
    },
  ),
  Sum: derivative((g, context) => all(g, context)),
  Mean: derivative((g, context) => {
    const { graph, inputs } = context;
    return all(graph.one('Div', [g, scalar(graph, inputs.length, g.dtype)]), context);
  }),
  // At a tie the first operand has the whole gradient.
  Max: extremum('GreaterOrEqual'),
  Min: extremum('LessOrEqual'),
  Where: derivative((g, context) => {
    const { graph } = context;
    const condition = input(context, 0);
    const zero = scalar(graph, 0, g.dtype);
    return [
      undefined,
      context.wanted(1) ? unbroadcast(graph, graph.one('Where', [condition, g, zero]), input(context, 1)) : undefined,
      context.wanted(2) ? unbroadcast(graph, graph.one('Where', [condition, zero, g]), input(context, 2)) : undefined,
    ];
  }),
};

/** The same gradient for every operand. */
function all(g: SymbolicTensor, context: BackwardContext): readonly (SymbolicTensor | undefined)[] {
  return context.inputs.map((operand, index) =>
    operand && context.wanted(index) ? unbroadcast(context.graph, g, operand) : undefined,
  );
}

type Side = (
  graph: GraphBuilder,
  gradient: SymbolicTensor,
  a: SymbolicTensor,
  b: SymbolicTensor,
  y: SymbolicTensor,
) => SymbolicTensor;

/** `after`: what is left to do for the right operand once the gradient is summed to its size, which is often a smaller one. */
function binary(
  left: Side,
  right: Side,
  after: (graph: GraphBuilder, sum: SymbolicTensor, b: SymbolicTensor) => SymbolicTensor = (_, sum) => sum,
): Derivative {
  return derivative((g, context) => {
    const a = input(context, 0);
    const b = input(context, 1);
    const y = context.outputs[0] as SymbolicTensor;
    const side = (index: number, rule: Side, operand: SymbolicTensor) =>
      context.wanted(index) ? unbroadcast(context.graph, rule(context.graph, g, a, b, y), operand) : undefined;
    const ofRight = side(1, right, b);
    return [side(0, left, a), ofRight && after(context.graph, ofRight, b)];
  });
}

function extremum(comparison: string): Derivative {
  const both = binary(
    (graph, g, a, b) => graph.one('Where', [graph.one(comparison, [a, b]), g, scalar(graph, 0, g.dtype)]),
    (graph, g, a, b) => graph.one('Where', [graph.one(comparison, [a, b]), scalar(graph, 0, g.dtype), g]),
  );
  return {
    backward(context: BackwardContext) {
      if (context.inputs.length === 1) return context.upstream;
      if (context.inputs.length === 2) return both.backward(context);
      throw new NotDifferentiable('Max or Min', context.layer, 'only that of two operands has a derivative here');
    },
  };
}
