import { anonymous, isKnown } from '../../tensor/dim.js';
import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { choice, refused, show } from '../arguments.js';
import type { GivenArguments, LayerArguments, LayerContext, LayerDefinition, PlainValue } from '../layer.js';
import {
  type Bounds,
  checkFactor,
  checkOneOf,
  checkValueRange,
  computeType,
  notComputed,
  uncomputed,
} from './arguments.js';
import { pictureChanges } from './augmentation/index.js';
import { blended, type Mixing, mixtures } from './augmentation/mixing.js';
import { inFloat32, onPictures } from './augmentation/pictures.js';

/** A layer that changes pictures and keeps their shape. */
interface Change {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly signature: string;
  readonly description: string;
  /** What it does is drawn by chance while training. */
  readonly fixed?: boolean;
  /** Does nothing outside of training all the same. */
  readonly onlyTrains?: true;
  /** What it gives follows from its seed as it is made, too. */
  readonly looksAtSeed?: true;
  /** Gives elements of the type that came in. */
  readonly keepsElementType?: boolean;
  /** Checks what Keras checks, beside `value_range`, `fill_mode` and `interpolation` in the signature. */
  check?(given: GivenArguments): void;
  /** Wrong where Keras does not look at `value_range`. */
  readonly anyValueRange?: boolean;
  readonly fillModes?: readonly string[];
  /** Throws for pictures that it does not take. */
  checkInput?(shape: Shape, channels: number): void;
}

const share: Bounds = { low: 0, high: 1 };
const signed: Bounds = { low: -1, high: 1 };
const fillModes = ['reflect', 'wrap', 'constant', 'nearest'];

const factor = (bounds: Bounds, ...names: readonly string[]) => {
  return (given: GivenArguments) => {
    for (const name of names.length ? names : ['factor']) checkFactor(given, name, bounds);
  };
};

