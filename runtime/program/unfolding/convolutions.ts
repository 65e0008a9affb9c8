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
 * Elements of one sample's unfolded input up to which a product is the quicker way: of a convolution with a pool behind it, whose
 * windows then lie side by side, and of one alone. Measured with 32 to 64 samples, by the processor's time of one thread.
 */
const MOST_BEFORE_POOL = 2 ** 17;
const MOST_ALONE = 2 ** 15;

/** Of all convolutions together: unfolded inputs are kept from the forward pass to the backward one. */
const MOST_TOGETHER = 2 ** 18;

/** More places in a pool's window than these are more tensors than are worth it. */
const PARTS = 16;

/** How the convolutions of a graph that is trained are replayed where they are small enough: as products, with the pool behind them. */
export function convolutionsAsProducts(graph: Graph, tape: Tape): Replacement | undefined {
  if (!graph.nodes.some(({ op }) => op === 'Conv')) return undefined;
  const users = onlyUsers(graph);
  const taken = new Set<GraphNode>();
  let left = MOST_TOGETHER;
  return (node, inputs) => {
    // Its input is what it would give.
    if (taken.has(node)) return [inputs[0] as SymbolicTensor];
    const convolution = node.op === 'Conv' ? convolutionOf(node, inputs) : undefined;
    // What several compute with is normalised, channel by channel: ONNX Runtime takes channels in the middle better there.
    if (!convolution || !users.has(node)) return undefined;
    const pool = poolSideBySide(users.get(node), convolution);
    if (convolution.unfolded > Math.min(left, pool ? MOST_BEFORE_POOL : MOST_ALONE)) return undefined;
    left -= convolution.unfolded;
    if (pool) taken.add(pool);
    return [asProduct(tape, convolution, pool && ints(pool.attributes, 'kernel_shape'))];
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

/** A pool of maxima whose windows lie side by side, so that each element is in one of them at most. */
function poolSideBySide(pool: GraphNode | undefined, { x, window }: Convolution): GraphNode | undefined {
  if (pool?.op !== 'MaxPool' || pool.outputs.length > 1) return undefined;
  const kernel = ints(pool.attributes, 'kernel_shape') ?? [];
  const convolved = { ...x, shape: [...(x.shape?.slice(0, 2) ?? []), ...window.output] };
  const { strides, dilations, before, after, input, output } = knownWindow(
    'MaxPool',
    pool.layer,
    convolved,
    kernel,
    pool.attributes,
  );
  const isWithin = kernel.every((size, axis) => size * (output[axis] as number) <= (input[axis] as number));
  return isWithin &&
    kernel.reduce((product, size) => product * size, 1) <= PARTS &&
    kernel.every((size, axis) => size === strides[axis] && (output[axis] as number) > 0) &&
    dilations.every((dilation) => dilation === 1) &&
    [...before, ...after].every((size) => size === 0)
    ? pool
    : undefined;
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
