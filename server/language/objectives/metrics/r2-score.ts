import { optionalNumber, textSetting } from '../../layers/settings.js';
import { cast, integers, scalar } from '../../tensor/constants.js';
import { square } from '../losses/terms.js';
import { rankOf } from '../weighting.js';
import { numbersOf } from './confusion.js';
import type { Metric } from './metric.js';

/** How much of the labels' variance the outputs explain: for each output, or together. */
export const r2Score: Metric = {
  aligns: true,
  state(_spec, output) {
    const shape = [Number(output?.at(-1))];
    return [
      { name: 'num_samples', shape: [] },
      ...['squared_sum', 'sum', 'residual', 'count'].map((name) => ({ name, shape })),
    ];
  },
  update(graph, { target, prediction: { output }, weights }, state) {
    const [y, p] = [cast(graph, target, 'float32'), cast(graph, output, 'float32')];
    const given = weights ? cast(graph, weights, 'float32') : scalar(graph, 1, 'float32');
    const column = rankOf(given) === 1 ? graph.one('Unsqueeze', [given, integers(graph, [1])]) : given;
    const each = graph.one('Expand', [column, graph.one('Shape', [y])]);
    const weighted = graph.one('Mul', [y, each]);
    const errors = graph.one('Mul', [square(graph, graph.one('Sub', [y, p])), each]);
    const sums = [graph.one('Mul', [y, weighted]), weighted, errors, each].map((x) =>
      graph.one('ReduceSum', [x, integers(graph, [0])], { keepdims: { int: 0 } }),
    );
    const added = [cast(graph, graph.one('Size', [y]), 'float32'), ...sums];
    return added.map((each, i) => graph.one('Add', [state[i], each]));
  },
  result(state, spec) {
    const [samples, squares, sums, residual, count] = state.map(numbersOf) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const totals = Array.from(squares, (square, i) => square - (sums[i] ?? 0) ** 2 / (count[i] ?? 0));
    const scores = totals.map((total, i) => {
      const score = 1 - (residual[i] ?? 0) / total;
      return Math.abs(score) === Number.POSITIVE_INFINITY ? 0 : score;
    });
    const regressors = optionalNumber(spec, 'num_regressors') ?? 0;
    const size = samples[0] ?? 0;
    const adjusted = (score: number) =>
      regressors === 0 || regressors >= size - 1 ? score : 1 - ((1 - score) * (size - 1)) / (size - regressors - 1);
    const aggregation = textSetting(spec, 'class_aggregation');
    if (aggregation === null) return scores.map(adjusted);
    const weights = aggregation === 'uniform_average' ? totals.map(() => 1) : totals;
    const all = weights.reduce((sum, each) => sum + each, 0);
    return adjusted(scores.reduce((sum, score, i) => sum + score * (weights[i] ?? 0), 0) / all);
  },
};
