import type { MetricSpec } from '../../../server/language/training-request.js';
import { Unsupported } from '../unsupported.js';
import { binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } from './accuracies.js';
import { lossAsMetric } from './losses.js';
import type { Metric } from './metric.js';

/** By the snake-case names of Keras's functions and classes. */
export const metrics: ReadonlyMap<string, Metric> = new Map([
  ['binary_accuracy', binaryAccuracy],
  ['categorical_accuracy', categoricalAccuracy],
  ['sparse_categorical_accuracy', sparseCategoricalAccuracy],
  ...[
    ...['binary_crossentropy', 'categorical_crossentropy', 'sparse_categorical_crossentropy'],
    ...['mean_squared_error', 'mean_absolute_error', 'mean_absolute_percentage_error'],
    ...['mean_squared_logarithmic_error', 'hinge', 'squared_hinge', 'categorical_hinge', 'kl_divergence', 'poisson'],
  ].map((name): [string, Metric] => [name, lossAsMetric(name)]),
  ['log_cosh_error', lossAsMetric('log_cosh')],
]);

/** The metric that a specification names. Throws Unsupported. */
export function metricFor({ name, loss }: Pick<MetricSpec, 'name' | 'loss'>): Metric {
  if (loss) return lossAsMetric(name, loss);
  const metric = metrics.get(name);
  if (!metric) throw new Unsupported(`the metric ${name}`);
  return metric;
}
