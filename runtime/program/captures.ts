import type { Attribute, Attributes, Graph } from '../../server/language/tensor/graph.js';

/** Names that a graph takes from around it, each once. */
export function capturedNames({ inputs, outputs, nodes, initializers }: Graph): readonly string[] {
  const own = new Set([...inputs.map(({ name }) => name), ...initializers.keys()]);
  for (const node of nodes) for (const name of node.outputs) own.add(name);
  const used = [
    ...nodes.flatMap((node) => [...node.inputs, ...namesWithin(node.attributes)]),
    ...outputs.map(({ name }) => name),
  ];
  return [...new Set(used.filter((name) => name !== '' && !own.has(name)))];
}

/** Names that the graphs among a node's attributes take from around it. */
export function namesWithin(attributes: Attributes): readonly string[] {
  return Object.values(attributes).flatMap((attribute) => ('graph' in attribute ? capturedNames(attribute.graph) : []));
}

/** Attributes with each graph among them changed. The same object where there is none. */
export function withGraphs(attributes: Attributes, change: (graph: Graph) => Graph): Attributes {
  const entries = Object.entries(attributes);
  if (!entries.some(([, attribute]) => 'graph' in attribute)) return attributes;
  return Object.fromEntries(
    entries.map(([name, attribute]): [string, Attribute] => [
      name,
      'graph' in attribute ? { graph: change(attribute.graph) } : attribute,
    ]),
  );
}

/** A graph that takes what is around it under other names. */
export function withCaptured(graph: Graph, rename: (name: string) => string): Graph {
  const captured = new Set(capturedNames(graph));
  const renamed = (name: string) => (captured.has(name) ? rename(name) : name);
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(renamed),
      attributes: withGraphs(node.attributes, (inner) => withCaptured(inner, renamed)),
    })),
    outputs: graph.outputs.map((output) => ({ ...output, name: renamed(output.name) })),
  };
}
