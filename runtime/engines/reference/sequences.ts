import { int } from '../../../server/language/tensor/operators/attributes.js';
import type { Kernels } from './kernel.js';
import { axisFromFront, given, indicesOf, numbers, parted, scalar, sizeOf, tensorOf } from './tensors.js';

/** Operators that order, add up or pick along an axis. */
export const sequences: Kernels = {
  CumSum(inputs, attributes) {
    const x = given(inputs, 0);
    const [outer, along, inner] = parted(x.shape, axisFromFront(scalar(given(inputs, 1)), x.shape.length));
    const values = numbers(x);
    const [exclusive, reverse] = [int(attributes, 'exclusive') === 1, int(attributes, 'reverse') === 1];
    const sums = new Float64Array(values.length);
    for (let o = 0; o < outer; o += 1) {
      for (let i = 0; i < inner; i += 1) {
        let sum = 0;
        for (let k = 0; k < along; k += 1) {
          const at = (o * along + (reverse ? along - 1 - k : k)) * inner + i;
          if (exclusive) sums[at] = sum;
          sum += values[at] as number;
          if (!exclusive) sums[at] = sum;
        }
      }
    }
    return [tensorOf(x.dtype, x.shape, sums)];
  },
  TopK(inputs, attributes) {
    const x = given(inputs, 0);
    const count = scalar(given(inputs, 1));
    const axis = axisFromFront(int(attributes, 'axis') ?? -1, x.shape.length);
    const [outer, along, inner] = parted(x.shape, axis);
    const values = numbers(x);
    const sign = int(attributes, 'largest') === 0 ? 1 : -1;
    const shape = x.shape.map((dim, at) => (at === axis ? count : dim));
    const [picked, where] = [new Float64Array(sizeOf(shape)), new Float64Array(sizeOf(shape))];
    for (let o = 0; o < outer; o += 1) {
      for (let i = 0; i < inner; i += 1) {
        const valueAt = (k: number) => values[(o * along + k) * inner + i] as number;
        // Of equal elements the first comes first, as ONNX demands.
        const order = Array.from({ length: along }, (_, k) => k).sort(
          (a, b) => sign * (valueAt(a) - valueAt(b)) || a - b,
        );
        for (let k = 0; k < count; k += 1) {
          const at = (o * count + k) * inner + i;
          picked[at] = valueAt(order[k] as number);
          where[at] = order[k] as number;
        }
      }
    }
    return [tensorOf(x.dtype, shape, picked), tensorOf('int64', shape, where)];
  },
  NonZero(inputs) {
    const x = given(inputs, 0);
    const values = numbers(x);
    const found = Array.from({ length: values.length }, (_, i) => i).filter((i) => values[i] !== 0);
    const rows = x.shape.map((_, axis) => found.map((position) => indicesOf(position, x.shape)[axis] as number));
    return [tensorOf('int64', [x.shape.length, found.length], rows.flat())];
  },
};
