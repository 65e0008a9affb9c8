import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph, GraphNode } from '../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import { namesWithin, withCaptured, withGraphs } from './captures.js';
import { derivatives } from './derivatives/index.js';
import { forwardScan } from './scan/forward.js';
import { scanOf } from './scan/scan.js';
import type { Tape } from './tape.js';

/** What stands in a node's place: its first outputs; undefined where it stays. */
export type Replacement = (
  node: GraphNode,
  inputs: readonly (SymbolicTensor | undefined)[],
) => readonly SymbolicTensor[] | undefined;

/**
 * Adds a graph's nodes to another one. `bound` gives a tensor for each of its inputs; the result
 * are its outputs. If they are to be differentiated, operators give what that needs beside their first output.
 */
export function replay(
  graph: Graph,
  tape: Tape,
  bound: ReadonlyMap<string, SymbolicTensor>,
  differentiated = false,
  replaced?: Replacement,
): readonly SymbolicTensor[] {
  const tensors = new Map<string, SymbolicTensor>(bound);
  const lookUp = (name: string): SymbolicTensor => {
    let tensor = tensors.get(name);
    if (!tensor) {
      tensor = tape.constant(graph.initializers.get(name) as TensorData, name);
      tensors.set(name, tensor);
    }
    return tensor;
  };
  for (const node of graph.nodes) {
    tape.layer = node.layer;
    const inputs = node.inputs.map((name) => (name === '' ? undefined : lookUp(name)));
    const others = replaced?.(node, inputs);
    if (others) {
      node.outputs.forEach((name, index) => {
        if (others[index]) tensors.set(name, others[index]);
      });
      continue;
    }
    const scan = node.op === 'Scan' ? scanOf(node.attributes, inputs, lookUp) : undefined;
    const wanted = differentiated ? derivatives.get(node.op)?.outputs?.(inputs, node.attributes) : undefined;
    const captured = namesWithin(node.attributes).map(lookUp);
    const attributes = withGraphs(node.attributes, (body) => withCaptured(body, (name) => lookUp(name).name));
    const outputs = scan
      ? forwardScan(tape, scan, differentiated)
      : tape.apply(node.op, inputs, attributes, Math.max(node.outputs.length, wanted ?? 1), captured);
    node.outputs.forEach((name, index) => {
      tensors.set(name, outputs[index] as SymbolicTensor);
    });
  }
  tape.layer = undefined;
  return graph.outputs.map(({ name }) => lookUp(name));
}

/** What a graph of one input and one output makes of a tensor. */
export function replayed(graph: Graph, tape: Tape, tensor: SymbolicTensor, differentiated = false): SymbolicTensor {
  const bound = new Map(graph.inputs.map(({ name }) => [name, tensor] as const));
  return replay(graph, tape, bound, differentiated)[0] as SymbolicTensor;
}
