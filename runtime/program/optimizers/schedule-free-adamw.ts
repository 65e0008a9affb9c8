import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { numberSetting } from '../settings.js';
import { gathered } from './adam.js';
import type { Optimizer } from './optimizer.js';

/**
 * AdamW without a schedule: z takes Adam's steps without momentum, z ← z - ηg / (√v̂ + ε); x is the mean of all z so
 * far, and the weight stands between the two: w = (1-β₁) z + β₁ x.
 */
export const scheduleFreeAdamW: Optimizer = {
  elementwise: true,
  slots: () => [{ name: 'momentum', initial: 'weight' }, { name: 'velocity' }],
  update(nodes, spec, scalars) {
    const { add, subtract, multiply, divide, minimum, square, root, towards } = nodes;
    const beta1 = Math.fround(numberSetting(spec, 'beta_1'));
    const rest = (beta: number) => 1 - Math.fround(beta);
    const epsilon = numberSetting(spec, 'epsilon');
    const warmup = numberSetting(spec, 'warmup_steps');
    const rate =
      warmup > 0 ? multiply(scalars.learningRate, minimum(divide(scalars.step, warmup), 1)) : scalars.learningRate;
    const share = gathered(nodes, spec, 'beta_2', scalars);
    const weightOfNew = divide(1, scalars.step);
    const weightOfOld = subtract(1, weightOfNew);
    return (weight, gradient, slots) => {
      const [point, meanSquare] = slots as [SymbolicTensor, SymbolicTensor];
      const newSquare = towards(meanSquare, square(gradient), rest(numberSetting(spec, 'beta_2')));
      const divisor = add(root(divide(newSquare, share)), epsilon);
      const newPoint = subtract(point, divide(multiply(gradient, rate), divisor));
      // Keras means the point before the step here, but on TensorFlow it reads the one after it.
      const mean = divide(subtract(weight, multiply(newPoint, rest(beta1))), beta1);
      const newMean = add(multiply(mean, weightOfOld), multiply(newPoint, weightOfNew));
      return {
        weight: add(multiply(newPoint, rest(beta1)), multiply(newMean, beta1)),
        slots: [newPoint, newSquare],
      };
    };
  },
};
