import { anonymous, type Dim, isKnown, multiply } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { activationLayer, setting } from '../arguments.js';
import { channelsFirst } from '../channels.js';
import { kernelAndBiasSettings, kernelsAndBias } from '../kernel-and-bias.js';
import type { LayerArguments, LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';
import { allKnown, spatialWord, spelt, unknownResult } from '../spatial-arguments.js';
import { convAttributes } from './convolution.js';
import {
  channelsOf,
  convolvedInput,
  filtersOf,
  movement,
  movementSettings,
  onnxKernel,
  withBias,
} from './convolution-settings.js';

/**
 * DepthwiseConv1D and 2D: each channel has kernels of its own. Kernel: (…window, channels, depth_multiplier).
 */
export function depthwiseConvolution(rank: 1 | 2): LayerDefinition {
  return {
    name: `DepthwiseConv${rank}D`,
    signature: `kernel_size, strides=${spelt(1, rank)}, padding='valid', depth_multiplier=1, data_format=None, dilation_rate=${spelt(1, rank)}, activation=None, use_bias=True, depthwise_initializer='glorot_uniform', bias_initializer='zeros', depthwise_regularizer=None, bias_regularizer=None, activity_regularizer=None, depthwise_constraint=None, bias_constraint=None`,
    description: `Slides kernels over each channel of ${spatialWord[rank]} by itself: every channel gives depth_multiplier channels of the output.`,
    documentation: `layers/convolution_layers/depthwise_convolution${rank}d/`,
    configure: (given) => ({
      depth_multiplier: filtersOf(given, 'depth_multiplier'),
      ...movement(given, rank),
      ...kernelAndBiasSettings(given, { kernel: 'depthwise' }),
    }),
    inputSpec: (args, built) => convolvedInput(rank, args['data_format'], built?.[0]?.shape.at(-2)),
    weights(args, [input]) {
      const kernel = depthwiseKernel(args, channelsOf(input, args['data_format']), rank);
      return kernelsAndBias(args, { kernel }, [multiply(kernel.at(-1) as Dim, kernel.at(-2) as Dim)]);
    },
    sublayers: activationLayer,
    call(args, [x], weights, { graph, apply }) {
      if (!x) return [];
      const result = depthwise(graph, x, weights.get('kernel'), args, rank);
      return [result ? withBias(graph, result, weights.get('bias'), args, rank, apply) : unknownResult(graph, x)];
    },
  };
}

/** SeparableConv1D and 2D: a depthwise convolution, and one with a window of 1 that mixes what it gave. */
export function separableConvolution(rank: 1 | 2): LayerDefinition {
  return {
    name: `SeparableConv${rank}D`,
    aliases: [`SeparableConvolution${rank}D`],
    signature: `filters, kernel_size, strides=${spelt(1, rank)}, padding='valid', data_format=None, dilation_rate=${spelt(1, rank)}, depth_multiplier=1, activation=None, use_bias=True, depthwise_initializer='glorot_uniform', pointwise_initializer='glorot_uniform', bias_initializer='zeros', depthwise_regularizer=None, pointwise_regularizer=None, bias_regularizer=None, activity_regularizer=None, depthwise_constraint=None, pointwise_constraint=None, bias_constraint=None`,
    description: `Slides kernels over each channel of ${spatialWord[rank]} by itself, then mixes the channels at each place: far fewer weights than a full convolution.`,
    documentation: `layers/convolution_layers/separable_convolution${rank}d/`,
    configure: (given) => ({
      filters: filtersOf(given),
      depth_multiplier: filtersOf(given, 'depth_multiplier'),
      ...movement(given, rank),
      ...kernelAndBiasSettings(given, { depthwise_kernel: 'depthwise', pointwise_kernel: 'pointwise' }),
    }),
    inputSpec: (args, built) => convolvedInput(rank, args['data_format'], built?.[0]?.shape.at(-2)),
    weights(args, [input]) {
      const depthwise = depthwiseKernel(args, channelsOf(input, args['data_format']), rank);
      const between = multiply(depthwise.at(-1) as Dim, depthwise.at(-2) as Dim);
      const filters = setting<Dim>(args, 'filters');
      const pointwise = [...Array.from({ length: rank }, () => 1), between, filters];
      return kernelsAndBias(args, { depthwise_kernel: depthwise, pointwise_kernel: pointwise }, [filters]);
    },
    sublayers: activationLayer,
    call(args, [x], weights, { graph, apply }) {
      if (!x) return [];
      const between = depthwise(graph, x, weights.get('depthwise_kernel'), args, rank);
      if (!between) return [unknownResult(graph, x)];
      const mixed = channelsFirst(graph, between, setting(args, 'data_format'), rank, (first) =>
        graph.one('Conv', [first, onnxKernel(graph, weights.get('pointwise_kernel'), rank)]),
      );
      return [withBias(graph, mixed, weights.get('bias'), args, rank, apply)];
    },
  };
}

function depthwiseKernel(args: LayerArguments, channels: Dim, rank: 1 | 2): readonly Dim[] {
  const window =
    setting<readonly Dim[] | undefined>(args, 'kernel_size') ?? Array.from({ length: rank }, () => anonymous());
  return [...window, channels, setting<Dim>(args, 'depth_multiplier')];
}

/**
 * A convolution with as many groups as channels. Channel c gives the channels from c · multiplier on, so that the
 * kernel (…window, channels, multiplier) becomes (channels · multiplier, 1, …window). undefined where a size is not known.
 */
function depthwise(
  graph: GraphBuilder,
  x: SymbolicTensor,
  kernel: SymbolicTensor | undefined,
  args: LayerArguments,
  rank: 1 | 2,
): SymbolicTensor | undefined {
  const [channels, multiplier] = kernel?.shape?.slice(-2) ?? [];
  if (!allKnown(args, movementSettings) || channels === undefined || multiplier === undefined) return undefined;
  if (!isKnown(channels) || !isKnown(multiplier)) return undefined;
  const window = setting<readonly number[]>(args, 'kernel_size');
  const order = { perm: { ints: rank === 1 ? [1, 2, 0] : [2, 3, 0, 1] } };
  const shape = integers(graph, [channels * multiplier, 1, ...window]);
  const own = graph.one('Reshape', [graph.one('Transpose', [kernel], order), shape]);
  return channelsFirst(graph, x, setting(args, 'data_format'), rank, (first) =>
    graph.one('Conv', [first, own], { ...convAttributes(args), group: { int: channels } }),
  );
}
