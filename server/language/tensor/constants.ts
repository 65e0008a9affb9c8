import { allocate, type ElementType, elementTypeNumbers } from './element-type.js';
import type { GraphBuilder, SymbolicTensor } from './graph-builder.js';

/** A number as a tensor without axes. */
export function scalar(graph: GraphBuilder, value: number, dtype: ElementType): SymbolicTensor {
  return constant(graph, [value], dtype, []);
}

/** Whole numbers as an int64 vector: shapes, axes, starts and ends. */
export function integers(graph: GraphBuilder, values: readonly number[]): SymbolicTensor {
  return constant(graph, values, 'int64');
}

/** Numbers as a tensor: a vector unless a shape is given. */
export function constant(
  graph: GraphBuilder,
  values: readonly number[],
  dtype: ElementType,
  shape: readonly number[] = [values.length],
): SymbolicTensor {
  const data = allocate(dtype, values.length);
  values.forEach((value, index) => {
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[index] = BigInt(value);
    else data[index] = value;
  });
  return graph.constant({ dtype, shape, data });
}

/** A tensor in another element type; itself if it has that type. */
export function cast(graph: GraphBuilder, tensor: SymbolicTensor, dtype: ElementType): SymbolicTensor {
  return tensor.dtype === dtype ? tensor : graph.one('Cast', [tensor], { to: { int: elementTypeNumbers[dtype] } });
}
