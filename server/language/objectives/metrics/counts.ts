import { cast, constant, integers, scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { complement } from '../losses/terms.js';

import { aligned, rankOf } from '../weighting.js';
import type { MetricBatch } from './metric.js';

/** How outputs are told to be positive. */
export interface Counting {
  readonly thresholds: readonly number[];
  /** Outputs other than so many largest of a sample are negative. */
  readonly topK?: number | null;
  /** Of this class alone. */
  readonly classId?: number | null;
  /** Each label counts by itself: the counts have an axis of labels. */
  readonly multiLabel?: boolean;
  readonly labelWeights?: readonly number[] | undefined;
}

/** What a batch comes to, for each threshold. */
export interface Counts {
  readonly truePositives: SymbolicTensor;
  readonly falsePositives: SymbolicTensor;
  readonly trueNegatives: SymbolicTensor;
  readonly falseNegatives: SymbolicTensor;
}

/** What Keras sets outputs to that are not among the largest. */
const FAR_BELOW = -1e10;

/** Counts of right and wrong outputs, weighted: `update_confusion_matrix_variables`. */
export function countsOf(graph: GraphBuilder, batch: MetricBatch, counting: Counting): Counts {
  let [output, target] = aligned(graph, batch.prediction.output, batch.target);
  let weights = batch.weights && weightsFor(graph, batch.weights, target);
  if (counting.topK) output = largestOnly(graph, output, counting.topK);
  if (typeof counting.classId === 'number') {
    const column = integers(graph, [counting.classId]);
    [output, target] = [output, target].map((each) => graph.one('Gather', [each, column], { axis: { int: -1 } })) as [
      SymbolicTensor,
      SymbolicTensor,
    ];
  }
  if (counting.labelWeights) {
    const ofLabels = constant(graph, counting.labelWeights, 'float32');
    weights = weights ? graph.one('Mul', [weights, ofLabels]) : ofLabels;
  }
  const each = weights && graph.one('Expand', [weights, graph.one('Shape', [output])]);
  const flat = (x: SymbolicTensor) => (counting.multiLabel ? x : graph.one('Reshape', [x, integers(graph, [-1])]));
  const positive = cast(graph, cast(graph, flat(target), 'bool'), 'float32');
  const weighted = (x: SymbolicTensor) => (each ? graph.one('Mul', [x, flat(each)]) : x);
  const labels = { positive: weighted(positive), negative: weighted(complement(graph, positive)) };
  const above = isEven(counting.thresholds)
    ? byBuckets(graph, flat(output), counting.thresholds)
    : byThresholds(graph, flat(output), counting.thresholds);
  const [truePositives, falsePositives] = [above(labels.positive), above(labels.negative)];
  const all = (x: SymbolicTensor) => graph.one('ReduceSum', [x, integers(graph, [0])], { keepdims: { int: 0 } });
  return {
    truePositives,
    falsePositives,
    trueNegatives: graph.one('Sub', [all(labels.negative), falsePositives]),
    falseNegatives: graph.one('Sub', [all(labels.positive), truePositives]),
  };
}

/** Whether thresholds lie evenly from 0 to 1: Keras sorts outputs into buckets then. */
export function isEven(thresholds: readonly number[]): boolean {
  const last = thresholds.length - 1;
  return last >= 2 && thresholds.every((value, i) => Math.abs(value - i / last) <= 1e-7 + 1e-5 * (i / last));
}

type Above = (labels: SymbolicTensor) => SymbolicTensor;

/** The sum of the labels whose output is above each threshold. */
function byThresholds(graph: GraphBuilder, output: SymbolicTensor, thresholds: readonly number[]): Above {
  const limits = constant(graph, thresholds, 'float32', [thresholds.length, ...(output.shape?.map(() => 1) ?? [])]);
  const isAbove = cast(graph, graph.one('Greater', [cast(graph, output, 'float32'), limits]), 'float32');
  return (labels) =>
    graph.one('ReduceSum', [graph.one('Mul', [isAbove, labels]), integers(graph, [1])], { keepdims: { int: 0 } });
}

/** The same by the last threshold below each output, for many thresholds: `ceil(p (n - 1)) - 1`. */
function byBuckets(graph: GraphBuilder, output: SymbolicTensor, thresholds: readonly number[]): Above {
  const count = thresholds.length;
  const p = graph.one('Clip', [
    cast(graph, output, 'float32'),
    scalar(graph, 0, 'float32'),
    scalar(graph, 1, 'float32'),
  ]);
  const ceiling = graph.one('Ceil', [graph.one('Mul', [p, scalar(graph, count - 1, 'float32')])]);
  const bucket = graph.one('Sub', [ceiling, scalar(graph, 1, 'float32')]);
  const zero = scalar(graph, 0, 'float32');
  const indices = cast(graph, graph.one('Max', [bucket, zero]), 'int64');
  // With a threshold below 0 the smallest output is above that one; else it is above none.
  const isAbove = (thresholds[0] as number) < 0 ? undefined : graph.one('GreaterOrEqual', [bucket, zero]);
  const labelsAxis = output.shape?.slice(1) ?? [];
  return (labels) => {
    const kept = isAbove ? graph.one('Where', [isAbove, labels, zero]) : labels;
    const shape = [count, ...labelsAxis.map(Number)];
    const empty = constant(graph, new Array(shape.reduce((a, b) => a * b, 1)).fill(0), 'float32', shape);
    const sums = graph.one('ScatterElements', [empty, indices, kept], {
      axis: { int: 0 },
      reduction: { string: 'add' },
    });
    return graph.one('CumSum', [sums, scalar(graph, 0, 'int64')], { reverse: { int: 1 } });
  };
}

/** A weight for each sample, with the axes that lets it spread over the labels. */
function weightsFor(graph: GraphBuilder, given: SymbolicTensor, target: SymbolicTensor): SymbolicTensor {
  const weights = cast(graph, given, 'float32');
  const column = graph.one('Unsqueeze', [weights, integers(graph, [-1])]);
  return rankOf(column) === rankOf(target) + 1 ? weights : column;
}

/** The outputs with all but the `k` largest of each sample far below; of equals the first count. */
function largestOnly(graph: GraphBuilder, output: SymbolicTensor, k: number): SymbolicTensor {
  const [, places] = graph.apply('TopK', [output, integers(graph, [k])], { axis: { int: -1 } }, 2);
  const classes = constant(graph, [Number(output.shape?.at(-1))], 'int64');
  const chosen = graph.one('OneHot', [places, classes, constant(graph, [0, 1], 'float32')], { axis: { int: -1 } });
  const isLarge = cast(
    graph,
    graph.one('ReduceMax', [chosen, integers(graph, [-2])], { keepdims: { int: 0 } }),
    'bool',
  );
  return graph.one('Where', [isLarge, output, scalar(graph, FAR_BELOW, output.dtype)]);
}
