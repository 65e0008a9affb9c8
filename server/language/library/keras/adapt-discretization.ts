import type { NativeFunction } from '../../values/native-function.js';
import { none } from '../../values/value.js';
import { report } from './faults.js';
import { selfLayer } from './self-layer.js';

/** Learns the bins' boundaries: what comes out keeps its shape. */
export const adaptDiscretization: NativeFunction = {
  name: 'Discretization.adapt',
  signature: 'self, data, steps=None',
  call(args, context) {
    const layer = selfLayer(args);
    if (layer?.arguments['learns'] === false) {
      const keras =
        'Cannot adapt a Discretization layer that has been initialized with `bin_boundaries`, use `num_bins` instead.';
      report(
        'layer-argument',
        context.range,
        { type: 'Discretization', message: 'a layer with `bin_boundaries` cannot be adapted: give `num_bins` instead' },
        keras,
        context,
      );
    }
    if (context.host.mode === 'numbers') return context.unknown('adapt is not supported', 'Discretization.adapt');
    return none;
  },
};
