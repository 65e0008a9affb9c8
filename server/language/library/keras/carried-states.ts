import type { LayerHandle } from '../../layers/layer.js';
import type { Layer } from '../../model/model.js';
import { allocate } from '../../tensor/element-type.js';
import { isStatic } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import { none } from '../../values/value.js';
import { selfLayer } from './self-layer.js';

/** Of layers that carry states from batch to batch: what they carry becomes zeros. */
export const resetState: NativeFunction = { name: 'RNN.reset_state', signature: 'self', call: reset };

/** Its older name; in Keras 2 it also sets the states. */
export const resetStates: NativeFunction = {
  name: 'RNN.reset_states',
  signature: 'self, states=None',
  call(args, context) {
    if (context.host.mode === 'shapes' || args.get('states').kind === 'none') return reset(args, context);
    if (context.host.kerasVersion === 2) return context.unknown('setting states is not supported yet', 'reset_states');
    return context.raise('TypeError', "RNN.reset_states() got an unexpected keyword argument 'states'");
  },
};

function reset(args: Arguments, context: Context) {
  const layer = selfLayer(args);
  if (!layer || context.host.mode === 'shapes') return none;
  if (layer.definition.name === 'Bidirectional' && !isStateful(layer))
    return context.raise('AttributeError', 'Layer must be stateful.');
  if (context.host.kerasVersion !== 2 && layer.states && cellOf(layer)?.definition.name === 'StackedRNNCells')
    return context.raise('AttributeError', "'ListWrapper' object has no attribute 'assign'");
  forget(layer);
  return none;
}

function cellOf({ arguments: given }: Layer): LayerHandle | undefined {
  return given['cell'] as LayerHandle | undefined;
}

/** What a layer and those in it carry becomes zeros; before the first call there is nothing yet. */
export function forget(layer: Layer): void {
  for (const weight of layer.states ?? []) {
    const { dtype, shape } = weight;
    if (!isStatic(shape)) continue;
    const data = allocate(
      dtype,
      shape.reduce((size, dim) => size * dim, 1),
    );
    weight.value = { dtype, shape, data };
  }
  for (const inner of layer.model?.layers ?? layer.sublayers ?? []) forget(inner);
}

function isStateful({ arguments: given, sublayers }: Layer): boolean {
  return given['stateful'] === true || (sublayers ?? []).some(isStateful);
}
