import type { OptimizerSpec } from '../../../server/language/training-request.js';
import { listSetting, optionalNumber } from '../settings.js';
import { optimizerFor } from './index.js';
import type { WeightShape } from './optimizer.js';

/** What share of a weight each step takes off, times the learning rate; null: it does not decay. */
export function weightDecayOf(spec: OptimizerSpec, weight: WeightShape): number | null {
  if (listSetting(spec, 'exclude_from_weight_decay').includes(weight.name)) return null;
  const optimizer = optimizerFor(spec.name);
  return optimizer.weightDecay ? optimizer.weightDecay(spec, weight) : optionalNumber(spec, 'weight_decay');
}
