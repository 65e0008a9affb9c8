import { elementTypeNumbers } from '../../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../../tensor/graph-builder.js';
import { integers } from '../../scalar.js';
import { clipped, type Drawn, number, type Pictures, plus, tensor, times } from './pictures.js';

/**
 * Where each pixel of the result comes from, as pixels are counted: x' = a0·x + a1·y + a2 and y' = b0·x + b1·y + b2, both
 * divided by c0·x + c1·y + 1 where there is a `c`. A number that differs from picture to picture has the axes (batch, 1, 1).
 */
export interface Transform {
  readonly a: readonly [Drawn, Drawn, Drawn];
  readonly b: readonly [Drawn, Drawn, Drawn];
  readonly c?: readonly [Drawn, Drawn];
}

/** What stands beyond the edges, and between the pixels. */
export interface Sampling {
  readonly fill_mode: 'reflect' | 'wrap' | 'constant' | 'nearest';
  readonly fill_value: number;
  readonly interpolation: 'nearest' | 'bilinear';
}

/** Along one axis: which pixels a place takes, and how much of each; without a share it takes the one pixel whole. */
export interface Taken {
  readonly index: SymbolicTensor;
  readonly share: SymbolicTensor | undefined;
}

/** Pictures of the same size whose pixels come from other places, as TensorFlow's ImageProjectiveTransformV3 takes them. */
export function warped(pictures: Pictures, { a, b, c }: Transform, sampling: Sampling): SymbolicTensor {
  const { graph, height, width } = pictures;
  const across = ramp(graph, width, [1, 1, width]);
  const down = ramp(graph, height, [1, height, 1]);
  const sum = ([byX, byY, offset]: Transform['a']) =>
    tensor(graph, plus(graph, plus(graph, times(graph, byX, across), times(graph, byY, down)), offset));
  const depth = c && sum([...c, 1]);
  const place = (terms: Transform['a']) => (depth ? projected(graph, sum(terms), depth) : sum(terms));
  const columns = takenAt(graph, place(a), width, sampling);
  const rows = takenAt(graph, place(b), height, sampling);
  return gathered(pictures, columns, rows, sampling);
}

/** Divided by the depth; what has none lies outside. */
function projected(graph: GraphBuilder, place: SymbolicTensor, depth: SymbolicTensor): SymbolicTensor {
  const flat = graph.one('Equal', [depth, number(graph, 0)]);
  const divided = graph.one('Div', [place, graph.one('Where', [flat, number(graph, 1), depth])]);
  return graph.one('Where', [flat, number(graph, -2), divided]);
}

/** Pictures of the same size, each pixel put together from the pixels that its place takes, (batch, height, width). */
export function gathered(
  pictures: Pictures,
  columns: readonly Taken[],
  rows: readonly Taken[],
  sampling: Pick<Sampling, 'fill_mode' | 'fill_value'>,
): SymbolicTensor {
  const { graph, x, width, channels } = pictures;
  const pixels = graph.one('Reshape', [x, integers(graph, [-1, channels])]);
  const first = firstPixels(pictures);
  const lines = rows.map((row) => {
    const line = graph.one('Add', [first, graph.one('Mul', [row.index, whole(graph, width)])]);
    const parts = columns.map((column) =>
      shared(graph, graph.one('Gather', [pixels, graph.one('Add', [line, column.index])]), column.share),
    );
    return shared(graph, sum(graph, parts), row.share);
  });
  const inside = { ...sum(graph, lines), shape: x.shape };
  if (sampling.fill_mode !== 'constant' || sampling.fill_value === 0) return inside;
  // What the shares lack of 1 lies outside.
  const covered = graph.one('Mul', [total(graph, rows), total(graph, columns)]);
  const rest = graph.one('Sub', [number(graph, 1), covered]);
  const filled = graph.one('Mul', [rest, number(graph, sampling.fill_value)]);
  return { ...graph.one('Add', [inside, lastAxis(graph, filled)]), shape: x.shape };
}

function takenAt(graph: GraphBuilder, place: SymbolicTensor, size: number, sampling: Sampling): readonly Taken[] {
  const inPicture = mapped(graph, place, size, sampling.fill_mode);
  const open = sampling.fill_mode === 'constant';
  const taken = (at: SymbolicTensor, share: SymbolicTensor | undefined): Taken => ({
    index: graph.one('Cast', [clipped(graph, at, 0, size - 1)], { to: { int: elementTypeNumbers.int64 } }),
    share: open ? ifInside(graph, at, size, share) : share,
  });
  if (sampling.interpolation === 'nearest') return [taken(rounded(graph, inPicture), undefined)];
  const lower = graph.one('Floor', [inPicture]);
  const upper = graph.one('Add', [lower, number(graph, 1)]);
  return [taken(lower, graph.one('Sub', [upper, inPicture])), taken(upper, graph.one('Sub', [inPicture, lower]))];
}

