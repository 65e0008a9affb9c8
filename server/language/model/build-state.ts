import type { Layer } from './model.js';
import { SequentialModel } from './sequential.js';

/** Which weights and states a layer and those that it owns have had, so that a call that came to nothing leaves them as they were. */
export type BuildState = readonly (readonly [Layer, Layer['weights'], Layer['states']])[];

export function buildState(layer: Layer): BuildState {
  const own = [layer, layer.weights, layer.states] as const;
  const owned = layer.sublayers;
  return owned?.length ? [own, ...owned.flatMap(buildState)] : [own];
}

export function restore(state: BuildState): void {
  for (const [layer, weights, states] of state) {
    layer.weights = weights;
    if (layer.states !== states) layer.states = states;
  }
}

/** Lets go of what a call that Keras does not make came to, so that the next one gives the shapes; weights and names stay. */
export function forgetCall(layer: Layer): void {
  if (layer.calls.length === 1) layer.calls.length = 0;
  const { model } = layer;
  if (model instanceof SequentialModel) {
    if (model.unbuild()) model.layers.forEach(forgetCall);
  } else if (!model || model.kind === 'subclass') {
    layer.sublayers?.forEach(forgetCall);
  }
}
