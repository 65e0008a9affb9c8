import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';

/** What an estimator has learned from data: all that its methods and attributes need. */
export interface Learned {
  /** How many columns it was fitted on; left out where that does not matter. */
  readonly features?: number;
  /** `mean_`, `classes_` … */
  readonly attributes: Readonly<Record<string, Value>>;
  transform(x: Value, context: Context): Value;
  inverse?(x: Value, context: Context): Value;
  /** Of models. */
  readonly prediction?: Prediction;
  /** Learns from further data, beside what is learned: `partial_fit`. */
  further?(x: Value, context: Context): Learned;
  /** Names of the columns that it gives, from those that it gets. */
  names?(inputs: readonly string[]): readonly string[];
}

/** What a fitted model says of data. */
export interface Prediction {
  /** Classifiers are judged by the share that is right, others by the variance that they tell. */
  readonly kind: 'classes' | 'numbers';
  predict(x: Value, context: Context): Value;
  /** The share of each class: `predict_proba`. */
  shares?(x: Value, context: Context): Value;
  /** Of those that are judged in another way. */
  score?(x: Value, y: Value, context: Context): Value;
  /** `decision_function`. */
  decide?(x: Value, context: Context): Value;
}

/** The parameters of an estimator, those that were left out at their defaults. */
export type Parameters = (name: string) => Value;

/** How an estimator is fitted on numbers. */
export interface Computation {
  /** Its parameters by name, in scikit-learn's order, and their defaults. */
  readonly parameters: Readonly<Record<string, Value>>;
  /** Those of them that are not carried out: given with anything but the default, the run ends. */
  readonly refused?: readonly string[];
  fit(x: Value, y: Value | undefined, parameters: Parameters, context: Context): Learned;
}
