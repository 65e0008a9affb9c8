import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { int, list, str, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { array } from '../../numpy/view.js';
import { pathText } from '../../python/modules/path-text.js';
import { joinPaths } from '../../python/modules/posix-path.js';
import { whole } from '../../tensorflow/data/run-kit.js';
import { indexedValue } from './batches.js';
import { entries, filesBelow } from './labelled-files.js';
import { elementsOf, type Loading, loadedPicture } from './loaded-picture.js';
import { PictureBatches, type PictureSettings, type PictureSource } from './picture-batches.js';

const name = 'ImageDataGenerator.flow_from_directory';
const modes = ['categorical', 'binary', 'sparse', 'input'];

/** What the arguments say that both of a generator's sources of files have. */
export interface Reading {
  readonly channels: number;
  readonly size: readonly [height: number, width: number];
  /** Which share of the files is taken. */
  readonly split: readonly [from: number, to: number];
  readonly mode: string | undefined;
  readonly loading: Loading;
}

/** Raises what Keras refuses; undefined where an argument is not known. */
export function readingOf(
  args: Arguments,
  name: string,
  modes: readonly string[],
  validation: number,
  keepsProportions: boolean,
  context: Context,
): Reading | undefined {
  if (args.get('save_to_dir').kind !== 'none') context.unknown('pictures are not written', name);
  const colours = context.str(args.get('color_mode')) ?? '?';
  const channels = { grayscale: 1, rgb: 3, rgba: 4 }[colours];
  if (channels === undefined)
    return context.raise('ValueError', `Invalid color mode: ${colours}; expected "rgb", "rgba", or "grayscale".`);
  const size = sizeOf(args.get('target_size'), context);
  const split = splitOf(args.get('subset'), validation, context);
  const given = args.get('class_mode');
  const mode = given.kind === 'none' ? undefined : (context.str(given) ?? '?');
  if (mode !== undefined && !modes.includes(mode))
    return context.raise('ValueError', `Invalid class_mode: ${mode}; expected one of: ${modes.join(', ')}, None`);
  const loading = {
    channels,
    size,
    interpolation: context.str(args.get('interpolation')) ?? '?',
    keepsProportions,
  };
  return { channels, size, split, mode, loading };
}

/** What a generator was told, and the files that it goes through. */
export interface Found {
  readonly settings: PictureSettings;
  readonly reading: Reading;
  /** Where each file is. */
  readonly paths: readonly string[];
  readonly beside: PictureSource['beside'];
  readonly attributes: Readonly<Record<string, Value>>;
}

/** The batches of pictures in files, read as they are asked for. */
export function batchesOfFiles(
  { settings, reading, paths, beside, attributes }: Found,
  args: Arguments,
  context: Context,
): Value {
  const { size, channels, loading } = reading;
  const source: PictureSource = {
    count: paths.length,
    shape: [...size, channels],
    pixels: (row) => elementsOf(loadedPicture(paths[row] ?? '', loading, context), false),
    beside,
  };
  const batchSize = whole(args, 'batch_size', context);
  const seed = args.get('seed').kind === 'none' ? undefined : whole(args, 'seed', context);
  const shuffles = context.truth(args.get('shuffle')) !== false;
  return indexedValue(new PictureBatches(settings, source, batchSize, shuffles, seed, context), {
    samples: int(paths.length),
    n: int(paths.length),
    batch_size: int(batchSize),
    image_shape: tuple([...size, channels].map(int)),
    target_size: tuple(size.map(int)),
    class_mode: args.get('class_mode'),
    filepaths: list(paths.map(str)),
    ...attributes,
  });
}

/** The names of classes with their numbers. */
export function classIndices(classes: readonly string[]): Value {
  return {
    kind: 'dict',
    entries: new Map(classes.map((each, label) => [`s${each}`, { key: str(each), value: int(label) }] as const)),
  };
}

/** What `flow_from_directory` gives on numbers: pictures as Pillow reads them, batch by batch. */
export function picturesOfFolder(
  args: Arguments,
  endings: readonly string[],
  validation: number,
  settings: PictureSettings,
  context: Context,
): Value {
  const folder = pathText(args.get('directory'), context);
  if (folder === undefined) return context.unknown('the folder is not known', name);
  const keeps = context.truth(args.get('keep_aspect_ratio')) === true;
  const reading = readingOf(args, name, modes, validation, keeps, context);
  if (!reading) return context.unknown('an argument is not known', name);
  const { mode, split } = reading;
  const classes = classesOf(folder, args.get('classes'), context);
  const follows = context.truth(args.get('follow_links')) === true;
  const found = classes.flatMap((each, label) => {
    const files = filesBelow(joinPaths(folder, each), endings, follows, context);
    return files
      .slice(Math.trunc(split[0] * files.length), Math.trunc(split[1] * files.length))
      .map((file) => ({ file, label, within: file.slice(folder.length).replace(/^\//, '') }));
  });
  context.host.print(`Found ${found.length} images belonging to ${classes.length} classes.\n`);
  const labels = array(
    'int32',
    [found.length],
    Int32Array.from(found, ({ label }) => label),
  );
  return batchesOfFiles(
    {
      settings,
      reading,
      paths: found.map(({ file }) => file),
      beside(rows, pictures) {
        const ofRows = Array.from(rows, (row) => [found[row]?.label ?? Number.NaN]);
        return labelsOf(mode, ofRows, classes.length, pictures);
      },
      attributes: {
        num_classes: int(classes.length),
        class_indices: classIndices(classes),
        classes: labels,
        labels,
        filenames: list(found.map(({ within }) => str(within))),
      },
    },
    args,
    context,
  );
}

/** A batch's labels, of which a picture may have several, in the form that `class_mode` says. */
export function labelsOf(
  mode: string | undefined,
  labels: readonly (readonly number[])[],
  classes: number,
  pictures: TensorValue,
): readonly Value[] {
  if (mode === undefined) return [];
  if (mode === 'input') return [array('float32', pictures.shape, pictures.data?.slice())];
  if (mode !== 'categorical')
    return [
      array(
        'float32',
        [labels.length],
        Float32Array.from(labels, ([label]) => label ?? Number.NaN),
      ),
    ];
  const data = new Float32Array(labels.length * classes);
  labels.forEach((all, row) => {
    for (const label of all) data[row * classes + label] = 1;
  });
  return [array('float32', [labels.length, classes], data)];
}

function sizeOf(value: Value, context: Context): readonly [number, number] {
  const numbers = (context.elements(value) ?? []).map((each) => {
    if (each.kind === 'int') return each.value;
    return each.kind === 'tensor' && each.data?.length === 1 ? Number(each.data[0]) : 0;
  });
  const [height = 0, width = 0] = numbers;
  if (numbers.length !== 2 || height < 1 || width < 1) context.unknown('it is to be two whole numbers', 'target_size=');
  return [height, width];
}

/** Which share of each class's files is taken. */
function splitOf(subset: Value, validation: number, context: Context): readonly [number, number] {
  if (subset.kind === 'none') return [0, 1];
  const asked = context.str(subset);
  if (asked === 'validation') return [0, validation];
  if (asked === 'training') return [validation, 1];
  return context.raise('ValueError', `Invalid subset name: ${asked};expected "training" or "validation"`);
}

function classesOf(folder: string, given: Value, context: Context): readonly string[] {
  const names = given.kind === 'none' ? [] : (context.elements(given) ?? []);
  if (names.length > 0) return names.map((each) => context.str(each) ?? '?');
  return entries(folder, context).filter((entry) => context.host.fileKind(joinPaths(folder, entry)) === 'folder');
}
