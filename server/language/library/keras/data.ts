import { allocate, type ElementType, type TensorData } from '../../tensor/element-type.js';
import { isStatic } from '../../tensor/shape.js';
import type { TensorValue } from '../../values/value.js';

/** A tensor's elements; undefined where it has none. */
export function dataOf(value: TensorValue): TensorData | undefined {
  const { data, dtype, shape } = value;
  return data && dtype && isStatic(shape) ? { dtype, shape, data } : undefined;
}

/** Keras computes in float32: other floats, and booleans, become that. Integers stay, to be cast on the device. */
export function asFloat32(tensor: TensorData | undefined): TensorData | undefined {
  if (!tensor || !convertible.includes(tensor.dtype)) return tensor;
  const { data, shape } = tensor;
  // The array's own conversion takes a fifth of the time of a loop: data may be a quarter of a billion numbers.
  const isLarge = data instanceof BigInt64Array || data instanceof BigUint64Array;
  if (tensor.dtype !== 'float16' && !isLarge) return { dtype: 'float32', shape, data: new Float32Array(data) };
  const floats = new Float32Array(data.length);
  for (let i = 0; i < floats.length; i += 1)
    floats[i] = tensor.dtype === 'float16' ? halfToFloat(Number(data[i])) : Number(data[i]);
  return { dtype: 'float32', shape, data: floats };
}

/** The samples from `start` to `stop`. */
export function slice(tensor: TensorData, start: number, stop: number): TensorData {
  const [count = 0, ...sample] = tensor.shape;
  const size = sample.reduce((product, dim) => product * dim, 1);
  const last = Math.min(stop, count);
  const data = allocate(tensor.dtype, 0);
  const part = tensor.data.slice(start * size, last * size);
  return { dtype: tensor.dtype, shape: [last - start, ...sample], data: part.length ? part : data };
}

const convertible: readonly ElementType[] = [
  'float64',
  'float16',
  'bool',
  'uint16',
  'uint32',
  'uint64',
  'int8',
  'int16',
];

function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
