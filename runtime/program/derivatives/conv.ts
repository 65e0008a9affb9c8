import { isKnown } from '../../../server/language/tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { int } from '../../../server/language/tensor/operators/attributes.js';
import { integers } from '../constants.js';
import { shapeOf } from './broadcast.js';
import { type Derivative, derivative, input, NotDifferentiable } from './derivative.js';
import { slice } from './reshape.js';
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
  const part = (tensor: SymbolicTensor, index: number, size: number) =>
    slice(graph, tensor, [1], [index * size], [(index + 1) * size]);
  const parts = Array.from({ length: group }, (_, index) =>
    weightGradient(graph, part(x, index, inputs as number), part(g, index, (outputs as number) / group), window),
  );
  return graph.one('Concat', parts, { axis: { int: 0 } });
}

/**
 * The input convolved with the gradient as kernel, batch and channels exchanged: strides and
 * dilations change places. Measured faster than a matrix product for each place in the window.
 */
function weightGradient(
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
