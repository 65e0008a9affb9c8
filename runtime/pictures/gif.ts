import type { Picture } from '../../server/language/host.js';
import { checkSize, cutShort, PictureError } from './picture.js';

export function isGif(bytes: Uint8Array): boolean {
  return /^GIF8[79]a$/.test(String.fromCharCode(...bytes.subarray(0, 6)));
}

/** The first frame in three channels, black where it has nothing. `channels`: 0 or 3. Throws PictureError. */
export function decodeGif(bytes: Uint8Array, channels: number): Picture {
  if (channels !== 0 && channels !== 3) throw new PictureError(`channels must be 0 or 3 for GIF, got ${channels}`);
  const byte = (at: number): number => {
    if (at >= bytes.length) throw cutShort();
    return bytes[at] as number;
  };
  const short = (at: number) => byte(at) | (byte(at + 1) << 8);
  const [width, height] = [short(6), short(8)];
  checkSize(width, height);
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  let at = 13;
  let colours = bytes.subarray(at, at + tableBytes(byte(10)));
  at += colours.length;
  let transparent = -1;
  for (;;) {
    const block = byte(at);
    if (block === 0x21) {
      if (byte(at + 1) === 0xf9 && byte(at + 3) & 1) transparent = byte(at + 6);
      at += 2;
      while (byte(at) !== 0) at += byte(at) + 1;
      at += 1;
    } else if (block === 0x2c) break;
    else throw new PictureError('it holds no picture');
  }
  const [left, top, wide, high, flags] = [short(at + 1), short(at + 3), short(at + 5), short(at + 7), byte(at + 9)];
  if (left + wide > width || top + high > height) throw new PictureError('its frame lies outside it');
  at += 10;
  if (flags & 0x80) colours = bytes.subarray(at, at + tableBytes(flags));
  at += tableBytes(flags);
  const indices = unpacked(bytes, at, wide * high);
  const data = new Uint8Array(width * height * 3);
  const rows = flags & 0x40 ? interlaced(high) : undefined;
  for (let y = 0; y < high; y += 1)
    for (let x = 0; x < wide; x += 1) {
      const index = indices[y * wide + x] as number;
      if (index === transparent) continue;
      if (3 * index + 2 >= colours.length) throw new PictureError('it uses a colour that its table lacks');
      data.set(colours.subarray(3 * index, 3 * index + 3), ((top + (rows?.[y] ?? y)) * width + left + x) * 3);
    }
  return { width, height, channels: 3, data };
}

/** The rows in the order in which an interlaced frame has them. */
function interlaced(high: number): readonly number[] {
  const rows: number[] = [];
  for (const [first, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const)
    for (let y = first; y < high; y += step) rows.push(y);
  return rows;
}

/** So many pixels of Lempel, Ziv and Welch's code, in blocks of up to 255 bytes. */
function unpacked(bytes: Uint8Array, start: number, count: number): Uint8Array {
  const least = bytes[start] ?? 0;
  if (least < 1 || least > 8) throw new PictureError('its data are damaged');
  const [clear, end] = [1 << least, (1 << least) + 1];
  const [before, last, lengths] = [new Uint16Array(4096), new Uint8Array(4096), new Uint16Array(4096)];
  for (let code = 0; code < clear; code += 1) {
    last[code] = code;
    lengths[code] = 1;
  }
  const out = new Uint8Array(count);
  let [at, blockEnd, bits, bitCount] = [start + 1, start + 1, 0, 0];
  let [width, next, previous, filled] = [least + 1, end + 1, -1, 0];
  const code = (): number => {
    while (bitCount < width) {
      if (at === blockEnd) {
        const length = bytes[at];
        if (!length) throw cutShort();
        at += 1;
        blockEnd = at + length;
      }
      if (at >= bytes.length) throw cutShort();
      bits |= (bytes[at] as number) << bitCount;
      bitCount += 8;
      at += 1;
    }
    const found = bits & ((1 << width) - 1);
    bits >>>= width;
    bitCount -= width;
    return found;
  };
  while (filled < count) {
    const found = code();
    if (found === end) throw cutShort();
    if (found === clear) {
      [width, next, previous] = [least + 1, end + 1, -1];
      continue;
    }
    if (found > next || (found === next && previous < 0) || (found > end && found >= next && next >= 4096))
      throw new PictureError('its data are damaged');
    const isNew = found === next;
    const told = isNew ? previous : found;
    const length = (lengths[told] as number) + (isNew ? 1 : 0);
    // From its end backwards; what goes past the picture is left out.
    let each = told;
    for (let k = filled + (lengths[told] as number) - 1; k >= filled; k -= 1) {
      if (k < count) out[k] = last[each] as number;
      each = before[each] as number;
    }
    const first = firstOf(told, before, lengths);
    if (isNew && filled + length - 1 < count) out[filled + length - 1] = first;
    if (previous >= 0 && next < 4096) {
      before[next] = previous;
      last[next] = first;
      lengths[next] = (lengths[previous] as number) + 1;
      next += 1;
      if (next === 1 << width && width < 12) width += 1;
    }
    filled += length;
    previous = found;
  }
  return out;
}

function firstOf(code: number, before: Uint16Array, lengths: Uint16Array): number {
  let first = code;
  while ((lengths[first] as number) > 1) first = before[first] as number;
  return first;
}
