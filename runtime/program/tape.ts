import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Attributes, Graph } from '../../server/language/tensor/graph.js';
import { GraphBuilder, type SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import { derivatives } from './derivatives/index.js';

/** One operator as it was applied: what its derivative needs to know. */
export interface Application {
  readonly op: string;
  readonly inputs: readonly (SymbolicTensor | undefined)[];
  readonly outputs: readonly SymbolicTensor[];
  readonly attributes: Attributes;
  readonly layer: string | undefined;
}

/** A graph under construction that remembers what was applied to what, so that it can be differentiated. */
export class Tape extends GraphBuilder {
  readonly applications: Application[] = [];
  private readonly producers = new Map<string, Application>();

  /** `prefix` keeps the names of a loop's body apart from those of the graph around it. */
  constructor(
    name: string,
    private readonly prefix = '',
  ) {
    super(name);
  }

  override fresh(hint: string): string {
    return super.fresh(`${this.prefix}${hint}`);
  }

  override apply(
    op: string,
    inputs: readonly (SymbolicTensor | undefined)[],
    attributes: Attributes = {},
    outputs = 1,
  ): SymbolicTensor[] {
    const results = super.apply(op, inputs, attributes, outputs);
    const application = { op, inputs, outputs: results, attributes, layer: this.layer };
    this.applications.push(application);
    for (const result of results) this.producers.set(result.name, application);
    return results;
  }

  /** What made a tensor; undefined for inputs and constants. */
  producer(tensor: SymbolicTensor): Application | undefined {
    return this.producers.get(tensor.name);
  }
}

/**
 * Adds a graph's nodes to another one. `bound` gives a tensor for each of its inputs; the result
 * are its outputs. If they are to be differentiated, operators give what that needs beside their first output.
 */
export function replay(
  graph: Graph,
  builder: GraphBuilder,
  bound: ReadonlyMap<string, SymbolicTensor>,
  differentiated = false,
): readonly SymbolicTensor[] {
  const tensors = new Map<string, SymbolicTensor>(bound);
  const lookUp = (name: string): SymbolicTensor => {
    let tensor = tensors.get(name);
    if (!tensor) {
      tensor = builder.constant(graph.initializers.get(name) as TensorData, name);
      tensors.set(name, tensor);
    }
    return tensor;
  };
  for (const node of graph.nodes) {
    builder.layer = node.layer;
    const inputs = node.inputs.map((name) => (name === '' ? undefined : lookUp(name)));
    const wanted = differentiated ? derivatives.get(node.op)?.outputs?.(inputs, node.attributes) : undefined;
    const count = Math.max(node.outputs.length, wanted ?? 1);
    const outputs = builder.apply(node.op, inputs, node.attributes, count);
    node.outputs.forEach((name, index) => {
      tensors.set(name, outputs[index] as SymbolicTensor);
    });
  }
  builder.layer = undefined;
  return graph.outputs.map(({ name }) => lookUp(name));
}
