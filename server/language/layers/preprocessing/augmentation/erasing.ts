import type { SymbolicTensor } from '../../../tensor/graph-builder.js';
import type { LayerArguments } from '../../layer.js';
import { byChance } from './colours.js';
import { factorOf, type PictureChange, valueRangeOf } from './factors.js';
import { clipped, drawn, minus, number, type Pictures, plus, tensor, times } from './pictures.js';

const share = { low: 0, high: 1 };

/** Changes that cover a part of each picture, by the names of the layers. */
export const erasing: Readonly<Record<string, PictureChange>> = {
  RandomErasing(pictures, args) {
    const { graph, x, height, width } = pictures;
    const inside = graph.one('And', [
      covered(pictures, args, height, [1, height, 1, 1]),
      covered(pictures, args, width, [1, 1, width, 1]),
    ]);
    const erased = graph.one('Where', [inside, filling(pictures, args), x]);
    return byChance(pictures, factorOf(args['factor'], share), { ...erased, shape: x.shape });
  },
};

/** Which places along an axis lie in a stretch of each picture: as long as is drawn, from where is drawn. */
function covered(pictures: Pictures, args: LayerArguments, size: number, shape: readonly number[]): SymbolicTensor {
  const { graph } = pictures;
  const part = drawn(pictures, factorOf(args['scale'], share));
  const side = typeof part === 'number' ? Math.sqrt(part) : graph.one('Sqrt', [part]);
  const length = times(graph, side, size);
  const start = times(graph, drawn(pictures, [0, 1]), minus(graph, size, length));
  const places = graph.constant({ dtype: 'float32', shape, data: Float32Array.from({ length: size }, (_, i) => i) });
  return graph.one('And', [
    graph.one('GreaterOrEqual', [places, tensor(graph, start)]),
    graph.one('Less', [places, tensor(graph, plus(graph, start, length))]),
  ]);
}

/** What stands in the covered part: noise where no value is given. */
function filling({ graph, x }: Pictures, args: LayerArguments): SymbolicTensor {
  const [low, high] = valueRangeOf(args, false);
  const given = args['fill_value'];
  if (given === null) {
    const noise = graph.one('RandomNormalLike', [x]);
    return clipped(graph, graph.one('Mul', [noise, number(graph, high)]), low, high);
  }
  const values = Array.isArray(given) ? given.map(Number) : [Number(given)];
  const data = Float32Array.from(values, (value) => Math.min(Math.max(value, low), high));
  return graph.constant({ dtype: 'float32', shape: [data.length], data });
}
