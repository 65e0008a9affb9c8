import type { Context } from '../../../values/context.js';
import { none, str, type Value } from '../../../values/value.js';
import { functionValue, setEntry, written } from './objects.js';

/**
 * An object of a class of the program that says what it is made of (`get_config`), or a function of it, as Keras writes
 * both. undefined: something else.
 */
export function writtenOwn(value: Value, context: Context): Value | undefined {
  if (value.kind === 'function') return functionValue(value);
  if (value.kind !== 'instance') return undefined;
  const config = context.findAttribute(value, 'get_config');
  if (!config) return undefined;
  const { name } = value.class;
  const made = written('', name, context.call(config, []), str(registeredName(name, context)));
  // Keras names no module for what the script itself defines.
  setEntry(made, 'module', none);
  return made;
}

/** With its package, where the program has registered the class; else by its own name, which `custom_objects=` has to have. */
export function registeredName(name: string, context: Context): string {
  const group = context.setting(`keras.package of ${name}`);
  return group?.kind === 'str' ? `${group.value}>${name}` : name;
}
