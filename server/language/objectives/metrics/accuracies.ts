import { flagSetting, numberSetting } from '../../layers/settings.js';
import { cast, integers, scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';

import { rankOf } from '../weighting.js';
import { meanOf } from './mean.js';

/** Whether outputs are the labels. */
export const accuracy = meanOf((graph, { target, prediction: { output } }) => hits(graph, target, output), {
  aligns: true,
});

/** Whether outputs above the threshold are the labels that are 1. */
export const binaryAccuracy = meanOf(
  (graph, { target, prediction: { output } }, spec) => {
    const threshold = scalar(graph, numberSetting(spec, 'threshold'), output.dtype);
    return hits(graph, cast(graph, graph.one('Greater', [output, threshold]), target.dtype), target);
  },
  { aligns: true },
);

/** Whether the class of the largest output is that of the largest label; the first of equals counts. */
export const categoricalAccuracy = meanOf((graph, { target, prediction: { output } }) =>
  hits(graph, largest(graph, output), largest(graph, target)),
);

/** Whether the class of the largest output is the label. */
export const sparseCategoricalAccuracy = meanOf(
  (graph, { target, prediction: { output } }) => {
    const classes = withoutColumn(graph, target, output);
    return hits(graph, cast(graph, largest(graph, output), classes.dtype), classes);
  },
  { labels: 'classes' },
);

/** Whether fewer than `k` outputs are larger than that of the largest label. */
export const topKCategoricalAccuracy = meanOf((graph, { target, prediction: { output } }, spec) =>
  amongLargest(graph, largest(graph, target), output, numberSetting(spec, 'k')),
);

/** Whether fewer than `k` outputs are larger than that of the label's class; of sorted class numbers, whether it is among the first. */
export const sparseTopKCategoricalAccuracy = meanOf(
  (graph, { target, prediction: { output } }, spec) => {
    const classes = withoutColumn(graph, target, output);
    const k = numberSetting(spec, 'k');
    if (!flagSetting(spec, 'from_sorted_ids')) return amongLargest(graph, cast(graph, classes, 'int64'), output, k);
    const first = graph.one('Slice', [output, ...[[0], [k], [-1]].map((values) => integers(graph, values))]);
    const column = graph.one('Unsqueeze', [cast(graph, classes, output.dtype), integers(graph, [-1])]);
    const found = cast(graph, graph.one('Equal', [first, column]), 'float32');
    return graph.one('ReduceMax', [found, integers(graph, [-1])], { keepdims: { int: 0 } });
  },
  { labels: 'classes' },
);

function amongLargest(graph: GraphBuilder, classes: SymbolicTensor, output: SymbolicTensor, k: number): SymbolicTensor {
  const column = graph.one('Unsqueeze', [classes, integers(graph, [-1])]);
  const own = graph.one('GatherElements', [output, column], { axis: { int: -1 } });
  const larger = cast(graph, graph.one('Greater', [output, own]), 'float32');
  const count = graph.one('ReduceSum', [larger, integers(graph, [-1])], { keepdims: { int: 0 } });
  return cast(graph, graph.one('Less', [count, scalar(graph, k, 'float32')]), 'float32');
}

/** Class numbers without a last axis of 1. */
function withoutColumn(graph: GraphBuilder, target: SymbolicTensor, output: SymbolicTensor): SymbolicTensor {
  const isColumn = rankOf(target) === rankOf(output) && target.shape?.at(-1) === 1;
  return isColumn ? graph.one('Squeeze', [target, integers(graph, [-1])]) : target;
}

function largest(graph: GraphBuilder, tensor: SymbolicTensor): SymbolicTensor {
  return graph.one('ArgMax', [tensor], { axis: { int: -1 }, keepdims: { int: 0 } });
}

function hits(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  return cast(graph, graph.one('Equal', [a, b]), 'float32');
}
