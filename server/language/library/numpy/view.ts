import { anonymous } from '../../tensor/dim.js';
import type { ElementType, TypedArray } from '../../tensor/element-type.js';
import { isStatic, type MaybeShape, type Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import { type TensorValue, tensor } from '../../values/value.js';
import { elementCount, gather, isContiguous, rowMajor, scatter } from './arrays/strides.js';

/** A new array of NumPy's. */
export function array(dtype: ElementType | undefined, shape: MaybeShape, data?: TypedArray): TensorValue {
  return tensor('numpy', dtype, shape, data);
}

/** Where an array's elements lie in the array that owns them. */
export interface Layout {
  readonly owner: TensorValue;
  readonly strides: readonly number[];
  readonly offset: number;
}

/**
 * An array on another's elements: `x[1:3]`, `x.T`, `x.reshape(…)`. It reads them anew after a write
 * through any of the arrays that share them, so that views behave as NumPy's in both directions.
 */
class ArrayView implements TensorValue {
  readonly kind = 'tensor';
  readonly library = 'numpy';
  private packed: TypedArray | undefined;
  private packedFrom: TypedArray | undefined;
  private packedVersion = -1;

  shape: MaybeShape;

  constructor(
    private dims: readonly number[],
    readonly dtype: ElementType | undefined,
    public layout: Layout,
  ) {
    this.shape = dims;
  }

  /** `x.shape = …` on elements that lie side by side. */
  become(dims: readonly number[]): void {
    this.dims = dims;
    this.shape = dims;
    this.layout = { ...this.layout, strides: rowMajor(dims) };
    this.packed = undefined;
  }

  get data(): TypedArray | undefined {
    const whole = this.layout.owner.data;
    if (!whole) return undefined;
    const version = versionOf(whole);
    const { strides, offset } = this.layout;
    if (this.packed && this.packedFrom === whole && this.packedVersion === version) return this.packed;
    this.packedFrom = whole;
    this.packedVersion = version;
    this.packed = isContiguous(this.dims, strides)
      ? whole.subarray(offset, offset + elementCount(this.dims))
      : gather(whole, this.dims, strides, offset);
    return this.packed;
  }

  /** Whoever forgets a view's data forgets the owner's: they are the same elements. */
  set data(data: TypedArray | undefined) {
    if (data) write(this, data);
    else this.layout.owner.data = undefined;
  }
}

/** How often the elements in a buffer were written since they came to be. */
const versions = new WeakMap<ArrayBufferLike, number>();

function versionOf(data: TypedArray): number {
  return versions.get(data.buffer) ?? 0;
}

export function layoutOf(value: TensorValue): Layout {
  if (value instanceof ArrayView) return value.layout;
  return { owner: value, strides: rowMajor(value.shape as readonly number[]), offset: 0 };
}

/** The array whose elements these are: of a view, the one that it looks at. */
export function ownerOf(value: TensorValue): TensorValue {
  return value instanceof ArrayView ? value.layout.owner : value;
}

/** `value`'s elements under another shape, strides and start; these count in the owner's elements. */
export function viewOf(
  value: TensorValue,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): TensorValue {
  return new ArrayView(shape, value.dtype, { owner: layoutOf(value).owner, strides, offset });
}

/** The same elements in the same order under another shape: a view wherever NumPy makes one. */
export function reshaped(value: TensorValue, shape: Shape): TensorValue {
  if (!isStatic(shape) || !isStatic(value.shape)) return array(value.dtype, shape);
  const { strides, offset } = layoutOf(value);
  if (isContiguous(value.shape, strides)) return viewOf(value, shape, rowMajor(shape), offset);
  return array(value.dtype, shape, value.data?.slice());
}

/**
 * `x.shape = …`: the array itself takes another shape of the same size. Undefined, where it is not certain
 * that this code runs, leaves the shape unknown. False where the elements do not lie side by side.
 */
export function setShape(value: TensorValue, shape: MaybeShape): boolean {
  if (!(value instanceof ArrayView)) {
    (value as { shape: MaybeShape }).shape = shape;
    return true;
  }
  if (!shape || !isStatic(shape)) {
    value.shape = undefined;
    return true;
  }
  const contiguous = isStatic(value.shape) && isContiguous(value.shape, value.layout.strides);
  if (contiguous) value.become(shape);
  return contiguous;
}

/** The same elements with axes permuted, a view. */
export function permuted(value: TensorValue, axes: readonly number[]): TensorValue {
  const shape = axes.map((axis) => (value.shape as Shape)[axis] ?? anonymous());
  if (!isStatic(shape)) return array(value.dtype, shape);
  const { strides, offset } = layoutOf(value);
  return viewOf(
    value,
    shape,
    axes.map((axis) => strides[axis] as number),
    offset,
  );
}

/** Writes row-major elements (or one for all) over an array's own, in place. */
export function write(target: TensorValue, values: TypedArray): void {
  const { owner, strides, offset } = layoutOf(target);
  const whole = owner.data;
  if (!whole) return;
  const apart = values.buffer === whole.buffer ? values.slice() : values;
  scatter(apart, whole, target.shape as readonly number[], strides, offset);
  versions.set(whole.buffer, versionOf(whole) + 1);
}

/**
 * Writes runs of elements (or one for all) from certain places on, which count in the array's elements row by row: no more
 * is touched than is written, however large the array is.
 */
export function writeAt(
  target: TensorValue,
  { starts, run }: { readonly starts: ArrayLike<number>; readonly run: number },
  values: TypedArray,
): void {
  const { owner, strides, offset } = layoutOf(target);
  const whole = owner.data;
  if (!whole) return;
  const apart = values.buffer === whole.buffer ? values.slice() : values;
  const isTogether = isContiguous(target.shape as readonly number[], strides);
  const data = isTogether ? whole : (target.data as TypedArray).slice();
  const first = isTogether ? offset : 0;
  for (let at = 0, from = 0; at < starts.length; at += 1, from += run) {
    const start = first + (starts[at] as number);
    for (let k = 0; k < run; k += 1) data[start + k] = (apart.length === 1 ? apart[0] : apart[from + k]) as never;
  }
  if (isTogether) versions.set(whole.buffer, versionOf(whole) + 1);
  else write(target, data);
}

/**
 * An in-place change: `values` over the whole of `target`. Where the values are not known, or it is
 * not certain that this code runs just once, the elements are no longer known.
 */
export function assign(target: TensorValue, values: TypedArray | undefined, context: Context): void {
  if (!values || !target.shape || !context.certain) ownerOf(target).data = undefined;
  else write(target, values);
}

/** Zero-dimensional arrays, as `np.array(5)` makes them: printed as arrays, where results without axes are numbers. */
const zeroDimensional = new WeakSet<TensorValue>();

export function asZeroDimensionalArray(value: TensorValue): TensorValue {
  if (value.shape?.length === 0) zeroDimensional.add(value);
  return value;
}

export function isZeroDimensionalArray(value: TensorValue): boolean {
  return zeroDimensional.has(value);
}
