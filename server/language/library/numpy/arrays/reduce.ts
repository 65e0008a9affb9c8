import { allocate, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import { bigsOf, cast, fromNumbers, isBig, type NumberCells, numbersOf } from './cells.js';
import type { ArrayData } from './compute.js';
import { elementCount } from './strides.js';

/**
 * An array seen as (outer, length, inner), its middle axis being the one that is reduced. Several
 * axes are first moved together by the caller.
 */
export interface Lanes {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

export function lanesOf(shape: readonly number[], axis: number): Lanes {
  return {
    outer: elementCount(shape.slice(0, axis)),
    length: shape[axis] as number,
    inner: elementCount(shape.slice(axis + 1)),
  };
}

/**
 * Sums along the middle axis in `dtype`, in NumPy's order: pairwise where elements lie side by side,
 * else row by row, each step rounded to the type.
 */
export function sum(a: ArrayData, { outer, length, inner }: Lanes, dtype: ElementType): TypedArray {
  const out = allocate(dtype, outer * inner);
  if (out instanceof BigInt64Array || out instanceof BigUint64Array) {
    const cells = sumsFit(a) ? undefined : bigsOf(a.dtype.startsWith('float') ? cast(a.data, a.dtype, dtype) : a.data);
    if (cells) {
      eachLane(outer, length, inner, (from, to) => {
        let total = 0n;
        for (let i = 0, at = from; i < length; i += 1, at += inner) total += cells[at] as bigint;
        out[to] = total;
      });
    } else {
      const small = a.data as NumberCells;
      eachLane(outer, length, inner, (from, to) => {
        let total = 0;
        for (let i = 0, at = from; i < length; i += 1, at += inner) total += small[at] as number;
        out[to] = BigInt(total);
      });
    }
    return out;
  }
  const cells = numbersOf(a.data, a.dtype);
  const single = dtype === 'float32';
  if (inner === 1) {
    const sums = dtype === 'float16' ? new Float32Array(outer) : (out as NumberCells);
    for (let o = 0; o < outer; o += 1)
      sums[o] = single ? pairwiseSingle(cells, o * length, length) : pairwise(cells, o * length, length);
    return dtype === 'float16' ? fromNumbers(sums, dtype) : sums;
  }
  const sums =
    dtype === 'float64'
      ? new Float64Array(outer * inner)
      : dtype.startsWith('float')
        ? new Float32Array(outer * inner)
        : (out as NumberCells);
  for (let o = 0; o < outer; o += 1) {
    for (let i = 0; i < length; i += 1) {
      const from = (o * length + i) * inner;
      for (let j = 0; j < inner; j += 1)
        sums[o * inner + j] = (sums[o * inner + j] as number) + (cells[from + j] as number);
    }
  }
  return dtype === 'float16' ? fromNumbers(sums, dtype) : sums;
}

/** Elements so narrow that any sum of them is exact in a double. */
function sumsFit(a: ArrayData): boolean {
  return !isBig(a.dtype) && !a.dtype.startsWith('float');
}

/** The reduction along the middle axis by a function of two, from left to right. */
export function fold<T>(
  cells: { readonly [index: number]: T },
  { outer, length, inner }: Lanes,
  out: { [index: number]: T },
  f: (a: T, b: T) => T,
): void {
  eachLane(outer, length, inner, (from, to) => {
    let value = cells[from] as T;
    for (let i = 1, at = from + inner; i < length; i += 1, at += inner) value = f(value, cells[at] as T);
    out[to] = value;
  });
}

/** Calls `lane` with where each lane of the middle axis starts (its step is `inner`) and where its result goes. */
export function eachLane(outer: number, length: number, inner: number, lane: (from: number, to: number) => void): void {
  for (let o = 0; o < outer; o += 1) for (let i = 0; i < inner; i += 1) lane(o * length * inner + i, o * inner + i);
}

/** Places of the first greatest (or least) element of each lane; the first NaN wins. */
export function argExtreme(
  data: TypedArray,
  dtype: ElementType,
  { outer, length, inner }: Lanes,
  sign: 1 | -1,
): BigInt64Array {
  const out = new BigInt64Array(outer * inner);
  const cells = isBig(dtype) ? (data as BigInt64Array) : numbersOf(data, dtype);
  eachLane(outer, length, inner, (from, to) => {
    let best = 0;
    let value = cells[from] as number;
    for (let i = 1, at = from + inner; i < length && !Number.isNaN(value); i += 1, at += inner) {
      const next = cells[at] as number;
      if (sign > 0 ? next > value : next < value) {
        best = i;
        value = next;
      } else if (Number.isNaN(next)) {
        best = i;
        value = next;
      }
    }
    out[to] = BigInt(best);
  });
  return out;
}

/** NumPy's pairwise summation: blocks of up to 128 by eight accumulators, halves added up. */
function pairwise(a: NumberCells, start: number, n: number): number {
  if (n < 8) {
    let total = n > 0 ? -0 : 0;
    for (let i = 0; i < n; i += 1) total += a[start + i] as number;
    return total;
  }
  if (n > 128) {
    const half = Math.floor(n / 2) - (Math.floor(n / 2) % 8);
    return pairwise(a, start, half) + pairwise(a, start + half, n - half);
  }
  const r = new Float64Array(8);
  for (let k = 0; k < 8; k += 1) r[k] = a[start + k] as number;
  let i = 8;
  for (; i < n - (n % 8); i += 8) for (let k = 0; k < 8; k += 1) r[k] = (r[k] as number) + (a[start + i + k] as number);
  const pair = (k: number) => (r[k] as number) + (r[k + 1] as number);
  let total = pair(0) + pair(2) + (pair(4) + pair(6));
  for (; i < n; i += 1) total += a[start + i] as number;
  return total;
}

/** The same with every step rounded to a 32-bit float. */
function pairwiseSingle(a: NumberCells, start: number, n: number): number {
  const f = Math.fround;
  if (n < 8) {
    let total = n > 0 ? -0 : 0;
    for (let i = 0; i < n; i += 1) total = f(total + (a[start + i] as number));
    return total;
  }
  if (n > 128) {
    const half = Math.floor(n / 2) - (Math.floor(n / 2) % 8);
    return f(pairwiseSingle(a, start, half) + pairwiseSingle(a, start + half, n - half));
  }
  const r = new Float32Array(8);
  for (let k = 0; k < 8; k += 1) r[k] = a[start + k] as number;
  let i = 8;
  for (; i < n - (n % 8); i += 8) for (let k = 0; k < 8; k += 1) r[k] = (r[k] as number) + (a[start + i + k] as number);
  const pair = (k: number) => f((r[k] as number) + (r[k + 1] as number));
  let total = f(f(pair(0) + pair(2)) + f(pair(4) + pair(6)));
  for (; i < n; i += 1) total = f(total + (a[start + i] as number));
  return total;
}
