import type { Graph, GraphNode } from '../../server/language/tensor/graph.js';
import { ints } from '../../server/language/tensor/operators/attributes.js';
import { namesWithin } from './captures.js';

/** Where a convolution's result has a bias added to each channel, the convolution adds it itself: a pass over the result less. */
export function biasIntoConv(graph: Graph): Graph {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const given = new Map(graph.inputs.map((input) => [input.name, input]));
  const uses = new Map<string, number>();
  for (const name of [
    ...graph.nodes.flatMap(({ inputs, attributes }) => [...inputs, ...namesWithin(attributes)]),
    ...graph.outputs.map(({ name }) => name),
  ])
    uses.set(name, (uses.get(name) ?? 0) + 1);
  /** The weight that is added to channels by way of a Reshape to (1, channels, 1 …). */
  const biasOf = (name: string | undefined, rank: number): string | undefined => {
    const reshape = name === undefined ? undefined : producers.get(name);
    const [bias, to] = reshape?.op === 'Reshape' ? reshape.inputs : [];
    const shape = Array.from(graph.initializers.get(to ?? '')?.data ?? [], Number);
    if (bias === undefined || given.get(bias)?.shape?.length !== 1 || shape.length !== rank) return undefined;
    return shape.every((size, axis) => axis === 1 || size === 1) ? bias : undefined;
  };
  const added = new Map<GraphNode, { readonly bias: string; readonly output: string }>();
  const gone = new Set<GraphNode>();
  for (const node of graph.nodes) {
    if (node.op !== 'Add') continue;
    for (const [from, other] of [node.inputs, node.inputs.toReversed()] as [string, string][]) {
      const conv = producers.get(from);
      const moves = conv && (ints(conv.attributes, 'strides') ?? ints(conv.attributes, 'kernel_shape'));
      if (conv?.op !== 'Conv' || conv.inputs.length !== 2 || uses.get(from) !== 1 || !moves) continue;
      const bias = biasOf(other, moves.length + 2);
      if (bias === undefined) continue;
      added.set(conv, { bias, output: node.outputs[0] as string });
      gone.add(node);
      break;
    }
  }
  const nodes = graph.nodes.flatMap((node) => {
    if (gone.has(node)) return [];
    const addition = added.get(node);
    return addition ? { ...node, inputs: [...node.inputs, addition.bias], outputs: [addition.output] } : node;
  });
  return { ...graph, nodes };
}
