import type { Host, Picture } from '../../host.js';
import { encodeUtf8 } from '../python/text-encoding.js';

/** PNG's numbers for colours, by how many channels a pixel has: grey, grey with alpha, RGB, RGBA. */
const colours = [0, 0, 4, 2, 6];

/** A picture as a PNG file of 8 bits a channel; undefined where nothing is packed, as on shapes. */
export function pngOf(picture: Picture, host: Host): Uint8Array | undefined {
  const { width, height, channels, data } = picture;
  const row = width * channels;
  // Each row says first how it is filtered: not at all.
  const lines = new Uint8Array((row + 1) * height);
  for (let y = 0; y < height; y += 1) lines.set(data.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  const packed = host.deflate?.(lines, 'zlib');
  if (!packed) return undefined;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colours[channels] ?? 2, 0, 0, 0], 8);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const parts = [signature, chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', new Uint8Array())];
  const file = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(encodeUtf8(name), 4);
  bytes.set(content, 8);
  view.setUint32(content.length + 8, checksum(bytes.subarray(4, content.length + 8)));
  return bytes;
}

const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** CRC-32 of ISO 3309. */
function checksum(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (rest >>> 8) ^ (remainders[(rest ^ byte) & 255] as number);
  return (rest ^ 0xffffffff) >>> 0;
}
