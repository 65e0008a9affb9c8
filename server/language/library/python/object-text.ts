import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';
import type { ClassValue, FunctionValue, Value } from '../../values/value.js';

/** The module that Python says a class of the library is of; undefined where it is not known. */
export function moduleOf(type: NativeType, context: Context): string | undefined {
  for (let t: NativeType | undefined = type; t; t = t.base as NativeType | undefined)
    if (t.home) return t.home(type as NativeType<never>, context);
  return type.module;
}

/** A class as Python spells it out: `keras.src.layers.core.dense.Dense`, `__main__.Net`, `int`; undefined where it is not known. */
export function fullName(type: ClassValue | NativeType, context: Context): string | undefined {
  const module = 'kind' in type ? ownModule(type) : moduleOf(type, context);
  if (module === undefined) return undefined;
  return module === 'builtins' ? type.name : `${module}.${type.name}`;
}

function ownModule(type: ClassValue): string {
  const module = type.attributes.get('__module__');
  return module?.kind === 'str' ? module.value : '__main__';
}

/** What Python prints of an object that says nothing of itself: `<keras.src.optimizers.adam.Adam object at 0x7f…>`. */
export function plainRepr(value: Value, type: ClassValue | NativeType, context: Context): string | undefined {
  const name = fullName(type, context);
  return name && at(`${name} object`, value, context);
}

/** The same of an object of the library, or of one of a class of the program that derives from it. */
export function objectText(value: Value, context: Context): string | undefined {
  if (value.kind === 'instance') return plainRepr(value, value.class, context);
  return value.kind === 'object' ? plainRepr(value, value.type, context) : undefined;
}

/** `<generator object at 0x7f…>`; undefined while only shapes are computed, as nobody knows the address before a run. */
export function at(what: string, value: object, context: Context): string | undefined {
  if (context.host.mode !== 'numbers') return undefined;
  const known = context.cache('addresses', () => ({ addresses: new WeakMap<object, number>(), last: firstAddress }));
  let address = known.addresses.get(value);
  if (address === undefined) {
    known.last += 0x50;
    address = known.last;
    known.addresses.set(value, address);
  }
  return `<${what} at 0x${address.toString(16)}>`;
}

const firstAddress = 0x7f3c5e0a4a10;

/** `Net.call`: a function's name with that of its class. */
export function qualifiedName(value: FunctionValue): string {
  return value.owner ? `${value.owner.name}.${value.name}` : value.name;
}

/** `<function f at 0x7f…>`. */
export function functionText(value: FunctionValue, context: Context): string | undefined {
  return at(`function ${qualifiedName(value)}`, value, context);
}
