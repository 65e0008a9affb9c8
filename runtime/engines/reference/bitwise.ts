import { string } from '../../../server/language/tensor/operators/attributes.js';
import type { Kernel, Kernels } from './kernel.js';
import { wholePairs } from './whole.js';

/** Operators on the bits of whole numbers. */
export const bitwise: Kernels = {
  BitwiseAnd: onBits((a, b) => a & b),
  BitwiseOr: onBits((a, b) => a | b),
  BitwiseXor: onBits((a, b) => a ^ b),
  BitShift: (inputs, attributes, surroundings) =>
    onBits(string(attributes, 'direction') === 'LEFT' ? (a, b) => a << places(b) : (a, b) => a >> places(b))(
      inputs,
      attributes,
      surroundings,
    ),
};

/** A shift by less than nothing, or by more bits than a number has, leaves none of them: no type has more than 64. */
const places = (by: bigint) => (by < 0n || by > 64n ? 64n : by);

function onBits(compute: (a: bigint, b: bigint) => bigint): Kernel {
  return (inputs) => [wholePairs(inputs, compute)];
}
