import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { constant, integers, scalar } from '../constants.js';
import { shapeOf } from '../derivatives/broadcast.js';
import { type BackwardContext, derivative } from '../derivatives/derivative.js';
import { transposedProduct } from '../derivatives/matmul.js';
import { pad, slice } from '../derivatives/reshape.js';
import type { KnownWindow } from '../derivatives/window.js';
import type { Tape } from '../tape.js';
import { foldingOf } from './folding.js';
import { gradientsOfMaximum, type Maximum, maximumOf } from './maxima.js';
import { rowOf, type UnfoldedWindow, unfoldedWindow } from './unfolded-window.js';

/** A convolution with the pool behind it, if one is: operands with channels last. */
export interface Convolution {
  /** (batch, …sizes, channels). */
  readonly x: SymbolicTensor;
  /** (places in the window · channels, outputs). */
  readonly weights: SymbolicTensor;
  readonly bias: SymbolicTensor | undefined;
  readonly window: KnownWindow;
  /** Sizes of the windows, side by side, of which the largest is taken. */
  readonly pool: readonly number[] | undefined;
}

/**
 * A convolution as a matrix product over all samples and steps, (batch, …sizes, outputs). The unfolded input is kept for the
 * gradient of the weights, which is a product with it, too. Steps are taken in the pool's order: what is first in each of
 * its windows, what is second, and so on are tensors of their own, and the pool and its gradient compare them as they lie.
 */
export function unfoldedConvolution(tape: Tape, convolution: Convolution): SymbolicTensor {
  const { x, weights, bias, window, pool } = convolution;
  const unfolded = unfoldedWindow(window, pool);
  const saved: Saved[] = [];
  return tape.compound(
    'Conv',
    [x, weights, bias],
    derivative((g, context) => backward(g, context, convolution, unfolded, saved[0] as Saved)),
    () => {
      const rows = rowsOf(tape, x, window, unfolded);
      const width = shapeOf(weights)[0] as number;
      const taken = unfolded.parts.map((part) => tape.one('Reshape', [rows(part.flat()), integers(tape, [-1, width])]));
      const maximum = maximumOf(
        tape,
        taken.map((part) => tape.one('Gemm', [part, weights, bias])),
      );
      saved.push({ taken, maximum });
      const outputs = shapeOf(weights)[1] as number;
      return tape.one('Reshape', [maximum.value, integers(tape, [-1, ...unfolded.output, outputs])]);
    },
  );
}

interface Saved {
  /** The unfolded input, part by part: (batch · steps, width). */
  readonly taken: readonly SymbolicTensor[];
  readonly maximum: Maximum;
}

/** Fewer channels than these are fewer bytes than copying them one by one is worth: numbers of one place in all samples are taken together. */
const FEW_CHANNELS = 8;

/** What takes rows of channels at places of the padded input: (batch, places, channels). */
function rowsOf(
  graph: GraphBuilder,
  x: SymbolicTensor,
  { before, after }: KnownWindow,
  { padded }: UnfoldedWindow,
): (places: readonly number[]) => SymbolicTensor {
  const channels = shapeOf(x).at(-1) as number;
  const size = padded.reduce((product, each) => product * each, 1);
  const rows = graph.one('Reshape', [
    pad(graph, x, [0, ...before, 0], [0, ...after, 0]),
    integers(graph, [-1, size, channels]),
  ]);
  const isAll = (places: readonly number[]) => places.length === size && places.every((place, at) => place === at);
  if (channels >= FEW_CHANNELS)
    return (places) =>
      isAll(places) ? rows : graph.one('Gather', [rows, integers(graph, places)], { axis: { int: 1 } });
  const turned = graph.one('Transpose', [rows], { perm: { ints: [1, 2, 0] } });
  return (places) => {
    if (isAll(places)) return rows;
    const taken = graph.one('Gather', [turned, integers(graph, places)], { axis: { int: 0 } });
    return graph.one('Transpose', [taken], { perm: { ints: [2, 0, 1] } });
  };
}

function backward(
  g: SymbolicTensor,
  { graph, wanted }: BackwardContext,
  convolution: Convolution,
  unfolded: UnfoldedWindow,
  { taken, maximum }: Saved,
): readonly (SymbolicTensor | undefined)[] {
  const { weights } = convolution;
  const outputs = shapeOf(weights)[1] as number;
  const flat = graph.one('Reshape', [g, integers(graph, [-1, outputs])]);
  const parts = gradientsOfMaximum(graph, maximum, flat);
  const [first, ...others] = parts.map((part, index) =>
    wanted(1) ? transposedProduct(graph, taken[index] as SymbolicTensor, part) : undefined,
  );
  return [
    wanted(0) ? folded(graph, weights, parts, convolution, unfolded) : undefined,
    others.reduce((sum, each) => sum && each && graph.one('Add', [sum, each]), first),
    // Each element of g is in one of the parts.
    wanted(2) ? graph.one('ReduceSum', [flat, integers(graph, [0])], { keepdims: { int: 0 } }) : undefined,
  ];
}

