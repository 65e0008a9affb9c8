import { anonymous, type Dim, isKnown, multiply } from '../../tensor/dim.js';
import { formatShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { choice, refused, setting } from '../arguments.js';
import { kernelAndBiasSettings, kernelsAndBias } from '../kernel-and-bias.js';
import type { GivenArguments, LayerArguments, LayerDefinition } from '../layer.js';
import { notComputed, uncomputed } from '../preprocessing/arguments.js';
import { dataFormat, sizes, spatialWord, spelt } from '../spatial-arguments.js';
import { channelsOf, convolvedInput, filtersOf } from './convolution-settings.js';

/** Keras 2's LocallyConnected1D and 2D: convolutions whose kernel is another one at each place. */
export function locallyConnected(rank: 1 | 2): LayerDefinition {
  return {
    name: `LocallyConnected${rank}D`,
    signature: `filters, kernel_size, strides=${spelt(1, rank)}, padding='valid', data_format=None, activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None, implementation=1`,
    description: `Like a convolution over ${spatialWord[rank]}, but each place of the output has kernels of its own. Keras 3 does not have it.`,
    documentation: '',
    configure(given) {
      const implementation = given.get('implementation');
      const padding = choice(given, 'padding', ['valid', 'same'], 'valid');
      if (padding === 'same' && implementation === 1) {
        throw refused(
          'padding',
          'same',
          "'valid' where implementation is 1",
          `Invalid border mode for LocallyConnected${rank}D (only "valid" is supported if implementation is 1): same`,
        );
      }
      return { ...settingsOf(given, rank), padding, implementation };
    },
    inputSpec: (args) => convolvedInput(rank, args['data_format'], undefined),
    weights(args, [input]) {
      const format = args['data_format'];
      const implementation = args['implementation'];
      const [filters, channels] = [setting<Dim>(args, 'filters'), channelsOf(input, format)];
      const places = placesOf(input as Shape, format);
      if (!places.every(isKnown)) {
        throw new ShapeError('input-shape', `needs known sizes, got ${formatShape(input)}`, {
          received: input,
          keras: `The spatial dimensions of the inputs to  LocallyConnected${rank}D should be fully-defined, but layer received an inputs shape of ${formatShape(input)}`,
        });
      }
      const window =
        setting<readonly number[] | undefined>(args, 'kernel_size') ?? Array.from({ length: rank }, () => anonymous());
      const made = madePlaces(args, places);
      const first = format === 'channels_first';
      const kernel = (): Shape | undefined => {
        if (implementation === 1) return [product(made), multiply(product(window), channels), filters];
        if (implementation === 2) {
          return first ? [channels, ...places, filters, ...made] : [...places, channels, ...made, filters];
        }
        if (implementation === 3) return [multiply(multiply(reached(args, places), channels), filters)];
        return undefined;
      };
      const shape = kernel();
      if (!shape) return undefined;
      return kernelsAndBias(args, { kernel: shape }, [...made, filters]);
    },
    call(args, [x], _weights, { graph }) {
      if (!x) return [];
      const format = args['data_format'];
      if (!x.shape || !format) return uncomputed(graph, x, 'float32', undefined);
      const made = madePlaces(args, placesOf(x.shape, format));
      const filters = setting<Dim>(args, 'filters');
      const [batch] = x.shape as [Dim];
      const shape = format === 'channels_first' ? [batch, filters, ...made] : [batch, ...made, filters];
      return uncomputed(graph, x, 'float32', shape);
    },
  };
}

function settingsOf(given: GivenArguments, rank: 1 | 2): LayerArguments {
  return {
    filters: filtersOf(given),
    kernel_size: sizes(given, 'kernel_size', rank),
    strides: sizes(given, 'strides', rank),
    data_format: dataFormat(given),
    ...kernelAndBiasSettings(given),
    notSupported: notComputed,
  };
}

function placesOf(shape: Shape, format: unknown): Shape {
  return format === 'channels_first' ? shape.slice(2) : shape.slice(1, -1);
}

/** The sizes that come out. */
function madePlaces(args: LayerArguments, places: Shape): Shape {
  const window = setting<readonly number[] | undefined>(args, 'kernel_size');
  const strides = setting<readonly number[] | undefined>(args, 'strides');
  return places.map((size, axis): Dim => {
    const [length, step] = [window?.[axis], strides?.[axis]];
    if (!isKnown(size) || length === undefined || step === undefined) return anonymous();
    return args['padding'] === 'same' ? Math.ceil(size / step) : Math.floor((size - length) / step) + 1;
  });
}

/** How many places of the input all places of the output reach, window by window. */
function reached(args: LayerArguments, places: Shape): Dim {
  const window = setting<readonly number[] | undefined>(args, 'kernel_size');
  const strides = setting<readonly number[] | undefined>(args, 'strides');
  const made = madePlaces(args, places);
  return product(
    places.map((size, axis): Dim => {
      const [length, step, count] = [window?.[axis], strides?.[axis], made[axis]];
      if (!isKnown(size) || length === undefined || step === undefined || count === undefined || !isKnown(count))
        return anonymous();
      let sum = 0;
      for (let i = 0; i < count; i += 1) {
        const start = args['padding'] === 'same' ? i * step - Math.floor(length / 2) : i * step;
        sum += Math.min(size, start + length) - Math.max(0, start);
      }
      return sum;
    }),
  );
}

function product(sizes: Shape): Dim {
  return sizes.reduce<Dim>((all, size) => multiply(all, size), 1);
}
