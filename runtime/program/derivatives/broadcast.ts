import { formatDim, isKnown, same } from '../../../server/language/tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { formatShape, type Shape } from '../../../server/language/tensor/shape.js';
import { integers } from '../constants.js';
import { Unsupported } from '../unsupported.js';

/** The gradient of an operand that was broadcast: summed over the axes along which it was repeated. */
export function unbroadcast(graph: GraphBuilder, gradient: SymbolicTensor, operand: SymbolicTensor): SymbolicTensor {
  const to = shapeOf(operand);
  const from = shapeOf(gradient);
  const leading = from.length - to.length;
  const repeated = to.flatMap((dim, axis) => {
    const result = from[axis + leading] as (typeof from)[number];
    if (same(dim, result) || (isKnown(dim) && dim > 1)) return [];
    if (dim === 1) return [axis];
    throw new Unsupported(
      `training through ${formatShape(to)} where it meets the fixed size ${formatDim(result)} of ${formatShape(from)}`,
    );
  });
  if (leading === 0 && repeated.length === 0) return gradient;
  if (leading > 0 && to.length > 1 && repeated.length === 0 && to.every(isKnown))
    return summedRows(graph, gradient, to);
  const axes = [...Array.from({ length: leading }, (_, axis) => axis), ...repeated.map((axis) => axis + leading)];
  const sum = graph.one('ReduceSum', [gradient, integers(graph, axes)], { keepdims: { int: 0 } });
  return repeated.length === 0 ? sum : graph.one('Unsqueeze', [sum, integers(graph, repeated)]);
}

/** The sum over all axes before those of `shape`: as rows, so that the engine adds up what lies together. */
function summedRows(graph: GraphBuilder, tensor: SymbolicTensor, shape: readonly number[]): SymbolicTensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const rows = graph.one('Reshape', [tensor, integers(graph, [-1, size])]);
  const sum = graph.one('ReduceSum', [rows, integers(graph, [0])], { keepdims: { int: 0 } });
  return graph.one('Reshape', [sum, integers(graph, shape)]);
}

/** `tensor` in the shape of `like`, which has as many elements. */
export function reshapeLike(graph: GraphBuilder, tensor: SymbolicTensor, like: SymbolicTensor): SymbolicTensor {
  return graph.one('Reshape', [tensor, shapeTensor(graph, like)]);
}

/** `tensor` broadcast to the shape of `like`. */
export function expandLike(graph: GraphBuilder, tensor: SymbolicTensor, like: SymbolicTensor): SymbolicTensor {
  return graph.one('Expand', [tensor, graph.one('Shape', [like])]);
}

/** Axes counted from the front. */
export function positive(axes: readonly number[], rank: number): readonly number[] {
  return axes.map((axis) => (axis < 0 ? axis + rank : axis));
}

/** The shape for a Reshape: constant where at most one dim is unknown, which is then the one left open. */
function shapeTensor(graph: GraphBuilder, like: SymbolicTensor): SymbolicTensor {
  const { shape } = like;
  if (!shape || shape.filter((dim) => !isKnown(dim)).length > 1 || shape.includes(0)) return graph.one('Shape', [like]);
  return integers(
    graph,
    shape.map((dim) => (isKnown(dim) ? dim : -1)),
  );
}

/** The shape of a tensor whose rank must be known. */
export function shapeOf(tensor: SymbolicTensor): Shape {
  if (!tensor.shape) throw new Unsupported(`training through a tensor of unknown rank (${tensor.name})`);
  return tensor.shape;
}
