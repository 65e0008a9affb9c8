import { allocate, type ElementType, type TensorData } from '../../../server/language/tensor/element-type.js';
import { broadcastPositions, broadcastShapes, given, sizeOf } from './tensors.js';

/** A whole-number result of each pair of elements, exactly, and wrapped as the type does. */
export function wholePairs(
  inputs: readonly (TensorData | undefined)[],
  compute: (a: bigint, b: bigint) => bigint | boolean,
  output?: ElementType,
): TensorData {
  const [a, b] = [given(inputs, 0), given(inputs, 1)];
  const shape = broadcastShapes(a.shape, b.shape);
  const [aAt, bAt] = [broadcastPositions(a.shape, shape), broadcastPositions(b.shape, shape)];
  const dtype = output ?? a.dtype;
  const data = allocate(dtype, sizeOf(shape));
  const big = data instanceof BigInt64Array || data instanceof BigUint64Array;
  for (let i = 0; i < data.length; i += 1) {
    const value = compute(
      BigInt(a.data[aAt[i] as number] as number | bigint),
      BigInt(b.data[bAt[i] as number] as number | bigint),
    );
    if (big) data[i] = BigInt(value);
    else data[i] = Number(typeof value === 'bigint' ? BigInt.asIntN(32, value) : value);
  }
  return { dtype, shape, data };
}
