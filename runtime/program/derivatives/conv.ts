import { isKnown } from '../../../server/language/tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { int, string } from '../../../server/language/tensor/operators/attributes.js';
import { integers } from '../constants.js';
import { shapeOf } from './broadcast.js';
import { type Derivative, derivative, input, NotDifferentiable } from './derivative.js';
import { pad, slice } from './reshape.js';
import { type KnownWindow, knownWindow, outputPadding } from './window.js';

export const convolution: Readonly<Record<string, Derivative>> = {
  Conv: derivative((g, context) => {
    const { graph, attributes, layer } = context;
    const x = input(context, 0);
    const weights = input(context, 1);
    const kernel = shapeOf(weights).slice(2);
    const channels = shapeOf(weights)[0];
    if (!kernel.every(isKnown) || !isKnown(channels ?? NaN))
      throw new NotDifferentiable('Conv', layer, "its kernel's size is not known");
    const window = knownWindow('Conv', layer, x, kernel as number[], attributes);
    const group = int(attributes, 'group') ?? 1;
    const spatial = kernel.map((_, axis) => axis + 2);
    return [
      context.wanted(0) ? dataGradient(graph, g, weights, window, group) : undefined,
      context.wanted(1) ? groupedWeightGradient(graph, x, g, window, group, weights) : undefined,
      context.wanted(2)
        ? graph.one('ReduceSum', [g, integers(graph, [0, ...spatial])], { keepdims: { int: 0 } })
        : undefined,
    ];
  }),
  // The other way round: what the gradient is convolved with leads back to the input.
  ConvTranspose: derivative((g, context) => {
    const { graph, attributes, layer } = context;
    const x = input(context, 0);
    const weights = input(context, 1);
    const kernel = shapeOf(weights).slice(2);
    if (!kernel.every(isKnown)) throw new NotDifferentiable('ConvTranspose', layer, "its kernel's size is not known");
    if ((string(attributes, 'auto_pad') ?? 'NOTSET') !== 'NOTSET' || attributes['output_shape'])
      throw new NotDifferentiable('ConvTranspose', layer, 'its padding is not given in numbers');
    const { output_padding: _, ...moves } = attributes;
    const window = knownWindow('ConvTranspose', layer, g, kernel, moves);
    const group = int(attributes, 'group') ?? 1;
    const spatial = kernel.map((_, axis) => axis + 2);
    return [
      context.wanted(0)
        ? graph.one('Conv', [g, weights], { ...moves, kernel_shape: { ints: window.kernel } })
        : undefined,
      context.wanted(1) ? groupedWeightGradient(graph, g, x, window, group, weights) : undefined,
      context.wanted(2)
        ? graph.one('ReduceSum', [g, integers(graph, [0, ...spatial])], { keepdims: { int: 0 } })
        : undefined,
    ];
  }),
};

function dataGradient(
  graph: GraphBuilder,
  g: SymbolicTensor,
  weights: SymbolicTensor,
  window: KnownWindow,
  group: number,
): SymbolicTensor {
  return graph.one('ConvTranspose', [g, weights], {
    strides: { ints: window.strides },
    dilations: { ints: window.dilations },
    pads: { ints: [...window.before, ...window.after] },
    output_padding: { ints: outputPadding(window) },
    group: { int: group },
  });
}

function groupedWeightGradient(
  graph: GraphBuilder,
  x: SymbolicTensor,
  g: SymbolicTensor,
  window: KnownWindow,
  group: number,
  weights: SymbolicTensor,
): SymbolicTensor {
  if (group === 1) return weightGradient(graph, x, g, window);
  const [outputs, inputs] = shapeOf(weights) as readonly number[];
  if (inputs === 1) return depthwiseWeightGradient(graph, x, g, window, group);
  const part = (tensor: SymbolicTensor, index: number, size: number) =>
    slice(graph, tensor, [1], [index * size], [(index + 1) * size]);
  const parts = Array.from({ length: group }, (_, index) =>
    weightGradient(graph, part(x, index, inputs as number), part(g, index, (outputs as number) / group), window),
  );
  return graph.one('Concat', parts, { axis: { int: 0 } });
}

/** Elements of one sample's unfolded input above which its memory would cost more than the product saves. */
const UNFOLDED_ELEMENTS = 2 ** 18;

/** The gradient for a kernel (outputs, channels, …window). Measured: unfolding is some 1.7 × as fast where it fits. */
function weightGradient(
  graph: GraphBuilder,
  x: SymbolicTensor,
  g: SymbolicTensor,
  window: KnownWindow,
): SymbolicTensor {
  const channels = shapeOf(x)[1];
  const outputs = shapeOf(g)[1];
  if (channels === undefined || outputs === undefined || !isKnown(channels) || !isKnown(outputs))
    return exchangedWeightGradient(graph, x, g, window);
  const size = channels * [...window.kernel, ...window.output].reduce((product, dim) => product * dim, 1);
  return size <= UNFOLDED_ELEMENTS
    ? unfoldedWeightGradient(graph, x, g, window, channels, outputs)
    : exchangedWeightGradient(graph, x, g, window);
}

