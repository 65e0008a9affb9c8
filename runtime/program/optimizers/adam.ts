import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { flagSetting, numberSetting } from '../settings.js';
import type { Arithmetic } from './arithmetic.js';
import type { Optimizer, StepScalars, WeightUpdate } from './optimizer.js';

/**
 * Adam: m ← m + (1-β₁)(g - m), v ← v + (1-β₂)(g² - v), w ← w - αm / (√v + ε) with
 * α = η √(1-β₂ᵗ) / (1-β₁ᵗ): ε stands beside the root, not corrected for the start (Kingma and Ba's
 * "epsilon hat"). AMSGrad divides by the largest v so far. AdamW is Adam with another default of `weight_decay`.
 */
export const adam: Optimizer = {
  elementwise: true,
  slots: (spec) => [
    { name: 'momentum' },
    { name: 'velocity' },
    ...(flagSetting(spec, 'amsgrad') ? [{ name: 'velocity_hat', round: 1 }] : []),
  ],
  update: (nodes, spec, step) =>
    adamUpdate(nodes, step, {
      beta1: numberSetting(spec, 'beta_1'),
      beta2: numberSetting(spec, 'beta_2'),
      epsilon: numberSetting(spec, 'epsilon'),
    }),
};

/** Slots: the mean, the mean square, and the largest one where AMSGrad is asked for. */
export function adamUpdate(
  { add, subtract, multiply, divide, power, maximum, square, root, towards }: Arithmetic,
  { step, learningRate }: StepScalars,
  { beta1, beta2, epsilon }: { readonly beta1: number; readonly beta2: number; readonly epsilon: number },
): WeightUpdate {
  const rest = (beta: number) => subtract(1, power(beta, step));
  const rate = divide(multiply(learningRate, root(rest(beta2))), rest(beta1));
  return (weight, gradient, slots) => {
    const [mean, meanSquare, largest] = slots as [SymbolicTensor, SymbolicTensor, SymbolicTensor?];
    const newMean = towards(mean, gradient, 1 - beta1);
    const newSquare = towards(meanSquare, square(gradient), 1 - beta2);
    const newLargest = largest ? maximum(largest, newSquare) : undefined;
    const divisor = add(root(newLargest ?? newSquare), epsilon);
    return {
      weight: subtract(weight, divide(multiply(newMean, rate), divisor)),
      slots: [newMean, newSquare, ...(newLargest ? [newLargest] : [])],
    };
  };
}

/** 1 - βᵗ: what a running mean that began with 0 has gathered after t steps. */
export function gathered({ subtract, power }: Arithmetic, spec: Configuration, beta: string, { step }: StepScalars) {
  return subtract(1, power(numberSetting(spec, beta), step));
}
