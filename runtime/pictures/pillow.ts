import type { Picture } from '../../server/language/host.js';
import { decodeBmp } from './bmp.js';
import { formatOf } from './decode.js';
import { decodeJpeg } from './jpeg.js';
import { NotRead, PictureError } from './picture.js';
import { decodePng } from './png.js';

/** A picture as Pillow opens it and turns it into 'L', 'LA', 'RGB' or 'RGBA': 1 to 4 channels; 0: as many as it has. Throws PictureError. */
export function decodeAsPillow(bytes: Uint8Array, channels: number): Picture {
  const opened = openedBy(bytes, channels);
  const { width, height, channels: own } = opened;
  if (own === channels || channels === 0) return opened;
  const data = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const from = pixel * own;
    const sample = (channel: number) => opened.data[from + channel] as number;
    const [r, g, b] = own < 3 ? [sample(0), sample(0), sample(0)] : [sample(0), sample(1), sample(2)];
    const into = pixel * channels;
    if (channels === 1) data[into] = own < 3 ? r : (19_595 * r + 38_470 * g + 7471 * b + 32_768) >> 16;
    else {
      [data[into], data[into + 1], data[into + 2]] = [r, g, b];
      if (channels === 4) data[into + 3] = own === 2 ? sample(1) : 255;
    }
  }
  return { width, height, channels, data };
}

/** Formats that Pillow reads too, by how their files begin. */
const others: readonly (readonly [name: string, start: RegExp])[] = [
  ['WebP', /^RIFF....WEBP/s],
  ['TIFF', /^(II[*+]\0|MM\0[*+])/],
  ['AVIF', /^....ftypavi[fs]/s],
  ['JPEG 2000', /^(\0\0\0\fjP {2}|\xff\x4f\xff\x51)/],
  ['ICO', /^\0\0.\0[^\0]/s],
  ['PPM', /^P[1-7f]\s/i],
  ['PSD', /^8BPS/],
  ['DDS', /^DDS /],
];

function openedBy(bytes: Uint8Array, channels: number): Picture {
  const format = formatOf(bytes);
  switch (format) {
    case 'jpeg': {
      return decodeJpeg(bytes, 0, 'accurate');
    }
    case 'png': {
      // Of 16 bits Pillow keeps all in one channel.
      if (bytes[24] === 16 && bytes[25] === 0) throw new NotRead('it is grey with 16 bits, which is not read');
      const own = decodePng(bytes, 0);
      if (channels !== 4 || own.channels === 2 || own.channels === 4) return own;
      // A colour may stand for none; all others are opaque.
      const whole = decodePng(bytes, 4);
      for (let at = 3; at < whole.data.length; at += 4) whole.data[at] = whole.data[at] === 0 ? 0 : 255;
      return whole;
    }
    case 'bmp': {
      if (bytes[28] !== 24)
        throw new NotRead('it is a BMP of other than 24 bits, which is not read as Pillow reads it');
      return decodeBmp(bytes, 3);
    }
    case 'gif':
      throw new NotRead('it is a GIF, which is not read as Pillow reads it');
    default: {
      const other = others.find(([, start]) => start.test(String.fromCharCode(...bytes.subarray(0, 16))));
      if (other) throw new NotRead(`it is a picture of the format ${other[0]}, which is not read`);
      throw new PictureError(bytes.length === 0 ? 'it is empty' : 'it is neither a JPEG nor a PNG or BMP picture');
    }
  }
}
