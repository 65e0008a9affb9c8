import { HostError, type Picture } from '../../../host.js';
import type { Context } from '../../../values/context.js';
import { headerOf } from '../../pillow/header.js';
import { strRepr } from '../../python/str-repr.js';

/** Which of the libraries that read pictures is asked. */
type Reader = 'TensorFlow' | 'Pillow';

/** Raises what the library raises for a picture that is none, is damaged or too large. */
function refuse(file: string, bytes: Uint8Array, why: string, as: Reader, context: Context): never {
  if (as === 'TensorFlow') context.raise('InvalidArgumentError', `${file} cannot be decoded: ${why}`);
  if (!headerOf(bytes)) context.raise('PIL.UnidentifiedImageError', `cannot identify image file ${strRepr(file)}`);
  return context.raise('OSError', `${file} cannot be opened: ${why}`);
}

/** A picture's pixels; raises with the name of its file where there are none. */
export function decodedPicture(
  file: string,
  bytes: Uint8Array,
  channels: number,
  as: Reader,
  context: Context,
): Picture {
  let why = 'pictures are not decoded here';
  try {
    const picture = context.host.decodePicture?.(bytes, channels, as);
    if (picture) return picture;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    if (error.type !== 'NotImplementedError') return refuse(file, bytes, error.message, as, context);
    why = error.message;
  }
  context.unknown(why, file);
  return { height: 0, width: 0, channels, data: new Uint8Array() };
}
