import type { Dim } from './dim.js';
import { isKnown, named } from './dim.js';
import type { GraphBuilder, SymbolicTensor } from './graph-builder.js';

/**
 * Sizes as an int64 tensor of one axis. What is not a number is read from the inputs of the graph that have it as an
 * axis, products and sums of such are worked out; undefined where an input has no such axis.
 */
export function sizesTensor(graph: GraphBuilder, dims: readonly Dim[]): SymbolicTensor | undefined {
  if (dims.every(isKnown)) return wholes(graph, dims);
  const parts = dims.map((dim) => sizeTensor(graph, dim));
  if (!parts.every((part) => part !== undefined)) return undefined;
  return parts.length === 1 ? parts[0] : graph.one('Concat', parts, { axis: { int: 0 } });
}

/** One size as an int64 tensor of one element. */
function sizeTensor(graph: GraphBuilder, dim: Dim): SymbolicTensor | undefined {
  if (isKnown(dim)) return wholes(graph, [dim]);
  const whole = axisTensor(graph, dim);
  if (whole) return whole;
  let sum: SymbolicTensor | undefined;
  for (const [product, coefficient] of dim.terms) {
    let term: SymbolicTensor | undefined;
    for (const atom of product === '' ? [] : product.split('*')) {
      const factor = axisTensor(graph, named(atom));
      if (!factor) return undefined;
      term = term ? graph.one('Mul', [term, factor]) : factor;
    }
    const factor = wholes(graph, [coefficient]);
    term = term ? (coefficient === 1 ? term : graph.one('Mul', [term, factor])) : factor;
    sum = sum ? graph.one('Add', [sum, term]) : term;
  }
  return sum;
}

function axisTensor(graph: GraphBuilder, dim: Dim): SymbolicTensor | undefined {
  const found = graph.axisOf(dim);
  return found && graph.one('Shape', [found.input], { start: { int: found.axis }, end: { int: found.axis + 1 } });
}

function wholes(graph: GraphBuilder, values: readonly number[]): SymbolicTensor {
  return graph.constant({ dtype: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) });
}
