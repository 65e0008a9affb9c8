import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import type { NativeFunctionValue, Value } from '../../values/value.js';

/** A native function, its parts in the order in which one reads them. */
export function define(
  name: string,
  signature: string,
  examples: readonly string[],
  call: (args: Arguments, context: Context) => Value,
): NativeFunction {
  return { name, signature, examples, call };
}

/** A native function as a member of a module. */
export function native(
  name: string,
  signature: string,
  examples: readonly string[],
  call: (args: Arguments, context: Context) => Value,
): NativeFunctionValue {
  return { kind: 'native', function: define(name, signature, examples, call) };
}

/** Methods by the last part of their names: `str.upper` is `upper`. */
export function methods(...functions: readonly NativeFunction[]): Readonly<Record<string, NativeFunction>> {
  return Object.fromEntries(functions.map((f) => [f.name.slice(f.name.lastIndexOf('.') + 1), f]));
}

/** Members of a module by the last part of their names. */
export function members(...functions: readonly NativeFunctionValue[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(functions.map((f) => [f.function.name.slice(f.function.name.lastIndexOf('.') + 1), f]));
}
