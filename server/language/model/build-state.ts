import type { Layer } from './model.js';

/** Which weights a layer and those that it owns have had, so that a call that came to nothing leaves them as they were. */
export type BuildState = readonly (readonly [Layer, Layer['weights']])[];

export function buildState(layer: Layer): BuildState {
  const own = [layer, layer.weights] as const;
  const owned = layer.sublayers;
  return owned?.length ? [own, ...owned.flatMap(buildState)] : [own];
}

export function restore(state: BuildState): void {
  for (const [layer, weights] of state) layer.weights = weights;
}
