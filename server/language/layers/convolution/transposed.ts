import { anonymous, type Dim } from '../../tensor/dim.js';
import { activationLayer, refused, setting } from '../arguments.js';
import { channelsFirst } from '../channels.js';
import { kernelAndBiasSettings, kernelsAndBias } from '../kernel-and-bias.js';
import type { LayerArguments, LayerDefinition } from '../layer.js';
import { allKnown, type SpatialRank, sizes, spatialWord, spelt, unknownResult } from '../spatial-arguments.js';
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

/** Conv1DTranspose, 2D, 3D: the way back from a convolution's output to its input. Kernel: (…window, filters, channels). */
export function transposedConvolution(rank: SpatialRank): LayerDefinition {
  // Keras has these two in another order for volumes.
  const between = rank === 3 ? 'data_format=None, output_padding=None' : 'output_padding=None, data_format=None';
  return {
    name: `Conv${rank}DTranspose`,
    aliases: [`Convolution${rank}DTranspose`, ...(rank === 1 ? [] : [`Deconvolution${rank}D`, `Deconv${rank}D`])],
    signature: `filters, kernel_size, strides=${spelt(1, rank)}, padding='valid', ${between}, dilation_rate=${spelt(1, rank)}, activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None`,
    description: `A convolution backwards: each value of ${spatialWord[rank]} is spread over a window, so that strides make it larger.`,
    documentation: `layers/convolution_layers/convolution${rank}d_transpose/`,
    configure(given) {
      const moves = movement(given, rank);
      const strides = moves['strides'] as readonly number[] | undefined;
      const extra = given.get('output_padding') === null ? null : sizes(given, 'output_padding', rank, { least: 0 });
      if (extra?.some((n, axis) => strides && n >= (strides[axis] as number))) {
        throw refused(
          'output_padding',
          extra,
          'less than the stride of each axis',
          `\`output_padding\` must be strictly less than \`strides\` for all dimensions. Received: output_padding=(${extra.join(', ')}), strides=(${strides?.join(', ')})`,
        );
      }
      strideOrDilate(moves);
      return { filters: filtersOf(given), output_padding: extra, ...moves, ...kernelAndBiasSettings(given) };
    },
    inputSpec: (args, built) => convolvedInput(rank, args['data_format'], built?.[0]?.shape.at(-1)),
    weights(args, [input]) {
      const window =
        setting<readonly Dim[] | undefined>(args, 'kernel_size') ?? Array.from({ length: rank }, () => anonymous());
      const filters = setting<Dim>(args, 'filters');
      return kernelsAndBias(args, { kernel: [...window, filters, channelsOf(input, args['data_format'])] }, [filters]);
    },
    sublayers: activationLayer,
    call(args, [x], weights, { graph, apply }) {
      if (!x) return [];
      if (!allKnown(args, [...movementSettings, 'output_padding'])) return [unknownResult(graph, x)];
      const product = channelsFirst(graph, x, setting(args, 'data_format'), rank, (first) =>
        graph.one('ConvTranspose', [first, onnxKernel(graph, weights.get('kernel'), rank)], {
          strides: { ints: setting<readonly number[]>(args, 'strides') },
          dilations: { ints: setting<readonly number[]>(args, 'dilation_rate') },
          ...edges(args),
        }),
      );
      return [withBias(graph, product, weights.get('bias'), args, rank, apply)];
    },
  };
}

/**
 * What is cut off and added at the ends of each axis. With strides s and a kernel that covers k elements, n elements
 * become (n - 1) · s + k; Keras wants at least s for each (`valid`), exactly n · s (`same`), or with
 * `output_padding` p, (n - 1) · s + k mod 2 + p (`same`).
 */
function edges(args: LayerArguments) {
  const [kernel, strides, dilations] = (['kernel_size', 'strides', 'dilation_rate'] as const).map((name) =>
    setting<readonly number[]>(args, name),
  ) as [readonly number[], readonly number[], readonly number[]];
  const given = setting<readonly number[] | null>(args, 'output_padding');
  const cut = kernel.map((size, axis) => {
    const stride = strides[axis] as number;
    const extent = (size - 1) * (dilations[axis] as number) + 1;
    const padding = given?.[axis];
    if (args['padding'] === 'valid') return -(padding ?? Math.max(stride - extent, 0));
    return extent - (padding === undefined ? stride : (extent % 2) + padding);
  });
  const both = cut.map((total) => Math.max(total, 0));
  const before = both.map((total) => Math.floor(total / 2));
  return {
    pads: { ints: [...before, ...both.map((total, axis) => total - (before[axis] as number))] },
    output_padding: { ints: cut.map((total) => Math.max(-total, 0)) },
  };
}
