import type { Picture } from '../../server/language/host.js';
import { checkSize, cutShort, PictureError } from './picture.js';

export function isBmp(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x4d;
}

/**
 * Pictures of Windows as TensorFlow reads them: 8 bits are grey, 24 blue, green and red, 32 with alpha. `channels`: 0
 * for as many as it has, 3 or 4. Throws PictureError.
 */
export function decodeBmp(bytes: Uint8Array, channels: number): Picture {
  if (channels === 1) throw new PictureError('`channels` must be 0, 3 or 4 for BMP, but got 1');
  if (bytes.length < 34) throw cutShort();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [start, width, signed] = [view.getInt32(10, true), view.getInt32(18, true), view.getInt32(22, true)];
  const [bits, packing] = [view.getUint16(28, true), view.getUint32(30, true)];
  const height = Math.abs(signed);
  checkSize(width, height);
  if (![8, 24, 32].includes(bits))
    throw new PictureError(`its pixels have ${bits} bits, and only 8, 24 and 32 are decoded`);
  if (packing !== 0 && packing !== 3) throw new PictureError('its pixels are packed, which is not decoded');
  const own = bits / 8;
  const rowBytes = Math.ceil((bits * width) / 32) * 4;
  if (start < 0 || start + rowBytes * height > bytes.length) throw cutShort();
  const asked = channels === 0 ? own : channels;
  const data = new Uint8Array(width * height * asked);
  for (let y = 0; y < height; y += 1) {
    // From the last row up, unless the height is negative.
    const row = start + (signed > 0 ? height - 1 - y : y) * rowBytes;
    for (let x = 0; x < width; x += 1) {
      const into = (y * width + x) * asked;
      const from = row + x * own;
      const sample = (channel: number) => bytes[own === 1 ? from : from + channel] as number;
      if (asked === 1) data[into] = sample(0);
      else {
        [data[into], data[into + 1], data[into + 2]] = [sample(2), sample(1), sample(0)];
        if (asked === 4) data[into + 3] = own === 4 ? sample(3) : 255;
      }
    }
  }
  return { width, height, channels: asked, data };
}
