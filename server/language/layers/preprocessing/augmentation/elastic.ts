import { elementTypeNumbers } from '../../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../../tensor/graph-builder.js';
import { integers } from '../../scalar.js';
import { byChance } from './colours.js';
import { factorOf, type PictureChange, valueRangeOf } from './factors.js';
import { clipped, type Drawn, drawnOnce, number, type Pictures, tensor, times } from './pictures.js';
import { gathered, ifInside, ramp, type Sampling, type Taken } from './warp.js';

const share = { low: 0, high: 1 };

/** Pictures as if they were drawn on rubber, by the names of the layers. */
export const elastic: Readonly<Record<string, PictureChange>> = {
  RandomElasticTransform(pictures, args) {
    const { graph, x } = pictures;
    const [scales, factor] = [factorOf(args['scale'], share), factorOf(args['factor'], share)];
    if (scales[1] === 0 || factor[1] === 0) return x;
    const noise = graph.one('RandomNormalLike', [graph.one('Mul', [oneChannel(pictures), number(graph, 0)])]);
    const pushed = stretched(
      pictures,
      noise,
      { most: scales[1], by: drawnOnce(pictures, scales) },
      {
        fill_mode: args['fill_mode'] as Sampling['fill_mode'],
        fill_value: Number(args['fill_value']),
        interpolation: args['interpolation'] as Sampling['interpolation'],
      },
    );
    return clipped(graph, byChance(pictures, factor, pushed), ...valueRangeOf(args, false));
  },
};

/** How far pixels move, as a share; and the largest that it may be. */
export interface Stretch {
  readonly by: Drawn;
  readonly most: number;
}

/**
 * Pixels come from where smoothed noise (batch, height, width, 1) pushes them: as far down as to the right, as Keras
 * draws both from one seed.
 */
export function stretched(
  pictures: Pictures,
  noise: SymbolicTensor,
  { by, most }: Stretch,
  sampling: Sampling,
): SymbolicTensor {
  const { graph, height, width } = pictures;
  const shorter = 0.05 * Math.min(height, width);
  const sigma = tensor(graph, times(graph, by, shorter));
  const lines = graph.one('Transpose', [graph.one('Mul', [noise, sigma])], { perm: { ints: [0, 3, 1, 2] } });
  const smooth = smoothed(graph, lines, sigma, 3 * Math.floor(shorter * most));
  const pushed = graph.one('Squeeze', [smooth, integers(graph, [1])]);
  const push = graph.one('Mul', [pushed, tensor(graph, times(graph, by, 0.1 * Math.max(height, width)))]);
  const columns = taken(graph, graph.one('Add', [push, ramp(graph, width, [1, 1, width])]), width, sampling);
  const rows = taken(graph, graph.one('Add', [push, ramp(graph, height, [1, height, 1])]), height, sampling);
  return gathered(pictures, columns, rows, sampling);
}

function oneChannel({ graph, x }: Pictures): SymbolicTensor {
  const [from, to, axis] = [0, 1, 3].map((each) => integers(graph, [each])) as [
    SymbolicTensor,
    SymbolicTensor,
    SymbolicTensor,
  ];
  return graph.one('Slice', [x, from, to, axis]);
}

/** Filtered by a bell curve along both axes, with zeros around: three times the whole part of its width to each side. */
function smoothed(graph: GraphBuilder, x: SymbolicTensor, sigma: SymbolicTensor, most: number): SymbolicTensor {
  if (most === 0) return x;
  const size = 2 * most + 1;
  const places = graph.constant({
    dtype: 'float32',
    shape: [size],
    data: Float32Array.from({ length: size }, (_, i) => i - most),
  });
  const away = graph.one('Div', [places, sigma]);
  const heights = graph.one('Exp', [graph.one('Mul', [graph.one('Mul', [away, away]), number(graph, -0.5)])]);
  const reach = graph.one('Mul', [graph.one('Floor', [sigma]), number(graph, 3)]);
  const near = graph.one('LessOrEqual', [graph.one('Abs', [places]), reach]);
  const kept = graph.one('Where', [near, heights, number(graph, 0)]);
  const bell = graph.one('Div', [kept, graph.one('ReduceSum', [kept, integers(graph, [0])], { keepdims: { int: 1 } })]);
  const along = (input: SymbolicTensor, shape: readonly number[], pads: readonly number[]) =>
    graph.one('Conv', [input, graph.one('Reshape', [bell, integers(graph, shape)])], { pads: { ints: pads } });
  return along(along(x, [1, 1, 1, size], [0, most, 0, most]), [1, 1, size, 1], [most, 0, most, 0]);
}

/** The pixels that a place takes, as Keras's `map_coordinates` finds them. */
function taken(graph: GraphBuilder, place: SymbolicTensor, size: number, sampling: Sampling): readonly Taken[] {
  const open = sampling.fill_mode === 'constant';
  const one = (at: SymbolicTensor, part: SymbolicTensor | undefined): Taken => ({
    index: graph.one('Cast', [brought(graph, at, size, sampling.fill_mode)], { to: { int: elementTypeNumbers.int64 } }),
    share: open ? ifInside(graph, at, size, part) : part,
  });
  if (sampling.interpolation === 'nearest') return [one(graph.one('Round', [place]), undefined)];
  const lower = graph.one('Floor', [place]);
  const above = graph.one('Sub', [place, lower]);
  return [
    one(lower, graph.one('Sub', [number(graph, 1), above])),
    one(graph.one('Add', [lower, number(graph, 1)]), above),
  ];
}

/** Whole places beyond the edges as places in the picture. */
function brought(graph: GraphBuilder, at: SymbolicTensor, size: number, mode: Sampling['fill_mode']): SymbolicTensor {
  const within = (x: SymbolicTensor, period: number) => {
    const rounds = graph.one('Floor', [graph.one('Div', [x, number(graph, period)])]);
    return graph.one('Sub', [x, graph.one('Mul', [rounds, number(graph, period)])]);
  };
  if (mode === 'wrap') return clipped(graph, within(at, size), 0, size - 1);
  if (mode === 'reflect') {
    // Keras's `reflect` mirrors about the first pixel on one side, and about the edge on the other.
    const counted = within(graph.one('Abs', [at]), 2 * size);
    const mirrored = graph.one('Sub', [number(graph, 2 * size - 1), counted]);
    return clipped(graph, graph.one('Min', [counted, mirrored]), 0, size - 1);
  }
  return clipped(graph, at, 0, size - 1);
}
