import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { cast } from '../constants.js';

/** The largest of several tensors, element by element, with what it was taken of: one of these, or the larger of two such. */
export interface Maximum {
  readonly value: SymbolicTensor;
  readonly of: readonly [Maximum, Maximum] | undefined;
}

export function maximumOf(graph: GraphBuilder, tensors: readonly SymbolicTensor[]): Maximum {
  const [first, ...others] = tensors;
  if (others.length === 0) return { value: first as SymbolicTensor, of: undefined };
  const half = Math.ceil(tensors.length / 2);
  const of = [maximumOf(graph, tensors.slice(0, half)), maximumOf(graph, tensors.slice(half))] as const;
  return { value: graph.one('Max', [of[0].value, of[1].value]), of };
}

/** The gradient for each of the tensors, in their order: each element's goes to the first tensor that has the maximum. */
export function gradientsOfMaximum(graph: GraphBuilder, { of }: Maximum, g: SymbolicTensor): readonly SymbolicTensor[] {
  if (!of) return [g];
  const isFirst = cast(graph, graph.one('GreaterOrEqual', [of[0].value, of[1].value]), g.dtype);
  const first = graph.one('Mul', [g, isFirst]);
  const second = graph.one('Sub', [g, first]);
  return [...gradientsOfMaximum(graph, of[0], first), ...gradientsOfMaximum(graph, of[1], second)];
}