const changes: readonly Change[] = [
  {
    name: 'RandomFlip',
    signature: "mode='horizontal_and_vertical', seed=None, data_format=None",
    description: 'Mirrors pictures by chance, left to right, top to bottom or both; while training only.',
  },
  {
    name: 'RandomRotation',
    signature: "factor, fill_mode='reflect', interpolation='bilinear', seed=None, fill_value=0.0, data_format=None",
    description: 'Turns pictures by up to `factor` of a full turn; while training only.',
    check: factor(signed),
  },
  {
    name: 'RandomZoom',
    signature:
      "height_factor, width_factor=None, fill_mode='reflect', interpolation='bilinear', seed=None, fill_value=0.0, data_format=None",
    description: 'Zooms in or out by up to the factors; the size stays. While training only.',
    check(given) {
      checkFactor(given, 'height_factor', { low: -1, high: 1, above: true, each: true });
      checkFactor(given, 'width_factor', { low: -1, high: 1, above: true, each: true, optional: true });
    },
  },
  {
    name: 'RandomTranslation',
    signature:
      "height_factor, width_factor, fill_mode='reflect', interpolation='bilinear', seed=None, fill_value=0.0, data_format=None",
    description: 'Shifts pictures by up to the given shares of height and width; while training only.',
    check: factor({ ...signed, each: true }, 'height_factor', 'width_factor'),
  },
  {
    name: 'RandomShear',
    signature:
      "x_factor=0.0, y_factor=0.0, interpolation='bilinear', fill_mode='reflect', fill_value=0.0, data_format=None, seed=None",
    description: 'Slants pictures by up to the factors; while training only.',
    check: factor({ ...share, each: true }, 'x_factor', 'y_factor'),
  },
  {
    name: 'RandomPerspective',
    signature: "factor=1.0, scale=1.0, interpolation='bilinear', fill_value=0.0, seed=None, data_format=None",
    description: 'Shows pictures as if seen from another place; while training only.',
    check(given) {
      checkFactor(given, 'factor', share);
      checkFactor(given, 'scale', { ...share, single: true });
    },
  },
  {
    name: 'RandomElasticTransform',
    signature:
      "factor=1.0, scale=1.0, interpolation='bilinear', fill_mode='reflect', fill_value=0.0, value_range=(0, 255), seed=None, data_format=None",
    description: 'Warps pictures as if they were drawn on rubber; while training only.',
    check: factor(share, 'factor', 'scale'),
    anyValueRange: true,
    fillModes: [...fillModes, 'mirror'],
  },
  {
    name: 'RandomContrast',
    signature: 'factor, value_range=(0, 255), seed=None',
    description: 'Strengthens or weakens the contrast of each picture; while training only.',
    check: factor(share),
    anyValueRange: true,
  },
  {
    name: 'RandomBrightness',
    signature: 'factor, value_range=(0, 255), seed=None',
    description: 'Makes each picture brighter or darker; while training only.',
    check: factor(signed),
  },
  {
    name: 'RandomErasing',
    signature: 'factor=1.0, scale=(0.02, 0.33), fill_value=None, value_range=(0, 255), seed=None, data_format=None',
    description: 'Covers a rectangle of each picture; while training only.',
    check: factor(share, 'factor', 'scale'),
    anyValueRange: true,
  },
  {
    name: 'RandomHue',
    signature: 'factor, value_range=(0, 255), data_format=None, seed=None',
    description: 'Shifts the hue of each picture; while training only.',
    check: factor(share),
    anyValueRange: true,
  },
  {
    name: 'RandomSaturation',
    signature: 'factor, value_range=(0, 255), data_format=None, seed=None',
    description: 'Makes colours stronger or paler; while training only.',
    check: factor(share),
  },
  {
    name: 'RandomPosterization',
    signature: 'factor, value_range=(0, 255), data_format=None, seed=None',
    description: 'Keeps only some bits of each colour; while training only.',
    check: factor({ low: 1, high: 8 }),
  },
  {
    name: 'RandomSharpness',
    signature: 'factor, value_range=(0, 255), data_format=None, seed=None',
    description: 'Sharpens or blurs each picture; while training only.',
    check: factor(share),
  },
  {
    name: 'RandomGrayscale',
    signature: 'factor=0.5, data_format=None, seed=None',
    description: 'Takes the colours out of a share of the pictures, and keeps the channels; while training only.',
    keepsElementType: true,
    check: factor({ ...share, single: true }),
  },
  {
    name: 'RandomInvert',
    signature: 'factor=1.0, value_range=(0, 255), seed=None, data_format=None',
    description: 'Turns pictures into their negatives by chance; while training only.',
    check: factor(share),
    anyValueRange: true,
  },
  {
    name: 'RandomColorJitter',
    signature:
      'value_range=(0, 255), brightness_factor=None, contrast_factor=None, saturation_factor=None, hue_factor=None, seed=None, data_format=None',
    description: 'Changes brightness, contrast, saturation and hue by chance; while training only.',
    check(given) {
      checkFactor(given, 'brightness_factor', { ...signed, optional: true });
      for (const name of ['contrast_factor', 'saturation_factor', 'hue_factor'])
        checkFactor(given, name, { ...share, optional: true });
    },
    anyValueRange: true,
  },
  {
    name: 'RandomColorDegeneration',
    signature: 'factor, value_range=(0, 255), data_format=None, seed=None',
    description: 'Blends each picture with its grey version; while training only.',
    check: factor(share),
    checkInput(shape, channels) {
      if (channels === 3) return;
      throw new ShapeError('input-shape', `needs pictures of 3 channels, got ${formatShape(shape)}`, {
        received: shape,
        expected: '3 channels',
        keras: `Input images must have 3 channels, but received images with ${channels} channels.`,
      });
    },
  },
  {
    name: 'RandomGaussianBlur',
    signature: 'factor=1.0, kernel_size=3, sigma=1.0, value_range=(0, 255), data_format=None, seed=None',
    description: 'Blurs pictures by chance; while training only.',
    check(given) {
      checkFactor(given, 'factor', share);
      checkOdd(given, 'kernel_size');
      checkFactor(given, 'sigma', share);
    },
    anyValueRange: true,
  },
  {
    name: 'RandAugment',
    signature: "value_range=(0, 255), num_ops=2, factor=0.5, interpolation='bilinear', seed=None, data_format=None",
    description: 'Applies a few changes, drawn by chance for each picture; while training only.',
    check: factor(share),
  },
  {
    name: 'AugMix',
    signature:
      "value_range=(0, 255), num_chains=3, chain_depth=3, factor=0.3, alpha=1.0, all_ops=True, interpolation='bilinear', seed=None, data_format=None",
    description: 'Mixes several chains of changes into each picture; while training only.',
    looksAtSeed: true,
    check: factor(share),
  },
  {
    name: 'CutMix',
    signature: 'factor=1.0, seed=None, data_format=None',
    description: 'Puts a part of one picture into another, and mixes their labels alike; while training only.',
    check: factor(share),
  },
  {
    name: 'MixUp',
    signature: 'alpha=0.2, data_format=None, seed=None',
    description: 'Blends pairs of pictures and of their labels; while training only.',
  },
  {
    name: 'AutoContrast',
    signature: 'value_range=(0, 255)',
    description: "Stretches each channel's values over the whole range; the shape stays.",
    fixed: true,
  },
  {
    name: 'Equalization',
    signature: 'value_range=(0, 255), bins=256, data_format=None',
    description: "Spreads each channel's values evenly over the range; while training only.",
    fixed: true,
    onlyTrains: true,
    keepsElementType: true,
  },
  {
    name: 'ContrastLimitedAdaptiveHistogramEqualization',
    signature: 'value_range=(0, 255), clip_limit=4.0, tile_grid_size=(8, 8), data_format=None',
    description: 'Spreads the values of each tile of a picture over the range, within a limit; the shape stays.',
    fixed: true,
    anyValueRange: true,
  },
  {
    name: 'Solarization',
    signature: 'addition_factor=0.0, threshold_factor=0.0, value_range=(0, 255), seed=None',
    description: 'Inverts the values above a threshold; the shape stays.',
    check: factor({ ...share, each: true }, 'addition_factor', 'threshold_factor'),
  },
];

