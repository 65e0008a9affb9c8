import { layers } from '../language/layers/index.js';
import type { LayerDefinition } from '../language/layers/layer.js';
import { layerTypes } from '../language/library/keras/layer-objects.js';
import type { NativeType } from '../language/values/native-type.js';

const byName = new Map(layers.map((definition) => [definition.name, definition]));

/** The definition behind a layer's type; undefined for any other type. */
export function layerDefinition(type: NativeType): LayerDefinition | undefined {
  const known: unknown = layerTypes.get(type.name);
  return known === type ? byName.get(type.name) : undefined;
}
