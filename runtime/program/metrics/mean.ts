import type { TensorData } from '../../../server/language/tensor/element-type.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { cast, scalar } from '../constants.js';
import type { Tape } from '../tape.js';
import { aligned, maskedWeights, meanFrom, rankOf, sumOfAll } from '../weighting.js';
import type { Metric, MetricBatch } from './metric.js';

/** A batch's values before they are averaged: one for each sample, or for each of its elements. */
type Values = (tape: Tape, batch: MetricBatch, spec: Configuration) => SymbolicTensor | MaskedValues;

interface MaskedValues {
  readonly values: SymbolicTensor;
  /** Which of them count, where weights are given: Keras heeds it then alone. */
  readonly mask: SymbolicTensor | undefined;
}

/** A metric that is the mean of something over all samples of an epoch: Keras's `MeanMetricWrapper`. */
export function meanOf(values: Values, more: Pick<Metric, 'labels' | 'aligns'> = {}): Metric {
  return {
    ...more,
    state: () => [
      { name: 'total', shape: [] },
      { name: 'count', shape: [] },
    ],
    update(tape, batch, [total, count], spec) {
      const found = values(tape, batch, spec);
      const { values: each, mask } = 'values' in found ? found : { values: found, mask: undefined };
      const given = maskedWeights(tape, batch.weights, batch.mask, 'sum');
      const weights = given && maskedWeights(tape, given, mask, 'sum');
      const [sum, samples] = samplewise(tape, cast(tape, each, 'float32'), weights);
      return [tape.one('Add', [total, sum]), tape.one('Add', [count, samples])];
    },
    result: meanResult,
  };
}

/** Total by count; 0 where nothing was counted, as Keras has it. */
export function meanResult([total, count]: readonly TensorData[]): number {
  const samples = Number(count?.data[0] ?? 0);
  return samples === 0 ? 0 : Number(total?.data[0] ?? 0) / samples;
}

/** The sum over the samples, each averaged over its elements, and what they count: `reduce_to_samplewise_values`. */
function samplewise(
  tape: Tape,
  each: SymbolicTensor,
  weights: SymbolicTensor | undefined,
): readonly [sum: SymbolicTensor, count: SymbolicTensor] {
  if (!weights) {
    const values = meanFrom(tape, each, 1);
    const count = rankOf(values) === 0 ? scalar(tape, 1, 'float32') : cast(tape, tape.one('Size', [values]), 'float32');
    return [sumOfAll(tape, values), count];
  }
  const [values, own] = aligned(tape, each, weights);
  const reduced = meanFrom(tape, values, rankOf(own));
  const counted = tape.one('Expand', [own, tape.one('Shape', [reduced])]);
  const products = meanFrom(tape, tape.one('Mul', [reduced, counted]), 1);
  return [sumOfAll(tape, products), sumOfAll(tape, meanFrom(tape, counted, 1))];
}
