import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration, OptimizerSpec } from '../../../server/language/training-request.js';
import type { Arithmetic } from './arithmetic.js';

/** How weights follow their gradients: Keras 3's formulas as nodes. */
export interface Optimizer {
  /** What is kept for a weight from step to step, by Keras's names. */
  slots(spec: OptimizerSpec, weight: WeightShape): readonly SlotSpec[];
  /** What is kept once for all weights: scalars, which are Keras's last variables. */
  readonly shared?: readonly SlotSpec[];
  /** Of a step: the new values of `shared`, from which `update` computes. */
  updateShared?(nodes: Arithmetic, spec: Configuration, step: StepScalars): readonly SymbolicTensor[];
  /** Prepares what all weights of a step share. */
  update(nodes: Arithmetic, spec: OptimizerSpec, step: StepScalars): WeightUpdate;
  /** Each element is updated for itself, so that weights may be updated in one piece. */
  readonly elementwise: boolean;
  /** The weight decay of a weight, where it is not the one of the specification. */
  weightDecay?(spec: Configuration, weight: WeightShape): number | null;
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
  /** What all of its elements begin with, or the weight's own value; 0 unless said. */
  readonly initial?: number | 'weight';
  /** Keras makes the slots of one round for all weights before those of the next; 0 unless said. */
  readonly round?: number;
  /** Keras has a variable in this place which nothing changes, a scalar of int32: it is not carried, and `update` does not get it. */
  readonly placeholder?: boolean;
}

export interface StepScalars {
  /** Counts from 1, as a float: the updates that were made, this one included. */
  readonly step: SymbolicTensor;
  readonly learningRate: SymbolicTensor;
  /** After `updateShared` the new ones. */
  readonly shared: readonly SymbolicTensor[];
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
