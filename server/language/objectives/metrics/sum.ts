import { cast } from '../../tensor/constants.js';
import { aligned, sumOfAll } from '../weighting.js';
import type { Metric } from './metric.js';

/** The sum of all values, weighted. */
export const sumOfValues: Metric = {
  state: () => [{ name: 'total', shape: [] }],
  update(graph, { prediction: { output }, weights }, [total]) {
    const values = cast(graph, output, 'float32');
    const [each, own] = weights ? aligned(graph, values, cast(graph, weights, 'float32')) : [values, undefined];
    return [graph.one('Add', [total, sumOfAll(graph, own ? graph.one('Mul', [each, own]) : each)])];
  },
  result: ([total]) => Number(total?.data[0] ?? 0),
};
