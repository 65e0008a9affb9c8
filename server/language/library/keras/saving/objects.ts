import type { InitializerSpec, PlainValue } from '../../../layers/layer.js';
import { constraintNames, optionOf, regularizerNames } from '../../../layers/weight-options.js';
import { keyOf } from '../../../values/equality.js';
import { parseSignature } from '../../../values/signature.js';
import {
  bool,
  type DictValue,
  float,
  int,
  list,
  none,
  str,
  tuple,
  unknown,
  type Value,
} from '../../../values/value.js';
import { type Configured, configuredState } from '../configured.js';
import { dict } from '../history.js';
import { constraintTypes, initializerTypes, regularizerTypes } from '../weight-option-types.js';

/** How Keras writes the objects among a layer's arguments: `{'module', 'class_name', 'config', 'registered_name'}`. */
export function written(module: string, name: string, config: Value, registered: Value = none): DictValue {
  return dict([
    ['module', str(module)],
    ['class_name', str(name)],
    ['config', config],
    ['registered_name', registered],
  ]) as DictValue;
}

/** Adds an entry to a dict that nobody else holds yet. */
export function setEntry(into: DictValue, name: string, value: Value): void {
  into.entries.set(keyOf(str(name)) as string, { key: str(name), value });
}

/** The entry of a dict under a text. */
export function entryOf(of: Value | undefined, name: string): Value | undefined {
  return of?.kind === 'dict' ? of.entries.get(keyOf(str(name)) as string)?.value : undefined;
}

export function elementsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' || value?.kind === 'tuple' ? value.elements : [];
}

/** An object of Keras that is its settings: a regulariser, a loss, an optimiser's schedule. */
export function writtenObject(state: Configured, module: string): DictValue {
  const settings = [...state.settings].map(([name, value]) => [name, plainValue(value, name)] as const);
  return written(module, state.name, dict(settings));
}

/** `kernel_initializer=`: by name, class or object. */
export function writtenInitializer(value: Value): Value {
  const state = configuredState(value);
  if (state) return initializerObject(state.name, state.settings);
  if (value.kind === 'none' || value.kind === 'unknown') return value;
  if (value.kind === 'dict') return value;
  const name = nameOf(value);
  const found = name === undefined ? undefined : classNamed(name, initializerTypes.keys(), initializerAliases);
  return found ? initializerObject(found, new Map()) : unknown('an initializer of the program cannot be written');
}

const initializerAliases: Readonly<Record<string, string>> = {
  zero: 'Zeros',
  one: 'Ones',
  normal: 'RandomNormal',
  uniform: 'RandomUniform',
  IdentityInitializer: 'Identity',
  OrthogonalInitializer: 'Orthogonal',
  STFTInitializer: 'STFT',
};

function initializerObject(name: string, given: Configured['settings']): DictValue {
  const signature = initializerTypes.get(name)?.construct?.signature ?? '';
  const settings = parseSignature(signature).parameters.map(({ name: setting, default: fallback }) => {
    const value = given.get(setting);
    return [setting, given.has(setting) ? plainValue(value, setting) : (fallback ?? none)] as [string, Value];
  });
  if (scaled.has(name)) settings.push(['input_axes', none], ['output_axes', none]);
  return written('keras.initializers', name, dict(settings));
}

/** Those that scale with what goes into a weight and out of it. */
const scaled = new Set([
  'VarianceScaling',
  ...['Glorot', 'He', 'Lecun'].flatMap((name) => [`${name}Uniform`, `${name}Normal`]),
]);

/** What a layer that the library made itself begins its weights with. */
export function initializerOfSpec(spec: InitializerSpec): Value {
  if (spec.name === 'Undrawn' || spec.name === 'UnitForgetBias') return unknown('an initializer is not known');
  const { name, ...settings } = spec;
  return initializerObject(name, new Map(Object.entries(settings as Readonly<Record<string, PlainValue>>)));
}

/** `kernel_regularizer=`, `kernel_constraint=`. */
export function writtenOption(kind: 'regularizer' | 'constraint', value: Value): Value {
  const types = kind === 'regularizer' ? regularizerTypes : constraintTypes;
  const module = `keras.${kind}s`;
  const state = configuredState(value);
  if (state && types.has(state.name)) return writtenObject(state, module);
  if (value.kind === 'none' || value.kind === 'unknown' || value.kind === 'dict') return value;
  const name = nameOf(value);
  const known = kind === 'regularizer' ? regularizerNames : constraintNames;
  if (name === undefined || !known.includes(name)) return unknown(`a ${kind} of the program cannot be written`);
  const option = optionOf(kind, kind, name);
  if (!option) return unknown(`the ${kind} is not known`);
  return written(
    module,
    option.name,
    dict(Object.entries(option.settings).map(([key, each]) => [key, plainValue(each as PlainValue, key)])),
  );
}

export function writtenPolicy(name: string): DictValue {
  return written('keras', 'DTypePolicy', dict([['name', str(name)]]));
}

/** A function of the program, by its name: reading it needs `custom_objects=`. */
export function functionValue(value: Value & { readonly kind: 'function' | 'native' }): Value {
  if (value.kind === 'native') {
    const { name } = value.function;
    return str(name.slice(name.lastIndexOf('.') + 1));
  }
  if (value.name === '<lambda>' || value.name === 'lambda') return unknown('a lambda has no name to be written by');
  return written('builtins', 'function', str(value.name), str(value.name));
}

/** A class by its name in a table, as itself or in snake case. */
function classNamed(
  given: string,
  names: Iterable<string>,
  aliases: Readonly<Record<string, string>>,
): string | undefined {
  const alias = aliases[given];
  if (alias) return alias;
  for (const name of names) if (name === given || snake(name) === given) return name;
  return undefined;
}

function nameOf(value: Value): string | undefined {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'type') return value.type.name;
  return undefined;
}

function snake(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}

/** Plain data as a program has it. Settings whose defaults are floats stay floats. */
export function plainValue(value: PlainValue | undefined, name = 'a setting'): Value {
  if (value === undefined) return unknown(`${name} is not known`, name);
  if (value === null) return none;
  if (typeof value === 'boolean') return bool(value);
  if (typeof value === 'string') return str(value);
  if (typeof value === 'number') return Number.isInteger(value) ? int(value) : float(value);
  if (Array.isArray(value)) return list(value.map((each) => plainValue(each, name)));
  if ('layer' in value && value.layer) return unknown('a layer among settings');
  const { symbol, arguments: settings = {} } = value as Exclude<typeof value, readonly PlainValue[]>;
  const module = moduleOf(symbol);
  return written(module, symbol, dict(Object.entries(settings).map(([key, each]) => [key, plainValue(each, key)])));
}

function moduleOf(symbol: string): string {
  if (initializerTypes.has(symbol)) return 'keras.initializers';
  if (regularizerTypes.has(symbol)) return 'keras.regularizers';
  if (constraintTypes.has(symbol)) return 'keras.constraints';
  return symbol.includes('Decay') ? 'keras.optimizers.schedules' : 'keras';
}

/** Numbers of a tuple, as Keras keeps kernel sizes. */
export function numbersTuple(values: readonly unknown[]): Value {
  return tuple(
    values.map((each) =>
      Array.isArray(each)
        ? numbersTuple(each)
        : typeof each === 'number'
          ? Number.isInteger(each)
            ? int(each)
            : float(each)
          : each === null
            ? none
            : unknown('a size is not known'),
    ),
  );
}
