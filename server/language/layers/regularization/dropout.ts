import { allocate } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { choice, notSupported, setting } from '../arguments.js';
import type { DataFormat } from '../channels.js';
import type { LayerDefinition } from '../layer.js';
import { scalar } from '../scalar.js';
import { noiseShape, onesOf } from './noise-shape.js';
import { share } from './share.js';

/** While training, sets a random share of the values to 0 and scales the rest by 1 / (1 - rate). */
export const dropout: LayerDefinition = {
  name: 'Dropout',
  masking: 'passes',
  trainsUntold: false,
  signature: 'rate, noise_shape=None, seed=None',
  description: 'While training, sets a random share of the values to 0 and scales up the rest; else does nothing.',
  documentation: 'layers/regularization_layers/dropout/',
  configure(given) {
    const rate = share(given, 'rate');
    return { rate, noise_shape: noiseShape(given), notSupported: notSupported(given, [], fullRate(rate)) };
  },
  call(args, [x], _weights, { graph, training }) {
    const rate = setting<number | undefined>(args, 'rate');
    if (!x || !training || rate === 0) return x ? [x] : [];
    const noise = setting<readonly (number | null)[] | null | undefined>(args, 'noise_shape');
    return [noise ? droppedTogether(graph, x, rate ?? 0.5, noise) : dropped(graph, x, rate ?? 0.5)];
  },
};

/** Dropout of whole channels: what an image shows of one feature goes, or stays, as a whole. */
export const spatialDropouts: readonly LayerDefinition[] = [1, 2, 3].map((axes) => ({
  name: `SpatialDropout${axes}D`,
  config: { typeByName: true },
  trainsUntold: false,
  signature: axes === 1 ? 'rate, seed=None' : 'rate, data_format=None, seed=None',
  description:
    'While training, sets a random share of the channels to 0, each as a whole, and scales up the rest; else does nothing.',
  documentation: `layers/regularization_layers/spatial_dropout${axes}d/`,
  configure(given) {
    const rate = share(given, 'rate');
    return {
      rate,
      data_format:
        axes === 1
          ? 'channels_last'
          : choice(given, 'data_format', ['channels_last', 'channels_first'], 'channels_last'),
      notSupported: notSupported(given, [], fullRate(rate)),
    };
  },
  inputSpec: () => ({ rank: axes + 2 }),
  call(args, [x], _weights, { graph, training }) {
    const rate = setting<number | undefined>(args, 'rate');
    if (!x || !training || rate === 0) return x ? [x] : [];
    const ones = Array.from({ length: axes }, () => 1);
    const first = setting<DataFormat>(args, 'data_format') === 'channels_first';
    return [droppedTogether(graph, x, rate ?? 0.5, first ? [null, null, ...ones] : [null, ...ones, null])];
  },
}));

function dropped(graph: GraphBuilder, x: SymbolicTensor, rate: number): SymbolicTensor {
  const data = allocate('bool', 1);
  data[0] = 1;
  const active = graph.constant({ dtype: 'bool', shape: [], data });
  return graph.one('Dropout', [x, scalar(graph, rate, x), active]);
}

/** Values that share an element of the noise go together; null stands for x's own size. */
function droppedTogether(
  graph: GraphBuilder,
  x: SymbolicTensor,
  rate: number,
  noise: readonly (number | null)[],
): SymbolicTensor {
  return { ...graph.one('Mul', [x, dropped(graph, onesOf(graph, x, noise), rate)]), shape: x.shape };
}

function fullRate(rate: number | undefined): string | undefined {
  return rate === 1 ? 'rate=1' : undefined;
}
