import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { numberSetting, optionalNumber } from '../settings.js';
import { gathered } from './adam.js';
import type { Arithmetic } from './arithmetic.js';
import type { Optimizer } from './optimizer.js';

/**
 * Nadam, Adam with Nesterov's momentum: uₜ = β₁ (1 - 0.96ᵗ/2), Πₜ = u₁ … uₜ,
 * m̂ = uₜ₊₁ m / (1 - Πₜuₜ₊₁) + (1-uₜ) g / (1 - Πₜ), v̂ = v / (1 - β₂ᵗ), w ← w - η m̂ / (√v̂ + ε).
 */
export const nadam: Optimizer = {
  elementwise: true,
  slots: () => [{ name: 'momentum' }, { name: 'velocity' }],
  shared: [{ name: 'u_product', initial: 1 }],
  updateShared: (nodes, spec, { step, shared: [product] }) => [
    nodes.multiply(product as SymbolicTensor, momentumAt(nodes, spec, step)),
  ],
  update(nodes, spec, scalars) {
    const { add, subtract, multiply, divide, square, root, towards } = nodes;
    const { step, learningRate, shared } = scalars;
    // Keras has β in float32 before it is taken from 1.
    const rest = (beta: string) => 1 - Math.fround(numberSetting(spec, beta));
    const epsilon = numberSetting(spec, 'epsilon');
    const product = shared[0] as SymbolicTensor;
    const now = momentumAt(nodes, spec, step);
    const next = momentumAt(nodes, spec, add(step, 1));
    const ofMean = divide(next, subtract(1, multiply(product, next)));
    const ofGradient = divide(subtract(1, now), subtract(1, product));
    const share = gathered(nodes, spec, 'beta_2', scalars);
    return (weight, gradient, slots) => {
      const [mean, meanSquare] = slots as [SymbolicTensor, SymbolicTensor];
      const newMean = towards(mean, gradient, rest('beta_1'));
      const newSquare = towards(meanSquare, square(gradient), rest('beta_2'));
      const ahead = add(multiply(newMean, ofMean), multiply(gradient, ofGradient));
      const change = divide(multiply(ahead, learningRate), add(root(divide(newSquare, share)), epsilon));
      return { weight: subtract(weight, change), slots: [newMean, newSquare] };
    };
  },
};

function momentumAt({ subtract, multiply, power }: Arithmetic, spec: Configuration, step: SymbolicTensor) {
  // Keras 2's former one has a slower schedule.
  const slower = optionalNumber(spec, 'schedule_decay');
  const time = slower === null ? step : multiply(step, slower);
  return multiply(subtract(1, multiply(power(0.96, time), 0.5)), numberSetting(spec, 'beta_1'));
}
