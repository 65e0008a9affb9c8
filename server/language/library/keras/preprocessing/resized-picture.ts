import { type Interpolation, sharesOf } from '../../../layers/resampling.js';

/** A picture of any numbers, row by row, the channels of a pixel together. */
export interface Pixels {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Uint8Array | Float32Array;
}

/** What of a picture is resized: its corner and its size. */
export interface Part {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Which two elements of an axis lie beside each of the resized one, and how far it is from the first, in float32. */
interface Between {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly share: Float32Array;
}

/** The largest part in the middle that has the proportions of a size, as Keras counts it. */
export function middleOf({ height, width }: Pixels, [wantedHeight, wantedWidth]: readonly [number, number]): Part {
  const fitting = (product: number, by: number) => Math.trunc(Math.fround(Math.fround(product) / by));
  const cutHeight = Math.max(1, Math.min(height, fitting(width * wantedHeight, wantedWidth)));
  const cutWidth = Math.max(1, Math.min(width, fitting(height * wantedWidth, wantedHeight)));
  return {
    top: Math.trunc((height - cutHeight) / 2),
    left: Math.trunc((width - cutWidth) / 2),
    height: cutHeight,
    width: cutWidth,
  };
}

/** A part of a picture in another size, by TensorFlow's arithmetic: (height, width, channels), of its own type by 'nearest'. */
export function resizedPicture(
  picture: Pixels,
  part: Part,
  size: readonly [height: number, width: number],
  interpolation: Interpolation,
): Uint8Array | Float32Array {
  if (interpolation === 'nearest') return nearest(picture, part, size);
  return interpolation === 'bilinear' ? bilinear(picture, part, size) : bySums(picture, part, size, interpolation);
}

function nearest(
  { data, width, channels }: Pixels,
  part: Part,
  [high, wide]: readonly [number, number],
): Uint8Array | Float32Array {
  const places = (before: number, after: number) =>
    Int32Array.from({ length: after }, (_, at) => sharesOf('nearest', before, after, at)[0]?.[0] as number);
  const [rows, columns] = [places(part.height, high), places(part.width, wide)];
  const out =
    data instanceof Uint8Array ? new Uint8Array(high * wide * channels) : new Float32Array(high * wide * channels);
  let into = 0;
  for (const row of rows)
    for (const column of columns) {
      const from = ((part.top + row) * width + part.left + column) * channels;
      for (let channel = 0; channel < channels; channel += 1) out[into + channel] = data[from + channel] as number;
      into += channels;
    }
  return out;
}

function between(before: number, after: number, start: number): Between {
  const { fround } = Math;
  const scale = fround(before / after);
  const [low, high, share] = [new Int32Array(after), new Int32Array(after), new Float32Array(after)];
  for (let at = 0; at < after; at += 1) {
    const place = fround(fround(fround(at + 0.5) * scale) - 0.5);
    const below = Math.floor(place);
    low[at] = start + Math.max(0, below);
    high[at] = start + Math.min(before - 1, Math.max(0, Math.ceil(place)));
    share[at] = place - below;
  }
  return { low, high, share };
}

function bilinear(
  { data, width, channels }: Pixels,
  part: Part,
  [high, wide]: readonly [number, number],
): Float32Array {
  const { fround } = Math;
  const rows = between(part.height, high, part.top);
  const columns = between(part.width, wide, part.left);
  const out = new Float32Array(high * wide * channels);
  let into = 0;
  for (let y = 0; y < high; y += 1) {
    const [above, below] = [(rows.low[y] as number) * width, (rows.high[y] as number) * width];
    const down = rows.share[y] as number;
    for (let x = 0; x < wide; x += 1) {
      const [left, right] = [columns.low[x] as number, columns.high[x] as number];
      const across = columns.share[x] as number;
      for (let channel = 0; channel < channels; channel += 1) {
        const a = data[(above + left) * channels + channel] as number;
        const b = data[(above + right) * channels + channel] as number;
        const c = data[(below + left) * channels + channel] as number;
        const d = data[(below + right) * channels + channel] as number;
        const top = fround(a + fround((b - a) * across));
        const bottom = fround(c + fround((d - c) * across));
        out[into] = top + fround(fround(bottom - top) * down);
        into += 1;
      }
    }
  }
  return out;
}

/** Each element a sum of several: first along columns, then along rows. */
function bySums(
  { data, width, channels }: Pixels,
  part: Part,
  [high, wide]: readonly [number, number],
  interpolation: Interpolation,
): Float32Array {
  const shares = (before: number, after: number) =>
    Array.from({ length: after }, (_, at) => sharesOf(interpolation, before, after, at));
  const [rows, columns] = [shares(part.height, high), shares(part.width, wide)];
  const narrow = new Float32Array(part.height * wide * channels);
  for (let y = 0; y < part.height; y += 1)
    for (let x = 0; x < wide; x += 1)
      for (let channel = 0; channel < channels; channel += 1) {
        let sum = 0;
        for (const [place, share] of columns[x] as readonly (readonly [number, number])[])
          sum += share * (data[((part.top + y) * width + part.left + place) * channels + channel] as number);
        narrow[(y * wide + x) * channels + channel] = sum;
      }
  const out = new Float32Array(high * wide * channels);
  const row = wide * channels;
  for (let y = 0; y < high; y += 1)
    for (let at = 0; at < row; at += 1) {
      let sum = 0;
      for (const [place, share] of rows[y] as readonly (readonly [number, number])[])
        sum += share * (narrow[place * row + at] as number);
      out[y * row + at] = sum;
    }
  return out;
}