/** The input cut out once for each place in the window, times the gradient: one matrix product over all samples and places. */
function unfoldedWeightGradient(
  graph: GraphBuilder,
  x: SymbolicTensor,
  g: SymbolicTensor,
  window: KnownWindow,
  channels: number,
  outputs: number,
): SymbolicTensor {
  const rank = window.kernel.length;
  // Channels before samples: a row for each channel is then what the product takes.
  const channelsFirst = (tensor: SymbolicTensor) =>
    graph.one('Transpose', [tensor], { perm: { ints: [1, 0, ...window.kernel.map((_, axis) => axis + 2)] } });
  const rows = (tensor: SymbolicTensor, count: number) => graph.one('Reshape', [tensor, integers(graph, [count, -1])]);
  const cuts = cutsOf(graph, channelsFirst(x), window);
  const unfolded = cuts.length === 1 ? (cuts[0] as SymbolicTensor) : graph.one('Concat', cuts, { axis: { int: 0 } });
  // In this order: the other one is a fifth faster on one thread, but ONNX Runtime does not share it out among several.
  const product = graph.one('Gemm', [rows(channelsFirst(g), outputs), rows(unfolded, cuts.length * channels)], {
    transB: { int: 1 },
  });
  const kernel = graph.one('Reshape', [product, integers(graph, [outputs, ...window.kernel, channels])]);
  return graph.one('Transpose', [kernel], {
    perm: { ints: [0, rank + 1, ...window.kernel.map((_, axis) => axis + 1)] },
  });
}

/** The input cut out once for each place in the window, as large as the output. */
function cutsOf(graph: GraphBuilder, x: SymbolicTensor, window: KnownWindow): readonly SymbolicTensor[] {
  const spatial = window.kernel.map((_, axis) => axis + 2);
  const padded = pad(graph, x, [0, 0, ...window.before], [0, 0, ...window.after]);
  return placesOf(window.kernel).map((place) => {
    const starts = place.map((at, axis) => at * (window.dilations[axis] as number));
    const ends = starts.map(
      (start, axis) => start + ((window.output[axis] as number) - 1) * (window.strides[axis] as number) + 1,
    );
    return slice(graph, padded, spatial, starts, ends, window.strides);
  });
}

/**
 * Where each group is one channel: for each place in the window a sum of products, channel by channel, instead of
 * as many convolutions as there are channels.
 */
function depthwiseWeightGradient(
  graph: GraphBuilder,
  x: SymbolicTensor,
  g: SymbolicTensor,
  window: KnownWindow,
  channels: number,
): SymbolicTensor {
  const each = (tensor: SymbolicTensor, count: number) =>
    graph.one('Reshape', [tensor, integers(graph, [-1, channels, count, ...window.output])]);
  const multiplier = (shapeOf(g)[1] as number) / channels;
  const folded = integers(graph, [0, ...window.output.map((_, axis) => axis + 3)]);
  const own = each(g, multiplier);
  const sums = cutsOf(graph, x, window).map((cut) =>
    graph.one('ReduceSum', [graph.one('Mul', [own, each(cut, 1)]), folded], { keepdims: { int: 0 } }),
  );
  const columns = sums.map((sum) => graph.one('Reshape', [sum, integers(graph, [channels * multiplier, 1])]));
  const all =
    columns.length === 1 ? (columns[0] as SymbolicTensor) : graph.one('Concat', columns, { axis: { int: 1 } });
  return graph.one('Reshape', [all, integers(graph, [channels * multiplier, 1, ...window.kernel])]);
}

/** Every place in a window, the last axis fastest. */
function placesOf(kernel: readonly number[]): readonly (readonly number[])[] {
  return kernel.reduce<readonly (readonly number[])[]>(
    (places, size) => places.flatMap((place) => Array.from({ length: size }, (_, at) => [...place, at])),
    [[]],
  );
}

/** The input convolved with the gradient as kernel, batch and channels exchanged: strides and dilations change places. */
function exchangedWeightGradient(
  graph: GraphBuilder,
  x: SymbolicTensor,
  g: SymbolicTensor,
  window: KnownWindow,
): SymbolicTensor {
  const exchanged = (tensor: SymbolicTensor) =>
    graph.one('Transpose', [tensor], { perm: { ints: [1, 0, ...window.kernel.map((_, axis) => axis + 2)] } });
  const whole = graph.one('Conv', [exchanged(x), exchanged(g)], {
    strides: { ints: window.dilations },
    dilations: { ints: window.strides },
    pads: { ints: [...window.before, ...window.after] },
  });
  // Where strides left over elements at the end, the result is larger than the kernel.
  const spatial = window.kernel.map((_, axis) => axis + 2);
  const cut = outputPadding(window).some((rest, axis) => rest >= (window.dilations[axis] as number));
  const zeros = spatial.map(() => 0);
  return exchanged(cut ? slice(graph, whole, spatial, zeros, window.kernel) : whole);
}
