import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Reduction } from '../../training-request.js';
import { lossFor } from '../losses/index.js';

import { reduced } from '../reduction.js';
import { maskedWeights } from '../weighting.js';
import { meanOf } from './mean.js';
import type { Metric } from './metric.js';

/** A loss watched as a metric; `reduction` says what a batch's values come to before they are averaged over the epoch. */
export function lossAsMetric(name: string, reduction: Reduction = 'none'): Metric {
  const { terms, ...loss } = lossFor(name);
  const whole = reduction === 'none';
  return meanOf(
    (graph, { target, prediction }, spec) => {
      const { values, mask } = terms(graph, target, prediction, spec);
      return { values: whole ? values : counted(graph, values, mask, reduction), mask: whole ? mask : undefined };
    },
    whole ? loss : { ...loss, aligns: true },
  );
}

function counted(
  graph: GraphBuilder,
  values: SymbolicTensor,
  mask: SymbolicTensor | undefined,
  reduction: Reduction,
): SymbolicTensor {
  const weights = maskedWeights(graph, undefined, mask, reduction);
  return reduced(graph, weights ? graph.one('Mul', [values, weights]) : values, weights, reduction);
}
