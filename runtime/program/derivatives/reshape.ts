import { isKnown } from '../../../server/language/tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { int, ints, string } from '../../../server/language/tensor/operators/attributes.js';
import { numbersOf } from '../../../server/language/tensor/operators/operand.js';
import { cast, integers, scalar } from '../constants.js';
import { positive, reshapeLike, shapeOf, unbroadcast } from './broadcast.js';
import { type BackwardContext, type Derivative, derivative, input, NotDifferentiable } from './derivative.js';

const restored = derivative((g, context) => [reshapeLike(context.graph, g, input(context, 0))]);

/** A number past the end of any axis, as ONNX's Slice takes it. */
const TO_THE_END = Number.MAX_SAFE_INTEGER;

/** Operators that move elements and compute nothing. */
export const rearrangements: Readonly<Record<string, Derivative>> = {
  Reshape: restored,
  Flatten: restored,
  Squeeze: restored,
  Unsqueeze: restored,
  Expand: derivative((g, context) => [unbroadcast(context.graph, g, input(context, 0))]),
  // What was set to 0 has no slope: the same triangle of the upstream.
  Trilu: derivative((g, { graph, inputs, attributes }) => [graph.one('Trilu', [g, inputs[1]], attributes)]),
  Transpose: derivative((g, { graph, attributes }) => {
    const rank = shapeOf(g).length;
    const perm = ints(attributes, 'perm') ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
    const inverse = perm.map((_, axis) => perm.indexOf(axis));
    return [graph.one('Transpose', [g], { perm: { ints: inverse } })];
  }),
  Concat: derivative((g, context) => {
    const rank = shapeOf(g).length;
    const axis = positive([int(context.attributes, 'axis') ?? 0], rank)[0] as number;
    let start = 0;
    return context.inputs.map((operand, index) => {
      const size = shapeOf(operand as SymbolicTensor)[axis];
      if (size === undefined || !isKnown(size))
        throw new NotDifferentiable('Concat', context.layer, 'the size of an operand along the axis is not known');
      const from = start;
      start += size;
      return context.wanted(index) ? slice(context.graph, g, [axis], [from], [start]) : undefined;
    });
  }),
  // The parts put together again, with zeros for those that nothing depends on.
  Split: {
    backward: (context) => [
      context.graph.one(
        'Concat',
        context.outputs.map((output, index) => context.upstream[index] ?? zerosLike(context, output)),
        { axis: { int: int(context.attributes, 'axis') ?? 0 } },
      ),
    ],
    outputs: ([, sizes], attributes) => numbersOf(sizes)?.length ?? int(attributes, 'num_outputs') ?? 1,
  },
  Slice: derivative((g, context) => {
    const x = input(context, 0);
    if (isReversal(context)) return [context.graph.one('Slice', [g, ...context.inputs.slice(1)])];
    const shape = shapeOf(x);
    const starts = numbersOf(context.inputs[1]);
    const ends = numbersOf(context.inputs[2]);
    const axes = context.inputs[3] ? numbersOf(context.inputs[3]) : starts?.map((_, axis) => axis);
    const steps = context.inputs[4] ? numbersOf(context.inputs[4]) : starts?.map(() => 1);
    const [axis] = axes ? positive(axes, shape.length) : [];
    if (
      axes?.length === 1 &&
      axis !== undefined &&
      !(starts && ends && isKnown(shape[axis] ?? NaN) && steps?.[0] === 1)
    )
      return [slicedPlaces(context, x, g, axis)];
    if (!starts || !ends || !axes || !steps?.every((step) => step === 1))
      throw new NotDifferentiable('Slice', context.layer, 'its range is not constant or has a step');
    const before = shape.map(() => 0);
    const after = shape.map(() => 0);
    positive(axes, shape.length).forEach((axis, index) => {
      const size = shape[axis];
      if (size === undefined || !isKnown(size))
        throw new NotDifferentiable('Slice', context.layer, 'the size of the axis that is cut is not known');
      before[axis] = clampIndex(starts[index] as number, size);
      after[axis] = size - Math.max(clampIndex(ends[index] as number, size), before[axis]);
    });
    return [pad(context.graph, g, before, after)];
  }),
  Pad: derivative((g, context) => {
    const pads = numbersOf(context.inputs[1]);
    if (!pads || context.inputs[3] || (string(context.attributes, 'mode') ?? 'constant') !== 'constant')
      throw new NotDifferentiable('Pad', context.layer, 'only constant padding by known sizes has a derivative here');
    const rank = pads.length / 2;
    const padded = pads
      .slice(0, rank)
      .flatMap((size, axis) => (size > 0 || (pads[axis + rank] ?? 0) > 0 ? [axis] : []));
    const starts = padded.map((axis) => pads[axis] as number);
    const ends = padded.map((axis) => ((pads[axis + rank] ?? 0) > 0 ? -(pads[axis + rank] as number) : TO_THE_END));
    return [padded.length === 0 ? g : slice(context.graph, g, padded, starts, ends)];
  }),
  // Rows that were taken several times have the sum of their gradients.
  Gather: derivative((g, context) => {
    const { graph } = context;
    const data = input(context, 0);
    const rank = shapeOf(data).length;
    const axis = positive([int(context.attributes, 'axis') ?? 0], rank)[0] as number;
    return [scatteredAlong(context, zerosLike(context, data), cast(graph, input(context, 1), 'int64'), g, axis)];
  }),
  GatherElements: derivative((g, context) => {
    const axis = int(context.attributes, 'axis') ?? 0;
    const attributes = { axis: { int: axis }, reduction: { string: 'add' } };
    return [
      context.graph.one('ScatterElements', [zerosLike(context, input(context, 0)), input(context, 1), g], attributes),
    ];
  }),
};

