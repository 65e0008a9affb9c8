import type { TensorData } from '../../../server/language/tensor/element-type.js';
import { int, ints } from '../../../server/language/tensor/operators/attributes.js';
import { EngineError } from '../engine.js';
import type { Kernels } from './kernel.js';
import { axisFromFront, given, numbers, rearrange, sizeOf, stridesOf } from './tensors.js';

/** Operators that only say the shape anew, or the order of the axes. */
export const layouts: Kernels = {
  Reshape(inputs, attributes) {
    const x = given(inputs, 0);
    const wanted = Array.from(numbers(given(inputs, 1)));
    const copied = wanted.map((dim, axis) =>
      dim === 0 && !int(attributes, 'allowzero') ? (x.shape[axis] as number) : dim,
    );
    const others = sizeOf(copied.filter((dim) => dim !== -1));
    const shape = copied.map((dim) => (dim === -1 ? (others === 0 ? 0 : sizeOf(x.shape) / others) : dim));
    if (sizeOf(shape) !== sizeOf(x.shape) || !shape.every(Number.isInteger))
      throw new EngineError(`cannot reshape (${x.shape.join(', ')}) to (${wanted.join(', ')})`);
    return [shaped(x, shape)];
  },
  Flatten(inputs, attributes) {
    const x = given(inputs, 0);
    const axis = int(attributes, 'axis') ?? 1;
    const at = axis < 0 ? axis + x.shape.length : axis;
    return [shaped(x, [sizeOf(x.shape.slice(0, at)), sizeOf(x.shape.slice(at))])];
  },
  Squeeze(inputs) {
    const x = given(inputs, 0);
    const gone = inputs[1] && new Set(Array.from(numbers(inputs[1]), (axis) => axisFromFront(axis, x.shape.length)));
    return [
      shaped(
        x,
        x.shape.filter((dim, axis) => (gone ? !gone.has(axis) : dim !== 1)),
      ),
    ];
  },
  Unsqueeze(inputs) {
    const x = given(inputs, 0);
    const axes = Array.from(numbers(given(inputs, 1)));
    const rank = x.shape.length + axes.length;
    const added = new Set(axes.map((axis) => axisFromFront(axis, rank)));
    const rest = [...x.shape];
    return [
      shaped(
        x,
        Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (rest.shift() as number))),
      ),
    ];
  },
  Transpose(inputs, attributes) {
    const x = given(inputs, 0);
    const order = ints(attributes, 'perm') ?? x.shape.map((_, axis, all) => all.length - 1 - axis);
    const shape = order.map((axis) => x.shape[axis] as number);
    const steps = order.map((axis) => stridesOf(x.shape)[axis] as number);
    const strides = stridesOf(shape);
    return [
      rearrange(x, shape, (position) => {
        let from = 0;
        for (let axis = 0; axis < shape.length; axis += 1) {
          const index = Math.floor(position / (strides[axis] as number)) % (shape[axis] as number);
          from += index * (steps[axis] as number);
        }
        return from;
      }),
    ];
  },
};

export function shaped(x: TensorData, shape: readonly number[]): TensorData {
  return { dtype: x.dtype, shape, data: x.data };
}
