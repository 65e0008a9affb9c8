import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Reduction } from '../../../server/language/training-request.js';
import { lossFor } from '../losses/index.js';
import type { Tape } from '../tape.js';
import { maskedWeights, meanFrom, sumOfAll } from '../weighting.js';
import { meanOf } from './mean.js';
import type { Metric } from './metric.js';

/** A loss watched as a metric; `reduction` says what a batch's values come to before they are averaged over the epoch. */
export function lossAsMetric(name: string, reduction: Reduction = 'none'): Metric {
  const { terms, ...loss } = lossFor(name);
  const whole = reduction === 'none';
  return meanOf(
    (tape, { target, prediction }, spec) => {
      const { values, mask } = terms(tape, target, prediction, spec);
      return { values: whole ? values : reduced(tape, values, mask, reduction), mask: whole ? mask : undefined };
    },
    whole ? loss : { ...loss, aligns: true },
  );
}

function reduced(
  tape: Tape,
  values: SymbolicTensor,
  mask: SymbolicTensor | undefined,
  reduction: Reduction,
): SymbolicTensor {
  const weights = maskedWeights(tape, undefined, mask, reduction);
  const counted = weights ? tape.one('Mul', [values, weights]) : values;
  return reduction === 'sum' ? sumOfAll(tape, counted) : meanFrom(tape, counted, 0);
}
