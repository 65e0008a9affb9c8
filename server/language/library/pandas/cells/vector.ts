import { allocate, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import { keyOf } from '../../../values/equality.js';
import { bool, float, int, none, str, type TensorValue, type Value } from '../../../values/value.js';
import { cast, numberAt, numbersOf } from '../../numpy/arrays/cells.js';
import { kindOf, promote } from '../../numpy/arrays/promotion.js';
import { pythonNumber } from '../../numpy/scalar.js';
import { array } from '../../numpy/view.js';
import { microsOf, timestamp } from './timestamp.js';

/** The elements of a column or of an axis's labels. Nothing changes them in place. */
export type Vector = Numbers | Texts | Times | Objects;

export interface Numbers {
  readonly type: ElementType;
  readonly data: TypedArray;
}
/** pandas's `str`; undefined stands for a missing one. */
export interface Texts {
  readonly type: 'str';
  readonly data: readonly (string | undefined)[];
}
/** Moments: microseconds since 1970; undefined stands for a missing one. */
export interface Times {
  readonly type: 'datetime64[us]';
  readonly data: readonly (number | undefined)[];
}
/** Anything, mixed. */
export interface Objects {
  readonly type: 'object';
  readonly data: readonly Value[];
}
export type VectorType = Vector['type'];

export const isNumbers = (vector: Vector): vector is Numbers =>
  vector.type !== 'str' && vector.type !== 'object' && vector.type !== 'datetime64[us]';
export const lengthOfVector = (vector: Vector): number => vector.data.length;

export const NaNValue: Value = float(Number.NaN);

/** The element type that Layerscope has a name for; undefined for texts and objects. */
export const elementTypeOfVector = (vector: Vector): ElementType | undefined =>
  isNumbers(vector) ? vector.type : undefined;

/** One element, as `column[i]` gives it: a NumPy number, a str, anything. */
export function elementAt(vector: Vector, at: number): Value {
  if (vector.type === 'object') return vector.data[at] as Value;
  if (vector.type === 'str') {
    const text = vector.data[at] as string | undefined;
    return text === undefined ? NaNValue : str(text);
  }
  if (vector.type === 'datetime64[us]') return timestamp(vector.data[at] ?? Number.NaN);
  const data = (vector as Numbers).data.slice(at, at + 1);
  return array(vector.type as ElementType, [], data);
}

/** One element as Python's own: what `tolist()` gives. */
export function plainAt(vector: Vector, at: number): Value {
  return isNumbers(vector) ? pythonNumber(vector.data, vector.type, at) : elementAt(vector, at);
}

export function plainValues(vector: Vector): Value[] {
  return Array.from({ length: vector.data.length }, (_, at) => plainAt(vector, at));
}

/** Equal for elements that pandas takes for equal; `nan` for missing ones. */
export function keyAt(vector: Vector, at: number): string | undefined {
  if (isMissing(vector, at)) return 'nan';
  if (vector.type === 'str') return `s${vector.data[at]}`;
  if (vector.type === 'object') return keyOfScalar(vector.data[at] as Value);
  if (vector.type === 'datetime64[us]') return `t${vector.data[at]}`;
  const cell = (vector as Numbers).data[at] as number | bigint;
  return vector.type === 'float16'
    ? `n${numberAt((vector as Numbers).data, 'float16', at)}`
    : `n${cell === 0 ? 0 : cell}`;
}

/** The key under which a value is looked for among elements. */
export function keyOfScalar(value: Value): string | undefined {
  if (isMissingValue(value)) return 'nan';
  const moment = microsOf(value);
  return moment === undefined ? keyOf(value) : `t${moment}`;
}

export function isMissingValue(value: Value): boolean {
  if (value.kind === 'none') return true;
  if (value.kind === 'float') return Number.isNaN(value.value);
  if (value.kind === 'object') return Number.isNaN(microsOf(value));
  return (
    value.kind === 'tensor' &&
    value.shape?.length === 0 &&
    value.data !== undefined &&
    Number.isNaN(Number(value.data[0]))
  );
}

export function isMissing(vector: Vector, at: number): boolean {
  if (vector.type === 'str' || vector.type === 'datetime64[us]') return vector.data[at] === undefined;
  if (vector.type === 'object') return isMissingValue(vector.data[at] as Value);
  if (vector.type === 'float16') return Number.isNaN(numberAt((vector as Numbers).data, 'float16', at));
  const cell = (vector as Numbers).data[at];
  return typeof cell === 'number' && Number.isNaN(cell);
}

/** The places of the first of equal elements, in order; missing ones may count as equal too. */
export function firstPlaces(cells: Vector, withMissing: boolean): number[] {
  const seen = new Set<string | undefined>();
  const places: number[] = [];
  for (let at = 0; at < cells.data.length; at += 1) {
    const key = keyAt(cells, at);
    if (key === 'nan' && !withMissing) continue;
    if (!seen.has(key)) places.push(at);
    seen.add(key);
  }
  return places;
}

/** Elements at some places; -1 gives a missing one, for which whole numbers become floats. */
export function take(vector: Vector, places: ArrayLike<number>): Vector {
  const count = places.length;
  let gaps = false;
  for (let i = 0; i < count; i += 1) if ((places[i] as number) < 0) gaps = true;
  if (vector.type === 'str') return { type: 'str', data: Array.from(places, (at) => vector.data[at]) };
  if (vector.type === 'datetime64[us]')
    return { type: 'datetime64[us]', data: Array.from(places, (at) => vector.data[at]) };
  if (vector.type === 'object')
    return { type: 'object', data: Array.from(places, (at) => vector.data[at] ?? NaNValue) };
  const numbers = vector as Numbers;
  if (gaps && numbers.type === 'bool') return take(asObjects(numbers), places);
  if (gaps && kindOf(numbers.type) !== 'float')
    return take({ type: 'float64', data: cast(numbers.data, numbers.type, 'float64') }, places);
  const { data } = numbers;
  const out = allocate(numbers.type, count);
  for (let i = 0; i < count; i += 1) out[i] = data[places[i] as number] as number;
  if (gaps) for (let i = 0; i < count; i += 1) if ((places[i] as number) < 0) out[i] = Number.NaN;
  return { type: numbers.type, data: out };
}

export function asObjects(vector: Vector): Objects {
  return vector.type === 'object' ? vector : { type: 'object', data: plainValues(vector) };
}

/** Numbers of any type as doubles; undefined for texts, and for objects that are not all numbers. */
export function doublesOf(vector: Vector): ArrayLike<number> | undefined {
  if (isNumbers(vector)) return numbersOf(vector.data, vector.type);
  if (vector.type === 'str' || vector.type === 'datetime64[us]') return undefined;
  const out = new Float64Array(vector.data.length);
  for (const [i, value] of vector.data.entries()) {
    const number = numberOfScalar(value);
    if (number === undefined) return undefined;
    out[i] = number;
  }
  return out;
}

/** The number that a Python or NumPy scalar is; NaN for None. */
export function numberOfScalar(value: Value): number | undefined {
  if (value.kind === 'int' || value.kind === 'float') return value.value;
  if (value.kind === 'bool') return value.value ? 1 : 0;
  if (value.kind === 'none') return Number.NaN;
  if (value.kind === 'tensor' && value.data && value.dtype && value.data.length === 1 && value.shape?.length === 0)
    return numberAt(value.data, value.dtype, 0);
  return undefined;
}

/** A NumPy number as Python's own; other values as they are. */
export function plainScalar(value: Value): Value {
  return value.kind === 'tensor' && value.shape?.length === 0 && value.data && value.dtype
    ? pythonNumber(value.data, value.dtype, 0)
    : value;
}

/** The column that pandas makes of Python values: of whole numbers, floats, booleans, texts, or of objects. */
export function vectorOf(given: readonly Value[]): Vector {
  const values = given.map(plainScalar);
  const seen = { int: 0, float: 0, bool: 0, str: 0, none: 0, other: 0, nan: 0 };
  for (const value of values) {
    if (value.kind === 'float' && Number.isNaN(value.value)) seen.nan += 1;
    if (value.kind in seen) seen[value.kind as keyof typeof seen] += 1;
    else seen.other += 1;
  }
  const { length } = values;
  if (length === 0 || seen.none === length) return { type: 'object', data: values };
  if (seen.other > 0) {
    const moments = values.map((value) => (isMissingValue(value) ? Number.NaN : microsOf(value)));
    return moments.includes(undefined)
      ? { type: 'object', data: values }
      : { type: 'datetime64[us]', data: moments.map((each) => (Number.isNaN(each) ? undefined : each)) };
  }
  if (seen.bool === length)
    return { type: 'bool', data: Uint8Array.from(values, (value) => ((value as { value: boolean }).value ? 1 : 0)) };
  if (seen.str + seen.none + seen.nan === length)
    if (seen.str > 0)
      return { type: 'str', data: values.map((value) => (value.kind === 'str' ? value.value : undefined)) };
  if (seen.str > 0 || seen.bool > 0) return { type: 'object', data: values };
  if (seen.int === length)
    return { type: 'int64', data: BigInt64Array.from(values, (value) => BigInt((value as { value: number }).value)) };
  return { type: 'float64', data: Float64Array.from(values, (value) => numberOfScalar(value) as number) };
}

/** A column of an array's elements, not shared with it; undefined for arrays without them. */
export function vectorOfArray(values: TensorValue): Vector | undefined {
  return values.data && values.dtype && values.dtype !== 'string'
    ? { type: values.dtype, data: values.data.slice() }
    : undefined;
}

export function filled(type: ElementType, length: number, value: number): Numbers {
  const data = allocate(type, length);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.fill(BigInt(value));
  else data.fill(value);
  return { type, data };
}

/** One value for every row. */
export function repeated(value: Value, length: number): Vector {
  const one = vectorOf([value]);
  if (value.kind === 'tensor' && value.dtype && value.dtype !== 'string' && value.data)
    return take({ type: value.dtype, data: value.data }, new Int32Array(length));
  return take(one, new Int32Array(length));
}

export const isElementType = (type: VectorType): type is ElementType =>
  type !== 'str' && type !== 'object' && type !== 'datetime64[us]';

/** The type that holds the elements of several columns, as pandas finds it. */
export function commonVectorType(types: readonly VectorType[]): VectorType {
  const [first, ...others] = types;
  let common: VectorType = first ?? 'object';
  for (const type of others) {
    if (type === common) continue;
    if (!isElementType(type) || !isElementType(common)) return 'object';
    if (type === 'bool' || common === 'bool') return 'object';
    common = promote(common, type) ?? 'object';
  }
  return common;
}

/** The same elements as another type that holds them all. */
export function widened(vector: Vector, type: VectorType): Vector {
  if (vector.type === type) return vector;
  if (type === 'object') return asObjects(vector);
  if (!isElementType(type) || !isNumbers(vector)) return asObjects(vector);
  return { type, data: cast(vector.data, vector.type, type) };
}

/** Columns of one type under each other. */
export function joinVectors(parts: readonly Vector[], type = commonVectorType(parts.map((part) => part.type))): Vector {
  const alike = parts.map((part) => widened(part, type));
  if (!isElementType(type)) return { type, data: alike.flatMap((part) => part.data as never[]) } as Vector;
  const data = allocate(
    type,
    alike.reduce((total, part) => total + part.data.length, 0),
  );
  let at = 0;
  for (const part of alike as Numbers[]) {
    (data as Float64Array).set(part.data as Float64Array, at);
    at += part.data.length;
  }
  return { type, data };
}

/** A column of booleans. */
export function flags(length: number, test: (at: number) => boolean): Numbers {
  const data = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) data[at] = test(at) ? 1 : 0;
  return { type: 'bool', data };
}

export const wholeNumbers = (numbers: Iterable<number>): Numbers => ({
  type: 'int64',
  data: BigInt64Array.from(Array.from(numbers, BigInt)),
});

export { bool, float, int, none, str };
