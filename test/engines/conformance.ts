import type { Engine } from '../../runtime/engines/engine.js';
import { isKnown } from '../../server/language/tensor/dim.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import { operators } from '../../server/language/tensor/operators/index.js';
import type { Operand } from '../../server/language/tensor/operators/operator.js';
import { formatShape } from '../../server/language/tensor/shape.js';

/** How far results may be from the answer: `|got - expected| <= absolute + relative * |expected|`. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** Runs a graph once. */
export async function runOnce(
  engine: Engine,
  graph: Graph,
  inputs: ReadonlyMap<string, TensorData>,
): Promise<TensorData[]> {
  const session = await engine.open(graph);
  try {
    const results = await session.run(new Map([...inputs].map(([name, data]) => [name, engine.upload(data)])));
    return await Promise.all(
      graph.outputs.map(({ name }) => {
        const tensor = results.get(name);
        if (!tensor) throw new Error(`output ${name} is missing`);
        return engine.download(tensor);
      }),
    );
  } finally {
    await session.close();
  }
}

/** What is wrong with a result, in words; undefined if nothing is. */
export function mismatch(got: TensorData, expected: TensorData, { relative, absolute }: Tolerance): string | undefined {
  if (got.dtype !== expected.dtype) return `element type ${got.dtype}, expected ${expected.dtype}`;
  if (got.shape.join() !== expected.shape.join())
    return `shape (${got.shape.join(', ')}), expected (${expected.shape.join(', ')})`;
  for (let i = 0; i < expected.data.length; i += 1) {
    const [a, b] = [got.data[i] as number | bigint, expected.data[i] as number | bigint];
    if (a === b || (Number.isNaN(Number(a)) && Number.isNaN(Number(b)))) continue;
    if (!(Math.abs(Number(a) - Number(b)) <= absolute + relative * Math.abs(Number(b))))
      return `element ${i} is ${a}, expected ${b}`;
  }
  return undefined;
}

/**
 * The shapes that the operators' rules give a graph's outputs. `known` inputs are given with their elements,
 * the others with their shape alone.
 */
export function inferOutputs(
  graph: Graph,
  inputs: ReadonlyMap<string, TensorData>,
  known: boolean,
): (Operand | undefined)[] {
  const values = new Map<string, Operand>();
  for (const [name, data] of inputs)
    values.set(name, { dtype: data.dtype, shape: data.shape, ...(known && { constant: data }) });
  for (const [name, data] of graph.initializers)
    values.set(name, { dtype: data.dtype, shape: data.shape, constant: data });
  for (const node of graph.nodes) {
    const operator = operators.get(node.op);
    if (!operator) throw new Error(`operator ${node.op} is not in the table`);
    const results = operator.infer(
      node.inputs.map((name) => values.get(name)),
      node.attributes,
    );
    node.outputs.forEach((name, i) => {
      if (name !== '') values.set(name, results[i] ?? { dtype: 'float32', shape: undefined });
    });
  }
  return graph.outputs.map(({ name }) => values.get(name));
}

/** Where an inferred shape or type contradicts what a run gave, in words. Symbolic dims may be any number. */
export function contradiction(inferred: Operand | undefined, got: TensorData): string | undefined {
  if (!inferred) return 'nothing was inferred';
  if (inferred.dtype !== got.dtype) return `inferred element type ${inferred.dtype}, got ${got.dtype}`;
  if (!inferred.shape) return undefined;
  const fits =
    inferred.shape.length === got.shape.length &&
    inferred.shape.every((dim, axis) => !isKnown(dim) || dim === got.shape[axis]);
  return fits ? undefined : `inferred shape ${formatShape(inferred.shape)}, got ${formatShape(got.shape)}`;
}

/** Whether a shape was inferred to the last number. */
export function isSharp(inferred: Operand | undefined): boolean {
  return inferred?.shape?.every(isKnown) ?? false;
}
