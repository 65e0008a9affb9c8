import type { TensorData } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Shape } from '../../tensor/shape.js';
import type { Configuration, LogValue } from '../../training-request.js';
import type { Loss, Prediction } from '../losses/loss.js';

/**
 * A metric over an epoch, as Keras keeps it: a state that begins with zeros, takes in one batch after
 * the other on the engine, and says its value when it is asked.
 */
export interface Metric {
  /** What it takes as labels; left out: numbers in the output's type. */
  readonly labels?: NonNullable<Loss['labels']>;
  /** Labels and outputs are brought to one rank before it sees them. */
  readonly aligns?: true;
  /** Variables of float32 by Keras's names: `total`, `count`. */
  state(spec: Configuration, output: Shape | undefined): readonly MetricVariable[];
  /** The state after a batch, in its order. */
  update(
    graph: GraphBuilder,
    batch: MetricBatch,
    state: readonly SymbolicTensor[],
    spec: Configuration,
  ): SymbolicTensor[];
  /** The value so far. */
  result(state: readonly TensorData[], spec: Configuration): LogValue;
}

export interface MetricVariable {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface MetricBatch {
  readonly target: SymbolicTensor;
  readonly prediction: Prediction;
  /** What each sample counts, of a rank up to that of the labels. undefined: all count 1. */
  readonly weights: SymbolicTensor | undefined;
  /** The output's mask, where it has one. */
  readonly mask: SymbolicTensor | undefined;
}
