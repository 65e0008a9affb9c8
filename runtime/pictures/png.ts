import { inflateSync } from 'node:zlib';
import type { Picture } from '../../server/language/host.js';
import { checkSize, cutShort, PictureError } from './picture.js';

/* PNG as TensorFlow has libpng decode it into 8 bits: of 16 the lower ones are cut off, and grey is a sum without rounding. */

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** 0 grey, 2 colours, 3 a palette, 4 grey and alpha, 6 colours and alpha. */
  readonly kind: number;
  readonly isInterlaced: boolean;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const samplesIn: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depthsOf: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** Adam7's passes: the first pixel and the distance of the next, across and down. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/** `channels`: 0 for as many as it has, or 1, 3, 4. Throws PictureError. */
export function decodePng(bytes: Uint8Array, channels: number): Picture {
  const { header, palette, transparency, packed } = chunksOf(bytes);
  const { width, height, kind, depth } = header;
  const samples = unfiltered(header, packed);
  const hasAlpha = kind === 4 || kind === 6;
  const own = kind === 3 ? (transparency ? 4 : 3) : (samplesIn[kind] as number);
  const asked = channels === 0 ? own : channels;
  const data = new Uint8Array(width * height * asked);
  const most = 2 ** depth - 1;
  const toEight = depth === 16 ? (value: number) => value >> 8 : (value: number) => (value * 255) / most;
  const key = !hasAlpha && kind !== 3 && transparency ? keyOf(transparency, kind) : undefined;
  const perPixel = samplesIn[kind] as number;
  const isGrey = kind === 0 || kind === 4;
  // TensorFlow fills in the greatest value before libpng makes 8 bits of fewer.
  const full = transparency || depth > 8 ? 255 : most;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const at = pixel * perPixel;
    let [r, g, b, alpha] = [0, 0, 0, full];
    if (kind === 3) {
      const entry = samples[at] as number;
      if (3 * entry + 2 >= palette.length) throw new PictureError('it uses a colour that its palette lacks');
      [r, g, b] = [palette[3 * entry] as number, palette[3 * entry + 1] as number, palette[3 * entry + 2] as number];
      alpha = transparency ? (transparency[entry] ?? 255) : full;
    } else {
      r = samples[at] as number;
      [g, b] = isGrey ? [r, r] : [samples[at + 1] as number, samples[at + 2] as number];
      if (hasAlpha) alpha = toEight(samples[at + perPixel - 1] as number);
      else if (key && r === key[0] && (isGrey || (g === key[1] && b === key[2]))) alpha = 0;
    }
    const into = pixel * asked;
    if (asked < 3) {
      const grey = r === g && g === b ? r : (9797 * r + 19_234 * g + 3737 * b) / 32_768;
      data[into] = kind === 3 ? grey : toEight(Math.floor(depth === 16 && r !== g ? grey + 0.5 : grey));
      if (asked === 2) data[into + 1] = alpha;
      continue;
    }
    data[into] = kind === 3 ? r : toEight(r);
    data[into + 1] = kind === 3 ? g : toEight(g);
    data[into + 2] = kind === 3 ? b : toEight(b);
    if (asked === 4) data[into + 3] = alpha;
  }
  return { width, height, channels: asked, data };
}

/** The colour that stands for no colour. */
function keyOf(transparency: Uint8Array, kind: number): readonly number[] {
  return Array.from(
    { length: kind === 0 ? 1 : 3 },
    (_, at) => ((transparency[2 * at] ?? 0) << 8) | (transparency[2 * at + 1] ?? 0),
  );
}

interface Chunks {
  readonly header: Header;
  readonly palette: Uint8Array;
  readonly transparency: Uint8Array | undefined;
  readonly packed: Uint8Array;
}

