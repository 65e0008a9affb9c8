import { HostError, type Picture } from '../../../host.js';
import type { Context } from '../../../values/context.js';

/** What the two libraries that read pictures raise for one that is none, is damaged or too large. */
const refusals = {
  TensorFlow: { type: 'InvalidArgumentError', words: 'cannot be decoded' },
  Pillow: { type: 'ValueError', words: 'cannot be opened' },
} as const;

/** A picture's pixels; raises with the name of its file where there are none. */
export function decodedPicture(
  file: string,
  bytes: Uint8Array,
  channels: number,
  as: keyof typeof refusals,
  context: Context,
): Picture {
  try {
    const picture = context.host.decodePicture?.(bytes, channels, as);
    if (picture) return picture;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return context.raise(refusals[as].type, `${file} ${refusals[as].words}: ${error.message}`);
  }
  context.unknown('pictures are not decoded here', file);
  return { height: 0, width: 0, channels, data: new Uint8Array() };
}
