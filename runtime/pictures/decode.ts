import type { Picture } from '../../server/language/host.js';
import { decodeBmp, isBmp } from './bmp.js';
import { decodeGif, isGif } from './gif.js';
import { decodeJpeg, isJpeg } from './jpeg.js';
import { PictureError } from './picture.js';
import { decodePng, isPng } from './png.js';

export type PictureFormat = 'jpeg' | 'png' | 'gif' | 'bmp';

/** By its first bytes, as TensorFlow tells; undefined for anything else. */
export function formatOf(bytes: Uint8Array): PictureFormat | undefined {
  if (isJpeg(bytes)) return 'jpeg';
  if (isPng(bytes)) return 'png';
  if (isGif(bytes)) return 'gif';
  return isBmp(bytes) ? 'bmp' : undefined;
}

const decoders: Readonly<Record<PictureFormat, (bytes: Uint8Array, channels: number) => Picture>> = {
  jpeg: decodeJpeg,
  png: decodePng,
  gif: decodeGif,
  bmp: decodeBmp,
};

/** A picture as `tf.image.decode_image` gives it, of an animation the first frame. `channels`: 0, 1, 3 or 4. Throws PictureError. */
export function decodePicture(bytes: Uint8Array, channels: number): Picture {
  const format = formatOf(bytes);
  if (!format)
    throw new PictureError(bytes.length === 0 ? 'it is empty' : 'it is neither a JPEG nor a PNG, GIF or BMP picture');
  return decoders[format](bytes, channels);
}
