import type { SymbolicTensor } from '../../../tensor/graph-builder.js';
import { grey, hsvOf, rgbOf } from './colour-spaces.js';
import { factorOf, factorUpTo, type PictureChange, valueRangeOf } from './factors.js';
import { clipped, drawn, minus, number, type Pictures, plus, tensor, times } from './pictures.js';

const share = { low: 0, high: 1 };
const signed = { low: -1, high: 1 };

/** Changes that give each pixel another colour, by the names of the layers. */
export const colours: Readonly<Record<string, PictureChange>> = {
  RandomBrightness(pictures, args) {
    const { graph, x } = pictures;
    const [low, high] = valueRangeOf(args);
    const delta = times(graph, drawn(pictures, factorOf(args['factor'], signed)), high - low);
    return clipped(graph, tensor(graph, plus(graph, x, delta)), low, high);
  },
  RandomContrast(pictures, args) {
    const { graph, x } = pictures;
    const [low, high] = factorOf(args['factor'], share);
    const by = drawn(pictures, [1 - low, 1 + high]);
    const mean = graph.one('ReduceMean', [x, axes(pictures, [1, 2])], { keepdims: { int: 1 } });
    const stretched = tensor(graph, times(graph, graph.one('Sub', [x, mean]), by));
    return clipped(graph, graph.one('Add', [stretched, mean]), ...valueRangeOf(args, false));
  },
  RandomInvert(pictures, args) {
    const { graph, x } = pictures;
    const [, high] = valueRangeOf(args, false);
    return byChance(pictures, factorOf(args['factor'], share), graph.one('Sub', [number(graph, high), x]));
  },
  RandomGrayscale(pictures, args) {
    const { graph, x } = pictures;
    const chosen = graph.one('Less', [chance(pictures), number(graph, Number(args['factor']))]);
    return { ...graph.one('Where', [chosen, grey(pictures), x]), shape: x.shape };
  },
  RandomColorDegeneration(pictures, args) {
    const { graph, x } = pictures;
    const towards = graph.one('Sub', [grey(pictures), x]);
    const change = times(graph, drawn(pictures, factorOf(args['factor'], signed)), towards);
    return clipped(graph, tensor(graph, plus(graph, x, change)), ...valueRangeOf(args));
  },
  RandomSaturation(pictures, args) {
    const { graph } = pictures;
    const factor = drawn(pictures, factorOf(args['factor'], signed));
    const rest = tensor(graph, plus(graph, minus(graph, 1, factor), 1e-7));
    const by = typeof factor === 'number' ? factor / (1 - factor + 1e-7) : graph.one('Div', [factor, rest]);
    const [hue, saturation, value] = hsvOf(pictures);
    const changed = clipped(graph, tensor(graph, times(graph, saturation, by)), ...valueRangeOf(args));
    return rgbOf(graph, [hue, changed, value]);
  },
  RandomHue(pictures, args) {
    const { graph } = pictures;
    const range = valueRangeOf(args, false);
    const within: Pictures = { ...pictures, x: rescaled(pictures, pictures.x, range, [0, 1]) };
    const side = graph.one('Greater', [chance(pictures), number(graph, 0.5)]);
    const sign = graph.one('Where', [side, number(graph, -0.5), number(graph, 0.5)]);
    const by = times(graph, sign, drawn(pictures, factorOf(args['factor'], share)));
    const [hue, saturation, value] = hsvOf(within);
    const one = number(graph, 1);
    const turned = tensor(graph, plus(graph, hue, by));
    const lowered = graph.one('Where', [graph.one('Greater', [turned, one]), graph.one('Sub', [turned, one]), turned]);
    const raised = graph.one('Where', [
      graph.one('Less', [lowered, number(graph, 0)]),
      graph.one('Add', [lowered, one]),
      lowered,
    ]);
    return rescaled(pictures, clipped(graph, rgbOf(graph, [raised, saturation, value]), 0, 1), [0, 1], range);
  },
  RandomColorJitter(pictures, args, layer) {
    const steps = [
      ['RandomBrightness', 'brightness_factor'],
      ['RandomContrast', 'contrast_factor'],
      ['RandomSaturation', 'saturation_factor'],
      ['RandomHue', 'hue_factor'],
    ] as const;
    let x = pictures.x;
    for (const [name, argument] of steps) {
      const factor = args[argument];
      if (factor !== null) x = (colours[name] as PictureChange)({ ...pictures, x }, { ...args, factor }, layer);
    }
    return x;
  },
  RandomPosterization(pictures, args) {
    const { graph, x } = pictures;
    const range = valueRangeOf(args);
    const [low, high] = factorOf(args['factor'], { low: 1, high: 8 });
    const bits = drawn(pictures, [low, high]);
    const kept = typeof bits === 'number' ? bits : graph.one('Floor', [bits]);
    const shift = minus(graph, 8, kept);
    const size = typeof shift === 'number' ? number(graph, 2 ** shift) : graph.one('Pow', [number(graph, 2), shift]);
    const whole = graph.one('Floor', [rescaled(pictures, x, range, [0, 255])]);
    const cut = graph.one('Mul', [graph.one('Floor', [graph.one('Div', [whole, size])]), size]);
    return rescaled(pictures, cut, [0, 255], range);
  },
  Solarization(pictures, args) {
    const { graph, x } = pictures;
    const range = valueRangeOf(args);
    const upTo = (name: string) => {
      const [low, high] = factorUpTo(args[name]);
      return drawn(pictures, [low, high * 255]);
    };
    const addition = upTo('addition_factor');
    const threshold = tensor(graph, upTo('threshold_factor'));
    const raised = tensor(graph, plus(graph, rescaled(pictures, x, range, [0, 255]), addition));
    const bright = clipped(graph, raised, 0, 255);
    const inverse = graph.one('Sub', [number(graph, 255), bright]);
    const turned = graph.one('Where', [graph.one('Less', [bright, threshold]), bright, inverse]);
    return rescaled(pictures, turned, [0, 255], range);
  },
  AutoContrast(pictures, args) {
    const { graph, x } = pictures;
    const range = valueRangeOf(args);
    const given = rescaled(pictures, x, range, [0, 255]);
    const end = (op: string) => graph.one(op, [given, axes(pictures, [1, 2])], { keepdims: { int: 1 } });
    const low = end('ReduceMin');
    const extent = graph.one('Sub', [end('ReduceMax'), low]);
    // A channel of one value stays as it is.
    const flat = graph.one('Equal', [extent, number(graph, 0)]);
    const scale = graph.one('Div', [number(graph, 255), graph.one('Where', [flat, number(graph, 1), extent])]);
    const offset = graph.one('Mul', [graph.one('Neg', [low]), scale]);
    const stretched = clipped(graph, graph.one('Add', [graph.one('Mul', [given, scale]), offset]), 0, 255);
    return { ...graph.one('Where', [flat, x, rescaled(pictures, stretched, [0, 255], range)]), shape: x.shape };
  },
};

/** A number from 0 to 1 for each picture. */
export function chance(pictures: Pictures): SymbolicTensor {
  return tensor(pictures.graph, drawn(pictures, [0, 1]));
}

/** The changed picture with a chance that is itself drawn, else the picture as it is. */
export function byChance(
  pictures: Pictures,
  factor: readonly [number, number],
  changed: SymbolicTensor,
): SymbolicTensor {
  const { graph, x } = pictures;
  const limit = tensor(graph, drawn(pictures, factor));
  const chosen = graph.one('Less', [chance(pictures), limit]);
  return { ...graph.one('Where', [chosen, changed, x]), shape: x.shape };
}

type Range = readonly [number, number];

/** Values of one range as those of another. */
function rescaled({ graph }: Pictures, x: SymbolicTensor, from: Range, to: Range): SymbolicTensor {
  if (from[0] === to[0] && from[1] === to[1]) return x;
  const above = tensor(graph, minus(graph, x, from[0]));
  const share = graph.one('Div', [above, number(graph, from[1] - from[0])]);
  return tensor(graph, plus(graph, times(graph, share, to[1] - to[0]), to[0]));
}

function axes({ graph }: Pictures, values: readonly number[]): SymbolicTensor {
  return graph.constant({ dtype: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) });
}
