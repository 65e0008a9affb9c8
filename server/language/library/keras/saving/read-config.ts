import type { Layer, TensorSpec } from '../../../model/model.js';
import { SequentialModel } from '../../../model/sequential.js';
import { batch } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import type { NativeType } from '../../../values/native-type.js';
import { parseSignature } from '../../../values/signature.js';
import { False, list, none, str, type TypeValue, tuple, unknown, type Value } from '../../../values/value.js';
import { activationFunction } from '../activations.js';
import { inputLayerType } from '../input.js';
import { layerOf, layerTypes } from '../layer-objects.js';
import { functionalType, modelOf, sequentialType } from '../model-objects.js';
import { lossTypes, metricTypes } from '../objectives.js';
import { optimizerTypes } from '../optimizers.js';
import { plain } from '../plain.js';
import { scheduleMembers } from '../schedules.js';
import { symbolicTensor } from '../symbolic.js';
import { constraintTypes, initializerTypes, regularizerTypes } from '../weight-option-types.js';
import { elementsOf, entryOf } from './objects.js';
import { functionalOf } from './read-graph.js';

/*
 * Configurations of Keras 3, and those that Keras 2 and 1 wrote, become objects again: whatever a configuration names is
 * made by the constructor that a program would call.
 */

/** Where names of a configuration that are not Keras's are looked up. */
export interface Reading {
  readonly context: Context;
  /** `custom_objects=`. */
  readonly custom: ReadonlyMap<string, Value>;
}

export function reading(customObjects: Value | undefined, context: Context): Reading {
  const custom = new Map<string, Value>();
  if (customObjects?.kind === 'dict')
    for (const { key, value } of customObjects.entries.values()) if (key.kind === 'str') custom.set(key.value, value);
  return { context, custom };
}

/** What a value of a configuration stands for: an object where it names a class, else itself. */
export function objectOf(value: Value, from: Reading): Value {
  if (value.kind === 'list') return { ...value, elements: value.elements.map((each) => objectOf(each, from)) };
  if (value.kind === 'tuple') return { ...value, elements: value.elements.map((each) => objectOf(each, from)) };
  const name = entryOf(value, 'class_name');
  if (value.kind !== 'dict' || name?.kind !== 'str') return value;
  // Keras 2 writes its own classes with a package too: `Custom>Adam`.
  return named(
    from.custom.has(name.value) ? name.value : name.value.slice(name.value.lastIndexOf('>') + 1),
    value,
    from,
  );
}

function named(name: string, written: Value, from: Reading): Value {
  const { context } = from;
  const config = entryOf(written, 'config') ?? none;
  switch (name) {
    case 'DTypePolicy':
    case 'Policy':
    case 'FloatDTypePolicy':
      return entryOf(config, 'name') ?? none;
    case '__tuple__':
      return tuple(elementsOf(entryOf(written, 'items')).map((each) => objectOf(each, from)));
    case '__numpy__':
    case '__tensor__':
      return entryOf(config, 'value') ?? none;
    case '__lambda__':
    case 'Lambda':
      return refuseCode(config, context);
    case 'function':
      return functionNamed(config, from);
    case 'Sequential':
    case 'Functional':
    case 'Model':
      return modelOfConfig(name, config, from);
    case 'InputLayer':
      return inputOf(config, context);
    default:
      return made(name, written, config, from);
  }
}

/** Python's marshalled code can do anything once it runs, and holds for one version of Python alone. */
function refuseCode(config: Value, context: Context): Value {
  const name = entryOf(config, 'name');
  const layer = name?.kind === 'str' ? ` \`${name.value}\`` : '';
  return context.raise(
    'ValueError',
    `The model has a Lambda layer${layer}, whose Python code is stored in the file: Layerscope does not run code out of files. Write the model in the script with the layer's computation spelt out (layers.Rescaling, keras.ops …), and load the weights alone with model.load_weights.`,
  );
}

function functionNamed(config: Value, { custom, context }: Reading): Value {
  const name = config.kind === 'str' ? config.value : '';
  const own = custom.get(name) ?? registered(name, context);
  return own ?? context.raise('TypeError', missing('function', name));
}

function missing(kind: string, name: string): string {
  return `Could not locate ${kind} '${name}'. Make sure custom classes and functions are decorated with \`@keras.saving.register_keras_serializable()\`, or pass them in \`custom_objects=\`.`;
}

/** A class or function that the program has registered, by its name or with its package. */
function registered(name: string, context: Context): Value | undefined {
  return context.setting(`keras.registered ${name}`);
}

function made(name: string, written: Value, config: Value, from: Reading): Value {
  const { context, custom } = from;
  const registeredName = entryOf(written, 'registered_name');
  const own =
    custom.get(name) ??
    (registeredName?.kind === 'str'
      ? (custom.get(registeredName.value) ?? registered(registeredName.value, context))
      : undefined) ??
    registered(name, context);
  if (own) return fromConfig(own, config, from);
  const type = layerTypes.get(name) ?? settingsType(name);
  if (type) return fromConfig(typeOf(type as NativeType<never>), config, from);
  const schedule = scheduleMembers[name];
  if (schedule) return fromConfig(schedule, config, from);
  return context.raise('TypeError', missing('class', name));
}

function settingsType(name: string) {
  for (const types of [initializerTypes, regularizerTypes, constraintTypes, optimizerTypes, lossTypes, metricTypes]) {
    const found = types.get(name);
    if (found) return found;
  }
  return undefined;
}

