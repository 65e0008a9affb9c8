import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { integers } from '../constants.js';
import { flagSetting, numberSetting } from '../settings.js';
import type { Optimizer } from './optimizer.js';

/**
 * Adafactor: the mean squares of a matrix's gradients are kept by rows and by columns, r and c: v = r cᵀ / mean(r);
 * of a vector each for itself. w ← w - α û with û = g/√v, brought back to a root mean square of `clip_threshold`, and
 * α = max(ε₂, rms(w)) · min(η, 1/√t).
 */
export const adafactor: Optimizer = {
  elementwise: false,
  slots: (_spec, { shape }) =>
    shape.length < 2
      ? [{ name: '', placeholder: true }, { name: '', placeholder: true }, { name: 'velocity' }]
      : [
          { name: '', shape: shape.slice(0, -1) },
          { name: '', shape: [...shape.slice(0, -2), shape.at(-1) as number] },
          { name: 'velocity' },
        ],
  update(nodes, spec, { step, learningRate }) {
    const { graph, add, subtract, multiply, divide, power, minimum, maximum, square, root, mean, slicesOf } = nodes;
    const threshold = numberSetting(spec, 'clip_threshold');
    const epsilon1 = numberSetting(spec, 'epsilon_1');
    const epsilon2 = numberSetting(spec, 'epsilon_2');
    const byTime = divide(1, root(step));
    // Keras asks whether a schedule was given only before it takes this same minimum once more.
    const bounded = flagSetting(spec, 'relative_step') ? minimum(learningRate, byTime) : learningRate;
    const rho = minimum(bounded, byTime);
    const beta = subtract(1, power(step, numberSetting(spec, 'beta_2_decay')));
    const rest = subtract(1, beta);
    const size = (a: SymbolicTensor) => root(mean(square(a)));
    const follow = (from: SymbolicTensor, to: SymbolicTensor) => add(multiply(from, beta), multiply(to, rest));
    const over = (a: SymbolicTensor, axis: number, keepdims = 0) =>
      graph.one('ReduceMean', [a, integers(graph, [axis])], { keepdims: { int: keepdims } });
    const unsqueezed = (a: SymbolicTensor, axis: number) => graph.one('Unsqueeze', [a, integers(graph, [axis])]);
    return (weight, gradient, slots) => {
      const plain = square(gradient);
      const squares = add(plain, epsilon1);
      const changed: SymbolicTensor[] = [];
      let newVelocity: SymbolicTensor;
      const [rows, columns] = slots;
      if (rows && columns) {
        const newRows = follow(rows, over(squares, -1));
        const newColumns = follow(columns, over(squares, -2));
        const share = divide(newRows, over(newRows, -1, 1));
        newVelocity = multiply(unsqueezed(share, -1), unsqueezed(newColumns, -2));
        changed.push(newRows, newColumns);
      } else newVelocity = follow(rows as SymbolicTensor, squares);
      const direction = divide(gradient, root(newVelocity));
      const length = slicesOf(gradient) ? root(mean(divide(plain, newVelocity))) : size(direction);
      const clipped = divide(direction, maximum(divide(length, threshold), 1));
      const rate = multiply(maximum(size(weight), epsilon2), rho);
      return { weight: subtract(weight, multiply(clipped, rate)), slots: [...changed, newVelocity] };
    };
  },
};
