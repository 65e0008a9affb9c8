import { type Interpolation, interpolations } from '../../../layers/resampling.js';
import type { Dim } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { type TensorValue, tensor, type Value } from '../../../values/value.js';
import { decodedPicture } from './decoded-picture.js';
import { datasetOfFolder } from './folder-dataset.js';
import { middleOf, resizedPicture } from './resized-picture.js';
import { fileBytes } from './text-folder.js';

const name = 'keras.utils.image_dataset_from_directory';

/** All that Keras takes, of which a run follows those of `interpolations`. */
const known = ['bilinear', 'nearest', 'bicubic', 'area', 'lanczos3', 'lanczos5', 'gaussian', 'mitchellcubic'];

/** The size of a dataset's pictures, and where their channels stand. */
export interface PictureLayout {
  readonly high: Dim;
  readonly wide: Dim;
  readonly channels: Dim;
  readonly isFirst: boolean;
}

/** The pictures of files in folders, one a class, as `image_dataset_from_directory` gives them on numbers. */
export function picturesInFolder(
  sample: TensorValue,
  layout: PictureLayout,
  endings: readonly string[],
  args: Arguments,
  context: Context,
): Value {
  const flag = (argument: string) => context.truth(args.get(argument)) === true;
  const interpolation = interpolationOf(args, context);
  if (flag('pad_to_aspect_ratio')) {
    if (flag('crop_to_aspect_ratio'))
      context.raise('ValueError', 'Only one of `pad_to_aspect_ratio`, `crop_to_aspect_ratio` can be set to `True`.');
    return context.unknown(
      'pictures are cut (crop_to_aspect_ratio=True) or stretched in a run',
      'pad_to_aspect_ratio=',
    );
  }
  const crops = flag('crop_to_aspect_ratio');
  const { high, wide, channels, isFirst } = layout;
  const { shape, dtype } = sample;
  if (![high, wide, channels].every((dim) => typeof dim === 'number'))
    return context.unknown('the size of the pictures is not known', name);
  const size = [high, wide] as [number, number];
  return datasetOfFolder(
    name,
    {
      endings,
      kind: 'images',
      allowed: `Allowed formats: (${endings.map((ending) => `'${ending}'`).join(', ')})`,
      sample,
      hasPaths: true,
      read(file) {
        const picture = decodedPicture(file, fileBytes(file, context), channels as number, 'TensorFlow', context);
        const part = crops
          ? middleOf(picture, size)
          : { top: 0, left: 0, height: picture.height, width: picture.width };
        const data = resizedPicture(picture, part, size, interpolation);
        return tensor('tensorflow', dtype, shape, isFirst ? channelsFirst(data, channels as number) : data);
      },
    },
    args,
    context,
  );
}

/** How pictures are resized; raises for what Keras does not know, and ends a run for what a run does not follow. */
export function interpolationOf(args: Arguments, context: Context): Interpolation {
  const given = args.get('interpolation');
  const asked = given.kind === 'str' ? given.value.toLowerCase() : '';
  if (!known.includes(asked))
    context.raise(
      'ValueError',
      `Argument \`interpolation\` should be one of (${known.map((each) => `'${each}'`).join(', ')}). Received: interpolation=${asked || context.str(given)}`,
    );
  const found = interpolations.find((each) => each === asked);
  if (!found) context.unknown(`a run has ${interpolations.join(', ')}, not '${asked}'`, 'interpolation=');
  return found ?? 'bilinear';
}

function channelsFirst<Data extends Uint8Array | Float32Array>(data: Data, channels: number): Data {
  const out = data.slice() as Data;
  const size = data.length / channels;
  for (let pixel = 0; pixel < size; pixel += 1)
    for (let channel = 0; channel < channels; channel += 1)
      out[channel * size + pixel] = data[pixel * channels + channel] as number;
  return out;
}
