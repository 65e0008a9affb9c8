import { float, string } from '../../../server/language/tensor/operators/attributes.js';
import { cast, scalar } from '../constants.js';
import { type Derivative, elementwise } from './derivative.js';
import { keptWhere } from './elementwise.js';

/** Selu's constants, as ONNX writes their defaults. */
const SELU_ALPHA = 1.6732631921768188;
const SELU_GAMMA = 1.0507010221481323;

export const activations: Readonly<Record<string, Derivative>> = {
  // A product, as TensorFlow has it; `Where` takes ONNX Runtime half as long again.
  Relu: elementwise((g, _, y, { graph }) => {
    const positive = graph.one('Greater', [y, scalar(graph, 0, y.dtype)]);
    return graph.one('Mul', [g, cast(graph, positive, g.dtype)]);
  }),
  LeakyRelu: elementwise((g, x, _, { graph, attributes }) => {
    const slope = scalar(graph, float(attributes, 'alpha') ?? 0.01, g.dtype);
    const positive = graph.one('Greater', [x, scalar(graph, 0, x.dtype)]);
    return graph.one('Where', [positive, g, graph.one('Mul', [g, slope])]);
  }),
  // y = α(eˣ - 1) below 0, so that dy/dx = y + α there.
  Elu: elementwise((g, x, y, { graph, attributes }) => {
    const alpha = scalar(graph, float(attributes, 'alpha') ?? 1, g.dtype);
    const positive = graph.one('Greater', [x, scalar(graph, 0, x.dtype)]);
    return graph.one('Where', [positive, g, graph.one('Mul', [g, graph.one('Add', [y, alpha])])]);
  }),
  // y = α(eˣᐟᵅ - 1) below 0, so that dy/dx = y/α + 1 there.
  Celu: elementwise((g, x, y, { graph, attributes }) => {
    const alpha = scalar(graph, float(attributes, 'alpha') ?? 1, g.dtype);
    const positive = graph.one('Greater', [x, scalar(graph, 0, x.dtype)]);
    const slope = graph.one('Add', [graph.one('Div', [y, alpha]), scalar(graph, 1, g.dtype)]);
    return graph.one('Where', [positive, g, graph.one('Mul', [g, slope])]);
  }),
  // y = γα(eˣ - 1) below 0 and γx above.
  Selu: elementwise((g, _, y, { graph, attributes }) => {
    const alpha = float(attributes, 'alpha') ?? SELU_ALPHA;
    const gamma = float(attributes, 'gamma') ?? SELU_GAMMA;
    const negative = graph.one('Less', [y, scalar(graph, 0, y.dtype)]);
    const below = graph.one('Add', [y, scalar(graph, alpha * gamma, y.dtype)]);
    return graph.one('Mul', [g, graph.one('Where', [negative, below, scalar(graph, gamma, y.dtype)])]);
  }),
  ThresholdedRelu: elementwise((g, _, y, { graph }) =>
    keptWhere(graph, graph.one('Not', [graph.one('Equal', [y, scalar(graph, 0, y.dtype)])]), g),
  ),
  Sigmoid: elementwise((g, _, y, { graph }) => {
    const rest = graph.one('Sub', [scalar(graph, 1, y.dtype), y]);
    return graph.one('Mul', [g, graph.one('Mul', [y, rest])]);
  }),
  Tanh: elementwise((g, _, y, { graph }) => {
    const slope = graph.one('Sub', [scalar(graph, 1, y.dtype), graph.one('Mul', [y, y])]);
    return graph.one('Mul', [g, slope]);
  }),
  Softplus: elementwise((g, x, _, { graph }) => graph.one('Mul', [g, graph.one('Sigmoid', [x])])),
  // y = x / (1 + |x|), dy/dx = 1 / (1 + |x|)²
  Softsign: elementwise((g, x, _, { graph }) => {
    const size = graph.one('Add', [graph.one('Abs', [x]), scalar(graph, 1, x.dtype)]);
    return graph.one('Div', [g, graph.one('Mul', [size, size])]);
  }),
  // y = αx + β where that is between 0 and 1.
  HardSigmoid: elementwise((g, _, y, { graph, attributes }) => {
    const inside = graph.one('And', [
      graph.one('Greater', [y, scalar(graph, 0, y.dtype)]),
      graph.one('Less', [y, scalar(graph, 1, y.dtype)]),
    ]);
    return keptWhere(graph, inside, graph.one('Mul', [g, scalar(graph, float(attributes, 'alpha') ?? 0.2, g.dtype)]));
  }),
  Gelu: elementwise((g, x, _, { graph, attributes }) => {
    const number = (value: number) => scalar(graph, value, x.dtype);
    if (string(attributes, 'approximate') === 'tanh') {
      // y = x/2 (1 + t), t = tanh(u), u = √(2/π)(x + 0.044715 x³)
      const square = graph.one('Mul', [x, x]);
      const cubic = graph.one('Mul', [square, number(0.044715)]);
      const root = number(Math.sqrt(2 / Math.PI));
      const u = graph.one('Mul', [graph.one('Mul', [x, graph.one('Add', [cubic, number(1)])]), root]);
      const t = graph.one('Tanh', [u]);
      const slope = graph.one('Mul', [
        graph.one('Add', [graph.one('Mul', [square, number(3 * 0.044715)]), number(1)]),
        root,
      ]);
      const bell = graph.one('Mul', [
        graph.one('Mul', [x, slope]),
        graph.one('Sub', [number(1), graph.one('Mul', [t, t])]),
      ]);
      const sum = graph.one('Add', [graph.one('Add', [t, number(1)]), bell]);
      return graph.one('Mul', [g, graph.one('Mul', [sum, number(0.5)])]);
    }
    // y = xΦ(x), dy/dx = Φ(x) + xφ(x)
    const erf = graph.one('Erf', [graph.one('Mul', [x, number(Math.SQRT1_2)])]);
    const cumulative = graph.one('Mul', [graph.one('Add', [erf, number(1)]), number(0.5)]);
    const exponent = graph.one('Mul', [graph.one('Mul', [x, x]), number(-0.5)]);
    const density = graph.one('Mul', [graph.one('Exp', [exponent]), number(1 / Math.sqrt(2 * Math.PI))]);
    return graph.one('Mul', [g, graph.one('Add', [cumulative, graph.one('Mul', [x, density])])]);
  }),
};
