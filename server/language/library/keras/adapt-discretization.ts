import type { Layer } from '../../model/model.js';
import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import { none, type Value } from '../../values/value.js';
import { toArray } from '../numpy/operand.js';
import { boundariesOf, emptySummary, summarized } from './bin-boundaries.js';
import { dataOf } from './data.js';
import { report } from './faults.js';
import { selfLayer } from './self-layer.js';
import { isUncertain } from './state.js';

/** Learns the bins' boundaries: what comes out keeps its shape. */
export const adaptDiscretization: NativeFunction = {
  name: 'Discretization.adapt',
  signature: 'self, data, steps=None',
  call(args, context) {
    const layer = selfLayer(args);
    if (!layer) return none;
    if (layer.arguments['learns'] === false) {
      const keras =
        'Cannot adapt a Discretization layer that has been initialized with `bin_boundaries`, use `num_bins` instead.';
      report(
        'layer-argument',
        context.range,
        { type: 'Discretization', message: 'a layer with `bin_boundaries` cannot be adapted: give `num_bins` instead' },
        keras,
        context,
      );
      return none;
    }
    const learnt = learn(layer, args.get('data'), context);
    if (!learnt && context.host.mode === 'numbers')
      return context.unknown('adapt takes an array of numbers', 'Discretization.adapt');
    const known = learnt && !isUncertain(layer, context);
    layer.arguments = {
      ...layer.arguments,
      bin_boundaries: known ? learnt : null,
      ...(known ? { bins: learnt.length + 1 } : {}),
    };
    return none;
  },
};

function learn(layer: Layer, data: Value, context: Context): readonly number[] | undefined {
  const { num_bins: bins, epsilon } = layer.arguments;
  if (typeof bins !== 'number' || typeof epsilon !== 'number') return undefined;
  // A list is one of batches.
  const batches = data.kind === 'list' && !data.rest ? data.elements : data.kind === 'tensor' ? [data] : undefined;
  let summary = emptySummary;
  for (const batch of batches ?? []) {
    const array = batch.kind === 'tensor' ? batch : toArray(batch, context);
    const numbers = array && dataOf(array);
    if (!numbers || numbers.dtype === 'float16') return undefined;
    summary = summarized(summary, Float32Array.from(numbers.data as ArrayLike<number | bigint>, Number), epsilon);
  }
  return batches && summary.values.length > 0 ? boundariesOf(summary, bins) : undefined;
}
