import type { Cells, NumberCells } from './cells.js';
import { broadcastStrides, eachRow, elementCount } from './strides.js';

/** `out[i] = f(a[i], b[i])` with broadcasting; `out` has the broadcast shape. */
export function mapPairs<T, R>(
  f: (a: T, b: T) => R,
  a: Cells<T>,
  aShape: readonly number[],
  b: Cells<T>,
  bShape: readonly number[],
  out: Cells<R>,
  shape: readonly number[],
): void {
  const size = elementCount(shape);
  if (a.length === size && b.length === size) {
    for (let i = 0; i < size; i += 1) out[i] = f(a[i] as T, b[i] as T);
  } else if (b.length === 1 && a.length === size) {
    const y = b[0] as T;
    for (let i = 0; i < size; i += 1) out[i] = f(a[i] as T, y);
  } else if (a.length === 1 && b.length === size) {
    const x = a[0] as T;
    for (let i = 0; i < size; i += 1) out[i] = f(x, b[i] as T);
  } else {
    const p = broadcastStrides(aShape, shape);
    const q = broadcastStrides(bShape, shape);
    const [pStep, qStep] = [p.at(-1) ?? 0, q.at(-1) ?? 0];
    let to = 0;
    eachRow(shape, [p, q], [0, 0], ([i, j], length) => {
      for (let k = 0; k < length; k += 1) {
        out[to + k] = f(a[(i as number) + k * pStep] as T, b[(j as number) + k * qStep] as T);
      }
      to += length;
    });
  }
}

/**
 * The four operations on whole images and batches, where a call a element would be felt: loops that
 * the compiler sees through. False where these operands need `mapPairs`.
 */
export function fastArithmetic(operator: string, a: NumberCells, b: NumberCells, out: NumberCells): boolean {
  const size = out.length;
  if (a.length === size && b.length === size) {
    if (operator === 'add') for (let i = 0; i < size; i += 1) out[i] = (a[i] as number) + (b[i] as number);
    else if (operator === 'subtract') for (let i = 0; i < size; i += 1) out[i] = (a[i] as number) - (b[i] as number);
    else if (operator === 'multiply') for (let i = 0; i < size; i += 1) out[i] = (a[i] as number) * (b[i] as number);
    else if (operator === 'divide') for (let i = 0; i < size; i += 1) out[i] = (a[i] as number) / (b[i] as number);
    else return false;
    return true;
  }
  if (a.length !== size || b.length !== 1) return false;
  const y = b[0] as number;
  if (operator === 'add') for (let i = 0; i < size; i += 1) out[i] = (a[i] as number) + y;
  else if (operator === 'subtract') for (let i = 0; i < size; i += 1) out[i] = (a[i] as number) - y;
  else if (operator === 'multiply') for (let i = 0; i < size; i += 1) out[i] = (a[i] as number) * y;
  else if (operator === 'divide') for (let i = 0; i < size; i += 1) out[i] = (a[i] as number) / y;
  else return false;
  return true;
}
