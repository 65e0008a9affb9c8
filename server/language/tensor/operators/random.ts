import { elementTypeByNumber } from '../element-type.js';
import { int, ints } from './attributes.js';
import { required, result } from './operand.js';
import type { Operator } from './operator.js';

/** Operators that draw numbers: of the type asked for, else of the input's. */
export const random: readonly Operator[] = [
  ...['RandomUniformLike', 'RandomNormalLike', 'Bernoulli'].map(
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
