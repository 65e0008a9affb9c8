import { allocate, type TensorData } from '../../../server/language/tensor/element-type.js';
import { int, string } from '../../../server/language/tensor/operators/attributes.js';
import { sliceDim } from '../../../server/language/tensor/operators/slice.js';
import { EngineError } from '../engine.js';
import type { Kernels } from './kernel.js';
import {
  axisFromFront,
  bounds,
  broadcastPositions,
  broadcastShapes,
  given,
  indicesOf,
  numbers,
  parted,
  positionOf,
  rearrange,
  scalar,
  sizeOf,
} from './tensors.js';

/** Operators that cut tensors, join and repeat them. */
export const pieces: Kernels = {
  Slice(inputs) {
    const x = given(inputs, 0);
    const [starts, ends] = [bounds(given(inputs, 1)), bounds(given(inputs, 2))];
    const axes = inputs[3] ? Array.from(numbers(inputs[3])) : starts.map((_, i) => i);
    const steps = inputs[4] ? bounds(inputs[4]) : starts.map(() => 1);
    const shape = [...x.shape];
    const first = x.shape.map(() => 0);
    const stride = x.shape.map(() => 1);
    axes.forEach((each, i) => {
      const axis = axisFromFront(each, shape.length);
      const dim = x.shape[axis] as number;
      const [start, step] = [starts[i] as number, steps[i] as number];
      shape[axis] = sliceDim(dim, start, ends[i] as number, step) as number;
      first[axis] = Math.max(0, Math.min(step > 0 ? dim : dim - 1, start < 0 ? start + dim : start));
      stride[axis] = step;
    });
    return [
      rearrange(x, shape, (i) =>
        positionOf(
          indicesOf(i, shape).map((index, axis) => (first[axis] as number) + index * (stride[axis] as number)),
          x.shape,
        ),
      ),
    ];
  },
  Concat(inputs, attributes) {
    const parts = inputs.map((_, i) => given(inputs, i));
    const axis = axisFromFront(int(attributes, 'axis') ?? 0, given(inputs, 0).shape.length);
    return [joined(parts, axis)];
  },
  Split(inputs, attributes) {
    const x = given(inputs, 0);
    const axis = axisFromFront(int(attributes, 'axis') ?? 0, x.shape.length);
    const dim = x.shape[axis] as number;
    const count = int(attributes, 'num_outputs') ?? 2;
    const even = Math.ceil(dim / count);
    const sizes = inputs[1]
      ? Array.from(numbers(inputs[1]))
      : Array.from({ length: count }, (_, i) => Math.max(0, Math.min(even, dim - i * even)));
    let start = 0;
    return sizes.map((size) => {
      const first = start;
      start += size;
      const shape = x.shape.map((each, at) => (at === axis ? size : each));
      return rearrange(x, shape, (i) =>
        positionOf(
          indicesOf(i, shape).map((index, at) => (at === axis ? first + index : index)),
          x.shape,
        ),
      );
    });
  },
  Pad(inputs, attributes) {
    const x = given(inputs, 0);
    const pads = Array.from(numbers(given(inputs, 1)));
    const axes = inputs[3]
      ? Array.from(numbers(inputs[3]), (axis) => axisFromFront(axis, x.shape.length))
      : x.shape.map((_, axis) => axis);
    const [before, shape] = [x.shape.map(() => 0), [...x.shape]];
    axes.forEach((axis, i) => {
      before[axis] = pads[i] as number;
      shape[axis] = (shape[axis] as number) + (pads[i] as number) + (pads[i + axes.length] as number);
    });
    const mode = string(attributes, 'mode') ?? 'constant';
    const source = (position: number) => {
      const indices = indicesOf(position, shape).map((index, axis) =>
        inside(index - (before[axis] as number), x.shape[axis] as number, mode),
      );
      return indices.includes(-1) ? -1 : positionOf(indices, x.shape);
    };
    return [rearrange(x, shape, source, inputs[2])];
  },
  Expand(inputs) {
    const x = given(inputs, 0);
    const shape = broadcastShapes(x.shape, Array.from(numbers(given(inputs, 1))));
    const positions = broadcastPositions(x.shape, shape);
    return [rearrange(x, shape, (i) => positions[i] as number)];
  },
  Tile(inputs) {
    const x = given(inputs, 0);
    const repeats = numbers(given(inputs, 1));
    const shape = x.shape.map((dim, axis) => dim * (repeats[axis] as number));
    return [
      rearrange(x, shape, (i) =>
        positionOf(
          indicesOf(i, shape).map((index, axis) => index % (x.shape[axis] as number)),
          x.shape,
        ),
      ),
    ];
  },
  Trilu(inputs, attributes) {
    const x = given(inputs, 0);
    const diagonal = inputs[1] ? scalar(inputs[1]) : 0;
    const [rows, columns] = x.shape.slice(-2) as [number, number];
    const upper = int(attributes, 'upper') !== 0;
    return [
      rearrange(x, x.shape, (i) => {
        const above = (i % columns) - (Math.floor(i / columns) % rows) - diagonal;
        return (upper ? above >= 0 : above <= 0) ? i : -1;
      }),
    ];
  },
};

/** Tensors one after the other along an axis. */
export function joined(parts: readonly TensorData[], axis: number): TensorData {
  const [first] = parts as [TensorData];
  const along = parts.reduce((sum, part) => sum + (part.shape[axis] as number), 0);
  const shape = first.shape.map((dim, at) => (at === axis ? along : dim));
  const data = allocate(first.dtype, sizeOf(shape));
  const [outer, , inner] = parted(shape, axis);
  let start = 0;
  for (const part of parts) {
    const run = (part.shape[axis] as number) * inner;
    for (let o = 0; o < outer; o += 1)
      for (let i = 0; i < run; i += 1) data[o * along * inner + start + i] = part.data[o * run + i] as number & bigint;
    start += run;
  }
  return { dtype: first.dtype, shape, data };
}

/** The index in the data of an index that padding moved out of it; -1 for the filler. */
function inside(index: number, dim: number, mode: string): number {
  if (index >= 0 && index < dim) return index;
  switch (mode) {
    case 'constant':
      return -1;
    case 'edge':
      return index < 0 ? 0 : dim - 1;
    case 'wrap':
      return ((index % dim) + dim) % dim;
    case 'reflect': {
      const period = Math.max(1, 2 * (dim - 1));
      const folded = ((index % period) + period) % period;
      return folded < dim ? folded : period - folded;
    }
    default:
      throw new EngineError(`Pad has no mode ${mode}`);
  }
}
