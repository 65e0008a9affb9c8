import type { Picture } from '../../../host.js';
import type { Context } from '../../../values/context.js';
import { decodedPicture } from './decoded-picture.js';
import { pillowFilters, pillowResized } from './pillow-resize.js';
import { fileBytes } from './text-folder.js';

/** How `keras.utils.load_img` reads a picture. */
export interface Loading {
  readonly channels: number;
  /** Height and width; undefined: its own. */
  readonly size: readonly [number, number] | undefined;
  readonly interpolation: string;
  readonly keepsProportions: boolean;
}

/** A file's picture as Pillow opens, turns and resizes it. Raises with the file's name. */
export function loadedPicture(file: string, loading: Loading, context: Context): Picture {
  const picture = decodedPicture(file, fileBytes(file, context), loading.channels, 'Pillow', context);
  const { size, interpolation } = loading;
  const isSame = !size || (size[0] === picture.height && size[1] === picture.width);
  if (!isSame && !pillowFilters.includes(interpolation))
    context.raise(
      'ValueError',
      `Invalid interpolation method ${interpolation} specified. Supported methods are ${pillowFilters.join(', ')}`,
    );
  // Pillow weighs colours by their alpha before it mixes them.
  if (!isSame && loading.channels === 4 && interpolation !== 'nearest')
    context.unknown("pictures with alpha are resized by 'nearest' alone in a run", 'interpolation=');
  return fitted(picture, loading);
}

/** An opened picture in the size that is asked for; `interpolation` is one of `pillowFilters`. */
export function fitted(
  picture: Picture,
  { size, interpolation, keepsProportions }: Omit<Loading, 'channels'>,
): Picture {
  const { width, height } = picture;
  if (!size || (size[0] === height && size[1] === width)) return picture;
  if (!keepsProportions) return pillowResized(picture, size, interpolation);
  const cutHeight = Math.min(height, Math.floor((width * size[0]) / size[1]));
  const cutWidth = Math.min(width, Math.floor((height * size[1]) / size[0]));
  const [top, left] = [Math.floor((height - cutHeight) / 2), Math.floor((width - cutWidth) / 2)];
  return pillowResized(picture, size, interpolation, [left, top, left + cutWidth, top + cutHeight]);
}

/** Its elements in the order of an array: channels first where that is asked for. */
export function elementsOf({ data, channels }: Picture, isFirst: boolean): Float32Array {
  const out = new Float32Array(data.length);
  const size = data.length / channels;
  if (!isFirst) out.set(data);
  else
    for (let pixel = 0; pixel < size; pixel += 1)
      for (let channel = 0; channel < channels; channel += 1)
        out[channel * size + pixel] = data[pixel * channels + channel] as number;
  return out;
}
