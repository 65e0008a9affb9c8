import { optionalNumber, textSetting } from '../../layers/settings.js';
import { cast, integers, scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Configuration } from '../../training-request.js';
import { EPSILON } from '../losses/loss.js';
import { complement } from '../losses/terms.js';

import { numbersOf } from './confusion.js';
import type { Metric } from './metric.js';

/** The harmonic mean of precision and recall, recall counting β² times: for each class, or averaged. */
export const fScore: Metric = {
  state(spec, output) {
    const shape = textSetting(spec, 'average') === 'micro' ? [] : [Number(output?.at(-1))];
    return ['true_positives', 'false_positives', 'false_negatives', 'intermediate_weights'].map((name) => ({
      name,
      shape,
    }));
  },
  update(graph, { target, prediction, weights }, state, spec) {
    const positive = positives(graph, cast(graph, prediction.output, 'float32'), spec);
    const labels = cast(graph, target, 'float32');
    const each = weights && graph.one('Unsqueeze', [cast(graph, weights, 'float32'), integers(graph, [1])]);
    const axes = textSetting(spec, 'average') === 'micro' ? undefined : integers(graph, [0]);
    const terms = [
      graph.one('Mul', [positive, labels]),
      graph.one('Mul', [positive, complement(graph, labels)]),
      graph.one('Mul', [complement(graph, positive), labels]),
      labels,
    ];
    return terms.map((term, i) => {
      const counted = each ? graph.one('Mul', [term, each]) : term;
      return graph.one('Add', [state[i], graph.one('ReduceSum', [counted, axes], { keepdims: { int: 0 } })]);
    });
  },
  result(state, spec) {
    const [tp, fp, fn, weights] = state.map(numbersOf) as [Float64Array, Float64Array, Float64Array, Float64Array];
    const beta = (optionalNumber(spec, 'beta') ?? 1) ** 2;
    const scores = Array.from(tp, (right, i) => {
      const precision = right / (right + (fp[i] ?? 0) + EPSILON);
      const recall = right / (right + (fn[i] ?? 0) + EPSILON);
      return ((precision * recall) / (beta * precision + recall + EPSILON)) * (1 + beta);
    });
    const average = textSetting(spec, 'average');
    if (average === null) return scores;
    if (average !== 'weighted') return sum(scores) / scores.length;
    const all = sum(weights) + EPSILON;
    return scores.reduce((total, score, i) => total + score * ((weights[i] ?? 0) / all), 0);
  },
};

/** Outputs above the threshold; without one the largest of each sample. */
function positives(graph: GraphBuilder, output: SymbolicTensor, spec: Configuration): SymbolicTensor {
  const threshold = optionalNumber(spec, 'threshold');
  if (threshold !== null)
    return cast(graph, graph.one('Greater', [output, scalar(graph, threshold, 'float32')]), 'float32');
  const largest = graph.one('ReduceMax', [output, integers(graph, [-1])], { keepdims: { int: 1 } });
  const isLargest = graph.one('GreaterOrEqual', [output, largest]);
  const isSome = graph.one('Greater', [graph.one('Abs', [output]), scalar(graph, 1e-9, 'float32')]);
  return cast(graph, graph.one('And', [isLargest, isSome]), 'float32');
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
