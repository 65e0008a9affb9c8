import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { OptimizerSpec } from '../../../server/language/training-request.js';

/** How weights follow their gradients: Keras 3's formulas as nodes. */
export interface Optimizer<Spec extends OptimizerSpec = OptimizerSpec> {
  /** What is kept for each weight from step to step: a tensor in its shape, 0 at first. */
  slots(spec: Spec): readonly string[];
  /** Whether the number of the step matters. */
  readonly counts?: boolean;
  /** Prepares what all weights of a step share. `step` counts from 1, as a float; undefined where it does not matter. */
  update(
    graph: GraphBuilder,
    spec: Spec,
    step: SymbolicTensor | undefined,
  ): (weight: SymbolicTensor, gradient: SymbolicTensor, slots: readonly SymbolicTensor[]) => Update;
}

export interface Update {
  readonly weight: SymbolicTensor;
  /** In the order of `slots`. */
  readonly slots: readonly SymbolicTensor[];
}
