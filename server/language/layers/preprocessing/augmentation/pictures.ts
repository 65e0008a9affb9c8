import { isKnown } from '../../../tensor/dim.js';
import { elementTypeNumbers } from '../../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../../tensor/graph-builder.js';
import type { LayerArguments } from '../../layer.js';
import { onesOf } from '../../regularization/noise-shape.js';
import { integers, scalar } from '../../scalar.js';

/** A batch of pictures of float32, (batch, height, width, channels). */
export interface Pictures {
  readonly graph: GraphBuilder;
  readonly x: SymbolicTensor;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Hands out numbers that were drawn before, in their order; then those that are made. Left out: all are made. */
  readonly draw?: (make: () => SymbolicTensor) => SymbolicTensor;
}

/** A number that is the same for all pictures, or a tensor with one for each. */
export type Drawn = number | SymbolicTensor;

/**
 * What a function on batches of pictures makes of one picture or a batch of them, channels first or last. undefined where
 * a size is not known.
 */
export function onPictures(
  graph: GraphBuilder,
  given: SymbolicTensor,
  args: LayerArguments,
  change: (pictures: Pictures) => SymbolicTensor,
): SymbolicTensor | undefined {
  const rank = given.shape?.length;
  if (rank !== 3 && rank !== 4) return undefined;
  const single = rank === 3;
  const first = args['data_format'] === 'channels_first';
  const zero = integers(graph, [0]);
  const batch = single ? graph.one('Unsqueeze', [inFloat32(graph, given), zero]) : inFloat32(graph, given);
  const x = first ? graph.one('Transpose', [batch], { perm: { ints: [0, 2, 3, 1] } }) : batch;
  const [height, width, channels] = x.shape?.slice(1) ?? [];
  if (height === undefined || width === undefined || channels === undefined) return undefined;
  if (!isKnown(height) || !isKnown(width) || !isKnown(channels)) return undefined;
  const changed = change({ graph, x, height, width, channels });
  const placed = first ? graph.one('Transpose', [changed], { perm: { ints: [0, 3, 1, 2] } }) : changed;
  return single ? graph.one('Squeeze', [placed, zero]) : placed;
}

export function inFloat32(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return x.dtype === 'float32' ? x : graph.one('Cast', [x], { to: { int: elementTypeNumbers.float32 } });
}

/** A number from `low` to `high` for each picture, with so many axes of size 1 after that of the batch; a range of one point is that point. */
export function drawn({ graph, x, draw }: Pictures, [low, high]: readonly [number, number], axes = 3): Drawn {
  if (low === high) return low;
  const make = () => {
    const like = onesOf(graph, x, [null, ...Array.from({ length: axes }, () => 1)]);
    return graph.one('RandomUniformLike', [like], { low: { float: low }, high: { float: high } });
  };
  return draw ? draw(make) : make();
}

/** Each call gives a `draw` that hands out the same numbers, in the same order. */
export function redrawing(): () => NonNullable<Pictures['draw']> {
  const all: SymbolicTensor[] = [];
  return () => {
    let place = 0;
    return (make) => {
      const found = all[place] ?? make();
      all[place] = found;
      place += 1;
      return found;
    };
  };
}

/** A number for all pictures alike, without axes. */
export function drawnOnce({ graph }: Pictures, [low, high]: readonly [number, number]): Drawn {
  if (low === high) return low;
  return graph.one('RandomUniform', [], { shape: { ints: [] }, low: { float: low }, high: { float: high } });
}

export function plus(graph: GraphBuilder, a: Drawn, b: Drawn): Drawn {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (a === 0) return b;
  return b === 0 ? a : graph.one('Add', [tensor(graph, a), tensor(graph, b)]);
}

export function minus(graph: GraphBuilder, a: Drawn, b: Drawn): Drawn {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return b === 0 ? a : graph.one('Sub', [tensor(graph, a), tensor(graph, b)]);
}

export function times(graph: GraphBuilder, a: Drawn, b: Drawn): Drawn {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a === 0 || b === 0) return 0;
  if (a === 1) return b;
  return b === 1 ? a : graph.one('Mul', [tensor(graph, a), tensor(graph, b)]);
}

/** A number as a tensor without axes. */
export function tensor(graph: GraphBuilder, value: Drawn): SymbolicTensor {
  return typeof value === 'number' ? number(graph, value) : value;
}

export function number(graph: GraphBuilder, value: number): SymbolicTensor {
  return scalar(graph, value, { name: '', dtype: 'float32', shape: [] });
}

/** Values brought back between two bounds. */
export function clipped(graph: GraphBuilder, x: SymbolicTensor, low: number, high: number): SymbolicTensor {
  return graph.one('Clip', [x, number(graph, low), number(graph, high)]);
}
