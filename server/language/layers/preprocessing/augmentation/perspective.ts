import type { SymbolicTensor } from '../../../tensor/graph-builder.js';
import { byChance } from './colours.js';
import { factorOf, type PictureChange } from './factors.js';
import { type Drawn, drawn, minus, number, type Pictures, plus, tensor, times } from './pictures.js';
import { type Sampling, warped } from './warp.js';

/** By how much of its own distance from the upper left corner each of the others moves. */
export interface Corners {
  readonly upperRightX: Drawn;
  readonly lowerLeftY: Drawn;
  readonly lowerRightX: Drawn;
  readonly lowerRightY: Drawn;
}

/** Pictures seen from another place, by the names of the layers. */
export const perspective: Readonly<Record<string, PictureChange>> = {
  RandomPerspective(pictures, args) {
    const size = Number(args['scale']) / 2;
    const part = () => drawn(pictures, [-size, size], 2);
    const corners = { upperRightX: part(), lowerLeftY: part(), lowerRightX: part(), lowerRightY: part() };
    const limits = factorOf(args['factor'], { low: 0, high: 1 });
    return byChance(
      pictures,
      limits,
      seen(pictures, corners, {
        fill_value: Number(args['fill_value']),
        interpolation: args['interpolation'] as Sampling['interpolation'],
      }),
    );
  },
};

/**
 * The homography that takes the moved corners to the picture's own: as the upper left one stays, and its two neighbours
 * stay on their edges, three of its eight numbers are 0, and the others follow one by one.
 */
export function seen(
  pictures: Pictures,
  { upperRightX, lowerLeftY, lowerRightX, lowerRightY }: Corners,
  sampling: Pick<Sampling, 'fill_value' | 'interpolation'>,
): SymbolicTensor {
  const { graph, height, width } = pictures;
  const moved = (by: Drawn) => plus(graph, by, 1);
  const [right, below, farX, farY] = [upperRightX, lowerLeftY, lowerRightX, lowerRightY].map(moved) as [
    Drawn,
    Drawn,
    Drawn,
    Drawn,
  ];
  const c0 = over(pictures, minus(graph, over(pictures, farY, below), 1), times(graph, farX, width - 1));
  const c1 = over(pictures, minus(graph, over(pictures, farX, right), 1), times(graph, farY, height - 1));
  const a0 = plus(graph, times(graph, c0, width - 1), over(pictures, 1, right));
  const b1 = plus(graph, times(graph, c1, height - 1), over(pictures, 1, below));
  return warped(pictures, { a: [a0, 0, 0], b: [0, b1, 0], c: [c0, c1] }, { ...sampling, fill_mode: 'constant' });
}

function over({ graph }: Pictures, a: Drawn, b: Drawn): Drawn {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  return graph.one('Div', [typeof a === 'number' ? number(graph, a) : a, tensor(graph, b)]);
}
