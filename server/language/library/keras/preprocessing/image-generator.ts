import { anonymous, batch, ceilDivide, type Dim } from '../../../tensor/dim.js';
import type { ElementType } from '../../../tensor/element-type.js';
import { formatShape, type Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import {
  dimValue,
  int,
  none,
  str,
  type TensorValue,
  tensor,
  tuple,
  unknown,
  type Value,
} from '../../../values/value.js';
import { getItem } from '../../numpy/indexing.js';
import { toArray } from '../../numpy/operand.js';
import { sharedStream } from '../../numpy/random/legacy-functions.js';
import { define, methods } from '../../python/define.js';
import { whole } from '../../tensorflow/data/run-kit.js';
import { kerasModuleOf } from '../class-modules.js';
import { batchesValue, countValue, indexedValue } from './batches.js';
import { classFolder } from './folder.js';
import { channelsOf, pictureSize } from './from-directory.js';
import { arraySource, PictureBatches, type PictureSettings, pictureSettings } from './picture-batches.js';
import { picturesOfFolder } from './picture-files.js';
import { picturesOfTable } from './picture-table.js';

/** What a generator was made with. */
interface Generator {
  /** The share of the samples that `subset='validation'` takes; undefined where it is not known. */
  readonly validation: number | undefined;
  readonly dtype: ElementType;
  /** On numbers. */
  readonly settings?: PictureSettings;
}

const endings = ['.png', '.jpg', '.jpeg', '.bmp', '.ppm', '.tif', '.tiff'];

/** Keras's older source of pictures: changes them by chance, batch by batch. */
export const imageDataGeneratorType: NativeType<Generator> = {
  name: 'ImageDataGenerator',
  module: 'keras.preprocessing.image',
  home: kerasModuleOf,
  construct: define(
    'keras.preprocessing.image.ImageDataGenerator',
    "featurewise_center=False, samplewise_center=False, featurewise_std_normalization=False, samplewise_std_normalization=False, zca_whitening=False, zca_epsilon=1e-06, rotation_range=0, width_shift_range=0.0, height_shift_range=0.0, brightness_range=None, shear_range=0.0, zoom_range=0.0, channel_shift_range=0.0, fill_mode='nearest', cval=0.0, horizontal_flip=False, vertical_flip=False, rescale=None, preprocessing_function=None, data_format=None, validation_split=0.0, interpolation_order=1, dtype=None",
    ['keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, horizontal_flip=True)'],
    (args, context) => {
      const share = args.get('validation_split');
      const dtype = args.get('dtype');
      const validation = share.kind === 'float' || share.kind === 'int' ? share.value : undefined;
      const type = dtype.kind === 'str' && dtype.value === 'float64' ? 'float64' : 'float32';
      if (validation !== undefined && validation !== 0 && !(validation > 0 && validation < 1))
        context.raise('ValueError', `\`validation_split\` must be strictly between 0 and 1.  Received: ${validation}`);
      const settings = context.host.mode === 'numbers' ? { settings: pictureSettings(args, context) } : {};
      return object(imageDataGeneratorType, { validation, dtype: type, ...settings });
    },
  ),
  attributes: { mean: (self) => found(self, 'mean'), std: (self) => found(self, 'deviation') },
  methods: methods(
    define(
      'ImageDataGenerator.flow',
      "self, x, y=None, batch_size=32, shuffle=True, sample_weight=None, seed=None, save_to_dir=None, save_prefix='', save_format='png', ignore_class_split=False, subset=None",
      ['keras.preprocessing.image.ImageDataGenerator().flow(np.ones((10, 8, 8, 3)), np.ones(10), batch_size=4)'],
      flow,
    ),
    define(
      'ImageDataGenerator.flow_from_directory',
      "self, directory, target_size=(256, 256), color_mode='rgb', classes=None, class_mode='categorical', batch_size=32, shuffle=True, seed=None, save_to_dir=None, save_prefix='', save_format='png', follow_links=False, subset=None, interpolation='nearest', keep_aspect_ratio=False",
      ["keras.preprocessing.image.ImageDataGenerator().flow_from_directory('photos', target_size=(64, 64))"],
      flowFromDirectory,
    ),
    define(
      'ImageDataGenerator.flow_from_dataframe',
      "self, dataframe, directory=None, x_col='filename', y_col='class', weight_col=None, target_size=(256, 256), color_mode='rgb', classes=None, class_mode='categorical', batch_size=32, shuffle=True, seed=None, save_to_dir=None, save_prefix='', save_format='png', subset=None, interpolation='nearest', validate_filenames=True, **kwargs",
      [
        "keras.preprocessing.image.ImageDataGenerator().flow_from_dataframe(pandas.DataFrame({'filename': ['a.png', 'b.png'], 'class': ['x', 'y']}), 'photos', validate_filenames=False)",
      ],
      flowFromDataframe,
    ),
    define(
      'ImageDataGenerator.fit',
      'self, x, augment=False, rounds=1, seed=None',
      ['keras.preprocessing.image.ImageDataGenerator().fit(np.ones((10, 8, 8, 3)))'],
      (args, context) => {
        const generator = stateOf(args.get('self'), imageDataGeneratorType);
        const x = toArray(args.get('x'), context);
        if (context.host.mode === 'shapes' || !generator?.settings) return none;
        if (!x?.data) return context.unknown('the pictures are not known', 'ImageDataGenerator.fit');
        if (x.shape?.length !== 4)
          return context.raise(
            'ValueError',
            `Input to \`.fit()\` should have rank 4. Got array with shape: ${formatShape(x.shape ?? [])}`,
          );
        if (args.get('seed').kind !== 'none') sharedStream(context).seed(whole(args, 'seed', context));
        const changes = context.truth(args.get('augment')) === true;
        const { features } = generator.settings;
        if (!features.centers && !changes) return none;
        const source = arraySource(x, [], context);
        const pictures = new PictureBatches(generator.settings, source, 1, false, undefined, context);
        features.fit(pictures.fitted(changes ? whole(args, 'rounds', context) : 1, changes), source.shape[2]);
        return none;
      },
    ),
  ),
};

/** What `fit` found for each channel. */
function found(self: Value, what: 'mean' | 'deviation'): Value {
  const settings = stateOf(self, imageDataGeneratorType)?.settings;
  if (!settings) return unknown('what a run finds out', `ImageDataGenerator.${what === 'mean' ? 'mean' : 'std'}`);
  const values = settings.features[what];
  return values ? tensor('numpy', 'float32', [1, 1, values.length], values.slice()) : none;
}

function flow(args: Arguments, context: Context): Value {
  const generator = stateOf(args.get('self'), imageDataGeneratorType);
  const given = args.get('x');
  const x = given.kind === 'tuple' ? undefined : toArray(given, context);
  if (!generator || !x) return context.unknown('the pictures are not known', 'ImageDataGenerator.flow');
  if (generator.settings) return flowing(args, x, generator, generator.settings, context);
  const count = part(x.shape?.[0], args.get('subset'), generator);
  const pictures = tensor('numpy', generator.dtype, x.shape && [batch, ...x.shape.slice(1)]);
  const labels = args.get('y');
  const weights = args.get('sample_weight');
  const parts: Value[] = [pictures];
  for (const each of [labels, weights]) {
    if (each.kind === 'none') continue;
    const array = toArray(each, context);
    parts.push(
      array
        ? tensor('numpy', array.dtype, array.shape && [batch, ...array.shape.slice(1)])
        : unknown('labels that are not known'),
    );
  }
  const element = parts.length === 1 ? pictures : tuple(parts);
  return batchesValue(element, batchesIn(count, args.get('batch_size')), {
    n: count === undefined ? countValue(undefined) : dimValue(count),
    batch_size: args.get('batch_size'),
    x: x,
  });
}

/** The batches themselves. */
function flowing(
  args: Arguments,
  all: TensorValue,
  generator: Generator,
  settings: PictureSettings,
  context: Context,
): Value {
  const name = 'ImageDataGenerator.flow';
  if (args.get('save_to_dir').kind !== 'none') return context.unknown('pictures are not written', name);
  if (all.shape?.length !== 4)
    return context.raise(
      'ValueError',
      `Input data in \`NumpyArrayIterator\` should have rank 4. You passed an array with shape ${all.shape ? formatShape(all.shape) : '?'}`,
    );
  const total = Number(all.shape[0]);
  const subset = args.get('subset');
  if (subset.kind !== 'none' && !(subset.kind === 'str' && ['training', 'validation'].includes(subset.value)))
    context.raise('ValueError', `Invalid subset name: ${context.str(subset)}; expected "training" or "validation".`);
  const at = Math.trunc(total * (generator.validation ?? 0));
  const [from, to] = subset.kind !== 'str' ? [0, total] : subset.value === 'validation' ? [0, at] : [at, total];
  const slice: Value = { kind: 'slice', start: int(from), stop: int(to), step: none };
  const beside = ['y', 'sample_weight'].flatMap((each) => {
    const value = args.get(each);
    const made = value.kind === 'none' ? undefined : toArray(value, context);
    if (made && made.shape?.[0] !== total)
      context.raise('ValueError', `\`x\` (images tensor) and \`${each}\` should have the same length.`);
    if (made && each === 'y' && subset.kind !== 'none' && context.truth(args.get('ignore_class_split')) !== true)
      checkClasses(made, at, context);
    return made ? [made] : [];
  });
  const [x, ...rest] = [all, ...beside].map((each) => getItem(each, slice, context) as TensorValue);
  const size = whole(args, 'batch_size', context);
  const seed = args.get('seed').kind === 'none' ? undefined : whole(args, 'seed', context);
  const shuffles = context.truth(args.get('shuffle')) !== false;
  const pictures = x as TensorValue;
  return indexedValue(
    new PictureBatches(settings, arraySource(pictures, rest, context), size, shuffles, seed, context),
    {
      n: int(to - from),
      batch_size: int(size),
      x: pictures,
    },
  );
}

/** Keras wants all classes on both sides. */
function checkClasses(y: TensorValue, at: number, context: Context): void {
  const size = (y.data?.length ?? 0) / Number(y.shape?.[0] ?? 1);
  const numbers = Array.from(y.data as ArrayLike<number | bigint>, Number);
  const [judged, trained] = [numbers.slice(0, at * size), numbers.slice(at * size)].map((part) => new Set(part));
  if (judged?.size !== trained?.size || [...(judged ?? [])].some((each) => !trained?.has(each)))
    context.raise(
      'ValueError',
      'Training and validation subsets have different number of classes after the split. If your numpy arrays are sorted by the label, you might want to shuffle them.',
    );
}

function flowFromDirectory(args: Arguments, context: Context): Value {
  const generator = stateOf(args.get('self'), imageDataGeneratorType);
  if (!generator) return context.unknown('the generator is not known', 'flow_from_directory');
  if (generator.settings)
    return picturesOfFolder(args, endings, generator.validation ?? 0, generator.settings, context);
  const folder = classFolder(args.get('directory'), endings, context, true);
  const names = namesOf(args.get('classes')) ?? (args.get('classes').kind === 'none' ? folder?.classes : undefined);
  const counts = args.get('classes').kind === 'none' ? folder?.counts : undefined;
  return pictures(args, generator, names, counts, context);
}

function flowFromDataframe(args: Arguments, context: Context): Value {
  const generator = stateOf(args.get('self'), imageDataGeneratorType);
  if (!generator) return context.unknown('the generator is not known', 'flow_from_dataframe');
  if (generator.settings) return picturesOfTable(args, endings, generator.validation ?? 0, generator.settings, context);
  return pictures(args, generator, namesOf(args.get('classes')), undefined, context);
}

function pictures(
  args: Arguments,
  generator: Generator,
  classes: readonly string[] | undefined,
  counts: readonly number[] | undefined,
  context: Context,
): Value {
  const size = pictureSize(args.get('target_size'));
  const sample = [...size, channelsOf(args.get('color_mode'), context)];
  const x = tensor('numpy', generator.dtype, [batch, ...sample]);
  const mode = args.get('class_mode');
  const element = withLabels(x, mode, classes?.length, args);
  // Each class is split by itself.
  const parts = counts?.map((each) => part(each, args.get('subset'), generator));
  const count = parts?.every((each) => typeof each === 'number')
    ? parts.reduce((sum, each) => sum + each, 0)
    : undefined;
  const length = batchesIn(count, args.get('batch_size'));
  const number = typeof count === 'number' ? count : undefined;
  return batchesValue(element, length, {
    samples: countValue(number),
    n: countValue(number),
    batch_size: args.get('batch_size'),
    image_shape: tuple(sample.map(dimValue)),
    target_size: args.get('target_size'),
    class_mode: mode,
    num_classes: classes ? int(classes.length) : unknown('how many classes there are is not known', 'num_classes'),
    class_indices: indices(classes),
    classes: tensor('numpy', 'int32', [count ?? anonymous()]),
    labels: tensor('numpy', 'int32', [count ?? anonymous()]),
    filenames: { kind: 'list', elements: [], rest: unknown('a file name') },
    filepaths: { kind: 'list', elements: [], rest: unknown('a file name') },
  });
}

function withLabels(x: Value, mode: Value, classes: number | undefined, args: Arguments): Value {
  if (mode.kind === 'none') return x;
  if (mode.kind !== 'str') return unknown('how labels are given is not known');
  const label = (shape: Shape, dtype: ElementType = 'float32') => tuple([x, tensor('numpy', dtype, [batch, ...shape])]);
  switch (mode.value) {
    case 'categorical':
      return label([classes ?? anonymous()]);
    case 'binary':
    case 'sparse':
      return label([]);
    case 'input':
      return tuple([x, x]);
    default: {
      // `raw` and `multi_output` take columns of the frame as they are.
      const columns = args.given('y_col') ? args.get('y_col') : none;
      const raw = mode.value === 'raw' && columns.kind === 'list' && !columns.rest;
      const y = raw ? tensor('numpy', undefined, [batch, columns.elements.length]) : unknown('columns of a frame');
      return tuple([x, y]);
    }
  }
}

function namesOf(value: Value): readonly string[] | undefined {
  if ((value.kind !== 'list' && value.kind !== 'tuple') || (value.kind === 'list' && value.rest)) return undefined;
  return value.elements.map((each) => (each.kind === 'str' ? each.value : '?'));
}

function indices(classes: readonly string[] | undefined): Value {
  const known = classes && !classes.includes('?') ? classes : undefined;
  const entries = (known ?? []).map((name, i) => [`s${name}`, { key: str(name), value: int(i) }] as const);
  return known ? { kind: 'dict', entries: new Map(entries) } : { kind: 'dict', entries: new Map(), open: true };
}

/** How many samples a subset has. */
function part(count: Dim | undefined, subset: Value, { validation }: Generator): Dim | undefined {
  if (subset.kind === 'none') return count;
  if (typeof count !== 'number' || validation === undefined || subset.kind !== 'str') return undefined;
  const taken = Math.trunc(count * validation);
  return subset.value === 'validation' ? taken : count - taken;
}

function batchesIn(count: Dim | undefined, size: Value): Dim | undefined {
  return count === undefined || size.kind !== 'int' ? undefined : ceilDivide(count, size.value);
}
