import { isKnown } from '../../../server/language/tensor/dim.js';
import type { ElementType } from '../../../server/language/tensor/element-type.js';
import type { Attributes } from '../../../server/language/tensor/graph.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { int, ints, string } from '../../../server/language/tensor/operators/attributes.js';
import { cast, constant, integers, scalar } from '../constants.js';
import { expandLike, reshapeLike, shapeOf } from './broadcast.js';
import { type BackwardContext, type Derivative, derivative, input, NotDifferentiable } from './derivative.js';
import { pad, slice, zerosLike } from './reshape.js';
import { type KnownWindow, knownWindow, outputPadding } from './window.js';

export const pooling: Readonly<Record<string, Derivative>> = {
  // The gradient goes to the first element of a window that has its maximum.
  MaxPool: derivative(
    (g, context) => {
      const window = windowOfPool('MaxPool', context);
      return [isTiling(window) ? tiledGradient(g, context, window) : scatteredGradient(g, context)];
    },
    ([x], attributes) => (x && isTiling(windowOn(x, 'MaxPool', undefined, attributes)) ? 1 : 2),
  ),
  // Each element of a window has an equal share: a transposed convolution with a kernel of equal numbers.
  AveragePool: derivative((g, context) => {
    const { graph } = context;
    const x = input(context, 0);
    const window = windowOfPool('AveragePool', context);
    const channels = shapeOf(x)[1];
    if (channels === undefined || !isKnown(channels))
      throw new NotDifferentiable('AveragePool', context.layer, 'the number of channels is not known');
    const size = window.kernel.reduce((product, dim) => product * dim, 1);
    const ones = constant(
      graph,
      Array.from({ length: channels * size }, () => 1),
      g.dtype,
      [channels, 1, ...window.kernel],
    );
    const counted = int(context.attributes, 'count_include_pad') === 1;
    const counts = counted ? scalar(graph, size, g.dtype) : windowCounts(context, g, window);
    return [
      graph.one('ConvTranspose', [graph.one('Div', [g, counts]), ones], {
        strides: { ints: window.strides },
        dilations: { ints: window.dilations },
        pads: { ints: [...window.before, ...window.after] },
        output_padding: { ints: outputPadding(window) },
        group: { int: channels },
      }),
    ];
  }),
  GlobalAveragePool: derivative((g, context) => {
    const { graph } = context;
    const x = input(context, 0);
    const spatial = shapeOf(x).slice(2);
    if (!spatial.every(isKnown))
      throw new NotDifferentiable('GlobalAveragePool', context.layer, 'the height or width is not known');
    const size = spatial.reduce<number>((product, dim) => product * (dim as number), 1);
    return [expandLike(graph, graph.one('Div', [g, scalar(graph, size, g.dtype)]), x)];
  }),
  // Where each element stands several times, its gradient is the sum over where it stands.
  Resize: derivative((g, context) => {
    const { graph, attributes, layer } = context;
    const scales = Array.from(context.inputs[2]?.constant?.data ?? [], Number);
    const repeats =
      string(attributes, 'mode') === 'nearest' &&
      string(attributes, 'coordinate_transformation_mode') === 'asymmetric' &&
      string(attributes, 'nearest_mode') === 'floor' &&
      scales.length > 2 &&
      scales.every((scale, axis) => Number.isInteger(scale) && (axis > 1 || scale === 1));
    if (!repeats) throw new NotDifferentiable('Resize', layer, 'only repeating each element has a derivative here');
    const window = { ints: scales.slice(2) };
    const size = window.ints.reduce((product, scale) => product * scale, 1);
    const mean = graph.one('AveragePool', [g], { kernel_shape: window, strides: window });
    return [graph.one('Mul', [mean, scalar(graph, size, g.dtype)])];
  }),
};

function windowOfPool(op: string, context: BackwardContext): KnownWindow {
  return windowOn(input(context, 0), op, context.layer, context.attributes);
}

function windowOn(x: SymbolicTensor, op: string, layer: string | undefined, attributes: Attributes): KnownWindow {
  return knownWindow(op, layer, x, ints(attributes, 'kernel_shape') as readonly number[], attributes);
}

