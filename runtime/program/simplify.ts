import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Attribute, Graph, GraphNode } from '../../server/language/tensor/graph.js';
import { namesWithin, withCaptured, withGraphs } from './captures.js';

/** Operators that give something else each time. */
const random = new Set([
  'Dropout',
  'RandomUniform',
  'RandomNormal',
  'RandomUniformLike',
  'RandomNormalLike',
  'Bernoulli',
  'Multinomial',
]);

/** A constant larger than this is not compared with others. */
const COMPARED_ELEMENTS = 64;

/**
 * The same computation with less in it: equal constants and equal nodes are kept once, and what no
 * output depends on is left out. Engines fold constants themselves.
 */
export function simplify(graph: Graph): Graph {
  const names = new Map<string, string>();
  const rename = (name: string) => names.get(name) ?? name;
  mergeConstants(graph, names);
  const seen = new Map<string, GraphNode>();
  const nodes: GraphNode[] = [];
  for (const original of graph.nodes) {
    const node = {
      ...original,
      inputs: original.inputs.map(rename),
      attributes: withGraphs(original.attributes, (body) => withCaptured(body, rename)),
    };
    const key = random.has(node.op) || holdsGraph(node) ? undefined : keyOf(node);
    const equal = key === undefined ? undefined : seen.get(key);
    if (equal && equal.outputs.length >= node.outputs.length) {
      node.outputs.forEach((name, index) => {
        names.set(name, equal.outputs[index] as string);
      });
      continue;
    }
    if (key !== undefined) seen.set(key, node);
    nodes.push(node);
  }
  const outputs = graph.outputs.map((output) => ({ ...output, name: rename(output.name) }));
  const needed = new Set(outputs.map(({ name }) => name));
  const kept = nodes.toReversed().filter((node) => {
    if (!node.outputs.some((name) => needed.has(name))) return false;
    for (const name of [...node.inputs, ...namesWithin(node.attributes)]) needed.add(name);
    return true;
  });
  const initializers = new Map([...graph.initializers].filter(([name]) => needed.has(name)));
  return { ...graph, outputs, nodes: kept.toReversed(), initializers };
}

function mergeConstants(graph: Graph, names: Map<string, string>): void {
  const seen = new Map<string, string>();
  for (const [name, { dtype, shape, data }] of graph.initializers) {
    if (data.length > COMPARED_ELEMENTS) continue;
    const key = `${dtype} ${shape.join('×')} ${Array.from(data as ArrayLike<number | bigint>, (value) => (Object.is(value, -0) ? '-0' : String(value))).join(' ')}`;
    const equal = seen.get(key);
    if (equal === undefined) seen.set(key, name);
    else names.set(name, equal);
  }
}

function keyOf({ op, inputs, attributes }: GraphNode): string {
  const parts = Object.entries(attributes).map(([name, attribute]) => `${name}=${attributeKey(attribute)}`);
  return `${op}(${inputs.join(',')})${parts.sort().join(';')}`;
}

function attributeKey(attribute: Attribute): string {
  if ('tensor' in attribute) return tensorKey(attribute.tensor);
  return JSON.stringify(attribute);
}

function tensorKey({ dtype, shape, data }: TensorData): string {
  return `${dtype}[${shape.join(',')}]${data.join(',')}`;
}

function holdsGraph(node: GraphNode): boolean {
  return Object.values(node.attributes).some((attribute) => 'graph' in attribute);
}
