import { cast, scalar } from '../../tensor/constants.js';
import type { TensorData } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Configuration } from '../../training-request.js';

import { aligned, maskedWeights, meanFrom, rankOf, sumOfAll } from '../weighting.js';
import type { Metric, MetricBatch } from './metric.js';

/** A metric that averages what a function gives. */
export interface MeanMetric extends Metric {
  readonly values: Values;
}

/** A batch's values before they are averaged: one for each sample, or for each of its elements. */
type Values = (graph: GraphBuilder, batch: MetricBatch, spec: Configuration) => SymbolicTensor | MaskedValues;

interface MaskedValues {
  readonly values: SymbolicTensor;
  /** Which of them count, where weights are given: Keras heeds it then alone. */
  readonly mask: SymbolicTensor | undefined;
}

/** A metric that is the mean of something over all samples of an epoch: Keras's `MeanMetricWrapper`. */
export function meanOf(values: Values, more: Pick<Metric, 'labels' | 'aligns'> = {}): MeanMetric {
  return {
    ...more,
    values,
    state: () => [
      { name: 'total', shape: [] },
      { name: 'count', shape: [] },
    ],
    update(graph, batch, [total, count], spec) {
      const found = values(graph, batch, spec);
      const { values: each, mask } = 'values' in found ? found : { values: found, mask: undefined };
      const given = maskedWeights(graph, batch.weights, batch.mask, 'sum');
      const weights = given && maskedWeights(graph, given, mask, 'sum');
      const [sum, samples] = samplewise(graph, cast(graph, each, 'float32'), weights);
      return [graph.one('Add', [total, sum]), graph.one('Add', [count, samples])];
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
  graph: GraphBuilder,
  each: SymbolicTensor,
  weights: SymbolicTensor | undefined,
): readonly [sum: SymbolicTensor, count: SymbolicTensor] {
  if (!weights) {
    const values = meanFrom(graph, each, 1);
    const count =
      rankOf(values) === 0 ? scalar(graph, 1, 'float32') : cast(graph, graph.one('Size', [values]), 'float32');
    return [sumOfAll(graph, values), count];
  }
  const [values, own] = aligned(graph, each, weights);
  const reduced = meanFrom(graph, values, rankOf(own));
  const counted = graph.one('Expand', [own, graph.one('Shape', [reduced])]);
  const products = meanFrom(graph, graph.one('Mul', [reduced, counted]), 1);
  return [sumOfAll(graph, products), sumOfAll(graph, meanFrom(graph, counted, 1))];
}