/** The second output says for each window where in the whole input its maximum is. */
function scatteredGradient(g: SymbolicTensor, context: BackwardContext): SymbolicTensor {
  const { graph } = context;
  const x = input(context, 0);
  const flatten = (tensor: SymbolicTensor) => graph.one('Reshape', [tensor, integers(graph, [-1])]);
  const flat = graph.one(
    'ScatterElements',
    [flatten(zerosLike(context, x)), flatten(context.outputs[1] as SymbolicTensor), flatten(g)],
    { axis: { int: 0 }, reduction: { string: 'add' } },
  );
  return reshapeLike(graph, flat, x);
}

/** Whether two-dimensional windows lie side by side, so that each element is in one of them at most. */
function isTiling({ kernel, strides, dilations, before, after }: KnownWindow): boolean {
  return (
    kernel.length === 2 &&
    kernel.every((size, axis) => size === strides[axis]) &&
    dilations.every((dilation) => dilation === 1) &&
    [...before, ...after].every((size) => size === 0)
  );
}

/**
 * For windows side by side: maxima and gradients are spread over their windows and compared with
 * the input. Among equal maxima the first is found by giving each place in a window a rank, the
 * first the highest, and taking the highest rank of those that have the maximum. Measured: 1.6 × as
 * fast as scattering by indices.
 */
function tiledGradient(g: SymbolicTensor, context: BackwardContext, window: KnownWindow): SymbolicTensor {
  const { graph, attributes } = context;
  const covered = window.output.map((steps, axis) => steps * (window.kernel[axis] as number));
  const rest = window.input.map((size, axis) => size - (covered[axis] as number));
  const cut = rest.some((size) => size > 0);
  const x = cut ? slice(graph, input(context, 0), [2, 3], [0, 0], covered) : input(context, 0);
  const scales = constant(graph, [1, 1, ...window.kernel], 'float32');
  const spread = (tensor: SymbolicTensor) =>
    graph.one('Resize', [tensor, undefined, scales], {
      mode: { string: 'nearest' },
      coordinate_transformation_mode: { string: 'asymmetric' },
      nearest_mode: { string: 'floor' },
    });
  const isMaximum = graph.one('Equal', [x, spread(context.outputs[0] as SymbolicTensor)]);
  const ranks = graph.one('Mul', [cast(graph, isMaximum, g.dtype), ranksIn(graph, window, covered, g.dtype)]);
  const isFirst = graph.one('Equal', [ranks, spread(graph.one('MaxPool', [ranks], attributes))]);
  const result = graph.one('Mul', [cast(graph, isFirst, g.dtype), spread(g)]);
  return cut ? pad(graph, result, [0, 0, 0, 0], [0, 0, ...rest]) : result;
}

/** For each element its rank in its window: from the number of places at the first down to 1 at the last. */
function ranksIn(
  graph: GraphBuilder,
  { kernel }: KnownWindow,
  covered: readonly number[],
  dtype: ElementType,
): SymbolicTensor {
  const [height, width] = covered as [number, number];
  const [rows, columns] = kernel as [number, number];
  const ranks = Array.from({ length: height * width }, (_, index) => {
    const row = Math.floor(index / width) % rows;
    return rows * columns - (row * columns + ((index % width) % columns));
  });
  return constant(graph, ranks, dtype, [1, 1, height, width]);
}

/** How many elements that are not padding each window covers, in the shape of the output's spatial axes. */
function windowCounts(context: BackwardContext, g: SymbolicTensor, window: KnownWindow): SymbolicTensor {
  const along = window.output.map((steps, axis) =>
    Array.from({ length: steps }, (_, step) => {
      const start = step * (window.strides[axis] as number) - (window.before[axis] as number);
      const dilation = window.dilations[axis] as number;
      const places = Array.from({ length: window.kernel[axis] as number }, (_, k) => start + k * dilation);
      return places.filter((place) => place >= 0 && place < (window.input[axis] as number)).length;
    }),
  );
  const counts = along.reduce<number[]>((all, axis) => all.flatMap((count) => axis.map((n) => count * n)), [1]);
  return constant(context.graph, counts, g.dtype, [1, 1, ...window.output]);
}
