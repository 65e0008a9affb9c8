import type { LossSpec } from '../../../server/language/training-request.js';
import { losses } from '../losses/index.js';
import type { Metric } from './metric.js';

/** A loss watched as a metric. */
export function crossentropy(name: LossSpec['name']): Metric {
  return (tape, target, prediction, { fromLogits = false }) =>
    losses[name](tape, target, prediction, { name, fromLogits, labelSmoothing: 0, reduction: 'sum_over_batch_size' })
      .values;
}
