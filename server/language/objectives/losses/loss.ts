import { flagSetting } from '../../layers/settings.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Configuration } from '../../training-request.js';

/** A model's output as a loss sees it. */
export interface Prediction {
  readonly output: SymbolicTensor;
  /**
   * What the output's last operator was applied to, where that is a softmax or a sigmoid: Keras
   * computes crossentropies from there, since logarithms of probabilities near 0 lose precision.
   */
  readonly logits: SymbolicTensor | undefined;
  readonly activation: 'Softmax' | 'Sigmoid' | undefined;
}

/** A loss before it is averaged. */
export interface LossTerms {
  /** A number for each sample, or for each of its elements but those along the loss's axis. */
  readonly values: SymbolicTensor;
  /** Which of the values count: Keras's mask of them. In their shape, bool. */
  readonly mask?: SymbolicTensor;
  /**
   * The gradient of `Σ scale · values`, and the tensor to which it belongs: the output, or something on the way to
   * `values`. `scale` is a scalar, or has the shape of `values`.
   */
  seed(scale: SymbolicTensor): { readonly of: SymbolicTensor; readonly gradient: SymbolicTensor };
}

/** A loss as nodes. Formulas are those of Keras 3 on TensorFlow, clipping included. */
export interface Loss {
  /**
   * What it takes as labels. `classes`: class numbers, one less axis than the output. `elements`: a number for each of
   * the output's, of the very same shape. Left out: numbers that broadcast with the output's.
   */
  readonly labels?: 'classes' | 'elements';
  /** It brings labels and outputs to one rank by itself; as a metric the others take them as they come. */
  readonly aligns?: true;
  terms(graph: GraphBuilder, target: SymbolicTensor, prediction: Prediction, spec: Configuration): LossTerms;
}

/** Keras's `backend.epsilon()`: probabilities are kept this far from 0 and 1. */
export const EPSILON = 1e-7;

/** What a loss is computed from: logits if the user says that the output holds them or if they can be recovered. */
export function logitsOf({ output, logits }: Prediction, spec: Configuration): SymbolicTensor | undefined {
  return logits ?? (flagSetting(spec, 'from_logits') ? output : undefined);
}