/** The gradient for the input, by the gradients of all parts' steps: (batch · steps, outputs) each. */
function folded(
  graph: GraphBuilder,
  weights: SymbolicTensor,
  parts: readonly SymbolicTensor[],
  { window, pool }: Convolution,
  { output }: UnfoldedWindow,
): SymbolicTensor {
  const [width, outputs] = shapeOf(weights) as readonly [number, number];
  const steps = sizeOf(output);
  const { isGathered, ...folding } = foldingOf(
    window,
    output.map((size, axis) => size * (pool?.[axis] ?? 1)),
    (step) => {
      const part = rowOf(
        step.map((at, axis) => at % (pool?.[axis] ?? 1)),
        pool ?? step.map(() => 1),
      );
      return (
        part * steps +
        rowOf(
          step.map((at, axis) => Math.floor(at / (pool?.[axis] ?? 1))),
          output,
        )
      );
    },
    parts.length * steps,
  );
  const channels = width / sizeOf(window.kernel);
  const gathered = sizeOf(window.kernel.filter((_, axis) => isGathered[axis]));
  const others = width / gathered;
  const isLeftOut = folding.sums.some((rows) => rows.includes(folding.rows));
  // A row more, of no step, gives the zeros for elements that have fewer to sum.
  const none = parts.length * steps;
  const taken = isLeftOut ? [...folding.steps, ...Array.from({ length: gathered }, () => none)] : folding.steps;
  const gradients = parts.map((part) => graph.one('Reshape', [part, integers(graph, [-1, steps, outputs])]));
  const all = [...gradients, ...(taken.includes(none) ? [noGradient(graph, gradients[0] as SymbolicTensor)] : [])];
  const whole = all.length === 1 ? (all[0] as SymbolicTensor) : graph.one('Concat', all, { axis: { int: 1 } });
  const rows = rowsAt(graph, whole, [taken], all.length > parts.length ? none + 1 : none);
  const products = graph.one('Gemm', [
    graph.one('Reshape', [rows, integers(graph, [-1, gathered * outputs])]),
    gatheredWeights(graph, weights, window.kernel, isGathered),
  ]);
  const count = folding.rows + (isLeftOut ? others / channels : 0);
  const found = rowsAt(
    graph,
    graph.one('Reshape', [products, integers(graph, [-1, count, channels])]),
    folding.sums,
    count,
  );
  const sum =
    folding.sums.length === 1 ? found : graph.one('ReduceSum', [found, integers(graph, [1])], { keepdims: { int: 0 } });
  return graph.one('Reshape', [sum, integers(graph, [-1, ...window.input, channels])]);
}

/** Rows of each sample, one list after the other along an axis of their own if there are several; `count` of them there are. */
function rowsAt(
  graph: GraphBuilder,
  rows: SymbolicTensor,
  lists: readonly (readonly number[])[],
  count: number,
): SymbolicTensor {
  const [first, ...others] = lists as readonly [readonly number[]];
  if (others.length === 0 && first.length === count && first.every((row, at) => row === at)) return rows;
  const places =
    others.length === 0 ? integers(graph, first) : constant(graph, lists.flat(), 'int64', [lists.length, first.length]);
  return graph.one('Gather', [rows, places], { axis: { int: 1 } });
}

/** (window · channels, outputs) as (gathered places · outputs, other places · channels). */
function gatheredWeights(
  graph: GraphBuilder,
  weights: SymbolicTensor,
  kernel: readonly number[],
  isGathered: readonly boolean[],
): SymbolicTensor {
  const [width, outputs] = shapeOf(weights) as readonly [number, number];
  const axes = kernel.map((_, axis) => axis);
  const perm = [
    ...axes.filter((axis) => isGathered[axis]),
    kernel.length + 1,
    ...axes.filter((axis) => !isGathered[axis]),
    kernel.length,
  ];
  const apart = graph.one('Reshape', [weights, integers(graph, [...kernel, width / sizeOf(kernel), outputs])]);
  const rows = outputs * sizeOf(kernel.filter((_, axis) => isGathered[axis]));
  return graph.one('Reshape', [
    graph.one('Transpose', [apart], { perm: { ints: perm } }),
    integers(graph, [rows, (width * outputs) / rows]),
  ]);
}

function sizeOf(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}

/** Zeros as large as one step of all samples. */
function noGradient(graph: GraphBuilder, gradients: SymbolicTensor): SymbolicTensor {
  const shape = graph.one('Shape', [slice(graph, gradients, [1], [0], [1])]);
  return graph.one('Expand', [scalar(graph, 0, gradients.dtype), shape]);
}