/** Layers that change pictures and keep their shape, most of them by chance. */
export const imageChanges: readonly LayerDefinition[] = [
  ...changes.map(definitionOf),
  sizeChange('RandomHeight', 'factor', -3, 'Stretches pictures to another height'),
  sizeChange('RandomWidth', 'factor', -2, 'Stretches pictures to another width'),
];

function definitionOf(change: Change): LayerDefinition {
  const { name, signature } = change;
  const always = change.fixed === true && !change.onlyTrains;
  const section = change.fixed ? 'image_preprocessing' : 'image_augmentation';
  const has = (parameter: string) => new RegExp(`\\b${parameter}=`).test(signature);
  const names = [...namesIn(signature), ...(change.looksAtSeed ? ['seed'] : [])];
  const [ranged, filled, interpolated] = ['value_range', 'fill_mode', 'interpolation'].map(has);
  return {
    name,
    signature: has('data_format') ? signature : `${signature}, *, data_format=None`,
    description: change.description,
    documentation: `layers/preprocessing_layers/${section}/${pageOf(name)}/`,
    anyElementType: true,
    ...(always ? {} : { trainsUntold: true }),
    takesPictures: true,
    configure(given) {
      change.check?.(given);
      if (ranged && !change.anyValueRange) checkValueRange(given);
      if (filled) checkOneOf(given, 'fill_mode', change.fillModes ?? fillModes);
      if (interpolated) checkOneOf(given, 'interpolation', ['nearest', 'bilinear']);
      const dtype = computeType(given);
      return {
        ...settingsOf(change, names, given),
        data_format: choice(given, 'data_format', ['channels_last', 'channels_first'], 'channels_last'),
        dtype,
        ...(dtype === 'float32' ? {} : { notSupported: ['dtype='] }),
      };
    },
    uncomputed: (_args, [input]) =>
      pictureChanges[name] && !input?.slice(-3).every(isKnown) ? 'pictures of an open size' : undefined,
    untrained(args, [input, labels]) {
      if (labels && labels.length !== 2) return 'labels other than one row for each picture';
      if (typeof args['alpha'] === 'number' && args['alpha'] <= 0) return 'alpha= of 0 or less';
      // Keras itself looks for pixels beyond the edge then, and ends.
      if (args['fill_mode'] === 'mirror') return "fill_mode='mirror'";
      // Keras takes three numbers, for the last axis.
      const fits = args['data_format'] === 'channels_last' && input?.at(-1) === 3;
      return !Array.isArray(args['fill_value']) || (args['fill_value'].length === 3 && fits)
        ? undefined
        : 'fill_value= of several numbers for pictures without three channels last';
    },
    // MixUp and CutMix take labels beside the pictures.
    outputCount: (_args, given) => (mixtures[name] ? given.inputs('inputs').length : 1),
    call(args, [x, labels], _weights, context) {
      if (!x) return [];
      if (labels && mixtures[name]) return mixedWithLabels(name, args, [x, labels], context);
      const { graph, training, layer } = context;
      const channels = x.shape?.at(args['data_format'] === 'channels_first' ? -3 : -1);
      if (x.shape && channels !== undefined && isKnown(channels)) change.checkInput?.(x.shape, channels);
      const dtype = change.keepsElementType ? x.dtype : (args['dtype'] as 'float32');
      if (dtype !== 'float32' && !change.keepsElementType) return uncomputed(graph, x, dtype, x.shape);
      if (!training && !always) return [change.keepsElementType ? x : inFloat32(graph, x)];
      const known = !args['notTrained'] && !args['notSupported'];
      const changed =
        known && onPictures(graph, x, args, (pictures) => pictureChanges[name]?.(pictures, args, layer) ?? pictures.x);
      return changed ? [{ ...changed, shape: x.shape }] : uncomputed(graph, x, dtype, x.shape);
    },
  };
}

