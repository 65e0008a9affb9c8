import { cast } from '../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import type { Loss, Prediction } from './losses/loss.js';
import { aligned } from './weighting.js';

/** Labels beside the outputs that they are compared with. */
export interface Compared {
  readonly target: SymbolicTensor;
  readonly prediction: Prediction;
}

/** An output of which nothing is known but its numbers. */
export function ofOutput(output: SymbolicTensor): Prediction {
  return { output, logits: undefined, activation: undefined };
}

/**
 * Labels and outputs as a loss or metric takes them: class numbers as they are, all else in the output's type. Where it
 * aligns them, their ranks are made the same if they differ by a last axis of 1: `squeeze_or_expand_to_same_rank`.
 */
export function brought(
  graph: GraphBuilder,
  { target: given, prediction }: Compared,
  { labels, aligns }: Pick<Loss, 'labels'> & { readonly aligns?: boolean },
): Compared {
  const { output } = prediction;
  const target = labels === 'classes' ? given : cast(graph, given, output.dtype);
  if (!aligns) return { target, prediction };
  const [a, b] = aligned(graph, target, output);
  return { target: a, prediction: b === output ? prediction : ofOutput(b) };
}
