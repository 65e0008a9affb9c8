import { allocate } from '../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';

/** A constant without axes, of the element type of the tensor that it meets. */
export function scalar(graph: GraphBuilder, value: number, like: SymbolicTensor): SymbolicTensor {
  const data = allocate(like.dtype, 1);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[0] = BigInt(value);
  else data[0] = value;
  return graph.constant({ dtype: like.dtype, shape: [], data });
}

/** An int64 constant of one axis: a shape, axes, paddings. */
export function integers(graph: GraphBuilder, values: readonly number[]): SymbolicTensor {
  return graph.constant({ dtype: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) });
}
