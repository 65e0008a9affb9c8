import type { SymbolicTensor } from '../../../tensor/graph-builder.js';
import type { LayerArguments } from '../../layer.js';
import { chosen } from './choice.js';
import { colours } from './colours.js';
import { equalization } from './equalization.js';
import { factorOf, type PictureChange, valueRangeOf } from './factors.js';
import { filters } from './filters.js';
import { betaOf, logGamma } from './gamma.js';
import { geometric } from './geometric.js';
import { clipped, drawnOnce, minus, number, plus, redrawing, tensor, times } from './pictures.js';

/** One of the changes that RandAugment and AugMix choose from, with its settings. */
interface Part {
  readonly name: string;
  readonly change: PictureChange;
  readonly args: LayerArguments;
}

/** Keras's list of those that move or count, in its order, and of those that give other colours. */
const bySet = {
  RandAugment: [
    ...['RandomShear', 'RandomTranslation', 'RandomRotation', 'RandomBrightness', 'RandomColorDegeneration'],
    ...['RandomContrast', 'RandomSharpness', 'RandomPosterization', 'Solarization', 'AutoContrast', 'Equalization'],
  ],
  AugMix: [
    ...['RandomShear', 'RandomTranslation', 'RandomRotation', 'RandomPosterization', 'Solarization'],
    ...['AutoContrast', 'Equalization'],
  ],
} as const;

const brightening = ['RandomBrightness', 'RandomColorDegeneration', 'RandomContrast', 'RandomSharpness'];

/** Changes that are made of others, by the names of the layers. */
export const several: Readonly<Record<string, PictureChange>> = {
  /** So many times one of all changes, which is drawn for the whole batch. */
  RandAugment(pictures, args) {
    const { graph } = pictures;
    const parts = partsOf('RandAugment', args).map((part) => ({ ...part, draw: redrawing() }));
    let x = pictures.x;
    for (let i = 0; i < Number(args['num_ops']); i += 1) {
      const place = graph.one('Floor', [tensor(graph, drawnOnce(pictures, [0, parts.length]))]);
      for (const [index, { change, args: settings, draw }] of parts.entries()) {
        // A change that comes twice is the same both times.
        const changed = change({ ...pictures, x, draw: draw() }, settings, '');
        const isIt = graph.one('Equal', [place, number(graph, index)]);
        x = { ...graph.one('Where', [isIt, changed, x]), shape: x.shape };
      }
    }
    return x;
  },
  /**
   * Chains of changes, mixed with the picture. Which changes are in a chain is settled where Keras traces the step, once for
   * a whole `fit`: here it follows from the layer's name and seed.
   */
  AugMix(pictures, args, layer) {
    const { graph, x } = pictures;
    const parts = partsOf('AugMix', args);
    const [chains, depth, alpha] = ['num_chains', 'chain_depth', 'alpha'].map((name) => Number(args[name])) as [
      number,
      number,
      number,
    ];
    const choose = chosen(`${layer}/${String(args['seed'])}`);
    const once = number(graph, 0);
    const logs = Array.from({ length: chains }, () => logGamma(graph, once, number(graph, alpha)));
    const highest = graph.one('Max', logs);
    const weights = logs.map((log) => graph.one('Exp', [graph.one('Sub', [log, highest])]));
    const whole = weights.reduce((a, b) => graph.one('Add', [a, b]));
    let mixed: SymbolicTensor | undefined;
    for (const weight of weights) {
      let changed = x;
      for (let i = 0; i < depth; i += 1) {
        const part = parts[choose(parts.length + 1)];
        if (part) changed = { ...part.change({ ...pictures, x: changed }, part.args, ''), shape: x.shape };
      }
      const shared = graph.one('Mul', [changed, graph.one('Div', [weight, whole])]);
      mixed = mixed ? graph.one('Add', [mixed, shared]) : shared;
    }
    const own = betaOf(graph, once, number(graph, alpha));
    const kept = times(graph, own, x);
    const added = mixed ? times(graph, minus(graph, 1, own), mixed) : 0;
    return clipped(graph, tensor(graph, plus(graph, kept, added)), ...valueRangeOf(args, false));
  },
};

const all: Readonly<Record<string, PictureChange>> = { ...geometric, ...colours, ...filters, ...equalization };

/** Each change with the strength of the whole. */
function partsOf(set: keyof typeof bySet, args: LayerArguments): readonly Part[] {
  const factor = factorOf(args['factor'], { low: 0, high: 1 });
  const names = [...bySet[set], ...(args['all_ops'] ? brightening : [])];
  const settings = {
    ...{ factor, x_factor: factor, y_factor: factor, height_factor: factor, width_factor: factor },
    ...{ addition_factor: factor, threshold_factor: factor, bins: 256 },
    ...{ fill_mode: 'reflect', fill_value: 0, interpolation: args['interpolation'], value_range: args['value_range'] },
  };
  const bits = Math.max(1, Math.trunc(8 * factor[1]));
  return names.map((name) => ({
    name,
    change: all[name] as PictureChange,
    args: name === 'RandomPosterization' ? { ...settings, factor: bits } : settings,
  }));
}
