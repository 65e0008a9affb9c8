import type { OnnxModel } from '../../server/language/saved-model.js';
import type { Graph, GraphNode, ValueInfo } from '../../server/language/tensor/graph.js';
import { writeOnnx } from './onnx.js';

/** A trained model's inference as the bytes of an ONNX file, with the model's names for what goes in and comes out. */
export function writeOnnxModel(model: OnnxModel): Uint8Array {
  return writeOnnx(inferenceGraph(model));
}

/** The forward pass with the weights as its initializers. */
export function inferenceGraph({ model, outputNames }: OnnxModel): Graph {
  const { inference, inputs, outputs, weights } = model;
  const taken = new Set([...inputs, ...weights.map(({ name }) => name)]);
  const renamed = new Map<string, string>();
  outputs.forEach((name, i) => {
    let wanted = outputNames[i] ?? name;
    while (taken.has(wanted)) wanted = `${wanted}_output`;
    taken.add(wanted);
    renamed.set(name, wanted);
  });
  const nameOf = (name: string) => renamed.get(name) ?? (taken.has(name) && !isOwn(name) ? `${name}_inner` : name);
  const own = new Set([...inputs, ...weights.map(({ name }) => name)]);
  const isOwn = (name: string) => own.has(name);
  const values = new Map(weights.map(({ name, value }) => [name, value]));
  return {
    name: model.name,
    inputs: inference.inputs.filter(({ name }) => inputs.includes(name)),
    outputs: inference.outputs
      .filter(({ name }) => outputs.includes(name))
      .map((output): ValueInfo => ({ ...output, name: nameOf(output.name) })),
    nodes: inference.nodes.map(
      (node): GraphNode => ({ ...node, inputs: node.inputs.map(nameOf), outputs: node.outputs.map(nameOf) }),
    ),
    initializers: new Map([
      ...[...inference.initializers].map(([name, value]) => [nameOf(name), value] as const),
      ...values,
    ]),
  };
}