function chunksOf(bytes: Uint8Array): Chunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let header: Header | undefined;
  let palette: Uint8Array = new Uint8Array();
  let transparency: Uint8Array | undefined;
  const parts: Uint8Array[] = [];
  for (let at = signature.length; ; ) {
    if (at + 8 > bytes.length) throw cutShort();
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (name === 'IEND') break;
    if (body.length < length) throw cutShort();
    if (name === 'IHDR') header = headerOf(body);
    else if (name === 'PLTE') palette = body;
    else if (name === 'tRNS') transparency = body;
    else if (name === 'IDAT') parts.push(body);
    at += 12 + length;
  }
  if (!header || parts.length === 0) throw new PictureError('it holds no picture');
  return { header, palette, transparency, packed: Buffer.concat(parts) };
}

function headerOf(body: Uint8Array): Header {
  if (body.length < 13) throw cutShort();
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const [width, height, depth, kind] = [view.getUint32(0), view.getUint32(4), view.getUint8(8), view.getUint8(9)];
  checkSize(width, height);
  if (!depthsOf[kind]?.includes(depth)) throw new PictureError(`it has pixels of kind ${kind} with ${depth} bits`);
  return { width, height, depth, kind, isInterlaced: view.getUint8(12) === 1 };
}

/** All samples, pixel by pixel, with the bits that they have. */
function unfiltered(header: Header, packed: Uint8Array): Uint8Array | Uint16Array {
  const { width, height, depth, kind, isInterlaced } = header;
  const perPixel = samplesIn[kind] as number;
  const whole = [[0, 0, 1, 1]] as const;
  const parts = (isInterlaced ? passes : whole)
    .map(([x, y, across, down]) => ({
      ...{ x, y, across, down },
      wide: Math.ceil((width - x) / across),
      high: Math.ceil((height - y) / down),
    }))
    .filter(({ wide, high }) => wide > 0 && high > 0);
  const rowBytes = (wide: number) => Math.ceil((wide * perPixel * depth) / 8);
  const expected = parts.reduce((sum, { wide, high }) => sum + high * (1 + rowBytes(wide)), 0);
  const raw = inflated(packed, expected);
  const samples = depth === 16 ? new Uint16Array(width * height * perPixel) : new Uint8Array(width * height * perPixel);
  const distance = Math.max(1, (perPixel * depth) / 8);
  let at = 0;
  for (const { x, y, across, down, wide, high } of parts) {
    const length = rowBytes(wide);
    let before = new Uint8Array(length);
    for (let row = 0; row < high; row += 1) {
      const line = raw.subarray(at + 1, at + 1 + length);
      unfilter(raw[at] as number, line, before, distance);
      at += 1 + length;
      before = line;
      for (let column = 0; column < wide; column += 1) {
        const into = ((y + row * down) * width + x + column * across) * perPixel;
        for (let k = 0; k < perPixel; k += 1) samples[into + k] = sampleAt(line, column * perPixel + k, depth);
      }
    }
  }
  return samples;
}

/** No more than is expected: a small file can hold gigabytes of zeros. */
function inflated(packed: Uint8Array, expected: number): Uint8Array<ArrayBuffer> {
  let raw: Uint8Array<ArrayBuffer>;
  try {
    raw = inflateSync(packed, { maxOutputLength: expected });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw code === 'Z_BUF_ERROR' ? cutShort() : new PictureError('its data are damaged');
  }
  if (raw.length < expected) throw cutShort();
  return raw;
}

function sampleAt(line: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return line[index] as number;
  if (depth === 16) return ((line[2 * index] as number) << 8) | (line[2 * index + 1] as number);
  const bit = index * depth;
  return ((line[bit >> 3] as number) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

/** Undoes a row's filter in place. */
function unfilter(filter: number, line: Uint8Array, before: Uint8Array, distance: number): void {
  if (filter > 4) throw new PictureError('its data are damaged');
  if (filter === 0) return;
  for (let at = 0; at < line.length; at += 1) {
    const left = at < distance ? 0 : (line[at - distance] as number);
    const up = before[at] as number;
    let guess = filter === 1 ? left : up;
    if (filter === 3) guess = (left + up) >> 1;
    if (filter === 4) guess = paeth(left, up, at < distance ? 0 : (before[at - distance] as number));
    line[at] = (line[at] as number) + guess;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
