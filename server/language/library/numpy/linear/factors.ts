/** A matrix as the product of one whose columns stand square on each other and one that is zero below its diagonal. */
export interface QR {
  /** `rows` × `width`. */
  readonly q: Float64Array;
  /** `width` × `columns`. */
  readonly r: Float64Array;
}

/** By Householder's reflections with LAPACK's signs; `width` is the shorter side, or all rows. */
export function orthogonalFactors(matrix: Float64Array, rows: number, columns: number, width: number): QR {
  const a = matrix.slice();
  const least = Math.min(rows, columns);
  const scales = new Float64Array(least);
  for (let i = 0; i < least; i += 1) scales[i] = reflect(a, rows, columns, i);
  const r = new Float64Array(width * columns);
  for (let i = 0; i < Math.min(width, rows); i += 1)
    for (let j = i; j < columns; j += 1) r[i * columns + j] = a[i * columns + j] as number;
  const q = new Float64Array(rows * width);
  for (let i = 0; i < Math.min(rows, width); i += 1) q[i * width + i] = 1;
  for (let i = least - 1; i >= 0; i -= 1) turn(q, rows, width, a, columns, i, scales[i] as number);
  return { q, r };
}

/** Makes a column zero below its diagonal; its vector stays there, the factor before it is given. */
function reflect(a: Float64Array, rows: number, columns: number, i: number): number {
  const alpha = a[i * columns + i] as number;
  let below = 0;
  for (let k = i + 1; k < rows; k += 1) below = Math.hypot(below, a[k * columns + i] as number);
  if (below === 0) return 0;
  const beta = -Math.hypot(alpha, below) * (alpha < 0 || Object.is(alpha, -0) ? -1 : 1);
  for (let k = i + 1; k < rows; k += 1) a[k * columns + i] = (a[k * columns + i] as number) / (alpha - beta);
  const scale = (beta - alpha) / beta;
  reflectRest(a, rows, columns, a, columns, i, scale);
  a[i * columns + i] = beta;
  return scale;
}

/** Applies the reflection that is kept below the diagonal of column `i` of `a`. */
function turn(
  q: Float64Array,
  rows: number,
  width: number,
  a: Float64Array,
  columns: number,
  i: number,
  scale: number,
): void {
  q[i * width + i] = 1 - scale;
  for (let k = i + 1; k < rows; k += 1) q[k * width + i] = -scale * (a[k * columns + i] as number);
  if (scale === 0) return;
  reflectRest(q, rows, width, a, columns, i, scale);
}

/** Reflects the columns of `q` behind `i` by what is kept below the diagonal of column `i` of `a`. */
function reflectRest(
  q: Float64Array,
  rows: number,
  width: number,
  a: Float64Array,
  columns: number,
  i: number,
  scale: number,
): void {
  for (let j = i + 1; j < width; j += 1) {
    let sum = q[i * width + j] as number;
    for (let k = i + 1; k < rows; k += 1) sum += (a[k * columns + i] as number) * (q[k * width + j] as number);
    sum *= scale;
    q[i * width + j] = (q[i * width + j] as number) - sum;
    for (let k = i + 1; k < rows; k += 1)
      q[k * width + j] = (q[k * width + j] as number) - sum * (a[k * columns + i] as number);
  }
}

/** The lower factor of a symmetric matrix, of which the lower half is read; undefined where it is not positive. */
export function choleskyFactor(matrix: Float64Array, n: number): Float64Array | undefined {
  const l = new Float64Array(n * n);
  for (let j = 0; j < n; j += 1)
    for (let i = j; i < n; i += 1) {
      let sum = matrix[i * n + j] as number;
      for (let k = 0; k < j; k += 1) sum -= (l[i * n + k] as number) * (l[j * n + k] as number);
      if (i === j) {
        if (!(sum > 0)) return undefined;
        l[i * n + i] = Math.sqrt(sum);
      } else l[i * n + j] = sum / (l[j * n + j] as number);
    }
  return l;
}