/** Pictures, and the labels mixed as they are; outside of training both stay. */
function mixedWithLabels(
  name: string,
  args: LayerArguments,
  [x, labels]: readonly [SymbolicTensor, SymbolicTensor],
  { graph, training }: LayerContext,
): readonly SymbolicTensor[] {
  if (labels.dtype !== 'float32' && labels.dtype !== 'float16') {
    throw new ShapeError(
      'input-shape',
      `needs labels of float32, got ${labels.dtype}: keras.ops.cast makes them that`,
      {
        received: labels.shape,
        keras: `cannot compute Mul as input #1(zero-based) was expected to be a float tensor but is a ${labels.dtype} tensor`,
      },
    );
  }
  const given = inFloat32(graph, labels);
  if (!training || args['notTrained'] || given.shape?.length !== 2) return [inFloat32(graph, x), given];
  let rows = given;
  const changed = onPictures(graph, x, args, (pictures) => {
    const mixture = (mixtures[name] as Mixing)(pictures, args);
    rows = { ...blended(graph, given, mixture.order, mixture.own), shape: given.shape };
    return mixture.x;
  });
  return changed
    ? [{ ...changed, shape: x.shape }, rows]
    : [uncomputed(graph, x, 'float32', x.shape)[0] as SymbolicTensor, rows];
}

/** The settings that it computes with; what is not known or not computed of it is named. */
function settingsOf(change: Change, names: readonly string[], given: GivenArguments): LayerArguments {
  const settings = Object.fromEntries(names.map((name) => [name, given.get(name)]));
  const unknown = names.filter((name) => settings[name] === undefined);
  const asked = pictureChanges[change.name] ? unknown.map((name) => `${name}=`) : notComputed;
  if (asked.length === 0) return settings;
  return { ...settings, [change.fixed && !change.onlyTrains ? 'notSupported' : 'notTrained']: asked };
}

/** The parameters of a signature that say what a layer computes. */
function namesIn(signature: string): readonly string[] {
  const names = [...signature.matchAll(/(?:^|, )(\w+)(?==|,|$)/g)].map(([, name]) => name as string);
  return names.filter((name) => name !== 'seed' && name !== 'data_format');
}

/** Keras 2's layers that give another height or width at each call. */
function sizeChange(name: string, first: string, axis: number, does: string): LayerDefinition {
  return {
    name,
    signature: `${first}, interpolation='bilinear', seed=None`,
    description: `${does}, drawn by chance at each call; while training only. Keras 3 does not have it.`,
    documentation: 'layers/preprocessing_layers/image_augmentation/',
    anyElementType: true,
    configure: (given) => ({ dtype: computeType(given), notSupported: notComputed }),
    inputSpec: () => ({ minRank: 3 }),
    call(args, [x], _weights, { graph }) {
      if (!x) return [];
      const shape = x.shape?.map((dim, i, all) => (i - all.length === axis ? anonymous('None') : dim));
      return uncomputed(graph, x, args['dtype'] as 'float32', shape);
    },
  };
}

function checkOdd(given: GivenArguments, name: string): void {
  const value = given.get(name);
  if (value === undefined) return;
  const odd = (n: PlainValue) => typeof n === 'number' && n % 2 !== 0;
  if (Array.isArray(value) ? value.length === 2 && value.every(odd) : odd(value)) return;
  throw refused(name, value, 'an odd number', `${name} must be an odd number. Received: ${name}=${show(value)}`);
}

/** `RandomColorJitter` stands on the page `random_color_jitter`. */
function pageOf(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}