/** A tensor to which gradients are added at places along an axis; the axes of the places stand in its place there. */
function scatteredAlong(
  { graph }: BackwardContext,
  zeros: SymbolicTensor,
  indices: SymbolicTensor,
  g: SymbolicTensor,
  axis: number,
): SymbolicTensor {
  const rows = graph.one('Unsqueeze', [indices, integers(graph, [-1])]);
  const scattered = (to: SymbolicTensor, gradient: SymbolicTensor) =>
    graph.one('ScatterND', [to, rows, gradient], { reduction: { string: 'add' } });
  if (axis === 0) return scattered(zeros, g);
  // The axis that was gathered along, and those of the indices in its place, to the front and back again.
  const rank = shapeOf(zeros).length;
  const count = shapeOf(indices).length;
  const to = [axis, ...Array.from({ length: rank }, (_, at) => at).filter((at) => at !== axis)];
  const places = Array.from({ length: count }, (_, at) => axis + at);
  const others = Array.from({ length: rank - 1 }, (_, at) => (at < axis ? at : at + count));
  const first = (tensor: SymbolicTensor, perm: readonly number[]) =>
    graph.one('Transpose', [tensor], { perm: { ints: perm } });
  return first(
    scattered(first(zeros, to), first(g, [...places, ...others])),
    to.map((_, at) => to.indexOf(at)),
  );
}

/** What a Slice of one axis took, in steps or of a size that is known only when it runs: put back where it stood. */
function slicedPlaces(context: BackwardContext, x: SymbolicTensor, g: SymbolicTensor, axis: number): SymbolicTensor {
  const { graph, inputs } = context;
  const size = graph.one('Shape', [x], { start: { int: axis }, end: { int: axis + 1 } });
  const number = (value: number) => scalar(graph, value, 'int64');
  const all = graph.one('Range', [number(0), graph.one('Squeeze', [size, integers(graph, [0])]), number(1)]);
  const [, starts, ends, , steps] = inputs;
  const taken = graph.one('Slice', [all, starts, ends, integers(graph, [0]), ...(steps ? [steps] : [])]);
  return scatteredAlong(context, zerosLike(context, x), taken, g, axis);
}

/** Whether a Slice takes all elements of its axes, from the last to the first. */
function isReversal({ inputs: [, starts, ends, axes, steps] }: BackwardContext): boolean {
  const every = (operand: SymbolicTensor | undefined, holds: (value: number) => boolean) =>
    numbersOf(operand)?.every(holds) === true;
  return (
    axes !== undefined &&
    every(starts, (start) => start === -1) &&
    every(ends, (end) => end <= -(2 ** 31)) &&
    every(steps, (step) => step === -1)
  );
}

/** Zeros in a tensor's shape. */
export function zerosLike({ graph }: BackwardContext, tensor: SymbolicTensor): SymbolicTensor {
  return graph.one('Expand', [scalar(graph, 0, tensor.dtype), graph.one('Shape', [tensor])]);
}

export function slice(
  graph: GraphBuilder,
  tensor: SymbolicTensor,
  axes: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  steps: readonly number[] = axes.map(() => 1),
): SymbolicTensor {
  const range = [starts, ends, axes, ...(steps.every((step) => step === 1) ? [] : [steps])];
  return graph.one('Slice', [tensor, ...range.map((values) => integers(graph, values))]);
}

export function pad(
  graph: GraphBuilder,
  tensor: SymbolicTensor,
  before: readonly number[],
  after: readonly number[],
): SymbolicTensor {
  if ([...before, ...after].every((size) => size === 0)) return tensor;
  return graph.one('Pad', [tensor, integers(graph, [...before, ...after]), scalar(graph, 0, tensor.dtype)]);
}

/** Where a start or an end that may count from the back lies on an axis. */
function clampIndex(index: number, size: number): number {
  return Math.min(Math.max(index < 0 ? index + size : index, 0), size);
}
