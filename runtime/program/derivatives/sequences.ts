import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { int, string } from '../../../server/language/tensor/operators/attributes.js';
import { type BackwardContext, type Derivative, derivative, input, NotDifferentiable } from './derivative.js';
import { zerosLike } from './reshape.js';

/** Operators that pick elements by their order or their place. */
export const sequences: Readonly<Record<string, Derivative>> = {
  // Each sum takes in all elements up to its own: the gradient of an element sums from its own on.
  CumSum: derivative((g, { graph, inputs, attributes }) => {
    const reverse = int(attributes, 'reverse') === 1 ? 0 : 1;
    return [graph.one('CumSum', [g, inputs[1]], { ...attributes, reverse: { int: reverse } })];
  }),
  TopK: derivative(
    (g, context) => {
      const axis = int(context.attributes, 'axis') ?? -1;
      return [
        context.graph.one(
          'ScatterElements',
          [zerosLike(context, input(context, 0)), context.outputs[1] as SymbolicTensor, g],
          { axis: { int: axis } },
        ),
      ];
    },
    () => 2,
  ),
  ScatterElements: scattered('GatherElements'),
  ScatterND: scattered('GatherND'),
  GatherND: derivative((g, context) => {
    if (int(context.attributes, 'batch_dims'))
      throw new NotDifferentiable('GatherND', context.layer, 'that within batches has no derivative here');
    const operands = [zerosLike(context, input(context, 0)), input(context, 1), g];
    return [context.graph.one('ScatterND', operands, { reduction: { string: 'add' } })];
  }),
};

/** What was written over has no gradient; what was added to has it as well as what was added. */
function scattered(gather: string): Derivative {
  return derivative((g, context: BackwardContext) => {
    const { graph, attributes } = context;
    const reduction = string(attributes, 'reduction') ?? 'none';
    const op = gather === 'GatherND' ? 'ScatterND' : 'ScatterElements';
    if (reduction !== 'none' && reduction !== 'add')
      throw new NotDifferentiable(op, context.layer, `that with ${reduction} has no derivative here`);
    const [indices, updates] = [input(context, 1), input(context, 2)];
    const { reduction: _, ...place } = attributes;
    const cleared = () => graph.one(op, [g, indices, zerosLike(context, updates)], place);
    return [
      context.wanted(0) ? (reduction === 'add' ? g : cleared()) : undefined,
      undefined,
      context.wanted(2) ? graph.one(gather, [g, indices], gather === 'GatherND' ? {} : place) : undefined,
    ];
  });
}
