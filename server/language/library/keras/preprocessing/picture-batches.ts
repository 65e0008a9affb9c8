import type { TypedArray } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { type TensorValue, tensor, tuple, type Value } from '../../../values/value.js';
import { getItem } from '../../numpy/indexing.js';
import { toArray } from '../../numpy/operand.js';
import { sharedStream } from '../../numpy/random/legacy-functions.js';
import { array } from '../../numpy/view.js';
import { transformed } from './affine.js';
import { FeatureStatistics } from './feature-statistics.js';
import { ShuffledBatches } from './indexed-batches.js';

/** What an ImageDataGenerator does to a picture, and what of that it was not made to do is refused before. */
export interface PictureSettings {
  readonly rotation: number;
  readonly heightShift: number;
  readonly widthShift: number;
  readonly shear: number;
  readonly zoom: readonly [number, number];
  readonly flipsHorizontally: boolean;
  readonly flipsVertically: boolean;
  readonly channelShift: number;
  /** undefined: the edges are repeated. */
  readonly fill: number | undefined;
  readonly rescale: number | undefined;
  readonly centers: boolean;
  readonly scales: boolean;
  readonly preprocessing: Value | undefined;
  readonly features: FeatureStatistics;
}

/** The settings of `ImageDataGenerator(…)` on numbers; ends the run where one is given that is not followed. */
export function pictureSettings(args: Arguments, context: Context): PictureSettings {
  const number = (argument: string): number => {
    const value = args.get(argument);
    if (value.kind === 'none') return 0;
    if (value.kind === 'int' || value.kind === 'float') return value.value;
    context.unknown('only a number is supported', `${argument}=`);
    return 0;
  };
  const flag = (argument: string) => context.truth(args.get(argument)) === true;
  if (flag('zca_whitening')) context.unknown('it is not supported in a run', 'zca_whitening=');
  if (args.get('brightness_range').kind !== 'none')
    context.unknown('it is not supported in a run', 'brightness_range=');
  const dtype = args.get('dtype');
  if (dtype.kind !== 'none' && context.str(dtype) !== 'float32')
    context.unknown("only 'float32' is supported in a run", 'dtype=');
  const format = args.get('data_format');
  if (format.kind === 'str' && format.value !== 'channels_last')
    context.unknown('only channels_last is supported in a run', 'data_format=');
  const [heightShift, widthShift] = ['height_shift_range', 'width_shift_range'].map((argument) => {
    if (args.get(argument).kind === 'int' && number(argument) !== 0)
      context.unknown('a whole number of pixels is not supported in a run', `${argument}=`);
    return number(argument);
  }) as [number, number];
  const mode = context.str(args.get('fill_mode'));
  const moves = number('rotation_range') !== 0 || heightShift !== 0 || widthShift !== 0 || number('shear_range') !== 0;
  const range = args.get('zoom_range');
  const pair = range.kind === 'int' || range.kind === 'float' ? undefined : context.elements(range);
  const ends = (pair ?? []).map((each) => (each.kind === 'int' || each.kind === 'float' ? each.value : Number.NaN));
  if (pair && (ends.length !== 2 || ends.some(Number.isNaN)))
    context.unknown('a range that is not known', 'zoom_range=');
  const [nearest = 1, farthest = 1] = pair ? ends : [1 - number('zoom_range'), 1 + number('zoom_range')];
  const zoom = [nearest, farthest] as const;
  if ((moves || zoom[0] !== 1 || zoom[1] !== 1) && mode !== 'nearest' && mode !== 'constant')
    context.unknown(`only 'nearest' and 'constant' are supported in a run`, 'fill_mode=');
  if (number('interpolation_order') !== 1) context.unknown('only 1 is supported in a run', 'interpolation_order=');
  const preprocessing = args.get('preprocessing_function');
  return {
    rotation: number('rotation_range'),
    heightShift,
    widthShift,
    shear: number('shear_range'),
    zoom,
    flipsHorizontally: flag('horizontal_flip'),
    flipsVertically: flag('vertical_flip'),
    channelShift: number('channel_shift_range'),
    fill: mode === 'constant' ? number('cval') : undefined,
    rescale: number('rescale') === 0 ? undefined : number('rescale'),
    centers: flag('samplewise_center') || flag('samplewise_std_normalization'),
    scales: flag('samplewise_std_normalization'),
    preprocessing: preprocessing.kind === 'none' ? undefined : preprocessing,
    // Where it divides it centers too.
    features: new FeatureStatistics(
      flag('featurewise_center') || flag('featurewise_std_normalization'),
      flag('featurewise_std_normalization'),
    ),
  };
}

/** Where a generator's pictures come from, and what goes with them. */
export interface PictureSource {
  readonly count: number;
  readonly shape: readonly [height: number, width: number, channels: number];
  /** One picture, which may be changed. */
  pixels(row: number): Float32Array;
  /** Labels and weights of these rows, beside their batch of pictures. */
  beside(rows: Int32Array, pictures: TensorValue): readonly Value[];
}

