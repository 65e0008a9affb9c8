import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { float, int } from '../../../server/language/tensor/operators/attributes.js';
import { flagSetting, numberSetting } from '../settings.js';
import type { Application } from '../tape.js';
import type { Arithmetic } from './arithmetic.js';
import type { Optimizer } from './optimizer.js';

/**
 * Stochastic gradient descent: w ← w - ηg. With momentum μ: m ← μm - ηg, w ← w + m;
 * Nesterov's form looks ahead: w ← w + μm - ηg with the new m.
 */
export const sgd: Optimizer = {
  elementwise: true,
  slots: (spec) => (numberSetting(spec, 'momentum') === 0 ? [] : [{ name: 'momentum' }]),
  update(nodes, spec, { learningRate: rate }) {
    const { add, subtract, multiply } = nodes;
    const momentum = numberSetting(spec, 'momentum');
    const nesterov = flagSetting(spec, 'nesterov');
    return (weight, gradient, [velocity]) => {
      if (!velocity) return { weight: descended(nodes, weight, gradient, rate), slots: [] };
      const step = multiply(gradient, rate);
      const moved = subtract(multiply(velocity, momentum), step);
      const change = nesterov ? subtract(multiply(moved, momentum), step) : moved;
      return { weight: add(weight, change), slots: [moved] };
    };
  },
};

/**
 * w - ηg. A matrix's gradient is a product, g = aᵀb with few rows: w - aᵀ(ηb) is one product that adds to w as it
 * goes, and does not pass over numbers as many as the matrix has twice more.
 */
function descended(
  { graph, subtract, multiply }: Arithmetic,
  weight: SymbolicTensor,
  gradient: SymbolicTensor,
  rate: SymbolicTensor,
): SymbolicTensor {
  const made = graph.producer(gradient);
  const [first, second] = made?.inputs ?? [];
  if (made && first && second && isProduct(made))
    return graph.one('Gemm', [first, multiply(second, rate), weight], {
      transA: { int: 1 },
      alpha: { float: -1 },
    });
  // The bias beside such a matrix: ηb is there.
  const shared = graph.applications.some((each) => isProduct(each) && each.inputs[1] === first);
  if (made?.op === 'ReduceSum' && first && shared)
    return subtract(weight, graph.one('ReduceSum', [multiply(first, rate), second], made.attributes));
  return subtract(weight, multiply(gradient, rate));
}

/** aᵀb and nothing more. */
function isProduct({ op, inputs, attributes }: Application): boolean {
  return (
    op === 'Gemm' &&
    inputs.length === 2 &&
    int(attributes, 'transA') === 1 &&
    int(attributes, 'transB') !== 1 &&
    (float(attributes, 'alpha') ?? 1) === 1
  );
}
