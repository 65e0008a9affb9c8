import { Unsupported } from '../unsupported.js';
import { binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } from './accuracies.js';
import { meanAbsoluteError, meanSquaredError } from './errors.js';
import { lossAsMetric } from './losses.js';
import type { Metric } from './metric.js';

/** By the snake-case names of Keras's functions and classes. */
export const metrics: ReadonlyMap<string, Metric> = new Map([
  ['binary_accuracy', binaryAccuracy],
  ['categorical_accuracy', categoricalAccuracy],
  ['sparse_categorical_accuracy', sparseCategoricalAccuracy],
  ['mean_squared_error', meanSquaredError],
  ['mean_absolute_error', meanAbsoluteError],
  ...['binary_crossentropy', 'categorical_crossentropy', 'sparse_categorical_crossentropy'].map(
    (name): [string, Metric] => [name, lossAsMetric(name)],
  ),
]);

/** The metric that a specification names, by its name. Throws Unsupported. */
export function metricFor(name: string): Metric {
  const metric = metrics.get(name);
  if (!metric) throw new Unsupported(`the metric ${name}`);
  return metric;
}