function typeOf(type: NativeType<never>): TypeValue {
  return { kind: 'type', type: type as NativeType };
}

/** `cls.from_config(config)`: the class's own where the program has written one, else the constructor with the settings. */
export function fromConfig(type: Value, config: Value, from: Reading): Value {
  const { context } = from;
  if (config.kind !== 'dict') return context.unknown('the configuration is not known', 'from_config');
  if (type.kind === 'class') {
    const own = context.findAttribute(type, 'from_config');
    if (own && (own.kind === 'method' ? own.function.kind === 'function' : own.kind === 'function'))
      return context.call(own, [config]);
  }
  if (type.kind === 'type') {
    if (type.type === (sequentialType as NativeType<never> as NativeType)) return sequentialOf(config, from);
    if (type.type.name === 'Functional' || type.type.name === 'Model') return functionalOf(config, from);
    if (type.type.name === 'InputLayer') return inputOf(config, context);
  }
  return context.call(type, [], settingsOf(type, config, from));
}

/** The constructor's arguments. What it does not know and says nothing (None, False) is of another version of Keras. */
function settingsOf(type: Value, config: Value, from: Reading): ReadonlyMap<string, Value> {
  const keywords = new Map<string, Value>();
  if (config.kind !== 'dict') return keywords;
  const signature = type.kind === 'type' ? parseSignature(type.type.construct?.signature ?? '') : undefined;
  for (const { key, value } of config.entries.values()) {
    if (key.kind !== 'str' || dropped.has(key.value)) continue;
    const says =
      key.value === 'trainable' ||
      (value.kind !== 'none' && !(value.kind === 'bool' && !value.value) && !isEmpty(value));
    if (signature && !signature.index.has(key.value) && (!says || isOlder(key.value, value))) continue;
    keywords.set(key.value, argumentOf(key.value, objectOf(value, from)));
  }
  return keywords;
}

/** Of every layer of some version, and of no constructor. */
const dropped: ReadonlySet<string> = new Set([
  'build_config',
  'compile_config',
  'shared_object_id',
  'is_legacy_optimizer',
]);

/** What Keras 2 writes for layers that have no such argument. */
function isOlder(name: string, value: Value): boolean {
  if (name === 'groups') return value.kind === 'int' && value.value === 1;
  return /^(?:query|key|value)_shape$/.test(name) || /^kernel_(?:initializer|regularizer|constraint)$/.test(name);
}

function isEmpty(value: Value): boolean {
  return value.kind === 'dict' && value.entries.size === 0;
}

/** Lists stand for the tuples that a program writes. */
function argumentOf(name: string, value: Value): Value {
  if (name.endsWith('activation') && value.kind === 'str') {
    const found = activationFunction(value.value);
    return found.kind === 'native' ? value : found;
  }
  return value;
}

/** An InputLayer, of any version of Keras. */
function inputOf(config: Value, context: Context): Value {
  const shape = entryOf(config, 'batch_shape') ?? entryOf(config, 'batch_input_shape') ?? none;
  const keywords = new Map<string, Value>([['batch_shape', shape.kind === 'list' ? tuple(shape.elements) : shape]]);
  for (const name of ['dtype', 'name']) {
    const value = entryOf(config, name);
    if (value && value.kind !== 'none') keywords.set(name, value);
  }
  return context.call(typeOf(inputLayerType as NativeType<never>), [], keywords);
}

function modelOfConfig(name: string, config: Value, from: Reading): Value {
  // Keras 1 wrote a Sequential's layers alone.
  if (name === 'Sequential') return sequentialOf(config, from);
  if (!entryOf(config, 'layers')) return from.context.raise('TypeError', missing('class', name));
  return functionalOf(config, from);
}

function sequentialOf(config: Value, from: Reading): Value {
  const { context } = from;
  const written = config.kind === 'list' ? config : entryOf(config, 'layers');
  const layers = elementsOf(written).map((each) => objectOf(each, from));
  const name = entryOf(config, 'name');
  const keywords = new Map<string, Value>(name?.kind === 'str' ? [['name', name]] : []);
  const value = context.call(typeOf(sequentialType as NativeType<never>), [list(layers)], keywords);
  const model = modelOf(value)?.model;
  const shape = plain(entryOf(config, 'build_input_shape') ?? none);
  if (model instanceof SequentialModel && !model.built && Array.isArray(shape))
    model.build(
      shape.map((dim) => (typeof dim === 'number' ? dim : batch)),
      'float32',
      context.range,
    );
  freeze(value, config, context);
  return value;
}

/** `trainable` of a model's own configuration. */
export function freeze(model: Value, config: Value, context: Context): void {
  const trainable = entryOf(config, 'trainable');
  if (trainable === False) {
    const layer = modelOf(model)?.layer;
    if (layer) layer.trainable = false;
  } else if (trainable?.kind === 'unknown') context.unknown('whether the model is trainable is not known');
}

/** The tensor that an InputLayer gives. */
export function tensorOfInput(value: Value): Value {
  const layer: Layer | undefined = layerOf(value);
  const spec: TensorSpec | undefined = layer?.calls[0]?.outputs[0];
  return spec ? symbolicTensor(spec) : unknown('an input of the model is not known');
}

export function functionalModelValue(inputs: Value, outputs: Value, name: Value | undefined, context: Context): Value {
  return context.call(
    typeOf(functionalType as NativeType<never>),
    [inputs, outputs],
    new Map(name?.kind === 'str' ? [['name', str(name.value)]] : []),
  );
}
