import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { constant, integers, scalar } from '../constants.js';
import { shapeOf } from '../derivatives/broadcast.js';
import { type BackwardContext, derivative } from '../derivatives/derivative.js';
import { product, transposedProduct } from '../derivatives/matmul.js';
import { pad, slice } from '../derivatives/reshape.js';
import type { KnownWindow } from '../derivatives/window.js';
import type { Tape } from '../tape.js';
import { gradientsOfMaximum, type Maximum, maximumOf } from './maxima.js';
import { foldedRows, type UnfoldedWindow, unfoldedWindow } from './unfolded-window.js';

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
  { x, weights, window }: Convolution,
  unfolded: UnfoldedWindow,
  { taken, maximum }: Saved,
): readonly (SymbolicTensor | undefined)[] {
  const outputs = shapeOf(weights)[1] as number;
  const flat = graph.one('Reshape', [g, integers(graph, [-1, outputs])]);
  const parts = gradientsOfMaximum(graph, maximum, flat);
  const [first, ...others] = parts.map((part, index) =>
    wanted(1) ? transposedProduct(graph, taken[index] as SymbolicTensor, part) : undefined,
  );
  return [
    wanted(0) ? folded(graph, x, weights, parts, window, unfolded) : undefined,
    others.reduce((sum, each) => sum && each && graph.one('Add', [sum, each]), first),
    // Each element of g is in one of the parts.
    wanted(2) ? graph.one('ReduceSum', [flat, integers(graph, [0])], { keepdims: { int: 0 } }) : undefined,
  ];
}

/** The gradient for the input: each element's is the sum of those of the unfolded rows that it stands in. */
function folded(
  graph: GraphBuilder,
  x: SymbolicTensor,
  weights: SymbolicTensor,
  parts: readonly SymbolicTensor[],
  window: KnownWindow,
  unfolded: UnfoldedWindow,
): SymbolicTensor {
  const channels = shapeOf(x).at(-1) as number;
  const [width = NaN, outputs = NaN] = shapeOf(weights) as readonly number[];
  const steps = unfolded.output.reduce((product, each) => product * each, 1);
  const rows = parts.length * steps * (width / channels);
  const places = foldedRows(unfolded, window, rows);
  const isMissing = places.some((each) => each.includes(rows));
  const gradients = parts.map((part) => graph.one('Reshape', [part, integers(graph, [-1, steps, outputs])]));
  // A step more, of no gradient, gives the rows for elements that stand in fewer.
  const all = [...gradients, ...(isMissing ? [noGradient(graph, gradients[0] as SymbolicTensor)] : [])];
  const whole = all.length === 1 ? (all[0] as SymbolicTensor) : graph.one('Concat', all, { axis: { int: 1 } });
  const products = product(graph, graph.one('Reshape', [whole, integers(graph, [-1, outputs])]), weights, {
    transB: true,
  });
  const count = isMissing ? rows + width / channels : rows;
  const unsummed = graph.one('Reshape', [products, integers(graph, [-1, count, channels])]);
  const size = window.input.reduce((product, each) => product * each, 1);
  const isAll =
    places.length === 1 && count === size && (places[0] as readonly number[]).every((row, at) => row === at);
  const found = isAll
    ? unsummed
    : graph.one('Gather', [unsummed, constant(graph, places.flat(), 'int64', [places.length, size])], {
        axis: { int: 1 },
      });
  const sum =
    isAll || places.length === 0
      ? found
      : graph.one('ReduceSum', [found, integers(graph, [1])], { keepdims: { int: 0 } });
  return graph.one('Reshape', [sum, integers(graph, [-1, ...window.input, channels])]);
}

/** Zeros as large as one step of all samples. */
function noGradient(graph: GraphBuilder, gradients: SymbolicTensor): SymbolicTensor {
  const shape = graph.one('Shape', [slice(graph, gradients, [1], [0], [1])]);
  return graph.one('Expand', [scalar(graph, 0, gradients.dtype), shape]);
}
