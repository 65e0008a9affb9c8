import type { Attributes } from '../../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { int } from '../../../server/language/tensor/operators/attributes.js';
import type { Application } from '../tape.js';

/** Operators that treat every element alike. */
const elementwise = new Set([
  ...['Relu', 'LeakyRelu', 'Elu', 'Selu', 'Celu', 'Sigmoid', 'Tanh', 'Softplus', 'Softsign', 'HardSigmoid', 'Gelu'],
  ...['HardSwish', 'Mish', 'Exp', 'Log', 'Sqrt', 'Neg', 'Abs', 'Reciprocal', 'Erf', 'Sign', 'Floor', 'Ceil', 'Round'],
  ...['Identity', 'Cast', 'Not', 'Sin', 'Cos'],
  ...['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Max', 'Min', 'Where', 'And', 'Or', 'Xor', 'Equal', 'Less', 'LessOrEqual'],
  ...['Greater', 'GreaterOrEqual', 'Clip'],
]);

/**
 * The attributes with which an operator does for all steps at once, along a new first axis, what it does for each;
 * undefined where it cannot. `stacked` says which inputs are known for all steps at once; the others are the same at each.
 */
export function batched(
  { op, inputs, outputs, attributes }: Application,
  stacked: (input: SymbolicTensor) => boolean,
): Attributes | undefined {
  const ranks = inputs.map((input) => input?.shape?.length);
  const rank = outputs[0]?.shape?.length;
  const isStacked = inputs.map((input) => input !== undefined && stacked(input));
  if (rank === undefined || inputs.some((input, i) => input && ranks[i] === undefined)) return undefined;
  if (elementwise.has(op)) return inputs.every((_, i) => !isStacked[i] || ranks[i] === rank) ? attributes : undefined;
  switch (op) {
    // One matrix for all steps: one product.
    case 'MatMul':
      return isStacked[0] && !isStacked[1] && ranks[0] === 2 && ranks[1] === 2 ? attributes : undefined;
    case 'Concat':
      return isStacked.every((each) => each) ? { ...attributes, axis: { int: shifted(attributes) } } : undefined;
    case 'Split':
      return isStacked[1] ? undefined : { ...attributes, axis: { int: shifted(attributes) } };
    default:
      return undefined;
  }
}

function shifted(attributes: Attributes): number {
  const axis = int(attributes, 'axis') ?? 0;
  return axis < 0 ? axis : axis + 1;
}
