import { flagSetting, listSetting, numberSetting, optionalNumber, textSetting } from '../../layers/settings.js';
import { cast, constant, integers, scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Configuration } from '../../training-request.js';
import { EPSILON } from '../losses/loss.js';

import { numbersOf } from './confusion.js';
import type { Metric, MetricBatch } from './metric.js';

/** What outputs and labels of a class share, by what either has; the mean over some classes. */
function iou(
  classes: (batch: MetricBatch, graph: GraphBuilder, spec: Configuration) => Classes,
  more: Known = {},
): Metric {
  const countOf = (spec: Configuration) => more.count ?? numberSetting(spec, 'num_classes');
  return {
    labels: 'classes',
    state: (spec) => [{ name: 'total_confusion_matrix', shape: [countOf(spec) ** 2] }],
    update(graph, batch, [matrix], spec) {
      const count = countOf(spec);
      const { labels, outputs } = classes(batch, graph, spec);
      const flat = (x: SymbolicTensor) => graph.one('Reshape', [cast(graph, x, 'int64'), integers(graph, [-1])]);
      const [y, p] = [flat(labels), flat(outputs)];
      const within = (x: SymbolicTensor) =>
        graph.one('And', [
          graph.one('GreaterOrEqual', [x, scalar(graph, 0, 'int64')]),
          graph.one('Less', [x, scalar(graph, count, 'int64')]),
        ]);
      const ignored = optionalNumber(spec, 'ignore_class');
      const inBounds = graph.one('And', [within(y), within(p)]);
      const counts =
        ignored === null
          ? inBounds
          : graph.one('And', [inBounds, graph.one('Not', [graph.one('Equal', [y, scalar(graph, ignored, 'int64')])])]);
      const row = graph.one('Mul', [y, scalar(graph, count, 'int64')]);
      const place = graph.one('Where', [counts, graph.one('Add', [row, p]), scalar(graph, 0, 'int64')]);
      const added = graph.one('Mul', [cast(graph, counts, 'float32'), weightsOf(graph, batch, y, spec)]);
      const empty = constant(graph, new Array(count * count).fill(0), 'float32');
      const sums = graph.one('ScatterElements', [empty, place, added], {
        axis: { int: 0 },
        reduction: { string: 'add' },
      });
      return [graph.one('Add', [matrix, sums])];
    },
    result([state], spec) {
      const count = countOf(spec);
      const matrix = state ? numbersOf(state) : new Float64Array(count * count);
      const targets = more.all ? Array.from({ length: count }, (_, i) => i) : listSetting(spec, 'target_class_ids');
      let total = 0;
      let valid = 0;
      for (const target of targets.map(Number)) {
        let either = -(matrix[target * count + target] ?? 0);
        for (let i = 0; i < count; i += 1)
          either += (matrix[target * count + i] ?? 0) + (matrix[i * count + target] ?? 0);
        if (either <= 1e-9) continue;
        valid += 1;
        total += (matrix[target * count + target] ?? 0) / (either + EPSILON);
      }
      return total / (valid + EPSILON);
    },
  };
}

interface Classes {
  readonly labels: SymbolicTensor;
  readonly outputs: SymbolicTensor;
}

interface Known {
  readonly count?: number;
  /** All classes are looked at, not those of `target_class_ids=`. */
  readonly all?: boolean;
}

/** Each as class numbers, or as one number for each class. */
const given =
  (sparseLabels: boolean | undefined) =>
  ({ target, prediction: { output } }: MetricBatch, graph: GraphBuilder, spec: Configuration): Classes => {
    const sparse = sparseLabels ?? flagSetting(spec, 'sparse_y_true');
    return {
      labels: sparse ? target : largest(graph, target, spec),
      outputs: flagSetting(spec, 'sparse_y_pred') ? output : largest(graph, output, spec),
    };
  };

export const intersectionOverUnion = iou(given(undefined));
export const meanIntersectionOverUnion = iou(given(undefined), { all: true });
export const oneHotIntersectionOverUnion = iou(given(false));
export const oneHotMeanIntersectionOverUnion = iou(given(false), { all: true });

/** Of two classes, told apart by a threshold. */
export const binaryIntersectionOverUnion = iou(
  ({ target, prediction: { output } }, graph, spec) => {
    const threshold = scalar(graph, numberSetting(spec, 'threshold'), output.dtype);
    return { labels: target, outputs: graph.one('GreaterOrEqual', [output, threshold]) };
  },
  { count: 2 },
);

function largest(graph: GraphBuilder, tensor: SymbolicTensor, spec: Configuration): SymbolicTensor {
  const axis = numberSetting(spec, 'axis');
  return graph.one('ArgMax', [tensor], { axis: { int: axis }, keepdims: { int: 0 } });
}

/** Keras counts in whole numbers unless the metric has a dtype: parts of weights are dropped. */
function weightsOf(
  graph: GraphBuilder,
  { weights }: MetricBatch,
  labels: SymbolicTensor,
  spec: Configuration,
): SymbolicTensor {
  const one = weights ? graph.one('Reshape', [cast(graph, weights, 'float32'), integers(graph, [-1])]) : undefined;
  if (!one) return scalar(graph, 1, 'float32');
  const whole = textSetting(spec, 'dtype')?.startsWith('float')
    ? one
    : cast(graph, cast(graph, one, 'int64'), 'float32');
  return graph.one('Expand', [whole, graph.one('Shape', [labels])]);
}
