import type { InitializerSpec, LayerHandle, PlainValue } from '../../../layers/layer.js';
import type { Layer } from '../../../model/model.js';
import type { MaybeShape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { parseSignature } from '../../../values/signature.js';
import { bool, type DictValue, dimValue, list, none, str, unknown, type Value } from '../../../values/value.js';
import { constructions } from '../constructions.js';
import { dict } from '../history.js';

import { heldLayer } from '../plain.js';
import {
  functionValue,
  initializerOfSpec,
  numbersTuple,
  plainValue,
  setEntry,
  written,
  writtenInitializer,
  writtenOption,
  writtenPolicy,
} from './objects.js';
import { writtenOwn } from './own-objects.js';

/*
 * A layer's configuration as Keras 3 has it: what its constructor was given, under the names of its signature, with
 * defaults and in Keras's own form. Where a layer's differs, its definition says so (`config`).
 */

/** `layer.get_config()`. A value in it that is not known is Unknown. */
export function layerConfig(layer: Layer, context: Context): DictValue {
  if (layer.definition.name === 'InputLayer') return inputConfig(layer);
  const entries = new Map<string, Value>([
    ['name', str(layer.name)],
    [
      'trainable',
      layer.trainable === undefined ? unknown('whether it is trainable is not known') : bool(layer.trainable),
    ],
    ['dtype', writtenPolicy(policyName(layer))],
  ]);
  const { definition } = layer;
  const exceptions = definition.config ?? {};
  for (const { name } of parseSignature(definition.signature).parameters) {
    if (entries.has(name) || neverWritten.has(name) || exceptions.without?.includes(name)) continue;
    const value = settingValue(layer, name, context);
    if (value.kind === 'none' && exceptions.unlessNone?.includes(name)) continue;
    entries.set(name, value);
  }
  for (const [name, value] of Object.entries(exceptions.settings?.(layer.arguments) ?? {}))
    entries.set(name, ownSetting(layer, name, value, context));
  if (layer.arguments['activity_regularizer'])
    entries.set('activity_regularizer', settingValue(layer, 'activity_regularizer', context));
  const adapted = entries.get('lora_rank');
  if (adapted?.kind === 'none') for (const name of ['lora_rank', 'lora_alpha']) entries.delete(name);
  else if (adapted && entries.get('lora_alpha')?.kind === 'none') entries.set('lora_alpha', adapted);
  for (const name of exceptions.without ?? []) entries.delete(name);
  if (exceptions.typeByName) {
    entries.delete('trainable');
    const type = layer.arguments['dtype'];
    entries.set('dtype', str(typeof type === 'string' ? type : policyName(layer)));
  }
  return dict([...entries]) as DictValue;
}

/** Arguments that say how to compute, and Keras 2's: no configuration of Keras 3 has them. */
const neverWritten: ReadonlySet<string> = new Set([
  ...['weights', 'flash_attention', 'use_cudnn', 'time_major', 'fused', 'virtual_batch_size', 'adjustment'],
]);

function ownSetting(layer: Layer, name: string, value: PlainValue | undefined, context: Context): Value {
  if (Array.isArray(value)) return numbersTuple(value);
  const handle = typeof value === 'object' && value !== null && 'layer' in value ? value.layer : undefined;
  return handle ? handleValue(handle, likeOf(layer, handle), context) : plainValue(value, name);
}

/** The program's layer that a layer was made after by its owner. */
function likeOf({ arguments: settings }: Layer, { definition }: LayerHandle): Layer | undefined {
  const all = Object.values(settings).filter((each): each is Layer => isHandle(each) && 'calls' in each);
  return all.find((each) => each.definition === definition);
}

/** A layer by itself, or one that its owner makes when it is built. */
function handleValue(handle: LayerHandle, like: Layer | undefined, context: Context): Value {
  if ('calls' in handle) return writtenLayer(handle as Layer, context);
  const { definition, name, arguments: settings } = handle;
  const made: Layer = {
    definition,
    name,
    arguments: settings,
    range: context.range,
    weights: undefined,
    trainable: true,
    calls: [],
    ...(like?.policy ? { policy: like.policy } : {}),
  };
  const construction = like && constructions.get(like);
  if (construction) constructions.set(made, construction);
  return writtenLayer(made, context);
}

/** A layer with its class, as it stands in a model's configuration. */
export function writtenLayer(layer: Layer, context: Context): DictValue {
  const made = written('keras.layers', layer.definition.name, layerConfig(layer, context));
  const build = buildConfig(layer);
  if (build) setEntry(made, 'build_config', build);
  return made;
}

/** What it was built for: Keras builds a layer of a model that it reads by its calls, so one shape is enough. */
function buildConfig(layer: Layer): Value | undefined {
  const [first] = layer.calls;
  if (!layer.weights?.length || !first || first.inputs.length !== 1) return undefined;
  return dict([['input_shape', shapeList(first.inputs[0]?.shape)]]);
}

function inputConfig(layer: Layer): DictValue {
  const spec = layer.calls[0]?.outputs[0];
  return dict([
    ['batch_shape', shapeList(spec?.shape)],
    ['dtype', str(spec?.dtype ?? 'float32')],
    ['sparse', bool(false)],
    ['ragged', bool(false)],
    ['name', str(layer.name)],
    ['optional', bool(false)],
  ]) as DictValue;
}

/** A shape as a list; the number of samples is None. */
export function shapeList(shape: MaybeShape): Value {
  if (!shape) return unknown('the shape is not known');
  return list(shape.map((dim) => (typeof dim === 'number' ? dimValue(dim) : none)));
}

export function policyName({ policy, definition, arguments: given }: Layer): string {
  const own = definition.config?.policy?.(given);
  if (own !== undefined) return own;
  if (!policy) return 'float32';
  return policy.compute === policy.variable ? policy.compute : `mixed_${policy.compute}`;
}

/** One argument in the form that `get_config` has. */
function settingValue(layer: Layer, name: string, context: Context): Value {
  const made = constructions.get(layer);
  const setting = layer.arguments[name];
  const value = made ? (made.keywords.get(name) ?? argumentOf(made, name)) : undefined;
  if (name.endsWith('_initializer')) {
    if (value) return isOwn(value) ? ownValue(value, context) : writtenInitializer(value);
    return setting ? initializerOfSpec(setting as InitializerSpec) : fallback(layer, name, writtenInitializer);
  }
  for (const kind of ['regularizer', 'constraint'] as const)
    if (name.endsWith(`_${kind}`)) return optionValue(kind, setting, value, context);
  if (name === 'activation' || name === 'recurrent_activation') return activationValue(setting, value, context);
  if (isHandle(setting)) return heldValue(setting, value, context);
  if (Array.isArray(setting) && setting.length > 0 && setting.every(isHandle))
    return list(setting.map((each) => heldValue(each, undefined, context)));
  if (typeof setting === 'boolean' && value?.kind === 'bool') return bool(setting);
  if (typeof setting === 'string' && value?.kind === 'str') return str(setting);
  const isScalar = value?.kind === 'int' || value?.kind === 'float';
  if (Array.isArray(setting) && !(isScalar && (!sizes.has(name) || layer.definition.config?.asGiven?.includes(name)))) {
    const texts = setting.every((each) => typeof each === 'string');
    return texts && setting.length > 0 ? list(setting.map((each) => str(each))) : numbersTuple(setting);
  }
  if (name === 'data_format') return str(typeof setting === 'string' ? setting : 'channels_last');
  if (value) return argumentValue(value, context);
  if (setting !== undefined) return plainValue(setting as PlainValue, name);
  return fallback(layer, name, (each) => each);
}

/** Arguments of which Keras makes a size each axis where it is given one. */
const sizes: ReadonlySet<string> = new Set([
  ...['kernel_size', 'strides', 'pool_size', 'dilation_rate', 'size', 'padding', 'cropping', 'output_padding'],
  ...['target_shape', 'dims', 'output_size', 'output_shape', 'attention_axes', 'value_range', 'tile_grid_size'],
]);

function fallback(layer: Layer, name: string, write: (value: Value) => Value): Value {
  const parameter = parseSignature(layer.definition.signature).parameters.find((each) => each.name === name);
  return parameter?.default ? write(parameter.default) : unknown(`${name} is not known`, name);
}

/** What it was made with; undefined for an argument that its constructor takes under no such name. */
function argumentOf(made: Arguments, name: string): Value | undefined {
  return name === 'activity_regularizer' && !made.given(name) ? none : made.get(name);
}

/** Whether it is a function of the program, or an object of a class of it. */
function isOwn({ kind }: Value): boolean {
  return kind === 'function' || kind === 'instance';
}

function ownValue(value: Value, context: Context): Value {
  return writtenOwn(value, context) ?? unknown('an object of the program without get_config cannot be written');
}

function optionValue(
  kind: 'regularizer' | 'constraint',
  setting: unknown,
  value: Value | undefined,
  context: Context,
): Value {
  if (value && isOwn(value)) return ownValue(value, context);
  if (value && value.kind !== 'none') return writtenOption(kind, value);
  if (!isConfiguration(setting)) return none;
  const settings = Object.entries(setting.settings as Readonly<Record<string, PlainValue>>);
  return written(`keras.${kind}s`, setting.name, dict(settings.map(([key, each]) => [key, plainValue(each, key)])));
}

function isConfiguration(value: unknown): value is { readonly name: string; readonly settings: object } {
  return typeof value === 'object' && value !== null && 'settings' in value && 'name' in value;
}

function activationValue(setting: unknown, value: Value | undefined, context: Context): Value {
  if (isHandle(setting)) return heldValue(setting, value, context);
  if (typeof setting === 'string') return str(setting);
  if (value?.kind === 'function' || value?.kind === 'native') return functionValue(value);
  return value ?? unknown('the activation is not known');
}

function isHandle(value: unknown): value is LayerHandle {
  return typeof value === 'object' && value !== null && 'definition' in value;
}

/** A layer that is an argument of another. */
function heldValue(handle: LayerHandle, value: Value | undefined, context: Context): Value {
  const layer = value && heldLayer(value);
  return layer ? writtenLayer(layer, context) : handleValue(handle, undefined, context);
}

/** An argument as the program gave it: functions and layers in it written as Keras does. */
function argumentValue(value: Value, context: Context): Value {
  switch (value.kind) {
    case 'function':
    case 'native':
      return functionValue(value);
    case 'dtype':
      return str(value.dtype);
    case 'tuple':
      return { ...value, elements: value.elements.map((each) => argumentValue(each, context)) };
    case 'list':
      return { ...value, elements: value.elements.map((each) => argumentValue(each, context)) };
    case 'object':
    case 'instance': {
      const layer = heldLayer(value);
      return layer ? writtenLayer(layer, context) : value;
    }
    default:
      return value;
  }
}
