import type { TensorData } from '../../../server/language/tensor/element-type.js';
import type { Graph, GraphNode } from '../../../server/language/tensor/graph.js';
import { EngineError } from '../engine.js';
import { kernels } from './kernels.js';

/** The generators of random numbers of a session, by the nodes that draw from them. */
export type Generators = Map<GraphNode, () => number>;

/** What a graph without inputs computes. Throws EngineError for operators without a kernel. */
export function computeGraph(graph: Graph): TensorData[] {
  checkOperators(graph);
  return runGraph(graph, new Map(), new Map());
}

/** Runs a graph on tensors, and shows what each of its nodes gives; true ends it. Throws EngineError for operators without a kernel. */
export function watchGraph(
  graph: Graph,
  inputs: ReadonlyMap<string, TensorData>,
  watch: (node: GraphNode, outputs: readonly TensorData[]) => boolean,
): void {
  checkOperators(graph);
  const values = new Map([...inputs, ...graph.initializers]);
  for (const node of graph.nodes) {
    runNode(node, values, new Map());
    if (
      watch(
        node,
        node.outputs.flatMap((name) => values.get(name) ?? []),
      )
    )
      return;
  }
}

/** Runs the nodes one after the other. `values` holds the inputs, and for a body the tensors around it. */
export function runGraph(graph: Graph, values: Map<string, TensorData>, generators: Generators): TensorData[] {
  for (const [name, tensor] of graph.initializers) values.set(name, tensor);
  for (const node of graph.nodes) runNode(node, values, generators);
  return graph.outputs.map(({ name }) => {
    const tensor = values.get(name);
    if (!tensor) throw new EngineError(`the graph ${graph.name} never computes its output ${name}`);
    return tensor;
  });
}

/** Throws for operators without a kernel, in the graph and in the bodies that its nodes hold. */
export function checkOperators(graph: Graph): void {
  for (const node of graph.nodes) {
    if (!kernels[node.op]) throw new EngineError(`the reference engine has no operator ${node.op}`);
    for (const attribute of Object.values(node.attributes)) if ('graph' in attribute) checkOperators(attribute.graph);
  }
}

function runNode(node: GraphNode, values: Map<string, TensorData>, generators: Generators): void {
  const kernel = kernels[node.op];
  if (!kernel) throw new EngineError(`the reference engine has no operator ${node.op}`);
  const inputs = node.inputs.map((name) => {
    if (name === '') return undefined;
    const tensor = values.get(name);
    if (!tensor) throw new EngineError(`${node.op} needs ${name}, which nothing before it computes`);
    return tensor;
  });
  const runBody = (body: Graph, bodyInputs: readonly TensorData[]): TensorData[] => {
    const inner = new Map(values);
    body.inputs.forEach(({ name }, i) => {
      inner.set(name, bodyInputs[i] as TensorData);
    });
    return runGraph(body, inner, generators);
  };
  const generator = (seed: number | undefined) => {
    const own = generators.get(node) ?? (seed === undefined ? Math.random : seeded(seed));
    generators.set(node, own);
    return own;
  };
  const outputs = kernel(inputs, node.attributes, { runBody, generator });
  node.outputs.forEach((name, i) => {
    if (name !== '') values.set(name, outputs[i] as TensorData);
  });
}

/** Numbers in [0, 1) by Mulberry32 (Tommy Ettinger, public domain). */
function seeded(seed: number): () => number {
  let state = Math.trunc(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
