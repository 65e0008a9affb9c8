import type { Layer, Model, TensorSpec } from './model.js';

/** What a layer gives inside a model: its last call there. undefined where it was not called. */
export function outputsOf(model: Model, layer: Layer): readonly TensorSpec[] | undefined {
  return model.calls.findLast((call) => call.layer === layer)?.outputs;
}

/** The class that a summary names: a model's own where a model is a layer. */
export function typeName(layer: Layer): string {
  if (!layer.model) return layer.definition.name;
  return layer.model.kind === 'sequential' ? 'Sequential' : 'Functional';
}
