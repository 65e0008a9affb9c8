import type { TensorData } from '../../../tensor/element-type.js';
import type { Graph } from '../../../tensor/graph.js';

/** Longer constants are tensors of the program: the graph takes them as inputs, and stays the same for others. */
const MOST_INLINE = 64;

/** A graph with some of its constants as further inputs, and what they are; left out: with the long ones. */
function withoutConstants(
  graph: Graph,
  isTaken: (name: string, constant: TensorData) => boolean = (_, { data }) => data.length > MOST_INLINE,
): { readonly graph: Graph; readonly constants: readonly TensorData[] } {
  const long = [...graph.initializers].filter(([name, constant]) => isTaken(name, constant));
  if (long.length === 0) return { graph, constants: [] };
  const names = new Set(long.map(([name]) => name));
  const inputs = long.map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
  return {
    graph: {
      ...graph,
      inputs: [...graph.inputs, ...inputs],
      initializers: new Map([...graph.initializers].filter(([name]) => !names.has(name))),
    },
    constants: long.map(([, data]) => data),
  };
}

/** Equal of graphs that compute the same: whichever layer or call a node belongs to, and Keras counts each call of a function. */
function textOf(graph: Graph): string {
  return JSON.stringify(graph, (key, value: unknown) => {
    if (key === 'layer') return undefined;
    if (value instanceof Map) return [...value];
    if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array, String);
    return value;
  });
}

const arithmetic: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div']);

/** Constants of one number that are only reckoned with: of any other value, the graph would say the same. */
function plainNumbers({ nodes, outputs, initializers }: Graph): readonly string[] {
  const found = new Set([...initializers].flatMap(([name, { data, dtype }]) => (isNumber(data, dtype) ? [name] : [])));
  if (found.size === 0) return [];
  const drop = (names: readonly string[]) => {
    for (const name of names) found.delete(name);
  };
  const visit = (node: Graph['nodes'][number], isInner: boolean): void => {
    if (isInner || !arithmetic.has(node.op)) drop(node.inputs);
    for (const attribute of Object.values(node.attributes)) {
      if (!('graph' in attribute)) continue;
      for (const inner of attribute.graph.nodes) visit(inner, true);
      drop(attribute.graph.outputs.map(({ name }) => name));
    }
  };
  for (const node of nodes) visit(node, false);
  drop(outputs.map(({ name }) => name));
  return [...found];
}

function isNumber(data: TensorData['data'], dtype: TensorData['dtype']): boolean {
  return data.length === 1 && dtype === 'float32';
}

/** So many graphs that say the same but for a number have it as a constant; then it is an input, the same for all. */
const MOST_ALIKE = 4;
/** So many graphs that say different things are told apart: those that came up longest ago are new ones if they come again. */
const MOST_GRAPHS = 2000;

/** The graphs that were recorded, each with a number: equal ones have the same. */
export class RecordedGraphs {
  private readonly known = new Map<string, { readonly ids: Map<string, number>; lifted?: number }>();
  private made = 0;

  /**
   * A graph and its number. What a program reckons anew for each step, such as a learning rate that it lowers, comes to be
   * an input: a graph for each of its values would be made ready anew at each step.
   */
  told(whole: Graph): { readonly id: number; readonly graph: Graph; readonly constants: readonly TensorData[] } {
    const { graph, constants } = withoutConstants(whole);
    const numbers = new Set(plainNumbers(graph));
    const lifted = withoutConstants(graph, (name) => numbers.has(name));
    const text = textOf(lifted.graph);
    const alike = this.known.get(text) ?? { ids: new Map<string, number>() };
    this.known.delete(text);
    this.known.set(text, alike);
    const [oldest] = this.known.keys();
    if (oldest !== undefined && this.known.size > MOST_GRAPHS) this.known.delete(oldest);
    const values = lifted.constants.map(({ data }) => data[0]).join();
    const id = alike.lifted ?? alike.ids.get(values) ?? this.next();
    if (alike.lifted === undefined && alike.ids.size >= MOST_ALIKE && !alike.ids.has(values)) {
      alike.lifted = id;
      alike.ids.clear();
    }
    if (alike.lifted !== undefined) return { id, graph: lifted.graph, constants: [...constants, ...lifted.constants] };
    alike.ids.set(values, id);
    return { id, graph, constants };
  }

  private next(): number {
    this.made += 1;
    return this.made;
  }
}
