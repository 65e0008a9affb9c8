import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { int } from '../../../server/language/tensor/operators/attributes.js';
import { axisFromFront } from '../../../server/language/tensor/operators/operand.js';
import { cast, integers } from '../constants.js';
import { expandLike, shapeOf, unbroadcast } from './broadcast.js';
import { type Derivative, input } from './derivative.js';

export const normalization: Readonly<Record<string, Derivative>> = {
  // y = nγ + β, where n = (x - m) r, and the mean m and the reciprocal deviation r are outputs, too: derivatives of
  // derivatives depend on them. With h = gγ: dx = r (h - mean(h) - n mean(hn)), dγ = Σ gn, dβ = Σ g; and of N elements
  // dm/dx = 1 / N, dr/dx = -r² n / N.
  LayerNormalization: {
    outputs: () => 3,
    backward(context) {
      const { graph, inputs, attributes, upstream } = context;
      const [x, scale, bias] = [input(context, 0), input(context, 1), inputs[2]];
      const [mean, inverse] = [1, 2].map((at) => cast(graph, context.outputs[at] as SymbolicTensor, x.dtype)) as [
        SymbolicTensor,
        SymbolicTensor,
      ];
      const [g, ofMean, ofInverse] = upstream;
      const shape = shapeOf(x);
      const from = axisFromFront(int(attributes, 'axis') ?? -1, shape.length, 'LayerNormalization', shape);
      const axes = Array.from({ length: shape.length - from }, (_, at) => from + at);
      const meanOf = (values: SymbolicTensor) =>
        graph.one('ReduceMean', [values, integers(graph, axes)], { keepdims: { int: 1 } });
      const multiply = (...factors: readonly SymbolicTensor[]) =>
        factors.reduce((product, factor) => graph.one('Mul', [product, factor]));

      const normal = multiply(graph.one('Sub', [x, mean]), inverse);
      const product = g && multiply(g, normal);
      const forX = () => {
        const terms: SymbolicTensor[] = [];
        if (g && product) {
          const scaled = multiply(g, scale);
          const centred = graph.one('Sub', [scaled, meanOf(scaled)]);
          const along = multiply(normal, meanOf(multiply(product, scale)));
          terms.push(multiply(graph.one('Sub', [centred, along]), inverse));
        }
        if (ofMean) terms.push(expandLike(graph, shared(graph, cast(graph, ofMean, x.dtype), x, mean), x));
        if (ofInverse) {
          const part = shared(graph, cast(graph, ofInverse, x.dtype), x, mean);
          terms.push(graph.one('Neg', [multiply(part, inverse, inverse, normal)]));
        }
        return terms.reduce((sum, term) => graph.one('Add', [sum, term]));
      };
      return [
        context.wanted(0) ? forX() : undefined,
        product && context.wanted(1) ? unbroadcast(graph, product, scale) : undefined,
        g && bias && context.wanted(2) ? unbroadcast(graph, g, bias) : undefined,
      ];
    },
  },
};

/** A group's gradient divided among its elements, still one number a group. */
function shared(
  graph: GraphBuilder,
  gradient: SymbolicTensor,
  x: SymbolicTensor,
  groups: SymbolicTensor,
): SymbolicTensor {
  const size = graph.one('Div', [graph.one('Size', [x]), graph.one('Size', [groups])]);
  return graph.one('Div', [gradient, cast(graph, size, x.dtype)]);
}
