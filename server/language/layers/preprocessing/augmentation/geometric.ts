import type { SymbolicTensor } from '../../../tensor/graph-builder.js';
import type { LayerArguments } from '../../layer.js';
import { integers } from '../../scalar.js';
import { factorOf, type PictureChange, plainFactorOf } from './factors.js';
import { type Drawn, drawn, minus, number, type Pictures, times } from './pictures.js';
import { type Sampling, type Transform, warped } from './warp.js';

/** Changes that move pixels, by the names of the layers; what they draw is one number for each picture. */
export const geometric: Readonly<Record<string, PictureChange>> = {
  RandomFlip(pictures, args) {
    const { graph, x } = pictures;
    const mode = args['mode'];
    const chance = drawn(pictures, [0, 1]);
    const flips = graph.one('LessOrEqual', [chance as SymbolicTensor, number(graph, 0.5)]);
    let flipped = x;
    if (mode !== 'vertical') flipped = reversed(pictures, flipped, 2);
    if (mode !== 'horizontal') flipped = reversed(pictures, flipped, 1);
    return { ...graph.one('Where', [flips, flipped, x]), shape: x.shape };
  },
  RandomRotation(pictures, args) {
    const { graph, height, width } = pictures;
    const [low, high] = factorOf(args['factor'], { low: -1, high: 1 });
    const turn = drawn(pictures, [low * 2 * Math.PI, high * 2 * Math.PI], 2);
    const [sin, cos] =
      typeof turn === 'number'
        ? [Math.sin(turn), Math.cos(turn)]
        : [graph.one('Sin', [turn]), graph.one('Cos', [turn])];
    const [middleX, middleY] = [0.5 * (width - 1), 0.5 * (height - 1)];
    const against = minus(graph, 0, sin);
    const offset = (middle: number, byX: Drawn, byY: Drawn) =>
      minus(graph, minus(graph, middle, times(graph, middleX, byX)), times(graph, middleY, byY));
    return moved(pictures, args, {
      a: [cos, against, offset(middleX, cos, against)],
      b: [sin, cos, offset(middleY, sin, cos)],
    });
  },
  RandomZoom(pictures, args) {
    const { graph, height, width } = pictures;
    const zoom = (name: string) => {
      const [low, high] = plainFactorOf(args[name]);
      return drawn(pictures, [1 + low, 1 + high], 2);
    };
    const high = zoom('height_factor');
    const wide = args['width_factor'] === null ? high : zoom('width_factor');
    const offset = (size: number, by: Drawn) => times(graph, (size - 1) / 2, minus(graph, 1, by));
    return moved(pictures, args, { a: [wide, 0, offset(width, wide)], b: [0, high, offset(height, high)] });
  },
  RandomTranslation(pictures, args) {
    const { graph, height, width } = pictures;
    const shift = (name: string, size: number) => times(graph, drawn(pictures, plainFactorOf(args[name]), 2), -size);
    const down = shift('height_factor', height);
    const across = shift('width_factor', width);
    return moved(pictures, args, { a: [1, 0, across], b: [0, 1, down] });
  },
  RandomShear(pictures, args) {
    const { graph } = pictures;
    const side = drawn(pictures, [0, 1], 2) as SymbolicTensor;
    const sign = graph.one('Where', [
      graph.one('Greater', [side, number(graph, 0.5)]),
      number(graph, -1),
      number(graph, 1),
    ]);
    const slant = (name: string) => times(graph, drawn(pictures, plainFactorOf(args[name]), 2), sign);
    const down = slant('y_factor');
    const across = slant('x_factor');
    return moved(pictures, args, { a: [1, across, 0], b: [down, 1, 0] });
  },
};

function moved(pictures: Pictures, args: LayerArguments, transform: Transform): SymbolicTensor {
  return warped(pictures, transform, {
    fill_mode: args['fill_mode'] as Sampling['fill_mode'],
    fill_value: Number(args['fill_value']),
    interpolation: args['interpolation'] as Sampling['interpolation'],
  });
}

function reversed({ graph }: Pictures, x: SymbolicTensor, axis: number): SymbolicTensor {
  const [from, to, along, step] = [-1, -Number.MAX_SAFE_INTEGER, axis, -1].map((each) => integers(graph, [each]));
  return graph.one('Slice', [x, from, to, along, step]);
}
