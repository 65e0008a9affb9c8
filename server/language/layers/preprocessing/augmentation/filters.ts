import type { SymbolicTensor } from '../../../tensor/graph-builder.js';
import { integers } from '../../scalar.js';
import { byChance } from './colours.js';
import { factorOf, type PictureChange, valueRangeOf } from './factors.js';
import { clipped, drawn, drawnOnce, minus, number, type Pictures, plus, tensor, times } from './pictures.js';

const share = { low: 0, high: 1 };

/** Changes that mix each pixel with its neighbours, or cover some, by the names of the layers. */
export const filters: Readonly<Record<string, PictureChange>> = {
  RandomSharpness(pictures, args) {
    const { graph, x } = pictures;
    const [a, b] = [1 / 13, 5 / 13];
    const kernel = Float32Array.of(a, a, a, a, b, a, a, a, a);
    const smoothed = filtered(
      pictures,
      graph.constant({ dtype: 'float32', shape: [1, 1, 3, 3], data: kernel }),
      [3, 3],
    );
    const by = minus(graph, 1, times(graph, drawn(pictures, factorOf(args['factor'], share)), 2));
    const change = times(graph, by, graph.one('Sub', [smoothed, x]));
    return clipped(graph, tensor(graph, plus(graph, x, change)), ...valueRangeOf(args));
  },
  RandomGaussianBlur(pictures, args) {
    const { graph } = pictures;
    const given = args['kernel_size'];
    const [first, second] = (Array.isArray(given) ? given : [given, given]) as [number, number];
    const factor = factorOf(args['factor'], share);
    const sigmas = factorOf(args['sigma'], share);
    // All pictures of a batch have one kernel. Keras makes one that is not square with its sides the other way round.
    const across = graph.one('Reshape', [bell(pictures, first, sigmas), integers(graph, [1, first])]);
    const down = graph.one('Reshape', [bell(pictures, second, sigmas), integers(graph, [second, 1])]);
    const kernel = graph.one('Reshape', [graph.one('Mul', [down, across]), integers(graph, [1, 1, first, second])]);
    const blurred = filtered(pictures, kernel, [first, second]);
    return clipped(graph, byChance(pictures, factor, blurred), ...valueRangeOf(args, false));
  },
};

/** Each channel filtered by one kernel (1, 1, rows, columns), with zeros around the picture. */
function filtered(
  { graph, x, channels }: Pictures,
  kernel: SymbolicTensor,
  [rows, columns]: readonly [number, number],
): SymbolicTensor {
  const first = graph.one('Transpose', [x], { perm: { ints: [0, 3, 1, 2] } });
  const each = graph.one('Tile', [kernel, integers(graph, [channels, 1, 1, 1])]);
  const [top, left] = [Math.floor((rows - 1) / 2), Math.floor((columns - 1) / 2)];
  const result = graph.one('Conv', [first, each], {
    group: { int: channels },
    pads: { ints: [top, left, rows - 1 - top, columns - 1 - left] },
  });
  return { ...graph.one('Transpose', [result], { perm: { ints: [0, 2, 3, 1] } }), shape: x.shape };
}

/** A bell curve that sums to 1, as wide as is drawn once for all. */
function bell(pictures: Pictures, size: number, sigmas: readonly [number, number]): SymbolicTensor {
  const { graph } = pictures;
  const wide = drawnOnce(pictures, sigmas);
  const places = Float32Array.from({ length: size }, (_, i) => i - (size - 1) / 2);
  const x = graph.constant({ dtype: 'float32', shape: [size], data: places });
  const away = graph.one('Div', [x, tensor(graph, plus(graph, wide, 1e-6))]);
  const heights = graph.one('Exp', [graph.one('Mul', [graph.one('Mul', [away, away]), number(graph, -0.5)])]);
  return graph.one('Div', [heights, graph.one('ReduceSum', [heights, integers(graph, [0])], { keepdims: { int: 1 } })]);
}
