import { lossFor } from '../losses/index.js';
import { meanOf } from './mean.js';
import type { Metric } from './metric.js';

/** A loss watched as a metric. */
export function lossAsMetric(name: string): Metric {
  const { terms, labels } = lossFor(name);
  return meanOf(
    (tape, { target, prediction }, spec) => terms(tape, target, prediction, spec).values,
    labels ? { labels } : {},
  );
}
