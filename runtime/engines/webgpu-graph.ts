import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Attributes, Graph, GraphNode } from '../../server/language/tensor/graph.js';
import { float, int, ints } from '../../server/language/tensor/operators/attributes.js';

/** A graph as ONNX Runtime's WebGPU provider takes it best, and the names of its nodes that the CPU is to compute. */
export interface WebGpuGraph {
  readonly graph: Graph;
  readonly cpuNodes: readonly string[];
}

/**
 * What a node on the CPU takes from the device is waited for: operators that the provider lacks are written with others
 * where it has those, and what is left to the CPU has a name, also within loops.
 */
export function forWebGpu(graph: Graph): WebGpuGraph {
  const cpuNodes: string[] = [];
  const within = (part: Graph, isBody: boolean): Graph => {
    const initializers = new Map(part.initializers);
    const nodes = part.nodes.flatMap((node) => (isBody ? [node] : rewritten(node, initializers)));
    return {
      ...part,
      initializers,
      nodes: nodes.map((node) => {
        const bodies = Object.entries(node.attributes).filter(([, attribute]) => 'graph' in attribute);
        const attributes = bodies.length === 0 ? node.attributes : { ...node.attributes };
        for (const [key, body] of bodies)
          if ('graph' in body) Object.assign(attributes, { [key]: { graph: within(body.graph, true) } });
        if (!isBody && !onCpu(node)) return bodies.length === 0 ? node : { ...node, attributes };
        const layer = node.layer ?? 'cpu';
        cpuNodes.push(`${layer}/${node.outputs[0]}`);
        return { ...node, attributes, layer };
      }),
    };
  };
  return { graph: within(graph, false), cpuNodes };
}

/**
 * Nodes that the CPU is to compute. WGSL's powers and arcs are less exact than float32: in `1 - beta ** step`, by which
 * Adam and its kin correct their averages, the error grows a thousandfold. A transposed convolution of several groups
 * comes out wrong, a layer normalisation of large values too (see `layerNormalization`; how many axes it is over is not
 * known here where they are counted from the front). The others the provider takes and then refuses.
 */
function onCpu({ op, outputs, attributes }: GraphNode): boolean {
  if (op === 'Pow' || op === 'Asin' || op === 'Acos') return true;
  if (op === 'LayerNormalization') return (int(attributes, 'axis') ?? -1) >= 0;
  if (op === 'MaxPool') return Boolean(outputs[1]);
  if (op === 'Split') return outputs.length > MOST_PARTS;
  if (!/^Conv(Transpose)?$/.test(op)) return false;
  return axesOf(attributes) > 2 || (op === 'ConvTranspose' && (int(attributes, 'group') ?? 1) > 1);
}

/** A shader may have eight buffers, where a device does not say more: one is what is split. */
const MOST_PARTS = 7;

/** Of a convolution, as far as its attributes tell: those that its window moves along. */
function axesOf(attributes: Attributes): number {
  const lengths = ['kernel_shape', 'strides', 'dilations'].map((name) => ints(attributes, name)?.length ?? 0);
  return Math.max(...lengths, (ints(attributes, 'pads')?.length ?? 0) / 2);
}

function rewritten(node: GraphNode, initializers: Map<string, TensorData>): readonly GraphNode[] {
  if (node.op === 'Split' && node.outputs.length > MOST_PARTS) return splitInGroups(node, initializers);
  if (node.op === 'Size') return sizeOfShape(node);
  if (node.op === 'LogSoftmax') return logSoftmax(node, initializers);
  if (node.op === 'LayerNormalization') return layerNormalization(node, initializers);
  return [node];
}

