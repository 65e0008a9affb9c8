import { isKnown } from '../../../server/language/tensor/dim.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { int, ints } from '../../../server/language/tensor/operators/attributes.js';
import { constant, integers, scalar } from '../constants.js';
import { expandLike, reshapeLike, shapeOf } from './broadcast.js';
import { type BackwardContext, type Derivative, derivative, input, NotDifferentiable } from './derivative.js';
import { zerosLike } from './reshape.js';
import { type KnownWindow, knownWindow, outputPadding } from './window.js';

export const pooling: Readonly<Record<string, Derivative>> = {
  // The gradient goes to the first element of a window that has its maximum: the second output says where it is.
  MaxPool: derivative(
    (g, context) => {
      const { graph } = context;
      const x = input(context, 0);
      const flatten = (tensor: SymbolicTensor) => graph.one('Reshape', [tensor, integers(graph, [-1])]);
      const flat = graph.one(
        'ScatterElements',
        [flatten(zerosLike(context, x)), flatten(context.outputs[1] as SymbolicTensor), flatten(g)],
        { axis: { int: 0 }, reduction: { string: 'add' } },
      );
      return [reshapeLike(graph, flat, x)];
    },
    () => 2,
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
};

function windowOfPool(op: string, context: BackwardContext): KnownWindow {
  const kernel = ints(context.attributes, 'kernel_shape') as readonly number[];
  return knownWindow(op, context.layer, input(context, 0), kernel, context.attributes);
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
