import type { MetricSpec } from '../../../server/language/training-request.js';
import { binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } from './accuracies.js';
import { crossentropy } from './crossentropies.js';
import { meanAbsoluteError, meanSquaredError } from './errors.js';
import type { Metric } from './metric.js';

export const metrics: Readonly<Record<MetricSpec['function'], Metric>> = {
  binary_accuracy: binaryAccuracy,
  categorical_accuracy: categoricalAccuracy,
  sparse_categorical_accuracy: sparseCategoricalAccuracy,
  mean_squared_error: meanSquaredError,
  mean_absolute_error: meanAbsoluteError,
  binary_crossentropy: crossentropy('binary_crossentropy'),
  categorical_crossentropy: crossentropy('categorical_crossentropy'),
  sparse_categorical_crossentropy: crossentropy('sparse_categorical_crossentropy'),
};
