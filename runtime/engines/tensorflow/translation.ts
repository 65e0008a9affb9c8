import { isKnown } from '../../../server/language/tensor/dim.js';
import type { Graph, GraphNode } from '../../../server/language/tensor/graph.js';
import { operators } from '../../../server/language/tensor/operators/index.js';
import type { MaybeShape } from '../../../server/language/tensor/shape.js';
import { EngineError } from '../engine.js';
import { takenFromAround } from '../stepped-loop.js';
import { controlFlow } from './control-flow.js';
import type { NodeDef, TensorFlowType } from './graph-def.js';
import { Nodes, type Ref, type Value } from './nodes.js';
import { rules } from './operators/index.js';
import type { Call } from './rules.js';

/** A graph or function in TensorFlow's terms: its inputs are nodes, its outputs `node` or `node:1`. */
export interface Translated {
  readonly name: string;
  readonly nodes: readonly NodeDef[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A graph, and the functions that its nodes call. */
export interface TranslatedGraph extends Translated {
  readonly functions: readonly Translated[];
}

/** Throws EngineError for operators that TensorFlow lacks, and for what only a run would tell. */
export function translate(graph: Graph): TranslatedGraph {
  const translation = new Translation();
  const nodes = translation.nodes();
  const inputs = graph.inputs.map(({ name, dtype, shape }): [string, Value] => {
    const placeholder = nodes.add('Placeholder', [], { dtype: { type: dtype }, shape: { shape: dims(shape) } }, dtype);
    return [name, { ...placeholder, shape }];
  });
  const results = translation.compute(graph, nodes, new Map(inputs));
  nodes.from = '';
  // TensorFlow gives nothing back that it was given.
  const outputs = results.map((each) => nodes.same('Identity', [each]));
  return {
    name: graph.name,
    nodes: nodes.list,
    inputs: inputs.map(([, { ref }]) => ref),
    outputs: outputs.map(({ ref }) => ref),
    functions: translation.functions,
  };
}

function dims(shape: MaybeShape): readonly number[] | undefined {
  return shape?.map((dim) => (isKnown(dim) ? dim : -1));
}

/** What bodies take from the graphs around them. */
export type Captured = ReadonlyMap<string, Value>;

/** Longest constant that a function has a copy of. */
const COPIED = 1024;

export class Translation {
  readonly functions: Translated[] = [];
  private readonly numbers = new Map<string, number>();

  nodes(): Nodes {
    return new Nodes((hint) => {
      const clean = hint.replace(/[^A-Za-z0-9_.\-/]/g, '_').replace(/^[^A-Za-z0-9.]/, 'n');
      const number = this.numbers.get(clean) ?? 0;
      this.numbers.set(clean, number + 1);
      return `${clean}.${number}`;
    });
  }

  /** The outputs of a graph whose inputs, and what it takes from around it, are `values`. */
  compute(graph: Graph, nodes: Nodes, values: ReadonlyMap<string, Value>): readonly Value[] {
    const known = new Map(values);
    for (const [name, data] of graph.initializers)
      known.set(name, { ...nodes.constant(data), shape: data.shape, constant: data });
    const uses = usedNames(graph);
    for (const node of graph.nodes) {
      nodes.from = node.layer === undefined ? '' : `${node.layer}/${node.op}`;
      this.node(node, nodes, known, uses);
    }
    return graph.outputs.map(({ name }) => {
      const value = known.get(name);
      if (!value) throw new EngineError(`the graph ${graph.name} never computes its output ${name}`);
      return value;
    });
  }

  private node(node: GraphNode, nodes: Nodes, known: Map<string, Value>, uses: ReadonlySet<string>): void {
    const { op, attributes } = node;
    const operator = operators.get(op);
    const rule = rules.get(op);
    const flow = controlFlow.get(op);
    if (!operator || !(rule || flow)) throw new EngineError(`the engine tensorflow has no operator ${op}`);
    const inputs = node.inputs.map((name) => {
      if (name === '') return undefined;
      const value = known.get(name);
      if (!value) throw new EngineError(`${op} needs ${name}, which nothing before it computes`);
      return value;
    });
    const outputs = operator.infer(inputs, attributes).slice(0, node.outputs.length);
    const call: Call = { op, attributes, inputs, outputs, wanted: node.outputs.map((name) => uses.has(name)) };
    const results = flow ? flow(this, nodes, call, known) : (rule?.(nodes, call) ?? []);
    node.outputs.forEach((name, at) => {
      if (name === '' || !uses.has(name)) return;
      const [result, said] = [results[at], outputs[at]];
      if (!result) throw new EngineError(`the engine tensorflow has no operator ${op} with output ${at + 1}`);
      if (said && said.dtype !== result.dtype)
        throw new EngineError(`${op} gives ${result.dtype} in TensorFlow, and should give ${said.dtype}`);
      known.set(name, { ...(said ?? { shape: undefined }), ...result });
    });
  }

  /** What a body takes from around it: constants as they are, the others as what a function must be given. */
  captured(bodies: readonly Graph[], around: ReadonlyMap<string, Value>): Captured {
    const names = new Set(bodies.flatMap((body) => [...takenFromAround(body)]));
    return new Map(
      [...names].map((name) => {
        const value = around.get(name);
        if (!value) throw new EngineError(`a body needs ${name}, which nothing before it computes`);
        return [name, value];
      }),
    );
  }

  /** The captured tensors that travel as arguments. */
  arguments(captured: Captured): readonly (readonly [string, Value])[] {
    return [...captured].filter(([, { constant }]) => !constant || constant.data.length > COPIED);
  }

  /** The captured tensors inside a function that is given these arguments. */
  inside(captured: Captured, given: readonly Ref[], nodes: Nodes): Map<string, Value> {
    const values = new Map<string, Value>();
    this.arguments(captured).forEach(([name, value], at) => {
      values.set(name, { ...value, ...(given[at] as Ref) });
    });
    for (const [name, value] of captured)
      if (!values.has(name) && value.constant) values.set(name, { ...value, ...nodes.constant(value.constant) });
    return values;
  }

  /** A function of its own; gives its name. */
  function(
    hint: string,
    types: readonly TensorFlowType[],
    build: (nodes: Nodes, given: readonly Ref<TensorFlowType>[]) => readonly Ref<TensorFlowType>[],
  ): string {
    const nodes = this.nodes();
    const given = types.map((type) => nodes.add('Placeholder', [], { dtype: { type } }, type));
    const results = build(nodes, given);
    nodes.from = '';
    const outputs = results.map((each) => nodes.add('Identity', [each], { T: { type: each.dtype } }, each.dtype));
    const name = `${hint}_${this.functions.length}`;
    this.functions.push({
      name,
      nodes: nodes.list,
      inputs: given.map(({ ref }) => ref),
      outputs: outputs.map(({ ref }) => ref),
    });
    return name;
  }
}

/** Names that somebody takes: nodes, bodies, or who runs the graph. */
function usedNames(graph: Graph): ReadonlySet<string> {
  const names = new Set(graph.outputs.map(({ name }) => name));
  for (const { inputs, attributes } of graph.nodes) {
    for (const name of inputs) names.add(name);
    for (const attribute of Object.values(attributes))
      if ('graph' in attribute) for (const name of takenFromAround(attribute.graph)) names.add(name);
  }
  return names;
}
