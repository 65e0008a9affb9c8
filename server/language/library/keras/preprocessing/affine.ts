/** What is done to a picture: rotated and sheared by degrees, shifted by pixels, zoomed. */
export interface Affine {
  readonly theta: number;
  readonly shift: readonly [rows: number, columns: number];
  readonly shear: number;
  readonly zoom: readonly [rows: number, columns: number];
}

/** The first two rows of a matrix on homogeneous coordinates; the third is 0, 0, 1. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

function product([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + b * j, a * h + b * k, a * i + b * l + c, d * g + e * j, d * h + e * k, d * i + e * l + f];
}

/** A picture of height × width × channels seen through that, by linear interpolation; beyond its edge they are repeated, or it is `fill`. */
export function transformed(
  pixels: ArrayLike<number>,
  [height, width, channels]: readonly [number, number, number],
  { theta, shift, shear, zoom }: Affine,
  fill: number | undefined,
): Float64Array {
  const [turn, lean] = [(theta * Math.PI) / 180, (shear * Math.PI) / 180];
  const [centerX, centerY] = [height / 2 - 0.5, width / 2 - 0.5];
  const steps: readonly Matrix[] = [
    [1, 0, centerX, 0, 1, centerY],
    [Math.cos(turn), -Math.sin(turn), 0, Math.sin(turn), Math.cos(turn), 0],
    [1, 0, shift[0], 0, 1, shift[1]],
    [1, -Math.sin(lean), 0, 0, Math.cos(lean), 0],
    [zoom[0], 0, 0, 0, zoom[1], 0],
    [1, 0, -centerX, 0, 1, -centerY],
  ];
  // Keras makes the matrix for x, y, and exchanges both columns and rows of it for rows and columns.
  const [a, b, c, d, e, f] = steps.reduce(product);
  const out = new Float64Array(height * width * channels);
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      const y = e * row + d * column + f;
      const x = b * row + a * column + c;
      for (let channel = 0; channel < channels; channel += 1)
        out[(row * width + column) * channels + channel] = sampled(y, x, channel);
    }
  return out;

  function sampled(y: number, x: number, channel: number): number {
    const outside = y < 0 || x < 0 || y > height - 1 || x > width - 1;
    if (outside && fill !== undefined) return fill;
    const [clampedY, clampedX] = [clamp(y, height - 1), clamp(x, width - 1)];
    const [top, left] = [Math.floor(clampedY), Math.floor(clampedX)];
    const [below, right] = [Math.min(top + 1, height - 1), Math.min(left + 1, width - 1)];
    const [dy, dx] = [clampedY - top, clampedX - left];
    const pixel = (r: number, k: number) => Number(pixels[(r * width + k) * channels + channel]);
    return (
      pixel(top, left) * (1 - dy) * (1 - dx) +
      pixel(top, right) * (1 - dy) * dx +
      pixel(below, left) * dy * (1 - dx) +
      pixel(below, right) * dy * dx
    );
  }
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
