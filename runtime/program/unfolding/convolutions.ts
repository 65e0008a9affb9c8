import { isKnown } from '../../../server/language/tensor/dim.js';
import type { Graph, GraphNode } from '../../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { int, ints } from '../../../server/language/tensor/operators/attributes.js';
import { namesWithin } from '../captures.js';
import { integers } from '../constants.js';
import { type KnownWindow, knownWindow } from '../derivatives/window.js';
import type { Replacement } from '../replay.js';
import type { Tape } from '../tape.js';
import { unfoldedConvolution } from './unfolded-convolution.js';

/**
 * Elements of one sample's unfolded inputs, all convolutions together, above which their memory would cost more than products
 * save: they are kept from the forward pass to the backward one.
 */
const UNFOLDED_ELEMENTS = 2 ** 18;

/** More places in a pool's window than these are more tensors than are worth it. */
const PARTS = 16;

/** How the convolutions of a graph that is trained are replayed where they are small enough: as products, with the pool behind them. */
export function convolutionsAsProducts(graph: Graph, tape: Tape): Replacement | undefined {
  if (!graph.nodes.some(({ op }) => op === 'Conv')) return undefined;
  const users = onlyUsers(graph);
  const taken = new Set<GraphNode>();
  let left = UNFOLDED_ELEMENTS;
  return (node, inputs) => {
    // Its input is what it would give.
    if (taken.has(node)) return [inputs[0] as SymbolicTensor];
    const convolution = node.op === 'Conv' ? convolutionOf(node, inputs) : undefined;
    const user = users.get(node);
    // What several compute with is normalised, channel by channel: ONNX Runtime takes channels in the middle better there.
    if (!convolution || !users.has(node) || convolution.unfolded > left) return undefined;
    left -= convolution.unfolded;
    if (!user || !isPoolSideBySide(user, convolution)) return [asProduct(tape, convolution, undefined)];
    taken.add(user);
    return [asProduct(tape, convolution, ints(user.attributes, 'kernel_shape'))];
  };
}

interface Convolution {
  readonly x: SymbolicTensor;
  readonly kernel: SymbolicTensor;
  readonly bias: SymbolicTensor | undefined;
  readonly window: KnownWindow;
  /** Elements of one sample's unfolded input. */
  readonly unfolded: number;
}

/** What computes with each convolution's result, where that is one alone; undefined: the result is an output. */
function onlyUsers({ nodes, outputs }: Graph): ReadonlyMap<GraphNode, GraphNode | undefined> {
  const users = new Map<string, (GraphNode | undefined)[]>();
  const use = (name: string, by: GraphNode | undefined) => {
    const known = users.get(name);
    if (known) known.push(by);
    else users.set(name, [by]);
  };
  for (const node of nodes) for (const name of [...node.inputs, ...namesWithin(node.attributes)]) use(name, node);
  for (const { name } of outputs) use(name, undefined);
  return new Map(
    nodes.flatMap((node): [GraphNode, GraphNode | undefined][] => {
      const own = node.op === 'Conv' ? (users.get(node.outputs[0] as string) ?? []) : [];
      return own.length === 1 ? [[node, own[0]]] : [];
    }),
  );
}

/** undefined: not all of its sizes are known, it has groups, or nothing comes out. */
function convolutionOf(
  { attributes, layer }: GraphNode,
  [x, kernel, bias]: readonly (SymbolicTensor | undefined)[],
): Convolution | undefined {
  const sizes = kernel?.shape?.slice(1);
  if (!x?.shape || !kernel || !sizes?.every(isKnown) || !isKnown(kernel.shape?.[0] ?? Number.NaN)) return undefined;
  if ((int(attributes, 'group') ?? 1) !== 1 || !x.shape.slice(1).every(isKnown) || x.dtype !== kernel.dtype)
    return undefined;
  const window = knownWindow('Conv', layer, x, sizes.slice(1) as number[], attributes);
  const unfolded = [...(sizes as number[]), ...window.output].reduce((product, size) => product * size, 1);
  return unfolded > 0 ? { x, kernel, bias, window, unfolded } : undefined;
}

/** Whether it is a pool of maxima whose windows lie side by side, so that each element is in one of them at most. */
function isPoolSideBySide({ op, outputs, attributes, layer }: GraphNode, { x, window }: Convolution): boolean {
  if (op !== 'MaxPool' || outputs.length > 1) return false;
  const kernel = ints(attributes, 'kernel_shape') ?? [];
  const convolved = { ...x, shape: [...(x.shape?.slice(0, 2) ?? []), ...window.output] };
  const { strides, dilations, before, after, input, output } = knownWindow(
    'MaxPool',
    layer,
    convolved,
    kernel,
    attributes,
  );
  return (
    kernel.reduce((product, size) => product * size, 1) <= PARTS &&
    kernel.every(
      (size, axis) => size === strides[axis] && size * (output[axis] as number) <= (input[axis] as number),
    ) &&
    dilations.every((dilation) => dilation === 1) &&
    [...before, ...after, ...output.map((size) => (size > 0 ? 0 : 1))].every((size) => size === 0)
  );
}

/** Between transpositions to channels last and back, of which the layout leaves those that nothing cancels. */
function asProduct(
  tape: Tape,
  { x, kernel, bias, window }: Convolution,
  pool: readonly number[] | undefined,
): SymbolicTensor {
  const spatial = window.kernel.map((_, axis) => axis + 2);
  const [outputs = Number.NaN, channels = Number.NaN] = kernel.shape as readonly number[];
  const last = tape.one('Transpose', [x], { perm: { ints: [0, ...spatial, 1] } });
  const turned = tape.one('Transpose', [kernel], { perm: { ints: [...spatial, 1, 0] } });
  const width = window.kernel.reduce((product, size) => product * size, channels);
  const weights = tape.one('Reshape', [turned, integers(tape, [width, outputs])]);
  const result = unfoldedConvolution(tape, { x: last, weights, bias, window, pool });
  return tape.one('Transpose', [result], {
    perm: { ints: [0, spatial.length + 1, ...spatial.map((axis) => axis - 1)] },
  });
}
