/** Element types by NumPy's names; bfloat16 is TensorFlow's. */
export const elementTypes = [
  'bool',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'uint64',
  'int64',
  'float16',
  'bfloat16',
  'float32',
  'float64',
  'string',
] as const;

export type ElementType = (typeof elementTypes)[number];

/** What holds a tensor's elements. `bool` is 0 and 1 in bytes; `float16` and `bfloat16` are kept as their bits. */
export type TypedArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** A tensor with all its elements, row-major. Plain data: it can be posted between threads. */
export interface TensorData {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

const arrays = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** A new array of zeros for `length` elements of a type. Strings have none. */
export function allocate(dtype: ElementType, length: number): TypedArray {
  if (dtype === 'string') throw new TypeError('tensors of strings carry no data');
  return new arrays[dtype](length);
}

export function isFloat(dtype: ElementType): boolean {
  return dtype.startsWith('float') || dtype === 'bfloat16';
}

export function isInteger(dtype: ElementType): boolean {
  return dtype.startsWith('int') || dtype.startsWith('uint');
}

/** Bytes an element takes; 0 for strings, which have no fixed size. */
export function bytesPerElement(dtype: ElementType): number {
  return dtype === 'string' ? 0 : arrays[dtype].BYTES_PER_ELEMENT;
}

/** ONNX's numbers for the types (TensorProto.DataType), which `Cast` takes in its attribute `to`. */
export const elementTypeNumbers: Readonly<Record<ElementType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
};

/** Undefined for types that this project does not know, such as complex numbers. */
export function elementTypeByNumber(number: number): ElementType | undefined {
  return elementTypes.find((name) => elementTypeNumbers[name] === number);
}
