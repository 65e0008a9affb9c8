import { type Dim, isKnown, isOpen } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Shape } from '../../tensor/shape.js';
import { flag, refused, setting, show } from '../arguments.js';
import type { GivenArguments, LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';
import { unitLength } from '../unit-length.js';
import { listed, misfit, needsInputs } from './merged-shape.js';

/** The products of two inputs summed along an axis of each, sample by sample. */
export const dot: LayerDefinition = {
  name: 'Dot',
  config: { asGiven: ['axes'] },
  signature: 'axes, normalize=False',
  description:
    'Multiplies two inputs along an axis of each and sums up: the other axes of both are kept. With `normalize` it is the cosine of the two.',
  documentation: 'layers/merging_layers/dot/',
  inputList: 'A `Dot` layer should be called on a list of 2 inputs.',
  configure: (given) => ({ axes: axesOf(given), normalize: flag(given, 'normalize') }),
  call(args, inputs, _weights, { graph }) {
    needsInputs(inputs, 2, 'Dot');
    const [x, y] = inputs as [SymbolicTensor, SymbolicTensor];
    const shapes = [x.shape, y.shape] as [Shape, Shape];
    const given = setting<readonly number[] | undefined>(args, 'axes');
    if (!given) return [{ ...graph.one('Identity', [x]), shape: undefined }];
    const axes = given.map((axis, i) => fromFront(axis, shapes[i] as Shape, shapes)) as [number, number];
    checkSizes(shapes, axes);
    const operands =
      args['normalize'] === true ? axes.map((axis, i) => unitLength(graph, i === 0 ? x : y, [axis], 1e-7)) : [x, y];
    const kept = [...without(shapes[0], axes[0]), ...without(shapes[1], axes[1]).slice(1)];
    const shape = kept.length === 1 ? [...kept, 1] : kept;
    return [{ ...product(graph, operands as [SymbolicTensor, SymbolicTensor], axes), shape }];
  },
};

function axesOf(given: GivenArguments): readonly number[] | undefined {
  const value = given.get('axes');
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value)) return [value, value];
  if (Array.isArray(value) && value.length === 2 && value.every((axis) => typeof axis === 'number')) {
    return value as readonly number[];
  }
  throw refused(
    'axes',
    value,
    'an axis, or one for each input',
    `Invalid format for argument \`axes\`: it should contain two elements. Received: axes=${show(value)}`,
  );
}

function fromFront(axis: number, shape: Shape, shapes: readonly Shape[]): number {
  const at = axis < 0 ? axis + shape.length : axis;
  if (at > 0 && at < shape.length) return at;
  throw misfit(
    shapes,
    at === 0 ? 'cannot be multiplied along the samples: axis 0 is the batch' : `have no axis ${axis}`,
    at === 0 ? 'Cannot perform batch_dot over axis 0.' : 'list index out of range',
  );
}

/** Keras wants the two sizes equal, and takes an open one for equal to open ones alone. */
function checkSizes(shapes: readonly [Shape, Shape], axes: readonly [number, number]): void {
  const [a, b] = [shapes[0][axes[0]] as Dim, shapes[1][axes[1]] as Dim];
  const differ = (isKnown(a) && isKnown(b) && a !== b) || (isOpen(a) && isKnown(b)) || (isKnown(a) && isOpen(b));
  if (!differ) return;
  throw misfit(
    shapes,
    `cannot be multiplied along axes ${axes[0]} and ${axes[1]}: their sizes differ`,
    `Incompatible input shapes: axis values at axis ${axes[0]} and ${axes[1]} differ. Full input shapes: ${listed(shapes)}`,
  );
}

/** Axes are laid out as matrices, (batch, kept of x, summed) by (batch, summed, kept of y), multiplied, and laid out back. */
function product(
  graph: GraphBuilder,
  [x, y]: readonly [SymbolicTensor, SymbolicTensor],
  [a, b]: readonly [number, number],
): SymbolicTensor {
  const keptX = without(x.shape as Shape, a).slice(1);
  const keptY = without(y.shape as Shape, b).slice(1);
  const sizes = [...keptX, ...keptY];
  const laidOut = keptX.length > 1 || keptY.length > 1;
  if (laidOut && !sizes.every(isKnown)) return graph.one('Identity', [x]);
  const rows = matrix(graph, moved(graph, x, a, -1), [keptX.length === 1 ? -1 : total(keptX), x.shape?.[a] as Dim]);
  const columns = matrix(graph, moved(graph, y, b, 1), [y.shape?.[b] as Dim, keptY.length === 1 ? -1 : total(keptY)]);
  const result = graph.one('MatMul', [rows, columns]);
  if (laidOut) return graph.one('Reshape', [result, integers(graph, [0, ...sizes.map(Number)])]);
  const gone = [...(keptX.length === 0 ? [1] : []), ...(keptY.length === 0 ? [2] : [])];
  if (gone.length === 0) return result;
  // Two vectors give a single number a sample, which keeps an axis of its own.
  return graph.one('Squeeze', [result, integers(graph, gone.length === 2 ? [2] : gone)]);
}

/** Three axes of the sizes said: only what has not three is laid out anew. */
function matrix(graph: GraphBuilder, x: SymbolicTensor, sizes: readonly Dim[]): SymbolicTensor {
  if (x.shape?.length === 3) return x;
  return graph.one('Reshape', [x, integers(graph, [0, ...sizes.map((size) => (isKnown(size) ? size : -1))])]);
}

/** One axis moved to be the last, or the first after the samples. */
function moved(graph: GraphBuilder, x: SymbolicTensor, axis: number, to: -1 | 1): SymbolicTensor {
  const rank = x.shape?.length ?? 0;
  const rest = Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis && i !== 0);
  const order = to === -1 ? [0, ...rest, axis] : [0, axis, ...rest];
  return order.every((from, i) => from === i) ? x : graph.one('Transpose', [x], { perm: { ints: order } });
}

function total(sizes: readonly Dim[]): Dim {
  return sizes.reduce<number>((product, size) => product * Number(size), 1);
}

function without(shape: Shape, axis: number): Dim[] {
  return shape.filter((_, i) => i !== axis);
}
