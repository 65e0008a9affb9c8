import { completed } from './orthonormal.js';

/** A matrix as left vectors, sizes, and right vectors: both kinds a row each, the greatest size first. */
export interface Singular {
  readonly values: Float64Array;
  /** Of `rows` numbers each. */
  readonly left: Float64Array;
  /** Of `columns` numbers each. */
  readonly vectors: Float64Array;
}

/**
 * By Jacobi's rotations of columns (Hestenes): exact also for small singular values, which those of the matrix's square
 * would lose. As many vectors of each side as the shorter side has.
 */
export function singular(matrix: Float64Array, rows: number, columns: number): Singular {
  const wide = columns > rows;
  // Columns to rotate, each side by side in memory: those of the matrix, or of its transpose where that has fewer.
  const count = wide ? rows : columns;
  const length = wide ? columns : rows;
  const a = Array.from({ length: count }, (_, j) =>
    Float64Array.from({ length }, (__, i) => (wide ? matrix[j * columns + i] : matrix[i * columns + j]) as number),
  );
  const v = Array.from({ length: count }, (_, j) => Float64Array.from({ length: count }, (__, i) => (i === j ? 1 : 0)));
  for (let sweep = 0, rotated = true; rotated && sweep < 60; sweep += 1) {
    rotated = false;
    for (let p = 0; p < count - 1; p += 1)
      for (let q = p + 1; q < count; q += 1)
        if (rotate(a[p] as Float64Array, a[q] as Float64Array, v[p] as Float64Array, v[q] as Float64Array))
          rotated = true;
  }
  const sizes = a.map((column) => Math.sqrt(column.reduce((total, x) => total + x * x, 0)));
  const order = [...sizes.keys()].sort((i, j) => (sizes[j] as number) - (sizes[i] as number));
  const values = Float64Array.from(order, (i) => sizes[i] as number);
  // What is but rounding has no direction of its own.
  const least = (values[0] ?? 0) * 2 ** -52;
  const long = order
    .filter((i) => (sizes[i] as number) > least)
    .map((i) => (a[i] as Float64Array).map((x) => x / (sizes[i] as number)));
  const rotatedColumns = flat(completed(long, count, length));
  const turns = flat(order.map((i) => v[i] as Float64Array));
  return wide ? { values, left: turns, vectors: rotatedColumns } : { values, left: rotatedColumns, vectors: turns };
}

function flat(vectors: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(vectors.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of vectors) {
    out.set(each, at);
    at += each.length;
  }
  return out;
}

/** Turns two columns so that they stand square on each other; false where they do. */
function rotate(x: Float64Array, y: Float64Array, vx: Float64Array, vy: Float64Array): boolean {
  let [alpha, beta, gamma] = [0, 0, 0];
  for (let i = 0; i < x.length; i += 1) {
    alpha += (x[i] as number) ** 2;
    beta += (y[i] as number) ** 2;
    gamma += (x[i] as number) * (y[i] as number);
  }
  if (gamma === 0 || Math.abs(gamma) <= 1e-15 * Math.sqrt(alpha * beta)) return false;
  const zeta = (beta - alpha) / (2 * gamma);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const c = 1 / Math.hypot(1, t);
  const s = c * t;
  for (const [left, right] of [
    [x, y],
    [vx, vy],
  ] as const)
    for (let i = 0; i < left.length; i += 1) {
      const [l, r] = [left[i] as number, right[i] as number];
      left[i] = c * l - s * r;
      right[i] = s * l + c * r;
    }
  return true;
}
