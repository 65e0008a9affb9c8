import type { Layer, Model, TensorSpec } from './model.js';

/**
 * What a layer gives inside a model: its last call there; in a model of a class of the program the first, which built it.
 * undefined where it was not called.
 */
export function outputsOf(model: Model, layer: Layer): readonly TensorSpec[] | undefined {
  if (model.kind === 'subclass') {
    const inner = layer.model;
    return inner?.built && inner.kind !== 'subclass' ? inner.outputs : layer.calls[0]?.outputs;
  }
  return model.calls.findLast((call) => call.layer === layer)?.outputs;
}

/** The class that a summary names: `Dense`, `Functional`, a class of the program. */
export function typeName(layer: Layer): string {
  return layer.definition.name;
}
