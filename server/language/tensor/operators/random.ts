import { elementTypeByNumber } from '../element-type.js';
import { int, ints } from './attributes.js';
import { required, result } from './operand.js';
import type { Operator } from './operator.js';

/**
 * Operators that draw numbers: of the type asked for, else of the input's. `Bernoulli` is not among them:
 * ONNX Runtime 1.30 draws its ones with the probability of the zeros.
 */
export const random: readonly Operator[] = [
  ...['RandomUniformLike', 'RandomNormalLike'].map(
    (name): Operator => ({
      name,
      infer(inputs, attributes) {
        const x = required(inputs, 0, name);
        return [result(elementTypeByNumber(int(attributes, 'dtype') ?? 0) ?? x.dtype, x.shape)];
      },
    }),
  ),
  ...['RandomUniform', 'RandomNormal'].map(
    (name): Operator => ({
      name,
      infer: (_inputs, attributes) => [
        result(elementTypeByNumber(int(attributes, 'dtype') ?? 0) ?? 'float32', ints(attributes, 'shape') ?? []),
      ],
    }),
  ),
];