/** The pictures of an array, `ImageDataGenerator.flow`'s. */
export function arraySource(x: TensorValue, others: readonly TensorValue[], context: Context): PictureSource {
  const axis = (at: number) => Number(x.shape?.[at]);
  const shape = [axis(1), axis(2), axis(3)] as const;
  const size = shape.reduce((product, dim) => product * dim, 1);
  const whole = x.data as TypedArray;
  return {
    count: axis(0),
    shape,
    pixels: (row) => Float32Array.from(whole.subarray(row * size, (row + 1) * size) as Float32Array, Number),
    beside(rows) {
      const index = array('int32', [rows.length], rows.slice());
      return others.map((each) => getItem(each, index, context));
    },
  };
}

/** An ImageDataGenerator's batches on numbers. */
export class PictureBatches extends ShuffledBatches {
  constructor(
    private readonly settings: PictureSettings,
    private readonly source: PictureSource,
    size: number,
    shuffles: boolean,
    seed: number | undefined,
    context: Context,
  ) {
    super(source.count, size, shuffles, seed, context);
  }

  protected made(rows: Int32Array): Value {
    const { source } = this;
    const size = source.shape.reduce((product, dim) => product * dim, 1);
    const data = new Float32Array(rows.length * size);
    rows.forEach((row, at) => {
      data.set(this.standardized(this.changed(source.pixels(row))), at * size);
    });
    const pictures = array('float32', [rows.length, ...source.shape], data);
    const beside = source.beside(rows, pictures);
    return beside.length === 0 ? pictures : tuple([pictures, ...beside]);
  }

  /** The pictures by their rows as `fit` looks at them, changed by chance where that is asked for. */
  *fitted(rounds: number, changes: boolean): Generator<Float32Array> {
    const { rescale } = this.settings;
    for (let round = 0; round < rounds; round += 1)
      for (let row = 0; row < this.source.count; row += 1) {
        const picture = this.source.pixels(row);
        const scaled = rescale === undefined ? picture : picture.map((value) => value * Math.fround(rescale));
        yield changes ? this.changed(scaled) : scaled;
      }
  }

  /** By chance, which NumPy's generator gives in Keras's order. */
  private changed(picture: Float32Array): Float32Array {
    const { rotation, heightShift, widthShift, shear, zoom, channelShift, fill } = this.settings;
    const [height, width, channels] = this.source.shape;
    const stream = sharedStream(this.context);
    const between = (low: number, high: number) => low + (high - low) * stream.double();
    const around = (range: number) => (range ? between(-range, range) : 0);
    const theta = around(rotation);
    const rowShift = around(heightShift) * (heightShift < 1 ? height : 1);
    const columnShift = around(widthShift) * (widthShift < 1 ? width : 1);
    const lean = around(shear);
    const zooms: readonly [number, number] =
      zoom[0] === 1 && zoom[1] === 1 ? [1, 1] : [between(...zoom), between(...zoom)];
    const flips = [stream.double() < 0.5, stream.double() < 0.5];
    const intensity = channelShift === 0 ? undefined : around(channelShift);
    let made = picture;
    if (theta !== 0 || rowShift !== 0 || columnShift !== 0 || lean !== 0 || zooms[0] !== 1 || zooms[1] !== 1) {
      const affine = { theta, shift: [rowShift, columnShift], shear: lean, zoom: zooms } as const;
      made = Float32Array.from(transformed(picture, this.source.shape, affine, fill));
    }
    if (intensity !== undefined) {
      const [least, most] = made.reduce(
        ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
        [Infinity, -Infinity],
      );
      made = made.map((value) => Math.min(most, Math.max(least, value + intensity)));
    }
    const mirror = [flips[0] && this.settings.flipsHorizontally, flips[1] && this.settings.flipsVertically];
    if (!mirror[0] && !mirror[1]) return made;
    const turned = new Float32Array(made.length);
    for (let row = 0; row < height; row += 1)
      for (let column = 0; column < width; column += 1)
        for (let channel = 0; channel < channels; channel += 1) {
          const from = (mirror[1] ? height - 1 - row : row) * width + (mirror[0] ? width - 1 - column : column);
          turned[(row * width + column) * channels + channel] = made[from * channels + channel] as number;
        }
    return turned;
  }

  private standardized(picture: Float32Array): Float32Array {
    const { preprocessing, rescale, centers, scales } = this.settings;
    let made = picture;
    if (preprocessing) {
      const given = this.context.call(preprocessing, [tensor('numpy', 'float32', this.source.shape, made)]);
      const result = toArray(given, this.context);
      if (!result?.data) this.context.unknown('what it gives is not known', 'preprocessing_function=');
      else made = Float32Array.from(result.data as Float32Array, Number);
    }
    if (rescale !== undefined) made = made.map((value) => value * Math.fround(rescale));
    if (!centers && !scales) return this.settings.features.apply(made, this.context);
    const mean = Math.fround(made.reduce((sum, value) => sum + value, 0) / made.length);
    made = made.map((value) => value - mean);
    if (!scales) return this.settings.features.apply(made, this.context);
    const deviation = Math.fround(Math.sqrt(made.reduce((sum, value) => sum + value * value, 0) / made.length) + 1e-6);
    return this.settings.features.apply(
      made.map((value) => value / deviation),
      this.context,
    );
  }
}
