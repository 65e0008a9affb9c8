import { closestName } from '../layers/closest-name.js';
import type { Context } from '../values/context.js';
import type { NativeModule } from '../values/native-module.js';
import type { NativeType } from '../values/native-type.js';
import { type ModuleValue, type TensorValue, unknown, type Value } from '../values/value.js';
import { modules as imageModules } from './images/index.js';
import { modules as kerasModules, kerasTensorType } from './keras/index.js';
import { type Lack, lackOf } from './keras/public-names.js';
import { modules as matplotlibModules } from './matplotlib/index.js';
import { dtypeType, ndarrayType, modules as numpyModules } from './numpy/index.js';
import { modules as pandasModules } from './pandas/index.js';
import { modules as pillowModules } from './pillow/index.js';
import { modules as pythonModules } from './python/index.js';
import { typeOfPythonValue } from './python/types.js';
import { modules as sklearnModules } from './sklearn/index.js';
import { eagerTensorType, modules as tensorflowModules } from './tensorflow/index.js';

/** All that programs can import, from every part of the library. Two entries of one name are one module. */
export const modules: readonly NativeModule[] = [
  ...pythonModules,
  ...numpyModules,
  ...tensorflowModules,
  ...kerasModules,
  ...matplotlibModules,
  ...pandasModules,
  ...sklearnModules,
  ...imageModules,
  ...pillowModules,
];

/** Modules under another name, with all that is below them. */
const prefixes: readonly (readonly [alias: string, canonical: string])[] = [
  ['tensorflow.keras', 'keras'],
  ['tensorflow.python.keras', 'keras'],
  ['tensorflow.compat.v1.keras', 'keras'],
  ...['losses', 'metrics', 'optimizers', 'initializers'].map(
    (part) => [`tensorflow.${part}`, `keras.${part}`] as const,
  ),
  ['tensorflow.compat.v2', 'tensorflow'],
  // What Keras 3 was called before it was released.
  ['keras_core', 'keras'],
];

/** A module of the library; some members of it are worked out anew in each run. */
export interface LibraryModule extends ModuleValue {
  compute(name: string, context: Context): Value | undefined;
}

/** The module of a dotted name, in any of its spellings; undefined where the library does not have it. */
export function findModule(name: string): LibraryModule | undefined {
  const canonical = canonicalName(name);
  const existing = table.get(canonical);
  return existing ?? (packages.has(canonical) ? addModule(canonical, []) : undefined);
}

/** Why a module of the library surely has no such name, though it may give one. `spelled`: the module as the program wrote it. */
export function lackIn(module: ModuleValue, name: string, spelled?: string): Lack | undefined {
  if (!module.name.startsWith('keras')) return undefined;
  const member = module.get(name);
  const lack = lackOf(module.name, name, member !== undefined && member.kind !== 'unknown', spelled);
  return lack && !lack.once ? { ...lack, suggestion: closestName(name, [...module.names()]) } : lack;
}

/** The modules right below one, by their own names: `layers` of `keras`. */
export function submodules(name: string): readonly string[] {
  const above = `${canonicalName(name)}.`;
  const below = [...table.keys(), ...packages].filter((each) => each.startsWith(above));
  const aliased = prefixes.map(([alias]) => alias).filter((alias) => alias.startsWith(above));
  const near = aliased.filter((alias) => !alias.includes('.', above.length));
  return [...new Set([...below, ...near].map((each) => each.slice(above.length).split('.', 1)[0] as string))];
}

/** The modules with no other above them, and the first parts of the others. */
export function topModules(): readonly string[] {
  return [...new Set([...table.keys()].map((name) => name.split('.', 1)[0] as string))];
}

/** What a value can do: the type that the interpreter asks for its attributes and operators. */
export function typeOf(value: Value): NativeType {
  if (value.kind === 'tensor') return tensorTypes[value.library];
  if (value.kind === 'dtype') return dtypeType;
  return typeOfPythonValue(value);
}

const tensorTypes: Readonly<Record<TensorValue['library'], NativeType>> = {
  numpy: ndarrayType,
  tensorflow: eagerTensorType,
  keras: kerasTensorType,
};

const table = new Map<string, LibraryModule>();
const aliases = new Map<string, string>();
const packages = new Set<string>();
for (const module of modules) {
  for (const alias of module.aliases ?? []) aliases.set(alias, module.name);
  for (let dot = module.name.lastIndexOf('.'); dot > 0; dot = module.name.lastIndexOf('.', dot - 1))
    packages.add(module.name.slice(0, dot));
}
for (const name of new Set(modules.map((module) => module.name)))
  addModule(
    name,
    modules.filter((module) => module.name === name),
  );

function canonicalName(name: string): string {
  for (const [alias, canonical] of prefixes) {
    if (name === alias || name.startsWith(`${alias}.`)) return canonicalName(canonical + name.slice(alias.length));
  }
  return aliases.get(name) ?? name;
}

function addModule(name: string, parts: readonly NativeModule[]): LibraryModule {
  const members = new Map<string, Value>(parts.flatMap((part) => Object.entries(part.members)));
  const computed = new Map(parts.flatMap((part) => Object.entries(part.computed ?? {})));
  const complete = parts.length > 0 && parts.every((part) => part.incomplete === false);
  const module: LibraryModule = {
    kind: 'module',
    name,
    get: (member) => {
      const found = members.get(member) ?? findModule(`${name}.${member}`);
      if (found || complete) return found;
      return unknown(`Layerscope does not know ${name}.${member}`, `${name}.${member}`);
    },
    compute: (member, context) => computed.get(member)?.(context),
    names: () => [...members.keys(), ...computed.keys()],
    settable: parts.flatMap((part) => part.settable ?? []),
  };
  table.set(name, module);
  return module;
}
