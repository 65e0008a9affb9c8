import type { TensorData } from '../../server/language/tensor/element-type.js';
import { runGraph } from '../engines/reference/run-graph.js';
import type { Ahead } from '../program/ahead.js';

/** The loop's inputs for the steps after so many others, a learning rate each, in plain TypeScript: these are a few scalars a step. */
export function computeAhead({ graph, steps, inputs }: Ahead, before: bigint, rates: Float32Array) {
  const numbers = BigInt64Array.from(rates, (_, index) => before + BigInt(index));
  const given = new Map<string, TensorData>([
    [steps.before, { dtype: 'int64', shape: [numbers.length], data: numbers }],
    [steps.rates, { dtype: 'float32', shape: [rates.length], data: rates }],
  ]);
  const found = runGraph(graph, given, new Map());
  return new Map(inputs.map((name, index) => [name, found[index] as TensorData]));
}
