import type { TensorData } from '../../../server/language/tensor/element-type.js';
import { int, string } from '../../../server/language/tensor/operators/attributes.js';
import { EngineError } from '../engine.js';
import type { Kernels } from './kernel.js';
import {
  axisFromFront,
  given,
  indicesOf,
  numbers,
  parted,
  positionOf,
  rearrange,
  scalar,
  sizeOf,
  tensorOf,
} from './tensors.js';

/** Operators that take elements from where indices say, or put them there. */
export const indexing: Kernels = {
  Gather(inputs, attributes) {
    const [data, indices] = [given(inputs, 0), given(inputs, 1)];
    const axis = axisFromFront(int(attributes, 'axis') ?? 0, data.shape.length);
    const [, along, inner] = parted(data.shape, axis);
    const at = numbers(indices);
    const shape = [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)];
    return [
      rearrange(data, shape, (i) => {
        const outer = Math.floor(i / (at.length * inner));
        return (outer * along + within(at[Math.floor(i / inner) % at.length] as number, along)) * inner + (i % inner);
      }),
    ];
  },
  GatherElements(inputs, attributes) {
    const [data, indices] = [given(inputs, 0), given(inputs, 1)];
    const axis = axisFromFront(int(attributes, 'axis') ?? 0, data.shape.length);
    return [rearrange(data, indices.shape, elementPositions(data, indices, axis))];
  },
  GatherND(inputs, attributes) {
    const [data, indices] = [given(inputs, 0), given(inputs, 1)];
    const batchDims = int(attributes, 'batch_dims') ?? 0;
    const depth = indices.shape.at(-1) as number;
    const at = numbers(indices);
    const rest = data.shape.slice(batchDims + depth);
    const shape = [...indices.shape.slice(0, -1), ...rest];
    const [inner, perBatch] = [sizeOf(rest), sizeOf(indices.shape.slice(batchDims, -1))];
    return [
      rearrange(data, shape, (i) => {
        const tuple = Math.floor(i / inner);
        const named = Array.from({ length: depth }, (_, k) =>
          within(at[tuple * depth + k] as number, data.shape[batchDims + k] as number),
        );
        const start = positionOf(named, data.shape.slice(batchDims, batchDims + depth));
        return (
          (Math.floor(tuple / perBatch) * sizeOf(data.shape.slice(batchDims, batchDims + depth)) + start) * inner +
          (i % inner)
        );
      }),
    ];
  },
  ScatterElements(inputs, attributes) {
    const [data, indices, updates] = [given(inputs, 0), given(inputs, 1), given(inputs, 2)];
    const axis = axisFromFront(int(attributes, 'axis') ?? 0, data.shape.length);
    return [scattered(data, updates, elementPositions(data, indices, axis), string(attributes, 'reduction'))];
  },
  ScatterND(inputs, attributes) {
    const [data, indices, updates] = [given(inputs, 0), given(inputs, 1), given(inputs, 2)];
    const depth = indices.shape.at(-1) as number;
    const named = data.shape.slice(0, depth);
    const inner = sizeOf(data.shape.slice(depth));
    const at = numbers(indices);
    const target = (i: number) => {
      const tuple = Math.floor(i / inner);
      const index = named.map((dim, k) => within(at[tuple * depth + k] as number, dim));
      return positionOf(index, named) * inner + (i % inner);
    };
    return [scattered(data, updates, target, string(attributes, 'reduction'))];
  },
  OneHot(inputs, attributes) {
    const [indices, values] = [given(inputs, 0), given(inputs, 2)];
    const depth = scalar(given(inputs, 1));
    const rank = indices.shape.length;
    const axis = int(attributes, 'axis') ?? -1;
    const at = axis < 0 ? axis + rank + 1 : axis;
    const shape = [...indices.shape.slice(0, at), depth, ...indices.shape.slice(at)];
    const [, , inner] = parted(shape, at);
    const classes = numbers(indices);
    return [
      rearrange(values, shape, (i) => {
        const value = classes[Math.floor(i / (depth * inner)) * inner + (i % inner)] as number;
        const hot = value < 0 ? value + depth : value;
        return Number(Math.trunc(hot) === Math.floor(i / inner) % depth);
      }),
    ];
  },
};

/** For each flat position in the indices, the position in the data that it names. */
function elementPositions(data: TensorData, indices: TensorData, axis: number): (i: number) => number {
  const at = numbers(indices);
  return (i) => {
    const position = indicesOf(i, indices.shape);
    position[axis] = within(at[i] as number, data.shape[axis] as number);
    return positionOf(position, data.shape);
  };
}

function scattered(
  data: TensorData,
  updates: TensorData,
  target: (i: number) => number,
  reduction = 'none',
): TensorData {
  const reduce = reductions[reduction];
  if (!reduce) throw new EngineError(`scattering has no reduction ${reduction}`);
  const result = Float64Array.from(numbers(data));
  const values = numbers(updates);
  for (let i = 0; i < values.length; i += 1)
    result[target(i)] = reduce(result[target(i)] as number, values[i] as number);
  return tensorOf(data.dtype, data.shape, result);
}

const reductions: Readonly<Record<string, (old: number, update: number) => number>> = {
  none: (_, update) => update,
  add: (old, update) => old + update,
  mul: (old, update) => old * update,
  min: Math.min,
  max: Math.max,
};

/** A negative index counted from the front. */
function within(index: number, dim: number): number {
  if (index < -dim || index >= dim) throw new EngineError(`index ${index} is outside an axis of ${dim} elements`);
  return index < 0 ? index + dim : index;
}
