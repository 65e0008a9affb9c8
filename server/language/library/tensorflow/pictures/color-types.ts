import { allocate, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import { castTo, fromNumbers, numbersOf } from '../../numpy/arrays/cells.js';

const { fround } = Math;

/** The largest number of a type of whole numbers. */
export const largest: Readonly<Partial<Record<ElementType, number>>> = {
  ...{ uint8: 255, uint16: 65_535, uint32: 4_294_967_295, uint64: 2 ** 64 },
  ...{ int8: 127, int16: 32_767, int32: 2_147_483_647, int64: 2 ** 63 },
};

/** The largest float32 that a type has room for. */
const largestFloat: Readonly<Partial<Record<ElementType, number>>> = {
  ...{
    uint32: 4_294_967_040,
    int32: 2_147_483_520,
    uint64: 2 ** 64 - 2 ** 40,
    int64: 2 ** 63 - 2 ** 39,
  },
};

/** Pictures as float32: whole numbers by their type's largest one, so that they go up to 1. undefined for other types. */
export function asFloats(data: TypedArray, dtype: ElementType): Float32Array | undefined {
  if (dtype === 'float32') return data as Float32Array;
  if (dtype === 'float64') return castTo(data, dtype, 'float32') as Float32Array;
  const most = largest[dtype];
  if (!most) return undefined;
  const scale = fround(1 / most);
  const numbers = numbersOf(data, dtype);
  const floats = new Float32Array(numbers.length);
  for (let i = 0; i < floats.length; i += 1) floats[i] = fround(numbers[i] as number) * scale;
  return floats;
}

/** float32 as a picture of another type, as `asFloats` the other way round; `saturate` keeps what is out of range at its ends. */
export function fromFloats(floats: Float32Array, dtype: ElementType, saturate: boolean): TypedArray {
  const most = largest[dtype];
  if (!most) return castTo(floats, 'float32', dtype);
  const scale = fround(most + 0.5);
  const [low, high] = [dtype.startsWith('u') ? 0 : -most - 1, largestFloat[dtype] ?? most];
  if (dtype === 'uint8') {
    const bytes = new Uint8Array(floats.length);
    for (let i = 0; i < bytes.length; i += 1) {
      const x = fround((floats[i] as number) * scale);
      bytes[i] = saturate ? (x > 255 ? 255 : x > 0 ? x : 0) : x;
    }
    return bytes;
  }
  const scaled = Float32Array.from(floats, (x) => {
    const value = x * scale;
    return saturate ? Math.min(Math.max(value, low), high) : value;
  });
  return fromNumbers(scaled, dtype);
}

/** Whole numbers as others, by their largest numbers; undefined where 64 bits take part. */
export function betweenWhole(
  data: TypedArray,
  from: ElementType,
  to: ElementType,
  saturate: boolean,
): TypedArray | undefined {
  const [before, after] = [largest[from], largest[to]];
  if (!before || !after || before > 2 ** 33 || after > 2 ** 33) return undefined;
  const numbers = numbersOf(data, from);
  const [low, high] = [to.startsWith('u') ? 0 : -after - 1, after];
  const kept = (x: number) => (saturate ? Math.min(Math.max(x, low), high) : x);
  const shrinks = before > after;
  const factor = shrinks ? Math.floor((before + 1) / (after + 1)) : Math.floor((after + 1) / (before + 1));
  const values = new Float64Array(numbers.length);
  for (let i = 0; i < values.length; i += 1) {
    const x = numbers[i] as number;
    values[i] = shrinks ? kept(Math.floor(x / factor)) : kept(x) * factor;
  }
  const made = allocate(to, values.length);
  (made as Float64Array).set(values);
  return made;
}
