import type { LayerArguments, LayerDefinition } from '../../layers/layer.js';
import { optionOf } from '../../layers/weight-options.js';
import type { Layer } from '../../model/model.js';
import { snakeCase } from '../../model/names.js';
import type { Context } from '../../values/context.js';
import { type NativeType, object } from '../../values/native-type.js';
import type { InstanceValue, ObjectValue, Value } from '../../values/value.js';
import { ClassProgram, signatureOfMethod } from './class-program.js';
import { ownRule } from './own-rule.js';
import { heldLayer, plain } from './plain.js';
import { cores } from './self-layer.js';
import { kerasState, noteMade } from './state.js';
import { trackLayers, trackValue } from './tracking.js';

/**
 * What an instance of a class of the program keeps of its base `keras.layers.Layer`: a layer whose computation is the
 * class's. `core` is the layer that the class would be without its own `build` and `call`, where it derives from one.
 */
export function deriveLayer(
  type: NativeType<Layer>,
  instance: InstanceValue,
  keywords: ReadonlyMap<string, Value>,
  context: Context,
  core?: Layer,
): ObjectValue<Layer> | undefined {
  const layer = classLayer(instance, keywords, core ? [core] : [], context);
  if (core) cores.set(layer, core);
  context.recorder.layer(layer);
  return object(type, layer);
}

/** The layer of an instance; `model` where it is a model too. */
export function classLayer(
  instance: InstanceValue,
  keywords: ReadonlyMap<string, Value>,
  owned: readonly Layer[],
  context: Context,
  model?: (layer: () => Layer, name: string) => NonNullable<Layer['model']>,
): Layer {
  const given = keywords.get('name');
  const { name: type } = instance.class;
  const name = given?.kind === 'str' ? given.value : kerasState(context).names.next(snakeCase(type));
  const program: ClassProgram = new ClassProgram(instance, () => layer, context);
  const trainable = keywords.get('trainable');
  const layer: Layer = {
    definition: classDefinition(instance, program, context),
    name,
    arguments: optionsGiven(keywords, context),
    range: instance.made ?? context.range,
    weights: undefined,
    trainable: trainable ? context.truth(trainable) : true,
    calls: [],
    sublayers: [...owned],
    program,
    ...(model ? { model: model(() => layer, name) } : {}),
  };
  noteMade(layer, context);
  kerasState(context).objects.set(layer, instance);
  return layer;
}

/** What every layer takes and does something with: `activity_regularizer=`. */
function optionsGiven(keywords: ReadonlyMap<string, Value>, context: Context): LayerArguments {
  const value = keywords.get('activity_regularizer');
  const given = value && (ownRule('activity_regularizer', value, context) ?? plain(value));
  if (!value || given === null) return {};
  const found = given === undefined ? undefined : optionOf('activity_regularizer', 'regularizer', given);
  if (found) return { activity_regularizer: found };
  return context.host.mode === 'numbers' ? { notSupported: ['activity_regularizer='] } : {};
}

/** A layer's definition as a class of the program gives it: only its name and the parameters of its `call`. */
function classDefinition(instance: InstanceValue, program: ClassProgram, context: Context): LayerDefinition {
  const callSignature = program.call && signatureOfMethod(program.call);
  return {
    name: instance.class.name,
    signature: '',
    ...(callSignature === undefined ? {} : { callSignature }),
    description: 'A layer of a class of this program: what it computes is what its `call` says.',
    documentation: '',
    anyElementType: true,
    configure: () => ({}),
    call: (_args, inputs) => inputs,
    stateSizes: () => {
      const sizes = context.findAttribute(instance, 'state_size');
      const values = sizes && plain(sizes);
      const all = Array.isArray(values) ? values : [values];
      return all.every((each) => typeof each === 'number') ? all : undefined;
    },
  };
}

/** What its attributes hold when `__init__` has run. */
export function trackInstance(instance: InstanceValue, context: Context): void {
  const layer = heldLayer(instance);
  if (layer?.program) trackLayers(layer, instance, context);
}

/** The program of a layer that is of a class of the program. */
export function classProgram(self: Value): ClassProgram | undefined {
  const program = heldLayer(self)?.program;
  return program instanceof ClassProgram ? program : undefined;
}

/** `self.name = value` of such a layer or model: what it holds becomes its own. */
export function setClassAttribute(self: Value, name: string, value: Value, context: Context): boolean {
  const program = classProgram(self);
  const layer = heldLayer(self);
  if (!program || !layer) return false;
  if (name === 'built') {
    if (context.truth(value) === true && !program.isBuilding) program.built();
    return true;
  }
  trackLayers(layer, program.instance, context);
  trackValue(layer, value, context);
  return false;
}
