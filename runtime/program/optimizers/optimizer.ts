import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';

/** How weights follow their gradients: Keras 3's formulas as nodes. */
export interface Optimizer {
  /** What is kept for a weight from step to step, by Keras's names and in the order of Keras's variables. */
  slots(spec: Configuration, weight: WeightShape): readonly SlotSpec[];
  /** Prepares what all weights of a step share. */
  update(graph: GraphBuilder, spec: Configuration, step: StepScalars): WeightUpdate;
}

export interface WeightShape {
  /** The program's name: `dense/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
}

export interface SlotSpec {
  readonly name: string;
  /** Left out: the weight's. */
  readonly shape?: readonly number[];
  /** What all of its elements begin with; 0 unless said. */
  readonly initial?: number;
}

export interface StepScalars {
  /** Counts from 1, as a float. */
  readonly step: SymbolicTensor;
  readonly learningRate: SymbolicTensor;
}

export type WeightUpdate = (
  weight: SymbolicTensor,
  gradient: SymbolicTensor,
  slots: readonly SymbolicTensor[],
  about: WeightShape,
) => Update;

export interface Update {
  readonly weight: SymbolicTensor;
  /** In the order of `slots`. */
  readonly slots: readonly SymbolicTensor[];
}
