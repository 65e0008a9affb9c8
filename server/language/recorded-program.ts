import type { Configuration } from './layers/configuration.js';
import type { ElementType, TensorData } from './tensor/element-type.js';
import type { Graph } from './tensor/graph.js';
import type { OptimizerSpec } from './training-request.js';

/**
 * What a training loop of the program's own has asked for since its tensors were last looked at: operations that the
 * runtime computes together, gradients and steps of optimisers among them. Plain data. Tensors are numbered: the inputs
 * first, then what each step gives, in order.
 */
export interface RecordedProgram {
  /** Programs of equal keys compute the same from other inputs. */
  readonly key: string;
  readonly inputs: readonly TensorKind[];
  readonly steps: readonly RecordedStep[];
  readonly outputs: readonly number[];
}

export interface TensorKind {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
}

export type RecordedStep = GraphStep | GradientStep | UpdateStep;

/** Operations as a graph, whose inputs the tensors are, in order. */
export interface GraphStep {
  readonly kind: 'graph';
  readonly graph: Graph;
  readonly inputs: readonly number[];
  /** What it draws random numbers by, an int64 without axes; left out where it draws none. */
  readonly seed?: number;
}

/** Gradients of the targets' sums with respect to sources, or Jacobians. Gives one for each source that `connected` has; left out: for none. */
export interface GradientStep {
  readonly kind: 'gradient';
  readonly targets: readonly number[];
  /** What the gradients are multiplied by, for each target; undefined: ones. */
  readonly seeds: readonly (number | undefined)[];
  /** Each with all the tensors that stand for it: the values of a variable that changed in between. */
  readonly sources: readonly (readonly number[])[];
  /** Tensors that no gradient is carried back through: the tape has not seen what made them. */
  readonly stops: readonly number[];
  readonly connected?: readonly boolean[];
  /** Derivatives of each element of the target, which is one alone, in the place of their sum's; `batch`: sample by sample. */
  readonly rows?: 'all' | 'batch';
}

/** A step of an optimiser, as Keras's `apply`. Gives the new values of the weights, then of the variables. */
export interface UpdateStep {
  readonly kind: 'update';
  readonly optimizer: OptimizerSpec;
  readonly weights: readonly UpdatedWeight[];
  readonly values: readonly number[];
  readonly gradients: readonly (number | undefined)[];
  /** Keras's, but for the iterations and the learning rate. */
  readonly variables: readonly number[];
  /** Steps before this one, an int64 without axes. */
  readonly iterations: number;
  /** A scalar of float32. */
  readonly learningRate: number;
}

export interface UpdatedWeight extends TensorKind {
  readonly name: string;
  readonly constraint?: Configuration;
}

/** What computes recorded programs. */
export interface ProgramComputer {
  /** The outputs, in order. Throws NotComputable, and HostError where the engine fails. */
  perform(program: RecordedProgram, inputs: readonly TensorData[]): readonly TensorData[];
  /** Which sources of the last step, a gradient, its targets depend on. Throws NotComputable. */
  connected(program: RecordedProgram): readonly boolean[];
  /** What an optimiser's variables begin with, iterations and learning rate apart. Throws NotComputable. */
  optimizerVariables(
    optimizer: OptimizerSpec,
    weights: readonly UpdatedWeight[],
    values: readonly TensorData[],
  ): readonly TensorData[];
}

/** What the runtime cannot compute, and why. */
export class NotComputable extends Error {}
