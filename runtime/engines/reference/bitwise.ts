import { string } from '../../../server/language/tensor/operators/attributes.js';
import type { Kernel, Kernels } from './kernel.js';
import { wholePairs } from './whole.js';

/** Operators on the bits of whole numbers. */
export const bitwise: Kernels = {
  BitwiseAnd: onBits((a, b) => a & b),
  BitwiseOr: onBits((a, b) => a | b),
  BitwiseXor: onBits((a, b) => a ^ b),
  BitShift: (inputs, attributes, surroundings) =>
    onBits(string(attributes, 'direction') === 'LEFT' ? (a, b) => a << b : (a, b) => a >> b)(
      inputs,
      attributes,
      surroundings,
    ),
};

function onBits(compute: (a: bigint, b: bigint) => bigint): Kernel {
  return (inputs) => [wholePairs(inputs, compute)];
}
