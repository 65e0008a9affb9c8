import type { Layer, LayerCall, Model, TensorSource, TensorSpec } from '../../model/model.js';
import { SequentialModel } from '../../model/sequential.js';
import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, list, str, type Value } from '../../values/value.js';
import { applyAndRecord } from './apply.js';
import { typeValue } from './configured.js';
import { constructions } from './constructions.js';
import { makeInput } from './input.js';
import { inputShapes, layerObject, newLayer } from './layer-objects.js';
import { functionalType, modelOf, sequentialType } from './model-objects.js';
import { symbolicTensor } from './symbolic.js';

/** `keras.models.clone_model`: the same layers anew, with weights of their own. */
export const cloneModel: NativeFunction = {
  name: 'keras.models.clone_model',
  signature: 'model, input_tensors=None, clone_function=None, call_function=None, recursive=False, **kwargs',
  call(args, context) {
    const state = modelOf(args.get('model'));
    const plain = ['input_tensors', 'clone_function', 'call_function'].every((name) => args.get(name).kind === 'none');
    if (!state || !plain) return context.unknown('cloning in another way than layer by layer', 'clone_model');
    return (
      cloned(state.model, context) ?? context.unknown('a layer of the program cannot be cloned yet', 'clone_model')
    );
  },
};

/** `keras.models.load_model` of a model that the program saved; undefined where a layer cannot be made anew. */
export function readAgain(saved: Value, context: Context): Value | undefined {
  const state = modelOf(saved);
  const value = state && cloned(state.model, context);
  const made = value && modelOf(value);
  if (made) made.compiled = state.compiled;
  return value;
}

/** undefined where a layer cannot be made anew. */
function cloned(model: Model, context: Context): Value | undefined {
  if (model.uncertain || !cloneable(model)) return undefined;
  const value = model instanceof SequentialModel ? clonedStack(model, context) : clonedGraph(model, context);
  const made = value && modelOf(value);
  if (made && model.own?.().trainable === false) context.setAttribute(value, 'trainable', bool(false));
  return value;
}

function cloneable(model: Model): boolean {
  if (model.kind === 'subclass' || (model.kind === 'functional' && !model.built)) return false;
  const calls = model.calls.map(({ layer }) => layer);
  return [...model.layers, ...calls].every((layer) =>
    layer.model ? cloneable(layer.model) : !layer.program && !layer.uncertain,
  );
}

/** What the program holds for a layer like this one. */
function clonedLayer(layer: Layer, context: Context): Value | undefined {
  if (layer.model) return cloned(layer.model, context);
  return layerObject(copyOf(layer, context), context);
}

function copyOf(layer: Layer, context: Context): Layer {
  const copy = newLayer(layer.definition, layer.arguments, layer.name, context.range, context);
  copy.trainable = layer.trainable;
  const shape = inputShapes.get(layer);
  if (shape) inputShapes.set(copy, shape);
  const construction = constructions.get(layer);
  if (construction) constructions.set(copy, construction);
  return copy;
}

function clonedStack(model: SequentialModel, context: Context): Value | undefined {
  const [input] = model.inputs;
  const source = input?.source?.call;
  const start =
    input && source
      ? makeInput(input.shape, input.dtype ?? 'float32', source.layer.name, context.range, context)
      : undefined;
  const layers = model.layers.map((layer) => clonedLayer(layer, context));
  if (!layers.every((layer) => layer !== undefined)) return undefined;
  const first = start ? [symbolicTensor(start.outputs[0] as TensorSpec)] : [];
  const value = context.call(
    typeValue(sequentialType as NativeType<never>),
    [list([...first, ...layers])],
    new Map([['name', str(model.name)]]),
  );
  const made = modelOf(value)?.model;
  if (!start && input?.shape && made instanceof SequentialModel)
    made.build(input.shape, input.dtype ?? 'float32', context.range);
  return value;
}

/** Calls the copies as the layers were called, from copies of the inputs on. */
function clonedGraph(model: Model, context: Context): Value | undefined {
  const results = new Map<LayerCall, readonly TensorSpec[]>();
  const copies = new Map<Layer, Layer>();
  for (const { source } of model.inputs) {
    if (!source) return undefined;
    const [spec] = source.call.outputs;
    const made = makeInput(spec?.shape, spec?.dtype ?? 'float32', source.call.layer.name, context.range, context);
    results.set(source.call, made.outputs);
  }
  const specOf = (source: TensorSource | undefined) => source && results.get(source.call)?.[source.index];
  for (const call of model.calls) {
    if (results.has(call)) continue;
    const inputs = call.inputs.map(({ source }) => specOf(source));
    if (!inputs.every((input) => input !== undefined)) return undefined;
    let copy = copies.get(call.layer);
    if (!copy) {
      const value = call.layer.model ? cloned(call.layer.model, context) : undefined;
      copy = call.layer.model ? value && modelOf(value)?.layer : copyOf(call.layer, context);
      if (!copy) return undefined;
      copies.set(call.layer, copy);
    }
    results.set(call, applyAndRecord(copy, inputs, context.range, context, call.given).outputs);
  }
  const outputs = model.outputs.map(({ source }) => specOf(source));
  if (!outputs.every((output) => output !== undefined)) return undefined;
  const inputs = model.inputs.map(({ source }) => symbolicTensor(specOf(source) as TensorSpec));
  return context.call(
    typeValue(functionalType as NativeType<never>),
    [list(inputs), list(outputs.map(symbolicTensor))],
    new Map([['name', str(model.name)]]),
  );
}
