import { allocate, type TensorData } from '../../server/language/tensor/element-type.js';

/** Tensors of one type put together along the axis of the samples. */
export function joined(parts: readonly TensorData[]): TensorData {
  const first = parts[0] as TensorData;
  if (parts.length === 1) return first;
  const data = allocate(
    first.dtype,
    parts.reduce((sum, part) => sum + part.data.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    // All parts have the type that was allocated.
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.set(part.data as BigInt64Array, at);
    else data.set(part.data as Float32Array, at);
    at += part.data.length;
  }
  const samples = parts.reduce((sum, part) => sum + (part.shape[0] ?? 0), 0);
  return { dtype: first.dtype, shape: [samples, ...first.shape.slice(1)], data };
}
