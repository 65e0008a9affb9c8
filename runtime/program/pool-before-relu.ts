import type { Graph, GraphNode } from '../../server/language/tensor/graph.js';
import { namesWithin } from './captures.js';

/**
 * Where a Relu is followed by a MaxPool alone, the pool comes first: the same numbers and the same
 * gradients (a window's maximum is cut at 0 rather than each of its elements), with a fraction of
 * the elements to compute.
 */
export function poolBeforeRelu(graph: Graph): Graph {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const uses = new Map<string, number>();
  for (const name of [
    ...graph.nodes.flatMap(({ inputs, attributes }) => [...inputs, ...namesWithin(attributes)]),
    ...graph.outputs.map(({ name }) => name),
  ])
    uses.set(name, (uses.get(name) ?? 0) + 1);
  const moved = new Set<GraphNode>();
  const nodes = graph.nodes.flatMap((node) => {
    const [from] = node.inputs;
    const relu = from === undefined ? undefined : producers.get(from);
    if (node.op !== 'MaxPool' || node.outputs.length > 1 || relu?.op !== 'Relu' || uses.get(from as string) !== 1)
      return [node];
    moved.add(relu);
    // The name of the tensor between them is free for the one that is between them now.
    return [
      { ...node, inputs: relu.inputs, outputs: relu.outputs },
      { ...relu, inputs: relu.outputs, outputs: node.outputs },
    ];
  });
  return { ...graph, nodes: nodes.filter((node) => !moved.has(node)) };
}
