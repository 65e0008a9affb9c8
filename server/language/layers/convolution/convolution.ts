import { anonymous, type Dim, divideExactly, formatDim, isKnown } from '../../tensor/dim.js';
import type { Attributes } from '../../tensor/graph.js';
import { formatShape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { activationLayer, positiveInteger, refused, setting } from '../arguments.js';
import { autoPad, channelsFirst } from '../channels.js';
import { kernelAndBias, kernelAndBiasSettings } from '../kernel-and-bias.js';
import type { LayerArguments, LayerDefinition } from '../layer.js';
import { adapted, loraSettings, withLora } from '../lora.js';
import { allKnown, type SpatialRank, spatialWord, spelt, unknownResult } from '../spatial-arguments.js';
import {
  channelsOf,
  convolvedInput,
  filtersOf,
  movement,
  movementSettings,
  onnxKernel,
  strideOrDilate,
  withBias,
} from './convolution-settings.js';

/** Conv1D, Conv2D, Conv3D: kernels slide over the input; each gives one channel of the output. Kernel: (…window, channels / groups, filters). */
export function convolution(rank: SpatialRank): LayerDefinition {
  return {
    name: `Conv${rank}D`,
    aliases: [`Convolution${rank}D`],
    signature: `filters, kernel_size, strides=${spelt(1, rank)}, padding='valid', data_format=None, dilation_rate=${spelt(1, rank)}, groups=1, activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None, *, lora_rank=None, lora_alpha=None`,
    description: `Slides small kernels over ${spatialWord[rank]}: each of the filters gives one channel of the output, high where the input looks like the kernel.`,
    documentation: `layers/convolution_layers/convolution${rank}d/`,
    configure(given) {
      const filters = filtersOf(given);
      const groups = positiveInteger(
        given,
        'groups',
        (shown) => `The number of groups must be a positive integer. Received: groups=${shown}.`,
      );
      if (isKnown(filters) && isKnown(groups) && filters % groups !== 0) {
        throw refused(
          'groups',
          groups,
          `a divisor of the ${filters} filters`,
          `The number of filters must be evenly divisible by the number of groups. Received: groups=${groups}, filters=${filters}.`,
        );
      }
      const moves = movement(given, rank, rank === 1 ? ['valid', 'same', 'causal'] : undefined);
      strideOrDilate(moves);
      return {
        filters,
        groups,
        ...moves,
        ...kernelAndBiasSettings(given),
        ...loraSettings(given, 'kernel_constraint'),
      };
    },
    inputSpec(args, built) {
      const depth = built?.[0]?.shape.at(-2);
      const groups = setting<Dim>(args, 'groups');
      const channels = depth !== undefined && isKnown(depth) && isKnown(groups) ? depth * groups : undefined;
      return convolvedInput(rank, args['data_format'], channels);
    },
    weights(args, [input]) {
      const channels = channelsOf(input, args['data_format']);
      const groups = setting<Dim>(args, 'groups');
      if (isKnown(channels) && isKnown(groups) && channels % groups !== 0) {
        throw new ShapeError(
          'input-shape',
          `needs a number of channels that ${groups} groups can share, got ${formatDim(channels)}`,
          {
            received: input,
            axis: -1,
            expected: `a multiple of ${groups} channels`,
            keras: `The number of input channels must be evenly divisible by the number of groups. Received groups=${groups}, but the input has ${channels} channels (full input shape is ${formatShape(input)}).`,
          },
        );
      }
      const window =
        setting<readonly Dim[] | undefined>(args, 'kernel_size') ?? Array.from({ length: rank }, () => anonymous());
      const filters = setting<Dim>(args, 'filters');
      const shape = [...window, divideExactly(channels, groups) ?? anonymous(), filters];
      return withLora(args, 'kernel', kernelAndBias(args, shape));
    },
    sublayers: activationLayer,
    call(args, [x], weights, { graph, apply }) {
      if (!x) return [];
      const groups = setting<Dim>(args, 'groups');
      if (!allKnown(args, movementSettings) || !isKnown(groups)) return [unknownResult(graph, x)];
      const product = channelsFirst(graph, x, setting(args, 'data_format'), rank, (first) =>
        graph.one('Conv', [first, onnxKernel(graph, adapted(graph, args, 'kernel', weights), rank)], {
          ...convAttributes(args),
          group: { int: groups },
        }),
      );
      return [withBias(graph, product, weights.get('bias'), args, rank, apply)];
    },
  };
}

/** How ONNX writes what `movement` has read. Causal padding stands before the first element alone. */
export function convAttributes(args: LayerArguments): Attributes {
  const dilations = setting<readonly number[]>(args, 'dilation_rate');
  const moves = { strides: { ints: setting<readonly number[]>(args, 'strides') }, dilations: { ints: dilations } };
  const padding = setting<'valid' | 'same' | 'causal'>(args, 'padding');
  if (padding !== 'causal') return { ...moves, auto_pad: autoPad(padding) };
  const [size] = setting<readonly number[]>(args, 'kernel_size');
  return { ...moves, pads: { ints: [(dilations[0] as number) * ((size as number) - 1), 0] } };
}
