import type { Context } from '../../../values/context.js';
import { keyOf } from '../../../values/equality.js';
import type { NativeFunction } from '../../../values/native-function.js';
import type { NativeType } from '../../../values/native-type.js';
import { bool, list, none, str, unknown, type Value } from '../../../values/value.js';
import { numberBase } from '../../numpy/number-classes.js';
import { define } from '../define.js';
import { hashed } from '../dict.js';
import { floatType } from '../numbers.js';

/** Built-in functions that ask what a value is. */
export const introspectionFunctions: readonly NativeFunction[] = [
  define(
    'isinstance',
    'obj, class_or_tuple, /',
    ['isinstance(1, int)', "isinstance('a', (int, str))"],
    (args, context) => verdict(isInstance(args.get('obj'), args.get('class_or_tuple'), context), context),
  ),
  define('issubclass', 'cls, class_or_tuple, /', ['issubclass(bool, int)'], (args, context) =>
    verdict(isSubclass(args.get('cls'), args.get('class_or_tuple')), context),
  ),
  define('callable', 'obj, /', ['callable(len)'], (args, context) => {
    const value = args.get('obj');
    if (value.kind === 'unknown') return value;
    if (value.kind === 'instance')
      return bool(context.special(value, '__call__') !== undefined || value.native?.type.call !== undefined);
    if (value.kind === 'object') return bool(ancestors(value.type).some((type) => type.call !== undefined));
    return bool(['function', 'native', 'method', 'class', 'type'].includes(value.kind));
  }),
  define(
    'getattr',
    'obj, name, default=..., /',
    ["getattr('a', 'upper')", "getattr('a', 'x', None)"],
    (args, context) => {
      const name = args.get('name');
      if (name.kind !== 'str') return context.unknown('an attribute of unknown name');
      return (
        (args.given('default') ? attributeOr(args.get('obj'), name.value, args.get('default'), context) : undefined) ??
        context.getAttribute(args.get('obj'), name.value)
      );
    },
  ),
  define('hasattr', 'obj, name, /', ["hasattr('a', 'upper')"], (args, context) => {
    const name = args.get('name');
    if (name.kind !== 'str') return context.unknown('an attribute of unknown name');
    const found = attributeOr(args.get('obj'), name.value, undefined, context);
    return found?.kind === 'unknown' ? found : bool(found !== undefined);
  }),
  define('setattr', 'obj, name, value, /', ["setattr(f, 'a', 1)"], (args, context) => {
    const name = args.get('name');
    if (name.kind !== 'str') return context.unknown('an attribute of unknown name');
    context.setAttribute(args.get('obj'), name.value, args.get('value'));
    return none;
  }),
  define('id', 'obj, /', ['id(None)'], (_args, context) => context.unknown('the address of an object', 'id')),
  define('hash', 'obj, /', ['hash(1)'], (args, context) => {
    const value = args.get('obj');
    hashed(value, context);
    return value.kind === 'int' && Math.abs(value.value) < 2 ** 53
      ? value
      : context.unknown('the hash of an object', 'hash');
  }),
  define('repr', 'obj, /', ["repr('a')"], (args, context) => text(context.repr(args.get('obj')), context)),
  define('ascii', 'obj, /', ["ascii('a')"], (args, context) => text(context.repr(args.get('obj')), context)),
  define('format', "value, format_spec='', /", ["format(1.5, '.2f')"], (args, context) => {
    const spec = args.get('format_spec');
    return spec.kind === 'str'
      ? text(context.format(args.get('value'), spec.value), context)
      : context.unknown('a format that is not known');
  }),
  define('dir', 'obj=..., /', ['dir(1)'], (_args, context) =>
    context.host.mode === 'numbers'
      ? context.unknown('what an object has', 'dir')
      : { ...list(), rest: unknown('a name') },
  ),
  define('vars', 'obj, /', ['vars(f)'], (args, context) => context.getAttribute(args.get('obj'), '__dict__')),
  define('globals', '', ['globals()'], (_args, context) => context.unknown('all names of the program', 'globals')),
  define('locals', '', ['locals()'], (_args, context) => context.unknown('all names of the function', 'locals')),
];

/** Whether a value is of a class or of one of a tuple of them; undefined where it cannot be known. */
function isInstance(value: Value, type: Value, context: Context): boolean | undefined {
  if (type.kind === 'tuple') return anyOf(type.elements.map((one) => isInstance(value, one, context)));
  if (type.kind === 'unknown' || value.kind === 'unknown') return undefined;
  if (type.kind === 'class') return value.kind === 'instance' ? isSubclass(value.class, type) : false;
  if (type.kind !== 'type' && !(type.kind === 'dtype' && type.isClass))
    return context.raise('TypeError', 'isinstance() arg 2 must be a type, a tuple of types, or a union');
  if (type.kind === 'type' && type.type.name === 'object' && type.type.module === 'builtins') return true;
  if (value.kind === 'instance') return isSubclass(value.class, type);
  return isSubclass(context.getAttribute(value, '__class__'), type);
}

function isSubclass(type: Value, ancestor: Value): boolean | undefined {
  if (ancestor.kind === 'tuple') return anyOf(ancestor.elements.map((one) => isSubclass(type, one)));
  if (type.kind === 'unknown' || ancestor.kind === 'unknown') return undefined;
  if (keyOf(type) === keyOf(ancestor)) return true;
  if (type.kind === 'dtype')
    return (
      ancestor.kind === 'type' &&
      (ancestors(numberBase(type.dtype)).includes(ancestor.type) ||
        ancestor.type.name === 'object' ||
        // The one class of NumPy's numbers that derives from Python's own.
        (type.dtype === 'float64' && ancestor.type === (floatType as NativeType)))
    );
  if (type.kind === 'type')
    return (
      ancestor.kind === 'type' && (ancestors(type.type).includes(ancestor.type) || ancestor.type.name === 'object')
    );
  return type.kind === 'class' && anyOf(type.bases.map((base) => isSubclass(base, ancestor)));
}

function ancestors(type: NativeType): NativeType[] {
  const chain: NativeType[] = [];
  for (let t: NativeType | undefined = type; t; t = t.base as NativeType | undefined) {
    chain.push(t);
    if (t.alsoOf) chain.push(t.alsoOf as NativeType);
  }
  return chain;
}

function anyOf(verdicts: readonly (boolean | undefined)[]): boolean | undefined {
  return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false;
}

function attributeOr(object: Value, name: string, fallback: Value | undefined, context: Context): Value | undefined {
  if (object.kind === 'unknown') return object;
  try {
    return context.findAttribute(object, name) ?? fallback;
  } catch (error) {
    // A property may itself say that there is none.
    if (context.isRaised(error, 'AttributeError')) return fallback;
    throw error;
  }
}

function text(result: string | undefined, context: Context): Value {
  return result === undefined ? context.unknown('text of something unknown') : str(result);
}

function verdict(result: boolean | undefined, context: Context): Value {
  return result === undefined ? context.unknown('the type of something unknown') : bool(result);
}
