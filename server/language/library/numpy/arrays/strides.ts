import type { TypedArray } from '../../../tensor/element-type.js';

/** How far apart, in elements, neighbours along each axis lie in a row-major array. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    strides[axis] = step;
    step *= shape[axis] as number;
  }
  return strides;
}

export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const dim of shape) count *= dim;
  return count;
}

/** Strides under which an array of `shape` reads as one of `target`: broadcast axes stand still. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const own = rowMajor(shape);
  return target.map((_, axis) => {
    const at = axis - target.length + shape.length;
    return at < 0 || shape[at] === 1 ? 0 : (own[at] as number);
  });
}

/** Whether elements at these strides follow each other without gaps, row-major. */
export function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    if (shape[axis] === 1) continue;
    if (strides[axis] !== step) return false;
    step *= shape[axis] as number;
  }
  return true;
}

/**
 * Calls `row` for each run along the last axis, with the places where it starts in arrays of the
 * given strides. Scalars are one run of one element.
 */
export function eachRow(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
  starts: readonly number[],
  row: (places: readonly number[], length: number) => void,
): void {
  if (elementCount(shape) === 0) return;
  const outer = Math.max(shape.length - 1, 0);
  const length = shape.length === 0 ? 1 : (shape[outer] as number);
  const places = [...starts];
  const index = new Array<number>(outer).fill(0);
  for (;;) {
    row(places, length);
    let axis = outer - 1;
    for (; axis >= 0; axis -= 1) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) {
        for (let k = 0; k < places.length; k += 1)
          places[k] = (places[k] as number) + ((strides[k] as number[])[axis] as number);
        break;
      }
      index[axis] = 0;
      for (let k = 0; k < places.length; k += 1) {
        places[k] = (places[k] as number) - ((strides[k] as number[])[axis] as number) * ((shape[axis] as number) - 1);
      }
    }
    if (axis < 0) return;
  }
}

/** Elements at strides, packed row-major into a new array. */
export function gather<A extends TypedArray>(
  data: A,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): A {
  const result = new (data.constructor as new (length: number) => A)(elementCount(shape));
  const step = strides.at(-1) ?? 1;
  let to = 0;
  eachRow(shape, [strides], [offset], ([from], length) => {
    const start = from as number;
    if (step === 1 && length > 16) {
      (result as Float64Array).set((data as Float64Array).subarray(start, start + length), to);
      to += length;
    } else {
      for (let i = 0; i < length; i += 1) result[to + i] = data[start + i * step] as never;
      to += length;
    }
  });
  return result;
}

/** The reverse of `gather`: row-major elements, or one for all, into their places. */
export function scatter(
  values: TypedArray,
  target: TypedArray,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): void {
  const step = strides.at(-1) ?? 1;
  const advance = values.length === 1 ? 0 : 1;
  let from = 0;
  eachRow(shape, [strides], [offset], ([to], length) => {
    for (let i = 0; i < length; i += 1) target[(to as number) + i * step] = values[from + i * advance] as never;
    from += length * advance;
  });
}

/** An array of `shape` written out to `target`. */
export function broadcastTo<A extends TypedArray>(data: A, shape: readonly number[], target: readonly number[]): A {
  const strides = broadcastStrides(shape, target);
  return isContiguous(target, strides) && data.length === elementCount(target)
    ? data
    : gather(data, target, strides, 0);
}
