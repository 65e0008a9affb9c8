import type { Component } from './jpeg-scan.js';
import { accurateInverse, fastInverse, type Transform } from './jpeg-transform.js';

/** Samples of one component. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly data: Uint8Array;
}

/**
 * The samples of a component. Roundings are part of the result: TensorFlow takes libjpeg's fast inverse transform on whole
 * numbers, Pillow its accurate one.
 */
export function samplesOf(
  component: Component,
  quantizers: Uint16Array,
  transform: Transform,
  width: number,
  height: number,
): Plane {
  const { blocksWide, blocksHigh, stride: blocks, coefficients } = component;
  const stride = blocksWide * 8;
  const data = new Uint8Array(stride * blocksHigh * 8);
  const inverse = transform === 'fast' ? fastInverse(quantizers) : accurateInverse(quantizers);
  for (let row = 0; row < blocksHigh; row += 1)
    for (let column = 0; column < blocksWide; column += 1)
      inverse(coefficients, (row * blocks + column) * 64, data, row * 8 * stride + column * 8, stride);
  return { width, height, stride, data };
}

/** The samples of row `y` of the picture, as libjpeg makes them of fewer: between neighbours where there are half as many. */
export type RowReader = (y: number, into: Uint8Array) => void;

export function rowsOf(plane: Plane, width: number, timesWide: number, timesHigh: number): RowReader {
  const { data, stride } = plane;
  const smooth = plane.width > 2;
  if (timesWide === 1 && timesHigh === 1) return (y, into) => into.set(data.subarray(y * stride, y * stride + width));
  if (timesWide === 2 && timesHigh === 1 && smooth) return betweenColumns(plane);
  if (timesWide === 1 && timesHigh === 2) return betweenRows(plane);
  if (timesWide === 2 && timesHigh === 2 && smooth) return betweenBoth(plane);
  return (y, into) => {
    const start = Math.floor(y / timesHigh) * stride;
    for (let x = 0; x < width; x += 1) into[x] = data[start + Math.floor(x / timesWide)] as number;
  };
}

function betweenColumns({ data, stride, width }: Plane): RowReader {
  return (y, into) => {
    const sample = (x: number) => data[y * stride + x] as number;
    for (let x = 0; x < width; x += 1) {
      const three = 3 * sample(x);
      into[2 * x] = x === 0 ? sample(0) : (three + sample(x - 1) + 1) >> 2;
      into[2 * x + 1] = x === width - 1 ? sample(x) : (three + sample(x + 1) + 2) >> 2;
    }
  };
}

/** The rows that row `y` lies between, the nearer first. */
function neighbours(y: number, height: number): readonly [number, number] {
  const near = y >> 1;
  return [near, Math.min(height - 1, Math.max(0, (y & 1) === 0 ? near - 1 : near + 1))];
}

function betweenRows({ data, stride, width, height }: Plane): RowReader {
  return (y, into) => {
    const [near, far] = neighbours(y, height);
    const rounding = (y & 1) === 0 ? 1 : 2;
    for (let x = 0; x < width; x += 1)
      into[x] = (3 * (data[near * stride + x] as number) + (data[far * stride + x] as number) + rounding) >> 2;
  };
}

function betweenBoth({ data, stride, width, height }: Plane): RowReader {
  return (y, into) => {
    const [near, far] = neighbours(y, height);
    const column = (x: number) => 3 * (data[near * stride + x] as number) + (data[far * stride + x] as number);
    let before = column(0);
    let here = before;
    for (let x = 0; x < width; x += 1) {
      const after = x === width - 1 ? here : column(x + 1);
      into[2 * x] = x === 0 ? (4 * here + 8) >> 4 : (3 * here + before + 8) >> 4;
      into[2 * x + 1] = x === width - 1 ? (4 * here + 7) >> 4 : (3 * here + after + 7) >> 4;
      before = here;
      here = after;
    }
  };
}
