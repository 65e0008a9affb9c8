import { anonymous, type Dim } from '../../../tensor/dim.js';
import type { ElementType } from '../../../tensor/element-type.js';
import type { Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { list, none, str, type TensorValue, tuple, unknown, type Value } from '../../../values/value.js';
import { native } from '../../python/define.js';
import { batched, type Dataset, datasetValue, elementTensor } from '../../tensorflow/data/dataset.js';
import { imageDataFormat } from '../image-data-format.js';
import { type ClassFolder, classFolder } from './folder.js';
import { picturesInFolder } from './picture-folder.js';
import { textsInFolder } from './text-folder.js';

const imageEndings = ['.bmp', '.gif', '.jpeg', '.jpg', '.png'];

/** Pictures in folders, one folder a class, as a dataset of (pictures, labels). */
export const imageDatasetFromDirectory = native(
  'keras.utils.image_dataset_from_directory',
  "directory, labels='inferred', label_mode='int', class_names=None, color_mode='rgb', batch_size=32, image_size=(256, 256), shuffle=True, seed=None, validation_split=None, subset=None, interpolation='bilinear', follow_links=False, crop_to_aspect_ratio=False, pad_to_aspect_ratio=False, data_format=None, format='tf', verbose=True",
  [
    "keras.utils.image_dataset_from_directory('photos', image_size=(180, 180))",
    "keras.utils.image_dataset_from_directory('photos', label_mode='binary', color_mode='grayscale', batch_size=None)",
  ],
  (args, context) => {
    const [high, wide] = pictureSize(args.get('image_size'));
    checkSize(args.get('image_size'), context);
    const channels = channelsOf(args.get('color_mode'), context);
    const given = args.get('data_format');
    const format = given.kind === 'none' ? imageDataFormat(context) : given.kind === 'str' ? given.value : undefined;
    const isFirst = format === 'channels_first';
    const shape = format === undefined ? undefined : isFirst ? [channels, high, wide] : [high, wide, channels];
    // The nearest pixel is one of the file's own; others are sums.
    const method = args.get('interpolation');
    const isOwn = method.kind === 'str' && method.value.toLowerCase() === 'nearest';
    const sample = elementTensor(method.kind === 'unknown' ? undefined : isOwn ? 'uint8' : 'float32', shape);
    return context.host.mode === 'numbers'
      ? picturesInFolder(sample, { high, wide, channels, isFirst }, imageEndings, args, context)
      : fromDirectory('image_dataset_from_directory', sample, imageEndings, args, context);
  },
);

/** Text files in folders, one folder a class, as a dataset of (texts, labels). */
export const textDatasetFromDirectory = native(
  'keras.utils.text_dataset_from_directory',
  "directory, labels='inferred', label_mode='int', class_names=None, batch_size=32, max_length=None, shuffle=True, seed=None, validation_split=None, subset=None, follow_links=False, format='tf', verbose=True",
  ["keras.utils.text_dataset_from_directory('reviews', validation_split=0.2, subset='training', seed=1)"],
  (args, context) =>
    context.host.mode === 'numbers'
      ? textsInFolder(args, context)
      : fromDirectory('text_dataset_from_directory', elementTensor('string', []), ['.txt'], args, context),
);

/** Sound files in folders, one folder a class, as a dataset of (sounds, labels). */
export const audioDatasetFromDirectory = native(
  'keras.utils.audio_dataset_from_directory',
  "directory, labels='inferred', label_mode='int', class_names=None, batch_size=32, sampling_rate=None, output_sequence_length=None, ragged=False, shuffle=True, seed=None, validation_split=None, subset=None, follow_links=False, verbose=True",
  ["keras.utils.audio_dataset_from_directory('words', output_sequence_length=16000)"],
  (args, context) => {
    const length = args.get('output_sequence_length');
    const steps: Dim = length.kind === 'int' ? length.value : anonymous(length.kind === 'none' ? 'None' : '?');
    const sound = elementTensor('float32', [steps, anonymous('None')]);
    return fromDirectory('audio_dataset_from_directory', sound, ['.wav'], args, context);
  },
);

function fromDirectory(
  name: string,
  sample: TensorValue,
  endings: readonly string[],
  args: Arguments,
  context: Context,
): Value {
  if (context.host.mode === 'numbers')
    return context.unknown('Layerscope decodes no sounds yet: read them into arrays beforehand', `keras.utils.${name}`);
  const unlabelled = args.get('labels').kind === 'none' || args.get('label_mode').kind === 'none';
  const folder = classFolder(args.get('directory'), endings, context);
  const names = classNames(args, folder);
  const label = unlabelled ? none : labelOf(args.get('label_mode'), names?.length, context);
  const element = label.kind === 'none' ? sample : label.kind === 'unknown' ? label : tuple([sample, label]);
  const inferred = args.get('labels').kind === 'str';
  const files = inferred ? filesOf(folder, names) : undefined;
  const attributes = {
    class_names: unlabelled
      ? none
      : names
        ? list(names.map(str))
        : { kind: 'list' as const, elements: [], rest: unknown('a class name') },
    file_paths: unknown('which files there are is not known', 'file_paths'),
  };
  const made = (count: number | undefined) => {
    const { element: batch, cardinality } = inBatches({ element, cardinality: count }, args.get('batch_size'));
    return datasetValue(batch, cardinality, attributes);
  };
  const [training, validation] = splitCounts(files, args.get('validation_split'));
  const subset = args.get('subset');
  if (subset.kind === 'none') return made(files);
  if (subset.kind !== 'str') return made(undefined);
  if (subset.value === 'both') return list([made(training), made(validation)]);
  return made(subset.value === 'training' ? training : validation);
}

function inBatches(dataset: Dataset, size: Value): Dataset {
  if (size.kind === 'none') return dataset;
  if (size.kind === 'unknown') return { element: unknown(size.reason), cardinality: undefined };
  return batched(dataset, size.kind === 'int' ? size.value : undefined, false);
}

/** Keras takes the last share of the files for validation. */
function splitCounts(files: number | undefined, share: Value): readonly [number | undefined, number | undefined] {
  if (files === undefined || share.kind !== 'float') return [undefined, undefined];
  const validation = Math.trunc(share.value * files);
  // Of too few files Keras has none to train with, and raises, and all to judge by.
  return validation === 0 ? [undefined, files] : [files - validation, validation];
}

/** How many files those classes have. */
function filesOf(folder: ClassFolder | undefined, names: readonly string[] | undefined): number | undefined {
  if (!folder || !names) return undefined;
  const counts = names.map((name) => folder.counts[folder.classes.indexOf(name)]);
  return counts.every((count) => count !== undefined) ? counts.reduce((sum, count) => sum + count, 0) : undefined;
}

function classNames(args: Arguments, folder: ClassFolder | undefined): readonly string[] | undefined {
  const given = args.get('class_names');
  if (given.kind === 'none') return args.get('labels').kind === 'str' ? folder?.classes : undefined;
  if ((given.kind !== 'list' && given.kind !== 'tuple') || (given.kind === 'list' && given.rest)) return undefined;
  const names = given.elements.map((each) => (each.kind === 'str' ? each.value : undefined));
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** One sample's label. */
function labelOf(mode: Value, classes: number | undefined, context: Context): Value {
  if (mode.kind === 'unknown') return unknown('how labels are given is not known');
  const of: Readonly<Record<string, readonly [ElementType, Shape]>> = {
    int: ['int32', []],
    binary: ['float32', [1]],
    categorical: ['float32', [classes ?? anonymous()]],
  };
  const found = mode.kind === 'str' ? of[mode.value] : undefined;
  if (found) return elementTensor(...found);
  return context.raise(
    'ValueError',
    `\`label_mode\` argument must be one of "int", "categorical", "binary", or None. Received: label_mode=${context.str(mode) ?? '?'}`,
  );
}

/** Refuses what Keras takes for no size. */
function checkSize(value: Value, context: Context): void {
  const count = value.kind === 'tuple' || value.kind === 'list' ? context.elements(value)?.length : undefined;
  const isTensor = value.kind === 'tensor';
  if (
    isTensor ||
    value.kind === 'none' ||
    value.kind === 'str' ||
    value.kind === 'float' ||
    (count !== undefined && count !== 2)
  )
    context.raise(
      'ValueError',
      `Invalid \`image_size\` value. Expected a tuple of 2 integers. Received: image_size=${context.str(value) ?? '?'}`,
    );
}

/** Height and width: a number, or two. */
export function pictureSize(value: Value): readonly [Dim, Dim] {
  const dim = (each: Value | undefined): Dim => {
    if (each?.kind === 'int') return each.value;
    if (each?.kind === 'tensor' && each.shape?.length === 0 && each.data) return Number(each.data[0]);
    return each?.kind === 'dim' ? each.dim : anonymous();
  };
  if (value.kind === 'int' || value.kind === 'dim') return [dim(value), dim(value)];
  if ((value.kind === 'tuple' || value.kind === 'list') && value.elements.length === 2)
    return [dim(value.elements[0]), dim(value.elements[1])];
  return [anonymous(), anonymous()];
}

/** How many values a pixel has. */
export function channelsOf(mode: Value, context: Context): Dim {
  if (mode.kind !== 'str') return anonymous();
  const channels = { grayscale: 1, rgb: 3, rgba: 4 }[mode.value];
  return (
    channels ??
    context.raise(
      'ValueError',
      `\`color_mode\` must be one of {"rgb", "rgba", "grayscale"}. Received: color_mode=${mode.value}`,
    )
  );
}
