import { allocate } from '../../tensor/element-type.js';
import { notSupported, refused, setting } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { scalar } from '../scalar.js';

/** While training, sets a random share of the values to 0 and scales the rest by 1 / (1 - rate). */
export const dropout: LayerDefinition = {
  name: 'Dropout',
  signature: 'rate, noise_shape=None, seed=None',
  description: 'While training, sets a random share of the values to 0 and scales up the rest; else does nothing.',
  documentation: 'layers/regularization_layers/dropout/',
  configure(given) {
    const rate = given.get('rate');
    if (rate !== undefined && (typeof rate !== 'number' || !(rate >= 0 && rate <= 1))) {
      throw refused(
        'rate',
        rate,
        'a number from 0 to 1',
        `Invalid value received for argument \`rate\`. Expected a float value between 0 and 1. Received: rate=${String(rate)}`,
      );
    }
    return { rate, notSupported: notSupported(given, ['noise_shape'], rate === 1 ? 'rate=1' : undefined) };
  },
  call(args, [x], _weights, { graph, training }) {
    if (!x) return [];
    const rate = setting<number | undefined>(args, 'rate');
    if (!training || rate === 0) return [x];
    const active = graph.constant({ dtype: 'bool', shape: [], data: truth() });
    return [graph.one('Dropout', [x, scalar(graph, rate ?? 0.5, x), active])];
  },
};

function truth() {
  const data = allocate('bool', 1);
  data[0] = 1;
  return data;
}
