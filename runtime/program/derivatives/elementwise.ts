import { isFloat } from '../../../server/language/tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { cast, scalar } from '../constants.js';
import { type Derivative, elementwise } from './derivative.js';

/** Functions of one operand, element by element, other than activations. */
export const functions: Readonly<Record<string, Derivative>> = {
  Identity: elementwise((g) => g),
  Cast: elementwise((g, x, y, { graph }) =>
    isFloat(x.dtype) && isFloat(y.dtype) ? cast(graph, g, x.dtype) : undefined,
  ),
  Neg: elementwise((g, _x, _y, { graph }) => graph.one('Neg', [g])),
  Abs: elementwise((g, x, _, { graph }) => graph.one('Mul', [g, graph.one('Sign', [x])])),
  Exp: elementwise((g, _, y, { graph }) => graph.one('Mul', [g, y])),
  Log: elementwise((g, x, _, { graph }) => graph.one('Div', [g, x])),
  Sqrt: elementwise((g, _, y, { graph }) => graph.one('Div', [g, graph.one('Add', [y, y])])),
  Reciprocal: elementwise((g, _, y, { graph }) => graph.one('Neg', [graph.one('Mul', [g, graph.one('Mul', [y, y])])])),
  // d erf(x) / dx = 2/√π · exp(-x²)
  Erf: elementwise((g, x, _, { graph }) => {
    const bell = graph.one('Exp', [graph.one('Neg', [graph.one('Mul', [x, x])])]);
    return graph.one('Mul', [g, graph.one('Mul', [bell, scalar(graph, 2 / Math.sqrt(Math.PI), x.dtype)])]);
  }),
  Sin: elementwise((g, x, _, { graph }) => graph.one('Mul', [g, graph.one('Cos', [x])])),
  Cos: elementwise((g, x, _, { graph }) => graph.one('Neg', [graph.one('Mul', [g, graph.one('Sin', [x])])])),
  // 1 + tan²
  Tan: elementwise((g, _, y, { graph }) => graph.one('Mul', [g, graph.one('Add', [squared(graph, y), one(graph, y)])])),
  // ±1 / √(1 - x²)
  Asin: elementwise((g, x, _, { graph }) =>
    graph.one('Div', [g, root(graph, 'Sub', one(graph, x), squared(graph, x))]),
  ),
  Acos: elementwise((g, x, _, { graph }) =>
    graph.one('Neg', [graph.one('Div', [g, root(graph, 'Sub', one(graph, x), squared(graph, x))])]),
  ),
  Atan: elementwise((g, x, _, { graph }) =>
    graph.one('Div', [g, graph.one('Add', [squared(graph, x), one(graph, x)])]),
  ),
  Sinh: elementwise((g, x, _, { graph }) => graph.one('Mul', [g, graph.one('Cosh', [x])])),
  Cosh: elementwise((g, x, _, { graph }) => graph.one('Mul', [g, graph.one('Sinh', [x])])),
  // 1 / √(x² ± 1)
  Asinh: elementwise((g, x, _, { graph }) =>
    graph.one('Div', [g, root(graph, 'Add', squared(graph, x), one(graph, x))]),
  ),
  Acosh: elementwise((g, x, _, { graph }) =>
    graph.one('Div', [g, root(graph, 'Sub', squared(graph, x), one(graph, x))]),
  ),
  Atanh: elementwise((g, x, _, { graph }) =>
    graph.one('Div', [g, graph.one('Sub', [one(graph, x), squared(graph, x)])]),
  ),
  // At the limits themselves the gradient passes, as TensorFlow's clip_by_value has it.
  Clip: elementwise((g, x, _, { graph, inputs }) => {
    let result = g;
    if (inputs[1]) result = keptWhere(graph, graph.one('GreaterOrEqual', [x, inputs[1]]), result);
    if (inputs[2]) result = keptWhere(graph, graph.one('LessOrEqual', [x, inputs[2]]), result);
    return result;
  }),
};

function one(graph: GraphBuilder, like: SymbolicTensor): SymbolicTensor {
  return scalar(graph, 1, like.dtype);
}

function squared(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return graph.one('Mul', [x, x]);
}

function root(graph: GraphBuilder, op: 'Add' | 'Sub', a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  return graph.one('Sqrt', [graph.one(op, [a, b])]);
}

/** The gradient where a condition holds, 0 elsewhere. */
export function keptWhere(graph: GraphBuilder, condition: SymbolicTensor, gradient: SymbolicTensor): SymbolicTensor {
  return graph.one('Where', [condition, gradient, scalar(graph, 0, gradient.dtype)]);
}

/** Operators whose results do not change with small changes of their operands: nothing is carried back. */
export const flat: readonly string[] = [
  'Equal',
  'Less',
  'LessOrEqual',
  'Greater',
  'GreaterOrEqual',
  'And',
  'Or',
  'Xor',
  'Not',
  'Sign',
  // What `stop_gradient` writes.
  'CastLike',
  'Floor',
  'Ceil',
  'Round',
  'ArgMax',
  'ArgMin',
  'Shape',
  'Size',
  'OneHot',
  'ConstantOfShape',
  'Range',
  'IsNaN',
  'IsInf',
  'NonZero',
  'RandomUniformLike',
  'RandomNormalLike',
  'RandomUniform',
  'RandomNormal',
  'Bernoulli',
  'IsNaN',
  'IsInf',
  'BitwiseAnd',
  'BitwiseOr',
  'BitwiseXor',
  'BitShift',
  'Constant',
  'Range',
];
