import { anonymous, type Dim, formatDim, isAnonymous, isKnown, named } from '../../server/language/tensor/dim.js';
import { elementTypeNumbers, type TensorData } from '../../server/language/tensor/element-type.js';
import {
  type Attribute,
  type Attributes,
  type Graph,
  type GraphNode,
  opset,
  type ValueInfo,
} from '../../server/language/tensor/graph.js';
import type { Message } from './onnx-schema.js';
import { tensorFromMessage, tensorToMessage, typeByNumber } from './onnx-types.js';
import { decode, encode } from './protobuf.js';

/** The IR version that goes with the opset graphs are written in. */
const IR_VERSION = 10;

/** A graph as the bytes of an ONNX file. */
export function writeOnnx(graph: Graph): Uint8Array {
  return encode('Model', {
    irVersion: IR_VERSION,
    producerName: 'layerscope',
    graph: graphToMessage(graph),
    opsetImport: [{ domain: '', version: opset }],
  });
}

/** An ONNX file's graph, and the opset it was written in. Throws with words for what this project cannot hold. */
export function readOnnx(bytes: Uint8Array): { readonly graph: Graph; readonly opset: number } {
  const model = decode('Model', bytes);
  if (!model.graph) throw new Error('no ONNX model: it holds no graph');
  const foreign = model.graph.node?.find((node) => node.domain && node.domain !== 'ai.onnx');
  if (foreign) throw new Error(`operators of ${foreign.domain} are not supported`);
  const version = model.opsetImport?.find(({ domain }) => !domain || domain === 'ai.onnx')?.version ?? 1;
  return { graph: graphFromMessage(model.graph), opset: version };
}

/** A tensor in a file of its own (`.pb`), as ONNX's tests keep them. */
export function readTensor(bytes: Uint8Array): TensorData {
  return tensorFromMessage(decode('Tensor', bytes));
}

function graphToMessage(graph: Graph): Message<'Graph'> {
  return {
    name: graph.name || 'graph',
    input: graph.inputs.map(valueToMessage),
    output: graph.outputs.map(valueToMessage),
    initializer: [...graph.initializers].map(([name, tensor]) => tensorToMessage(name, tensor)),
    node: graph.nodes.map(nodeToMessage),
  };
}

function nodeToMessage(node: GraphNode): Message<'Node'> {
  return {
    ...(node.layer === undefined ? {} : { name: `${node.layer}/${node.outputs[0] ?? node.op}` }),
    opType: node.op,
    input: node.inputs,
    output: node.outputs,
    attribute: Object.entries(node.attributes).map(([name, attribute]) => ({ name, ...attributeToMessage(attribute) })),
  };
}

/** AttributeProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7 } as const;

function attributeToMessage(attribute: Attribute): Message<'Attribute'> {
  if ('int' in attribute) return { type: attributeTypes.int, i: attribute.int };
  if ('float' in attribute) return { type: attributeTypes.float, f: attribute.float };
  if ('string' in attribute) return { type: attributeTypes.string, s: new TextEncoder().encode(attribute.string) };
  if ('ints' in attribute) return { type: attributeTypes.ints, ints: attribute.ints };
  if ('floats' in attribute) return { type: attributeTypes.floats, floats: attribute.floats };
  if ('tensor' in attribute) return { type: attributeTypes.tensor, t: tensorToMessage('', attribute.tensor) };
  return { type: attributeTypes.graph, g: graphToMessage(attribute.graph) };
}

function valueToMessage({ name, dtype, shape }: ValueInfo): Message<'ValueInfo'> {
  const dims = shape?.map(
    (dim): Message<'Dimension'> =>
      isKnown(dim) ? { dimValue: dim } : isAnonymous(dim) ? {} : { dimParam: formatDim(dim) },
  );
  return { name, type: { tensorType: { elemType: elementTypeNumbers[dtype], ...(dims && { shape: { dim: dims } }) } } };
}

function graphFromMessage(message: Message<'Graph'>): Graph {
  const initializers = new Map(
    (message.initializer ?? []).map((tensor) => [tensor.name ?? '', tensorFromMessage(tensor)]),
  );
  return {
    name: message.name ?? '',
    // Old files list initializers among the inputs too.
    inputs: (message.input ?? []).map(valueFromMessage).filter(({ name }) => !initializers.has(name)),
    outputs: (message.output ?? []).map(valueFromMessage),
    nodes: (message.node ?? []).map(nodeFromMessage),
    initializers,
  };
}

function nodeFromMessage(node: Message<'Node'>): GraphNode {
  const attributes: Record<string, Attribute> = {};
  for (const attribute of node.attribute ?? []) attributes[attribute.name ?? ''] = attributeFromMessage(attribute);
  return {
    op: node.opType ?? '',
    inputs: node.input ?? [],
    outputs: node.output ?? [],
    attributes: attributes satisfies Attributes,
  };
}

function attributeFromMessage(attribute: Message<'Attribute'>): Attribute {
  switch (attribute.type) {
    case attributeTypes.float:
      return { float: attribute.f ?? 0 };
    case attributeTypes.int:
      return { int: attribute.i ?? 0 };
    case attributeTypes.string:
      return { string: new TextDecoder().decode(attribute.s) };
    case attributeTypes.tensor:
      return { tensor: tensorFromMessage(attribute.t ?? {}) };
    case attributeTypes.graph:
      return { graph: graphFromMessage(attribute.g ?? {}) };
    case attributeTypes.floats:
      return { floats: attribute.floats ?? [] };
    case attributeTypes.ints:
      return { ints: attribute.ints ?? [] };
    default:
      throw new Error(`attribute ${attribute.name ?? ''} has a kind (${attribute.type ?? 0}) that is not supported`);
  }
}

function valueFromMessage({ name, type }: Message<'ValueInfo'>): ValueInfo {
  const tensor = type?.tensorType;
  if (!tensor)
    throw new Error(
      `${name ?? 'a value'} is no tensor (a sequence, a map, an optional or untyped), which is not supported`,
    );
  const shape =
    tensor.shape &&
    (tensor.shape.dim ?? []).map(
      (dim): Dim => (dim.dimValue !== undefined ? dim.dimValue : dim.dimParam ? named(dim.dimParam) : anonymous()),
    );
  return { name: name ?? '', dtype: typeByNumber(tensor.elemType), shape };
}
