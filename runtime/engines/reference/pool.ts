import type { TensorData } from '../../../server/language/tensor/element-type.js';
import { int, ints } from '../../../server/language/tensor/operators/attributes.js';
import type { Kernels } from './kernel.js';
import { generate, given, numbers, sizeOf, tensorOf } from './tensors.js';
import { movesOf, visitWindow } from './windows.js';

export const pools: Kernels = {
  MaxPool(inputs, attributes) {
    const x = given(inputs, 0);
    const [samples, channels, ...spatial] = x.shape as [number, number, ...number[]];
    const moves = movesOf(spatial, ints(attributes, 'kernel_shape') ?? [], attributes);
    const [size, outputSize, values] = [sizeOf(spatial), sizeOf(moves.output), numbers(x)];
    const columnMajor = int(attributes, 'storage_order') === 1;
    const shape = [samples, channels, ...moves.output];
    const most = new Float64Array(sizeOf(shape)).fill(-Infinity);
    const where = new Float64Array(sizeOf(shape));
    for (let out = 0; out < outputSize; out += 1) {
      visitWindow(moves, out, (position) => {
        if (position < 0) return;
        for (let plane = 0; plane < samples * channels; plane += 1) {
          const at = plane * outputSize + out;
          const value = values[plane * size + position] as number;
          if (value <= (most[at] as number) || Number.isNaN(most[at])) continue;
          most[at] = value;
          where[at] = plane * size + (columnMajor ? columnMajorPosition(position, spatial) : position);
        }
      });
    }
    return [tensorOf(x.dtype, shape, most), tensorOf('int64', shape, where)];
  },

  AveragePool(inputs, attributes) {
    const x = given(inputs, 0);
    const [samples, channels, ...spatial] = x.shape as [number, number, ...number[]];
    const moves = movesOf(spatial, ints(attributes, 'kernel_shape') ?? [], attributes);
    const [size, outputSize, values] = [sizeOf(spatial), sizeOf(moves.output), numbers(x)];
    const countPadding = int(attributes, 'count_include_pad') === 1;
    return [
      generate(x.dtype, [samples, channels, ...moves.output], (i) => {
        const plane = Math.floor(i / outputSize);
        let [sum, count] = [0, 0];
        visitWindow(moves, i % outputSize, (position) => {
          if (position >= 0) sum += values[plane * size + position] as number;
          if (position >= 0 || countPadding) count += 1;
        });
        return sum / count;
      }),
    ];
  },

  LpPool(inputs, attributes) {
    const x = given(inputs, 0);
    const [samples, channels, ...spatial] = x.shape as [number, number, ...number[]];
    const moves = movesOf(spatial, ints(attributes, 'kernel_shape') ?? [], attributes);
    const [size, outputSize, values] = [sizeOf(spatial), sizeOf(moves.output), numbers(x)];
    const p = int(attributes, 'p') ?? 2;
    return [
      generate(x.dtype, [samples, channels, ...moves.output], (i) => {
        let sum = 0;
        visitWindow(moves, i % outputSize, (position) => {
          if (position >= 0) sum += Math.abs(values[Math.floor(i / outputSize) * size + position] as number) ** p;
        });
        return sum ** (1 / p);
      }),
    ];
  },

  GlobalAveragePool: (inputs) => [
    perPlane(given(inputs, 0), (values) => values.reduce((sum, value) => sum + value, 0) / values.length),
  ],
  GlobalMaxPool: (inputs) => [
    perPlane(given(inputs, 0), (values) => values.reduce((most, value) => Math.max(most, value), -Infinity)),
  ],
};

function perPlane(x: TensorData, fold: (values: readonly number[]) => number): TensorData {
  const size = sizeOf(x.shape.slice(2));
  const values = Array.from(numbers(x));
  return generate(
    x.dtype,
    x.shape.map((dim, axis) => (axis < 2 ? dim : 1)),
    (plane) => fold(values.slice(plane * size, (plane + 1) * size)),
  );
}

/** Where an element lies when the first axis is the one that runs fastest. */
function columnMajorPosition(position: number, shape: readonly number[]): number {
  let [result, stride] = [0, 1];
  const indices = [...shape].reverse().map((dim) => {
    const index = position % dim;
    position = Math.floor(position / dim);
    return index;
  });
  indices.reverse().forEach((index, axis) => {
    result += index * stride;
    stride *= shape[axis] as number;
  });
  return result;
}
