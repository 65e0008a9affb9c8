import { isKnown } from '../tensor/dim.js';
import type { TensorData } from '../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import { integers } from './scalar.js';

/** How values between pixels are found, as `tf.image.resize` does it without antialiasing. */
export const interpolations = ['nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5'] as const;
export type Interpolation = (typeof interpolations)[number];

/** Resized pictures: (…, height, width, channels), or (…, channels, height, width). undefined where a size is not known. */
export function resample(
  graph: GraphBuilder,
  x: SymbolicTensor,
  [height, width]: readonly [number, number],
  interpolation: Interpolation,
  channelsFirst: boolean,
): SymbolicTensor | undefined {
  const shape = x.shape ?? [];
  const rank = shape.length;
  const [rows, columns] = channelsFirst ? shape.slice(-2) : shape.slice(-3, -1);
  const channels = channelsFirst ? 1 : shape.at(-1);
  if (rows === undefined || columns === undefined || channels === undefined) return undefined;
  if (!isKnown(rows) || !isKnown(columns) || !isKnown(channels)) return undefined;
  const high = graph.constant(matrix(interpolation, rows, height));
  const wide = graph.constant(matrix(interpolation, columns, width));
  if (channelsFirst) {
    const turned = graph.one('Transpose', [wide], { perm: { ints: [1, 0] } });
    return graph.one('MatMul', [graph.one('MatMul', [high, x]), turned]);
  }
  // Of channels last, a row of a picture is one row of a matrix: no axis has to be moved.
  const leading = Array.from({ length: rank - 3 }, () => 0);
  const flat = graph.one('Reshape', [x, integers(graph, [...leading, rows, columns * channels])]);
  const tall = graph.one('MatMul', [high, flat]);
  return graph.one('MatMul', [
    wide,
    graph.one('Reshape', [tall, integers(graph, [...leading, height, columns, channels])]),
  ]);
}

const matrices = new Map<string, TensorData>();
/** Matrices kept at most: a program's own sizes may change with each keystroke. */
const KEPT = 50;

/** What each place along an axis takes of each place before: (after, before). It is counted when a run reads it: on shapes nobody does. */
export function matrix(interpolation: Interpolation, before: number, after: number): TensorData {
  const key = `${interpolation} ${before} ${after}`;
  let found = matrices.get(key);
  if (!found) {
    if (matrices.size >= KEPT) matrices.clear();
    let data: Float32Array | undefined;
    found = {
      dtype: 'float32',
      shape: [after, before],
      get data() {
        data ??= elements(interpolation, before, after);
        return data;
      },
    };
    matrices.set(key, found);
  }
  return found;
}

function elements(interpolation: Interpolation, before: number, after: number): Float32Array {
  const data = new Float32Array(before * after);
  for (let i = 0; i < after; i += 1) {
    for (const [place, share] of sharesOf(interpolation, before, after, i)) {
      const at = i * before + place;
      data[at] = (data[at] as number) + share;
    }
  }
  return data;
}

type Shares = readonly (readonly [place: number, share: number])[];

/** What place `i` along a resized axis takes of each place before. */
export function sharesOf(interpolation: Interpolation, before: number, after: number, i: number): Shares {
  // Where the middle of the pixel lies, counted in pixels before, whose middles lie at halves.
  const middle = (i + 0.5) * Math.fround(before / after);
  switch (interpolation) {
    case 'nearest':
      return [[Math.min(before - 1, Math.floor(middle)), 1]];
    case 'bilinear': {
      const first = Math.floor(middle - 0.5);
      const share = middle - 0.5 - first;
      const inside = (place: number) => Math.max(0, Math.min(before - 1, place));
      return [
        [inside(first), 1 - share],
        [inside(first + 1), share],
      ];
    }
    case 'bicubic':
      return cubic(before, middle - 0.5);
    case 'lanczos3':
      return lanczos(before, scaled(before, after, i), 3);
    case 'lanczos5':
      return lanczos(before, scaled(before, after, i), 5);
  }
}

/** The middle by the operation that resizes by kernels: it takes the factor and its inverse, both rounded. */
const scaled = (before: number, after: number, i: number) =>
  Math.fround((i + 0.5) * Math.fround(1 / Math.fround(after / before)));

/** TensorFlow reads the cubic's values from a table of so many places. */
const TABLE = 1024;

/** Keys's cubic with a = -1/2; what lies outside the picture counts nothing. */
function cubic(before: number, place: number): Shares {
  const first = Math.floor(place);
  const offset = Math.round((place - first) * TABLE) / TABLE;
  const near = (x: number) => (1.5 * x - 2.5) * x * x + 1;
  const far = (x: number) => ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return normal(before, [
    [first - 1, far(offset + 1)],
    [first, near(offset)],
    [first + 1, near(1 - offset)],
    [first + 2, far(2 - offset)],
  ]);
}

function lanczos(before: number, middle: number, radius: number): Shares {
  const shares: [number, number][] = [];
  const last = Math.min(before - 1, Math.floor(middle + radius - 0.5));
  for (let place = Math.max(0, Math.ceil(middle - radius - 0.5)); place <= last; place += 1) {
    const x = Math.fround(Math.abs(place + 0.5 - Math.fround(middle)));
    const share =
      x >= radius
        ? 0
        : x <= 1e-3
          ? 1
          : (radius * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / radius)) / (Math.PI * Math.PI * x * x);
    shares.push([place, share]);
  }
  return normal(before, shares);
}

/** Those inside the picture, so that they sum to 1. */
function normal(before: number, shares: Shares): Shares {
  const inside = shares.filter(([place]) => place >= 0 && place < before);
  const sum = inside.reduce((all, [, share]) => all + share, 0);
  return inside.map(([place, share]) => [place, share / sum]);
}
