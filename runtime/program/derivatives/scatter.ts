import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { string } from '../../../server/language/tensor/operators/attributes.js';
import type { Tape } from '../tape.js';
import { type Derivative, derivative, input, NotDifferentiable } from './derivative.js';
import { zerosLike } from './reshape.js';

/** What a tensor consists of where it is rows added at places of another: that, the places and the rows. */
export function addedRows(
  tape: Tape,
  tensor: SymbolicTensor,
): { readonly to: SymbolicTensor; readonly places: SymbolicTensor; readonly rows: SymbolicTensor } | undefined {
  const made = tape.producer(tensor);
  const [to, places, rows] = made?.inputs ?? [];
  const isAdded = made?.op === 'ScatterND' && string(made.attributes, 'reduction') === 'add';
  return isAdded && to && places && rows ? { to, places, rows } : undefined;
}

/** Whether a tensor is zeros, as the derivative of Gather has them. */
export function isZeros(tape: Tape, tensor: SymbolicTensor): boolean {
  const made = tape.producer(tensor);
  const constant = made?.op === 'Expand' ? made.inputs[0]?.constant : undefined;
  return constant?.data.length === 1 && constant.data[0] === 0;
}

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