/** Parts of parts, named after what is split. The sizes must be known: else it is left as it is. */
function splitInGroups(
  node: GraphNode,
  initializers: Map<string, TensorData>,
  named = node.outputs[0] ?? '',
): readonly GraphNode[] {
  const { inputs, outputs } = node;
  const [whole = '', sizesName = ''] = inputs;
  const sizes = initializers.get(sizesName);
  if (!sizes) return [node];
  const lengths = Array.from(sizes.data, Number);
  const groups = Math.min(MOST_PARTS, Math.ceil(outputs.length / MOST_PARTS));
  const each = Math.ceil(outputs.length / groups);
  const parts = Array.from({ length: groups }, (_, group) => {
    const [from, to] = [group * each, (group + 1) * each];
    return { outputs: outputs.slice(from, to), lengths: lengths.slice(from, to), name: `${named}/part${group}` };
  });
  const sized = (name: string, values: readonly number[]): string => {
    initializers.set(name, { dtype: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) });
    return name;
  };
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const totals = sized(
    `${named}/parts`,
    parts.map((part) => sum(part.lengths)),
  );
  return [
    { ...node, inputs: [whole, totals], outputs: parts.map(({ name }) => name) },
    ...parts.flatMap((part) => {
      const split = { ...node, inputs: [part.name, sized(`${part.name}/sizes`, part.lengths)], outputs: part.outputs };
      return split.outputs.length > MOST_PARTS ? splitInGroups(split, initializers, part.name) : [split];
    }),
  ];
}

/** The provider tells a tensor's shape without its numbers, the CPU's `Size` asks for them. */
function sizeOfShape(node: GraphNode): readonly GraphNode[] {
  const shape = `${node.outputs[0]}/shape`;
  return [
    { ...node, op: 'Shape', outputs: [shape] },
    { ...node, op: 'ReduceProd', inputs: [shape], attributes: { keepdims: { int: 0 } } },
  ];
}

function logSoftmax(node: GraphNode, initializers: Map<string, TensorData>): readonly GraphNode[] {
  const [input = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const axes = `${output}/axes`;
  const axis = int(node.attributes, 'axis') ?? -1;
  initializers.set(axes, { dtype: 'int64', shape: [1], data: BigInt64Array.of(BigInt(axis)) });
  const step = steps(node);
  const of = (name: string) => `${output}/${name}`;
  return [
    step('ReduceMax', [input, axes], of('most')),
    step('Sub', [input, of('most')], of('shifted')),
    step('Exp', [of('shifted')], of('powers')),
    step('ReduceSum', [of('powers'), axes], of('sum')),
    step('Log', [of('sum')], of('logarithm')),
    step('Sub', [of('shifted'), of('logarithm')], output),
  ];
}

/**
 * The provider has a variance from the mean of the squares less the square of the mean: of values around 10 with a deviation
 * of 0.01 a third is wrong, of those around 100 nothing is left (ONNX Runtime 1.30).
 */
function layerNormalization(node: GraphNode, initializers: Map<string, TensorData>): readonly GraphNode[] {
  const axis = int(node.attributes, 'axis') ?? -1;
  if (axis >= 0) return [node];
  const [input = '', scale = '', bias] = node.inputs;
  const [output = '', meanName, inverseName] = node.outputs;
  const of = (name: string) => `${output}/${name}`;
  const [mean, inverse] = [meanName || of('mean'), inverseName || of('inverse')];
  initializers.set(of('axes'), {
    dtype: 'int64',
    shape: [-axis],
    data: BigInt64Array.from({ length: -axis }, (_, at) => BigInt(axis + at)),
  });
  const epsilon = Float32Array.of(float(node.attributes, 'epsilon') ?? 1e-5);
  initializers.set(of('epsilon'), { dtype: 'float32', shape: [], data: epsilon });
  const step = steps(node);
  return [
    step('ReduceMean', [input, of('axes')], mean),
    step('Sub', [input, mean], of('centred')),
    step('Mul', [of('centred'), of('centred')], of('squares')),
    step('ReduceMean', [of('squares'), of('axes')], of('variance')),
    step('Add', [of('variance'), of('epsilon')], of('positive')),
    step('Sqrt', [of('positive')], of('deviation')),
    step('Reciprocal', [of('deviation')], inverse),
    step('Mul', [of('centred'), inverse], of('normal')),
    step('Mul', [of('normal'), scale], bias ? of('scaled') : output),
    ...(bias ? [step('Add', [of('scaled'), bias], output)] : []),
  ];
}

/** Writes what stands for a node, in its layer. */
function steps(node: GraphNode) {
  return (op: string, inputs: readonly string[], name: string, attributes: Attributes = {}): GraphNode => ({
    ...node,
    op,
    inputs,
    outputs: [name],
    attributes,
  });
}
