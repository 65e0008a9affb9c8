import { HostError, type Picture } from '../server/language/host.js';
import { decodePicture } from './pictures/decode.js';
import { NotRead, PictureError } from './pictures/picture.js';
import { decodeAsPillow } from './pictures/pillow.js';

/** `Host.decodePicture`: a picture's pixels as TensorFlow or Pillow gives them. Throws HostError. */
export function hostPicture(bytes: Uint8Array, channels: number, as: 'TensorFlow' | 'Pillow'): Picture {
  try {
    return as === 'Pillow' ? decodeAsPillow(bytes, channels) : decodePicture(bytes, channels);
  } catch (error) {
    if (error instanceof NotRead) throw new HostError('NotImplementedError', error.message);
    if (error instanceof PictureError) throw new HostError('ValueError', error.message);
    throw error;
  }
}
