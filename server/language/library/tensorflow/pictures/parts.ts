import { allocate, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import { type TensorValue, tensor } from '../../../values/value.js';

/** A part of a tensor of any rank: from `starts`, so many elements along each axis. */
export function part(
  x: TensorValue & { readonly data: TypedArray; readonly dtype: ElementType },
  starts: readonly number[],
  sizes: readonly number[],
): TensorValue {
  const shape = x.shape as readonly number[];
  const made = allocate(
    x.dtype,
    sizes.reduce((n, size) => n * size, 1),
  );
  const run = sizes.at(-1) ?? 1;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((n, dim) => n * dim, 1));
  let into = 0;
  const copy = (axis: number, from: number): void => {
    const start = from + (starts[axis] ?? 0) * (strides[axis] ?? 1);
    if (axis >= shape.length - 1) {
      (made as Float64Array).set(x.data.subarray(start, start + run) as Float64Array, into);
      into += run;
    } else for (let i = 0; i < (sizes[axis] as number); i += 1) copy(axis + 1, start + i * (strides[axis] as number));
  };
  copy(0, 0);
  return tensor('tensorflow', x.dtype, sizes, made);
}
