import { int, string } from '../../../server/language/tensor/operators/attributes.js';
import { integers, scalar } from '../constants.js';
import { shapeOf } from './broadcast.js';
import { type Derivative, derivative, input, NotDifferentiable } from './derivative.js';
import { zerosLike } from './reshape.js';

/** Operators that add up, pick and put along axes. */
export const orderings: Readonly<Record<string, Derivative>> = {
  // What stands at a place goes into all sums from there on: the sums of the gradients, from the other end.
  CumSum: derivative((g, { graph, inputs, attributes }) => [
    graph.one('CumSum', [g, inputs[1]], {
      exclusive: { int: int(attributes, 'exclusive') ?? 0 },
      reverse: { int: int(attributes, 'reverse') === 1 ? 0 : 1 },
    }),
  ]),
  // Each value came from one place.
  TopK: derivative(
    (g, context) => {
      const x = input(context, 0);
      const axis = { int: int(context.attributes, 'axis') ?? -1 };
      const attributes = { axis, reduction: { string: 'add' } };
      return [context.graph.one('ScatterElements', [zerosLike(context, x), context.outputs[1], g], attributes)];
    },
    () => 2,
  ),
  GatherND: derivative((g, context) => {
    if ((int(context.attributes, 'batch_dims') ?? 0) > 0)
      throw new NotDifferentiable('GatherND', context.layer, 'it gathers sample by sample');
    const zeros = zerosLike(context, input(context, 0));
    return [context.graph.one('ScatterND', [zeros, input(context, 1), g], { reduction: { string: 'add' } })];
  }),
  ScatterND: derivative((g, context) => {
    const { graph } = context;
    const [indices, updates] = [input(context, 1), input(context, 2)];
    const reduction = string(context.attributes, 'reduction') ?? 'none';
    if (reduction !== 'none' && reduction !== 'add')
      throw new NotDifferentiable('ScatterND', context.layer, `it puts together by ${reduction}`);
    const left = () =>
      reduction === 'add'
        ? g
        : graph.one('ScatterND', [
            g,
            indices,
            graph.one('Expand', [scalar(graph, 0, g.dtype), graph.one('Shape', [updates])]),
          ]);
    return [
      context.wanted(0) ? left() : undefined,
      undefined,
      context.wanted(2) ? graph.one('GatherND', [g, indices]) : undefined,
    ];
  }),
  // Copies one behind the other: an axis of them before each axis, summed over.
  Tile: derivative((g, context) => {
    const { graph } = context;
    const x = input(context, 0);
    const rank = shapeOf(x).length;
    const axes = Array.from({ length: rank }, (_, axis) => axis);
    const repeats = graph.one('Unsqueeze', [input(context, 1), integers(graph, [1])]);
    const sizes = graph.one('Unsqueeze', [graph.one('Shape', [x]), integers(graph, [1])]);
    const pairs = graph.one('Reshape', [
      graph.one('Concat', [repeats, sizes], { axis: { int: 1 } }),
      integers(graph, [2 * rank]),
    ]);
    const apart = graph.one('Reshape', [g, pairs]);
    const sum = graph.one(
      'ReduceSum',
      [
        apart,
        integers(
          graph,
          axes.map((axis) => 2 * axis),
        ),
      ],
      { keepdims: { int: 0 } },
    );
    return [{ ...sum, shape: x.shape }];
  }),
};
