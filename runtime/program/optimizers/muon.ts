import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { flagSetting, listSetting, numberSetting, optionalNumber } from '../settings.js';
import { Unsupported } from '../unsupported.js';
import { adamUpdate } from './adam.js';
import type { Arithmetic } from './arithmetic.js';
import type { Optimizer, WeightShape } from './optimizer.js';

/**
 * Muon: the momentum of a matrix is made nearly orthogonal by some steps of Newton and Schulz before it is taken from
 * the weight. What is no matrix, embeddings, and what `exclude_layers` names is Adam's.
 */
export const muon: Optimizer = {
  elementwise: false,
  slots: (spec, weight) => [{ name: 'momentum' }, ...(isAdams(spec, weight) ? [{ name: 'velocity' }] : [])],
  weightDecay: (spec, weight) => optionalNumber(spec, isAdams(spec, weight) ? 'adam_weight_decay' : 'weight_decay'),
  update(nodes, spec, scalars) {
    const { add, subtract, multiply } = nodes;
    const ratio = numberSetting(spec, 'adam_lr_ratio');
    const rate = ratio === 1 ? scalars.learningRate : multiply(scalars.learningRate, ratio);
    const asAdam = adamUpdate(
      nodes,
      { ...scalars, learningRate: rate },
      {
        beta1: numberSetting(spec, 'adam_beta_1'),
        beta2: numberSetting(spec, 'adam_beta_2'),
        epsilon: numberSetting(spec, 'epsilon'),
      },
    );
    const momentum = numberSetting(spec, 'momentum');
    const nesterov = flagSetting(spec, 'nesterov');
    const rms = optionalNumber(spec, 'rms_rate');
    return (weight, gradient, slots, about) => {
      if (isAdams(spec, about)) return asAdam(weight, gradient, slots, about);
      const mean = slots[0] as SymbolicTensor;
      const newMean = add(mean, add(gradient, multiply(mean, momentum - 1)));
      const ahead = nesterov ? add(gradient, multiply(newMean, momentum)) : newMean;
      const direction = orthogonal(nodes, spec, ahead, about.shape);
      const step = multiply(direction, scalars.learningRate);
      const size = Math.sqrt(Math.max(...about.shape));
      return {
        weight: subtract(weight, rms === null ? step : multiply(step, Math.fround(size) * rms)),
        slots: [newMean],
      };
    };
  },
};

function isAdams(spec: Configuration, { name, shape }: WeightShape): boolean {
  if (shape.length !== 2) return true;
  if (flagSetting(spec, 'exclude_embeddings') && name.toLowerCase().includes('embedding')) return true;
  return listSetting(spec, 'exclude_layers').some((pattern) => {
    if (typeof pattern !== 'string') throw new Unsupported('exclude_layers= of other than strings');
    return new RegExp(pattern).test(name);
  });
}

/** The quintic iteration of Newton and Schulz on a matrix whose wide side lies along its last axis. */
function orthogonal(
  { graph, add, multiply, divide, square, root, sum }: Arithmetic,
  spec: Configuration,
  matrix: SymbolicTensor,
  [rows = 0, columns = 0]: readonly number[],
): SymbolicTensor {
  const a = numberSetting(spec, 'muon_a');
  const b = numberSetting(spec, 'muon_b');
  const c = numberSetting(spec, 'muon_c');
  const transposed = (x: SymbolicTensor) => graph.one('Transpose', [x], { perm: { ints: [1, 0] } });
  const product = (x: SymbolicTensor, y: SymbolicTensor) => graph.one('MatMul', [x, y]);
  let x = rows > columns ? transposed(matrix) : matrix;
  x = divide(x, add(root(sum(square(x))), 1e-7));
  for (let step = 0; step < numberSetting(spec, 'ns_steps'); step += 1) {
    const gram = product(x, transposed(x));
    const mixed = add(multiply(gram, b), product(multiply(gram, c), gram));
    x = add(multiply(x, a), product(mixed, x));
  }
  return rows > columns ? transposed(x) : x;
}
