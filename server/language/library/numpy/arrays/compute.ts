import { allocate, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import { bigsOf, cast, castTo, fromNumbers, isBig, type NumberCells, numbersOf } from './cells.js';
import { fastArithmetic, mapPairs } from './elementwise.js';
import { kindOf } from './promotion.js';
import { elementCount } from './strides.js';
import { type BinaryUfunc, fitsInt32, type UnaryUfunc } from './ufuncs.js';

/** An array with its elements. */
export interface ArrayData {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

/** `ufunc(a, b)`: operands are converted to `compute`, the result is of type `result` and has the broadcast shape. */
export function applyBinary(
  ufunc: BinaryUfunc,
  a: ArrayData,
  b: ArrayData,
  compute: ElementType,
  result: ElementType,
  shape: readonly number[],
): TypedArray {
  const size = elementCount(shape);
  if (isBig(compute)) return applyBig(ufunc, a, b, compute, result, shape);
  const x = readable(a, compute);
  const y = readable(b, compute);
  const out = result === 'float16' ? new Float32Array(size) : (allocate(result, size) as NumberCells);
  const whole = fitsInt32(compute);
  // Sums of small whole numbers are exact in doubles and wrap when stored; products of 32 bits are not.
  const fast = !(whole && ufunc.name === 'multiply') && compute !== 'bool' && fastArithmetic(ufunc.name, x, y, out);
  if (!fast) {
    const f =
      compute === 'bool' && result === 'bool' && ufunc.name === 'add'
        ? or
        : whole && ufunc.int
          ? ufunc.int
          : ufunc.float;
    mapPairs(f, x, a.shape, y, b.shape, out, shape);
  }
  return result === 'float16' ? fromNumbers(out, 'float16') : out;
}

/** `ufunc(a)`. */
export function applyUnary(ufunc: UnaryUfunc, a: ArrayData, compute: ElementType, result: ElementType): TypedArray {
  const size = a.data.length;
  if (isBig(compute) && ufunc.big) {
    const x = bigsOf(castTo(a.data, a.dtype, compute));
    const out = allocate(result, size);
    for (let i = 0; i < size; i += 1) out[i] = ufunc.big(x[i] as bigint);
    return out;
  }
  const f = ufunc.name === 'invert' && compute === 'bool' ? not : ufunc.float;
  const x = readable(a, compute);
  if (kindOf(compute) !== 'float' && compute === result && identities.has(ufunc.name))
    return cast(a.data, a.dtype, result);
  const out = result === 'float16' ? new Float32Array(size) : (allocate(result, size) as NumberCells);
  for (let i = 0; i < size; i += 1) out[i] = f(x[i] as number);
  return result === 'float16' ? fromNumbers(out, 'float16') : out;
}

/** Roundings, which leave whole numbers as they are. */
const identities: ReadonlySet<string> = new Set(['floor', 'ceil', 'trunc', 'positive']);

const not = (a: number) => (a === 0 ? 1 : 0);
const or = (a: number, b: number) => (a !== 0 || b !== 0 ? 1 : 0);

function applyBig(
  ufunc: BinaryUfunc,
  a: ArrayData,
  b: ArrayData,
  compute: ElementType,
  result: ElementType,
  shape: readonly number[],
): TypedArray {
  const x = bigsOf(castTo(a.data, a.dtype, compute));
  const y = bigsOf(castTo(b.data, b.dtype, compute));
  const out = allocate(result, elementCount(shape));
  const { big, bigTest } = ufunc;
  if (bigTest)
    mapPairs(
      (p: bigint, q: bigint): number => (bigTest(p, q) ? 1 : 0),
      x as never,
      a.shape,
      y as never,
      b.shape,
      out as never,
      shape,
    );
  else if (big) mapPairs(big, x as never, a.shape, y as never, b.shape, out as never, shape);
  else throw new TypeError(`${ufunc.name} has no loop for ${compute}`);
  return out;
}

/** The elements as numbers that have the precision of `compute`. */
function readable(a: ArrayData, compute: ElementType): NumberCells {
  const loses =
    kindOf(compute) === 'float' &&
    a.dtype !== compute &&
    (compute === 'float16' || (compute === 'float32' && (a.dtype === 'float64' || isBig(a.dtype))));
  if (loses) return numbersOf(cast(a.data, a.dtype, compute), compute);
  const wraps = kindOf(compute) !== 'float' && a.dtype !== compute && (isBig(a.dtype) || kindOf(a.dtype) === 'float');
  if (wraps) return numbersOf(cast(a.data, a.dtype, compute), compute);
  return numbersOf(a.data, a.dtype);
}
