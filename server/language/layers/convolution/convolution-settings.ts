import type { Dim } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type Shape } from '../../tensor/shape.js';
import { activate, choice, positiveInteger, refused } from '../arguments.js';
import { channelAxis, type DataFormat } from '../channels.js';
import type { GivenArguments, InputSpec, LayerArguments, LayerContext } from '../layer.js';
import { integers } from '../scalar.js';
import { dataFormat, type SpatialRank, sizes } from '../spatial-arguments.js';

/** How the kernels of a convolution move: read alike for all of its kinds. */
export function movement(
  given: GivenArguments,
  rank: SpatialRank,
  paddings: readonly ('valid' | 'same' | 'causal')[] = ['valid', 'same'],
): LayerArguments {
  return {
    kernel_size: sizes(given, 'kernel_size', rank),
    strides: sizes(given, 'strides', rank),
    dilation_rate: sizes(given, 'dilation_rate', rank),
    padding: choice(given, 'padding', paddings, 'valid'),
    data_format: dataFormat(given),
  };
}

/** What `movement` reads, by name. */
export const movementSettings = ['kernel_size', 'strides', 'dilation_rate', 'padding', 'data_format'] as const;

/** Throws where both strides and dilations are above 1. */
export function strideOrDilate({ strides, dilation_rate: dilation }: LayerArguments): void {
  const [steps, gaps] = [strides, dilation] as (readonly number[] | undefined)[];
  if (!steps?.some((n) => n > 1) || !gaps?.some((n) => n > 1)) return;
  throw refused(
    'dilation_rate',
    gaps,
    '1 where strides are above 1',
    `\`strides > 1\` not supported in conjunction with \`dilation_rate > 1\`. Received: strides=${formatShape(steps)} and dilation_rate=${formatShape(gaps)}`,
  );
}

export function filtersOf(given: GivenArguments, name: 'filters' | 'depth_multiplier' = 'filters'): Dim {
  return positiveInteger(
    given,
    name,
    (shown) => `Invalid value for argument \`${name}\`. Expected a strictly positive value. Received ${name}=${shown}.`,
  );
}

/** Inputs of one rank, and after the first call with as many channels as it had. */
export function convolvedInput(rank: SpatialRank, format: unknown, channels: Dim | undefined): InputSpec {
  return channels === undefined
    ? { rank: rank + 2 }
    : { rank: rank + 2, axes: new Map([[channelAxis(format), channels]]) };
}

/** The size of the channels' axis. */
export function channelsOf(input: Shape | undefined, format: unknown): Dim {
  return input?.at(channelAxis(format)) as Dim;
}

/** Keras's kernel, (…window, channels, filters), as ONNX writes it: (filters, channels, …window). */
export function onnxKernel(graph: GraphBuilder, kernel: SymbolicTensor | undefined, rank: SpatialRank): SymbolicTensor {
  return graph.one('Transpose', [kernel], kernelFirst[rank]);
}

const kernelFirst = {
  1: { perm: { ints: [2, 1, 0] } },
  2: { perm: { ints: [3, 2, 0, 1] } },
  3: { perm: { ints: [4, 3, 0, 1, 2] } },
} as const;

/** The bias, if there is one, added along the channels, and then the activation. */
export function withBias(
  graph: GraphBuilder,
  product: SymbolicTensor,
  bias: SymbolicTensor | undefined,
  args: LayerArguments,
  rank: SpatialRank,
  apply: LayerContext['apply'],
): SymbolicTensor {
  if (!bias) return activate(graph, product, args['activation'], apply);
  const first = (args['data_format'] as DataFormat) === 'channels_first';
  const shift = first
    ? graph.one('Unsqueeze', [
        bias,
        integers(
          graph,
          Array.from({ length: rank }, (_, axis) => axis + 1),
        ),
      ])
    : bias;
  return activate(graph, graph.one('Add', [product, shift]), args['activation'], apply);
}
