import { type Dim, isKnown } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { setting } from '../arguments.js';
import { channelsFirst } from '../channels.js';
import type { LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';
import { allKnown, dataFormat, type SpatialRank, sizes, unknownResult } from '../spatial-arguments.js';

/** AdaptiveMaxPooling1D, 2D, 3D. */
export function adaptiveMaxPooling(rank: SpatialRank): LayerDefinition {
  return adaptivePooling(rank, 'Max', 'the largest value');
}

/** AdaptiveAveragePooling1D, 2D, 3D. */
export function adaptiveAveragePooling(rank: SpatialRank): LayerDefinition {
  return adaptivePooling(rank, 'Average', 'the mean');
}

/** Windows as large as it takes to come out at `output_size`. */
function adaptivePooling(rank: SpatialRank, kind: 'Max' | 'Average', value: string): LayerDefinition {
  return {
    name: `Adaptive${kind}Pooling${rank}D`,
    signature: 'output_size, data_format=None',
    description: `Parts each axis into as many windows as asked for and takes ${value} of each: the output's size does not depend on the input's.`,
    documentation: `layers/pooling_layers/adaptive_${kind.toLowerCase()}_pooling${rank}d/`,
    configure: (given) => ({ output_size: sizes(given, 'output_size', rank), data_format: dataFormat(given) }),
    inputSpec: () => ({ rank: rank + 2 }),
    call(args, [x], _weights, { graph }) {
      if (!x) return [];
      if (!allKnown(args, ['output_size', 'data_format'])) return [unknownResult(graph, x)];
      const wanted = setting<readonly number[]>(args, 'output_size');
      return [
        channelsFirst(graph, x, setting(args, 'data_format'), rank, (first) => pooled(graph, first, wanted, kind)),
      ];
    },
  };
}

function pooled(
  graph: GraphBuilder,
  x: SymbolicTensor,
  wanted: readonly number[],
  kind: 'Max' | 'Average',
): SymbolicTensor {
  const spatial = x.shape?.slice(2) ?? [];
  const steps = spatial.map((size, axis) => (isKnown(size) ? size / (wanted[axis] as number) : Number.NaN));
  if (steps.every((step) => Number.isInteger(step) && step > 0)) {
    const window = { ints: steps };
    return graph.one(`${kind}Pool`, [x], { kernel_shape: window, strides: window });
  }
  // The mean of a box is the mean along one axis after the other, and so is its maximum.
  return wanted.reduce((result, count, axis) => along(graph, result, axis + 2, count, kind), x);
}

/** Window i of n reaches from ⌊i · size / n⌋ to before ⌈(i + 1) · size / n⌉; windows may overlap by one. */
function along(
  graph: GraphBuilder,
  x: SymbolicTensor,
  axis: number,
  count: number,
  kind: 'Max' | 'Average',
): SymbolicTensor {
  const size = x.shape?.[axis] as Dim;
  const bound = isKnown(size)
    ? (times: number, more: number) => integers(graph, [Math.floor((times * size + more) / count)])
    : boundsOf(graph, x, axis, count);
  const axes = integers(graph, [axis]);
  const parts = Array.from({ length: count }, (_, i) => {
    const part = graph.one('Slice', [x, bound(i, 0), bound(i + 1, count - 1), axes]);
    return graph.one(kind === 'Max' ? 'ReduceMax' : 'ReduceMean', [part, axes], { keepdims: { int: 1 } });
  });
  return parts.length === 1 ? (parts[0] as SymbolicTensor) : graph.one('Concat', parts, { axis: { int: axis } });
}

/** The same bounds of an axis whose size only the run knows. */
function boundsOf(graph: GraphBuilder, x: SymbolicTensor, axis: number, count: number) {
  const size = graph.one('Gather', [graph.one('Shape', [x]), integers(graph, [axis])]);
  return (times: number, more: number) => {
    const total = graph.one('Add', [graph.one('Mul', [size, integers(graph, [times])]), integers(graph, [more])]);
    return graph.one('Div', [total, integers(graph, [count])]);
  };
}
