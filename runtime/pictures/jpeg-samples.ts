import type { Component } from './jpeg-scan.js';

/** Samples of one component. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly data: Uint8Array;
}

/** What the fast transform multiplies each coefficient by beside its quantizer, in 14 bits: Arai, Agui and Nakajima's. */
const scales = Float64Array.from({ length: 8 }, (_, k) => (k === 0 ? 1 : Math.cos((k * Math.PI) / 16) * Math.SQRT2));

/** A quantization table for `samplesOf`, in rows. */
export function multipliers(quantizers: Uint16Array): Int32Array {
  return Int32Array.from(quantizers, (quantizer, at) => {
    const scale = Math.round((scales[at >> 3] as number) * (scales[at & 7] as number) * 16_384);
    return (quantizer * scale + 2048) >> 12;
  });
}

/**
 * The samples of a component, by the inverse transform that TensorFlow takes: libjpeg's fast one on whole numbers, whose
 * roundings are part of the result.
 */
export function samplesOf(component: Component, table: Int32Array, width: number, height: number): Plane {
  const { blocksWide, blocksHigh, stride: blocks, coefficients } = component;
  const stride = blocksWide * 8;
  const data = new Uint8Array(stride * blocksHigh * 8);
  const work = new Int32Array(64);
  for (let row = 0; row < blocksHigh; row += 1)
    for (let column = 0; column < blocksWide; column += 1)
      inverse(coefficients, (row * blocks + column) * 64, table, work, data, row * 8 * stride + column * 8, stride);
  return { width, height, stride, data };
}

function inverse(
  from: Int16Array,
  start: number,
  table: Int32Array,
  work: Int32Array,
  into: Uint8Array,
  place: number,
  stride: number,
): void {
  for (let x = 0; x < 8; x += 1) {
    const at = start + x;
    const coefficient = (k: number) => (from[at + 8 * k] as number) * (table[x + 8 * k] as number);
    const first = coefficient(0);
    if (
      (from[at + 8] as number) === 0 &&
      (from[at + 16] as number) === 0 &&
      (from[at + 24] as number) === 0 &&
      (from[at + 32] as number) === 0 &&
      (from[at + 40] as number) === 0 &&
      (from[at + 48] as number) === 0 &&
      (from[at + 56] as number) === 0
    ) {
      for (let y = 0; y < 64; y += 8) work[x + y] = first;
      continue;
    }
    work[x] = first;
    for (let k = 1; k < 8; k += 1) work[x + 8 * k] = coefficient(k);
    oneDimension(work, x, 8);
  }
  for (let y = 0; y < 8; y += 1) {
    oneDimension(work, 8 * y, 1);
    for (let x = 0; x < 8; x += 1) {
      const value = ((work[8 * y + x] as number) >> 5) + 128;
      into[place + y * stride + x] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}

/** Eight values, `step` apart, in place. Factors have 8 bits, and what is below is cut off. */
function oneDimension(work: Int32Array, at: number, step: number): void {
  const value = (k: number) => work[at + k * step] as number;
  const even0 = value(0) + value(4);
  const even1 = value(0) - value(4);
  const sum = value(2) + value(6);
  const difference = (((value(2) - value(6)) * 362) >> 8) - sum;
  const [a, d] = [even0 + sum, even0 - sum];
  const [b, c] = [even1 + difference, even1 - difference];
  const z13 = value(5) + value(3);
  const z10 = value(5) - value(3);
  const z11 = value(1) + value(7);
  const z12 = value(1) - value(7);
  const odd7 = z11 + z13;
  const z5 = ((z10 + z12) * 473) >> 8;
  const odd6 = ((z10 * -669) >> 8) + z5 - odd7;
  const odd5 = (((z11 - z13) * 362) >> 8) - odd6;
  const odd4 = ((z12 * 277) >> 8) - z5 + odd5;
  work[at] = a + odd7;
  work[at + 7 * step] = a - odd7;
  work[at + step] = b + odd6;
  work[at + 6 * step] = b - odd6;
  work[at + 2 * step] = c + odd5;
  work[at + 5 * step] = c - odd5;
  work[at + 4 * step] = d + odd4;
  work[at + 3 * step] = d - odd4;
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
