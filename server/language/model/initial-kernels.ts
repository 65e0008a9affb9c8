import type { InitializerSpec, WindowName } from '../layers/layer.js';

/**
 * A kernel whose columns, or rows where those are fewer, stand at right angles to each other: the Q of the
 * decomposition of normal numbers into QR, with R's diagonal positive. Row by row, as the kernel lies.
 */
export function orthogonal(shape: readonly number[], normal: () => number): Float64Array {
  const columns = shape.at(-1) as number;
  const rows = shape.slice(0, -1).reduce((product, dim) => product * dim, 1);
  const [length, count] = [Math.max(rows, columns), Math.min(rows, columns)];
  const vectors = Array.from({ length: count }, () => new Float64Array(length));
  for (let i = 0; i < length; i += 1) for (const vector of vectors) vector[i] = normal();
  vectors.forEach((vector, k) => {
    for (const earlier of vectors.slice(0, k)) subtract(vector, earlier, dot(vector, earlier));
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < length; i += 1) vector[i] = (vector[i] as number) / norm;
  });
  const kernel = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [vector, at] = rows < columns ? [row, column] : [column, row];
      kernel[row * columns + column] = vectors[vector]?.[at] as number;
    }
  }
  return kernel;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function subtract(from: Float64Array, vector: Float64Array, times: number): void {
  for (let i = 0; i < from.length; i += 1) from[i] = (from[i] as number) - times * (vector[i] as number);
}

/** Weights of the cosines of growing frequency whose sum a window is. */
const windows: Readonly<Record<WindowName, readonly number[]>> = {
  hann: [0.5, -0.5],
  hamming: [0.54, -0.46],
  blackman: [0.42, -0.5, 0.08],
  boxcar: [1],
};

/** Cosines, or minus the sines, of a Fourier transform as a kernel (frame, 1, frequencies), under a window. */
export function fourier(
  { side, window, scaling, periodic }: InitializerSpec & { name: 'STFT' },
  shape: readonly number[],
): Float64Array {
  const [length = 0, , frequencies = 0] = shape;
  const weights = window === null ? undefined : windowOf(window, length, periodic);
  const size =
    scaling === 'density'
      ? Math.sqrt(weights?.reduce((sum, weight) => sum + weight ** 2, 0) ?? 1)
      : scaling === 'spectrum'
        ? (weights?.reduce((sum, weight) => sum + Math.abs(weight), 0) ?? 1)
        : 1;
  const kernel = new Float64Array(length * frequencies);
  for (let time = 0; time < length; time += 1) {
    for (let frequency = 0; frequency < frequencies; frequency += 1) {
      const angle = (-2 * Math.PI * time * frequency) / (2 * (frequencies - 1));
      const wave = side === 'real' ? Math.cos(angle) : Math.sin(angle);
      kernel[time * frequencies + frequency] = weights ? (wave * (weights[time] as number)) / size : wave;
    }
  }
  return kernel;
}

function windowOf(name: WindowName, length: number, periodic: boolean): number[] {
  const period = periodic ? length : length - 1;
  return Array.from({ length }, (_, i) =>
    length === 1
      ? 1
      : windows[name].reduce((sum, weight, k) => sum + weight * Math.cos((2 * Math.PI * k * i) / period), 0),
  );
}
