import { allocate, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import { halfToNumber, numberToHalf } from './float16.js';

/** Elements that JavaScript reads as numbers. Whole numbers of 64 bits are bigints, halves are bits: neither is here. */
export type NumberCells = Exclude<TypedArray, BigInt64Array | BigUint64Array>;
export type BigCells = BigInt64Array | BigUint64Array;

/** Anything with elements to read or write, whatever they are: lets one loop serve numbers and bigints. */
export interface Cells<T> {
  [index: number]: T;
  readonly length: number;
}

export function isBig(dtype: ElementType): boolean {
  return dtype === 'int64' || dtype === 'uint64';
}

/** The elements as numbers, without a copy where they are that already. Beyond 2^53 they are rounded. */
export function numbersOf(data: TypedArray, dtype: ElementType): NumberCells {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return bigToNumbers(data);
  if (dtype !== 'float16') return data;
  const result = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 1) result[i] = halfToNumber(data[i] as number);
  return result;
}

/** The elements as bigints; only for whole numbers and booleans. */
export function bigsOf(data: TypedArray): BigCells {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return data;
  const result = new BigInt64Array(data.length);
  for (let i = 0; i < data.length; i += 1) result[i] = BigInt(data[i] as number);
  return result;
}

/** Numbers as elements of a type, converted as C does: floats are cut towards zero, whole numbers wrap. */
export function fromNumbers(numbers: NumberCells, dtype: ElementType): TypedArray {
  const result = allocate(dtype, numbers.length);
  if (dtype === 'float16') {
    for (let i = 0; i < numbers.length; i += 1) result[i] = numberToHalf(numbers[i] as number);
  } else if (dtype === 'bool') {
    for (let i = 0; i < numbers.length; i += 1) result[i] = numbers[i] === 0 ? 0 : 1;
  } else if (result instanceof BigInt64Array || result instanceof BigUint64Array) {
    for (let i = 0; i < numbers.length; i += 1) result[i] = toBig(numbers[i] as number);
  } else {
    (result as Float64Array).set(numbers as Float64Array);
  }
  return result;
}

/** What C gives on 64-bit machines for floats that fit no 64-bit integer: the smallest one. */
function toBig(x: number): bigint {
  return Number.isFinite(x) && Math.abs(x) < 2 ** 64 ? BigInt(Math.trunc(x)) : -(2n ** 63n);
}

/** `astype`: always a new array. */
export function cast(data: TypedArray, from: ElementType, to: ElementType): TypedArray {
  if (from === to) return data.slice();
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    const result = allocate(to, data.length);
    if (result instanceof BigInt64Array || result instanceof BigUint64Array) {
      for (let i = 0; i < data.length; i += 1) result[i] = data[i] as bigint;
      return result;
    }
    if (!to.startsWith('float') && to !== 'bool') {
      for (let i = 0; i < data.length; i += 1) result[i] = Number(BigInt.asIntN(32, data[i] as bigint));
      return result;
    }
  }
  return fromNumbers(numbersOf(data, from), to);
}

/** As `cast`, but the array itself where nothing is to be converted. */
export function castTo(data: TypedArray, from: ElementType, to: ElementType): TypedArray {
  return from === to ? data : cast(data, from, to);
}

/** One element as a number. */
export function numberAt(data: TypedArray, dtype: ElementType, index: number): number {
  const cell = data[index] as number | bigint;
  return dtype === 'float16' ? halfToNumber(cell as number) : Number(cell);
}

function bigToNumbers(data: BigCells): Float64Array {
  const result = new Float64Array(data.length);
  for (let i = 0; i < data.length; i += 1) result[i] = Number(data[i]);
  return result;
}
