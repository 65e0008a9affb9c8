import { string } from '../../../server/language/tensor/operators/attributes.js';
import { type Derivative, derivative, input, NotDifferentiable } from './derivative.js';
import { zerosLike } from './reshape.js';

export const scatters: Readonly<Record<string, Derivative>> = {
  // What was written over has no gradient; what was added to has it as well as what was added.
  ScatterElements: derivative((g, context) => {
    const { graph, attributes } = context;
    const reduction = string(attributes, 'reduction') ?? 'none';
    if (reduction !== 'none' && reduction !== 'add')
      throw new NotDifferentiable('ScatterElements', context.layer, `it puts together by ${reduction}`);
    const [indices, updates] = [input(context, 1), input(context, 2)];
    const { reduction: _, ...place } = attributes;
    const cleared = () => graph.one('ScatterElements', [g, indices, zerosLike(context, updates)], place);
    return [
      context.wanted(0) ? (reduction === 'add' ? g : cleared()) : undefined,
      undefined,
      context.wanted(2) ? graph.one('GatherElements', [g, indices], place) : undefined,
    ];
  }),
};
