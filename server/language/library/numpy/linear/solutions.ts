import { type Eigen, symmetricEigen } from './eigen.js';
import { type Singular, singular } from './singular.js';

export function transposed(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i += 1)
    for (let j = 0; j < columns; j += 1) out[j * rows + i] = matrix[i * columns + j] as number;
  return out;
}

export function rowsOf(matrix: Float64Array, columns: number): Float64Array[] {
  return Array.from({ length: matrix.length / columns }, (_, i) => matrix.subarray(i * columns, (i + 1) * columns));
}

export function stacked(rows: readonly Float64Array[]): Float64Array {
  const columns = rows[0]?.length ?? 0;
  const out = new Float64Array(rows.length * columns);
  for (const [i, row] of rows.entries()) out.set(row, i * columns);
  return out;
}

/** Moore and Penrose's inverse, `columns` × `rows`; sizes below `share` of the greatest count as zero. */
export function inverseOf(
  { values, left, vectors }: Singular,
  rows: number,
  columns: number,
  share: number,
): Float64Array {
  const out = new Float64Array(columns * rows);
  const border = share * (values[0] ?? 0);
  for (const [at, size] of values.entries()) {
    if (!(size > border)) continue;
    for (let j = 0; j < columns; j += 1) {
      const factor = (vectors[at * columns + j] as number) / size;
      for (let i = 0; i < rows; i += 1)
        out[j * rows + i] = (out[j * rows + i] as number) + factor * (left[at * rows + i] as number);
    }
  }
  return out;
}

/** What solves a system best; of many such the shortest. `residuals` are there where the matrix has full rank and more rows. */
export function leastSquares(
  a: Float64Array,
  rows: number,
  columns: number,
  b: Float64Array,
  share: number,
): { x: Float64Array; residuals: Float64Array; rank: number; values: Float64Array } {
  const found = singular(a, rows, columns);
  const inverse = inverseOf(found, rows, columns, share);
  const border = share * (found.values[0] ?? 0);
  const rank = found.values.filter((size) => size > border).length;
  const width = rows === 0 ? 0 : b.length / rows;
  const x = new Float64Array(columns * width);
  for (let j = 0; j < columns; j += 1)
    for (let c = 0; c < width; c += 1) {
      let sum = 0;
      for (let i = 0; i < rows; i += 1) sum += (inverse[j * rows + i] as number) * (b[i * width + c] as number);
      x[j * width + c] = sum;
    }
  if (rank < columns || rows <= columns) return { x, residuals: new Float64Array(0), rank, values: found.values };
  const residuals = new Float64Array(width);
  for (let i = 0; i < rows; i += 1)
    for (let c = 0; c < width; c += 1) {
      let off = b[i * width + c] as number;
      for (let j = 0; j < columns; j += 1) off -= (a[i * columns + j] as number) * (x[j * width + c] as number);
      residuals[c] = (residuals[c] as number) + off * off;
    }
  return { x, residuals, rank, values: found.values };
}

/** Of a symmetric matrix, of which one half is read: values from the least on, and their vectors as rows. */
export function risingEigen(matrix: Float64Array, n: number, fromUpper: boolean): Eigen {
  const whole = matrix.slice();
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < i; j += 1) {
      const value = (fromUpper ? matrix[j * n + i] : matrix[i * n + j]) as number;
      whole[i * n + j] = value;
      whole[j * n + i] = value;
    }
  const { values, vectors } = symmetricEigen(whole, n);
  return { values: values.toReversed(), vectors: stacked(rowsOf(vectors, n).toReversed()) };
}

/** The sign of a determinant, and the logarithm of its size: by Gauss's elimination with pivots. */
export function logDeterminant(matrix: Float64Array, n: number): { sign: number; logarithm: number } {
  const a = matrix.slice();
  let sign = 1;
  let logarithm = 0;
  for (let p = 0; p < n; p += 1) {
    let pivot = p;
    for (let i = p + 1; i < n; i += 1)
      if (Math.abs(a[i * n + p] as number) > Math.abs(a[pivot * n + p] as number)) pivot = i;
    const value = a[pivot * n + p] as number;
    if (value === 0) return { sign: 0, logarithm: Number.NEGATIVE_INFINITY };
    if (pivot !== p) {
      sign = -sign;
      for (let j = p; j < n; j += 1)
        [a[p * n + j], a[pivot * n + j]] = [a[pivot * n + j] as number, a[p * n + j] as number];
    }
    sign *= Math.sign(value);
    logarithm += Math.log(Math.abs(value));
    for (let i = p + 1; i < n; i += 1) {
      const factor = (a[i * n + p] as number) / value;
      for (let j = p + 1; j < n; j += 1) a[i * n + j] = (a[i * n + j] as number) - factor * (a[p * n + j] as number);
    }
  }
  return { sign, logarithm };
}
