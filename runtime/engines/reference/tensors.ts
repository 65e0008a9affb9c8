import {
  allocate,
  type ElementType,
  type TensorData,
  type TypedArray,
} from '../../../server/language/tensor/element-type.js';
import { EngineError } from '../engine.js';

/** An operand that must be there. */
export function given(inputs: readonly (TensorData | undefined)[], index: number): TensorData {
  const tensor = inputs[index];
  if (!tensor) throw new EngineError(`input ${index + 1} of an operator is missing`);
  return tensor;
}

/**
 * The elements as plain numbers. 64-bit integers beyond 2^53 would be rounded, so they are refused.
 * float16 and bfloat16 are kept as bits, which no kernel computes with.
 */
export function numbers(tensor: TensorData): ArrayLike<number> {
  const { data, dtype } = tensor;
  if (dtype === 'float16' || dtype === 'bfloat16')
    throw new EngineError(`the reference engine does not compute in ${dtype}: cast to float32`);
  if (!isBig(data)) return data;
  return Float64Array.from(data, (value) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number))
      throw new EngineError(`the reference engine computes with integers up to 2^53, not with ${value}`);
    return number;
  });
}

/** As `numbers`, but integers beyond 2^53 are cut to it: for bounds such as the end of a `Slice`, where "very far" is all they say. */
export function bounds(tensor: TensorData): number[] {
  const most = Number.MAX_SAFE_INTEGER;
  return Array.from(tensor.data as ArrayLike<number | bigint>, (value) =>
    Math.max(-most, Math.min(most, Number(value))),
  );
}

/** The one element of a scalar, or of a tensor of one element. */
export function scalar(tensor: TensorData): number {
  return numbers(tensor)[0] as number;
}

/** A tensor of these elements, rounded or wrapped as its type does. */
export function tensorOf(dtype: ElementType, shape: readonly number[], values: ArrayLike<number>): TensorData {
  const data = allocate(dtype, sizeOf(shape));
  if (isBig(data)) for (let i = 0; i < data.length; i += 1) data[i] = BigInt(Math.trunc(values[i] as number));
  else data.set(values);
  return { dtype, shape, data };
}

/** A tensor whose element at each flat position is worked out. */
export function generate(
  dtype: ElementType,
  shape: readonly number[],
  element: (position: number) => number,
): TensorData {
  const values = new Float64Array(sizeOf(shape));
  for (let i = 0; i < values.length; i += 1) values[i] = element(i);
  return tensorOf(dtype, shape, values);
}

/** Elements moved, not computed with: works for every type. `source` gives the flat position each element comes from; -1 gives the filler. */
export function rearrange(
  tensor: TensorData,
  shape: readonly number[],
  source: (position: number) => number,
  filler?: TensorData,
): TensorData {
  const data = allocate(tensor.dtype, sizeOf(shape));
  for (let i = 0; i < data.length; i += 1) {
    const from = source(i);
    const value = from >= 0 ? tensor.data[from] : filler?.data[0];
    if (value !== undefined) data[i] = value;
  }
  return { dtype: tensor.dtype, shape, data };
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1);
}

/** How far apart in the flat data two elements lie that are neighbours along each axis. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides: number[] = new Array(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1)
    strides[axis] = (strides[axis + 1] as number) * (shape[axis + 1] as number);
  return strides;
}

/** The index along each axis of a flat position. */
export function indicesOf(position: number, shape: readonly number[]): number[] {
  const indices: number[] = new Array(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const dim = shape[axis] as number;
    indices[axis] = position % dim;
    position = Math.floor(position / dim);
  }
  return indices;
}

/** The flat position of an index along each axis. */
export function positionOf(indices: readonly number[], shape: readonly number[]): number {
  return indices.reduce((position, index, axis) => position * (shape[axis] as number) + index, 0);
}

/** The common shape of all. */
export function broadcastShapes(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let dim = 1;
    for (const shape of shapes) {
      const own = shape[axis - rank + shape.length] ?? 1;
      if (own !== 1 && dim !== 1 && own !== dim)
        throw new EngineError(
          `shapes ${shapes.map((each) => `(${each.join(', ')})`).join(' and ')} do not broadcast together`,
        );
      if (own !== 1) dim = own;
    }
    return dim;
  });
}

/** For each flat position of a wider shape, the position in a tensor that is broadcast to it. */
export function broadcastPositions(from: readonly number[], to: readonly number[]): Int32Array {
  const strides = stridesOf(from);
  const steps = to.map((_, axis) => {
    const own = axis - to.length + from.length;
    return own < 0 || from[own] === 1 ? 0 : (strides[own] as number);
  });
  let positions = Int32Array.of(0);
  for (let axis = 0; axis < to.length; axis += 1) {
    const dim = to[axis] as number;
    const longer = new Int32Array(positions.length * dim);
    for (let i = 0; i < longer.length; i += 1)
      longer[i] = (positions[Math.floor(i / dim)] as number) + (i % dim) * (steps[axis] as number);
    positions = longer;
  }
  return positions;
}

/** A negative axis counted from the front. */
export function axisFromFront(axis: number, rank: number): number {
  const front = axis < 0 ? axis + rank : axis;
  if (front < 0 || front >= rank) throw new EngineError(`axis ${axis} does not exist in a tensor of ${rank} axes`);
  return front;
}

/** A shape parted at an axis: elements before it, along it, after it. */
export function parted(shape: readonly number[], axis: number): readonly [outer: number, along: number, inner: number] {
  return [sizeOf(shape.slice(0, axis)), shape[axis] as number, sizeOf(shape.slice(axis + 1))];
}

function isBig(data: TypedArray): data is BigInt64Array | BigUint64Array {
  return data instanceof BigInt64Array || data instanceof BigUint64Array;
}