/** Places beyond the edges as places in the picture; of `constant` they stay where they are. */
function mapped(graph: GraphBuilder, place: SymbolicTensor, size: number, mode: Sampling['fill_mode']): SymbolicTensor {
  if (mode === 'constant') return place;
  const clamped = (x: SymbolicTensor) => clipped(graph, x, 0, size - 1);
  if (mode === 'nearest' || size === 1) return clamped(place);
  const below = graph.one('Less', [place, number(graph, 0)]);
  const distance = graph.one('Abs', [place]);
  if (mode === 'reflect') {
    // a b c d | d c b a: the picture and its mirror image, over and over.
    const period = number(graph, 2 * size);
    const times = graph.one('Floor', [graph.one('Div', [distance, period])]);
    const within = graph.one('Sub', [distance, graph.one('Mul', [times, period])]);
    const counted = graph.one('Where', [below, graph.one('Sub', [within, number(graph, 1)]), within]);
    const mirrored = graph.one('Sub', [number(graph, 2 * size - 1), counted]);
    return clamped(
      graph.one('Where', [graph.one('GreaterOrEqual', [counted, number(graph, size)]), mirrored, counted]),
    );
  }
  const rounds = graph.one('Floor', [graph.one('Div', [distance, number(graph, size - 1)])]);
  const length = number(graph, size);
  const raised = graph.one('Add', [place, graph.one('Mul', [graph.one('Add', [rounds, number(graph, 1)]), length])]);
  const lowered = graph.one('Sub', [place, graph.one('Mul', [rounds, length])]);
  const beyond = graph.one('Greater', [place, number(graph, size - 1)]);
  return clamped(graph.one('Where', [below, raised, graph.one('Where', [beyond, lowered, place])]));
}

/** Halves go away from 0. */
function rounded(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const distance = graph.one('Floor', [graph.one('Add', [graph.one('Abs', [x]), number(graph, 0.5)])]);
  return graph.one('Mul', [graph.one('Sign', [x]), distance]);
}

/** The share of a place that lies in the picture, 0 of one that does not. */
export function ifInside(
  graph: GraphBuilder,
  at: SymbolicTensor,
  size: number,
  share: SymbolicTensor | undefined,
): SymbolicTensor {
  const fits = graph.one('And', [
    graph.one('GreaterOrEqual', [at, number(graph, 0)]),
    graph.one('LessOrEqual', [at, number(graph, size - 1)]),
  ]);
  return graph.one('Where', [fits, share ?? number(graph, 1), number(graph, 0)]);
}

function shared(graph: GraphBuilder, pixels: SymbolicTensor, share: SymbolicTensor | undefined): SymbolicTensor {
  return share ? graph.one('Mul', [pixels, lastAxis(graph, share)]) : pixels;
}

function lastAxis(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return x.shape?.length === 0 ? x : graph.one('Unsqueeze', [x, integers(graph, [3])]);
}

function sum(graph: GraphBuilder, parts: readonly SymbolicTensor[]): SymbolicTensor {
  return parts.reduce((a, b) => graph.one('Add', [a, b]));
}

function total(graph: GraphBuilder, taken: readonly Taken[]): SymbolicTensor {
  return sum(
    graph,
    taken.map(({ share }) => share ?? number(graph, 1)),
  );
}

/** The number of each picture's first pixel among all, (batch, 1, 1). */
function firstPixels({ graph, x, height, width }: Pictures): SymbolicTensor {
  const size = graph.one('Shape', [x], { start: { int: 0 }, end: { int: 1 } });
  const count = graph.one('Squeeze', [size, integers(graph, [0])]);
  const all = graph.one('Range', [whole(graph, 0), count, whole(graph, 1)]);
  const first = graph.one('Mul', [all, whole(graph, height * width)]);
  return graph.one('Unsqueeze', [first, integers(graph, [1, 2])]);
}

function whole(graph: GraphBuilder, value: number): SymbolicTensor {
  return graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(value)) });
}

/** 0, 1, 2 … along one axis. */
export function ramp(graph: GraphBuilder, count: number, shape: readonly number[]): SymbolicTensor {
  return graph.constant({ dtype: 'float32', shape, data: Float32Array.from({ length: count }, (_, i) => i) });
}
