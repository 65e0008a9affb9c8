import { allocate, bytesPerElement, type ElementType, type TypedArray } from '../../tensor/element-type.js';
import { elementCount } from './arrays/strides.js';

/** NumPy's `.npy` files: a magic number, a header that says type and shape in Python's words, and the elements. */

const letters: Readonly<Record<string, ElementType>> = {
  '|b1': 'bool',
  '|u1': 'uint8',
  '|i1': 'int8',
  '<u2': 'uint16',
  '<i2': 'int16',
  '<u4': 'uint32',
  '<i4': 'int32',
  '<u8': 'uint64',
  '<i8': 'int64',
  '<f2': 'float16',
  '<f4': 'float32',
  '<f8': 'float64',
};
/** NumPy writes no longer headers for the types that are read. */
export const mostHeader = 65_536;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** What a file's header says. `dtype` is left out for types that Layerscope does not have. */
export interface NpyHeader {
  readonly dtype: ElementType | undefined;
  /** As the file writes it: `<f4`. */
  readonly descr: string | undefined;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  /** Its elements are Python's objects, pickled. */
  readonly isObjects: boolean;
  /** Where the elements begin. */
  readonly start: number;
}

/** Undefined where the bytes are no such file. */
export function readNpyHeader(bytes: Uint8Array): NpyHeader | undefined {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[6] as number) > 1;
  const start = wide ? 12 + view.getUint32(8, true) : 10 + view.getUint16(8, true);
  if (start > Math.min(bytes.length, mostHeader)) return undefined;
  const text = String.fromCharCode(...bytes.subarray(wide ? 12 : 10, start));
  const descr = /'descr':\s*'([^']+)'/.exec(text)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(text)?.[1];
  if (shape === undefined) return undefined;
  // NumPy under Python 2 wrote `3L`.
  const dims = shape.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part.trim().replace(/L$/, ''))]));
  if (!dims.every((dim) => Number.isSafeInteger(dim) && dim >= 0)) return undefined;
  return {
    dtype: descr === undefined ? undefined : letters[descr],
    descr,
    shape: dims,
    fortranOrder: /'fortran_order':\s*True/.test(text),
    isObjects: descr === '|O',
    start,
  };
}

/** The elements in the file's order; undefined where the file is shorter than its header says. */
export function readNpyData(bytes: Uint8Array, { dtype, shape, start }: NpyHeader): TypedArray | undefined {
  if (!dtype) return undefined;
  const size = elementCount(shape) * bytesPerElement(dtype);
  if (bytes.length < start + size) return undefined;
  const data = allocate(dtype, elementCount(shape));
  new Uint8Array(data.buffer).set(bytes.subarray(start, start + size));
  return data;
}

/** Elements of a type that is written as NumPy writes it: `<i8`. Undefined where there are too few bytes, or no such type. */
export function readElements(
  descr: string,
  shape: readonly number[],
  bytes: Uint8Array,
): { readonly dtype: ElementType; readonly data: TypedArray } | undefined {
  const dtype = letters[descr];
  const data = dtype && readNpyData(bytes, { dtype, descr, shape, fortranOrder: false, isObjects: false, start: 0 });
  return data && { dtype, data };
}

/** How NumPy writes a type. */
export function descrOf(dtype: ElementType): string | undefined {
  return Object.keys(letters).find((descr) => letters[descr] === dtype);
}

/** A file of version 1.0, as `np.save` writes it. */
export function writeNpy(dtype: ElementType, shape: readonly number[], data: TypedArray): Uint8Array {
  const descr = descrOf(dtype) ?? '<f8';
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const said = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The elements begin at a multiple of 64 bytes.
  const header = `${said.padEnd(Math.ceil((10 + said.length + 1) / 64) * 64 - 11)}\n`;
  const bytes = new Uint8Array(10 + header.length + data.byteLength);
  bytes.set([...MAGIC, 1, 0, header.length & 0xff, header.length >> 8]);
  for (let i = 0; i < header.length; i += 1) bytes[10 + i] = header.charCodeAt(i);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + header.length);
  return bytes;
}
