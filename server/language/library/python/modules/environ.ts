import type { Context } from '../../../values/context.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { bool, none, type ObjectValue, str, unknown, type Value } from '../../../values/value.js';
import { define, methods } from '../define.js';
import { uncertainIterator } from '../sequence.js';
import { strRepr } from '../str-repr.js';
import { typeName } from '../type-name.js';

const environType: NativeType<undefined> = {
  name: '_Environ',
  module: 'os',
  methods: methods(
    define(
      'os.environ.get',
      'self, key, default=None',
      ["os.environ.get('LAYERSCOPE_UNSET', 'x')"],
      (args, context) => variable(args.get('key'), context) ?? args.get('default'),
    ),
    define(
      'os.environ.setdefault',
      'self, key, value',
      ["os.environ.setdefault('LAYERSCOPE_UNSET', 'x')"],
      (args, context) => {
        const found = variable(args.get('key'), context);
        if (!found) change(args.get('key'), args.get('value'), context);
        return found ?? args.get('value');
      },
    ),
    define(
      'os.environ.pop',
      'self, key, default=...',
      ["os.environ.pop('LAYERSCOPE_UNSET', None)"],
      (args, context) => {
        const found = variable(args.get('key'), context);
        if (!found && !args.given('default')) return context.raise('KeyError', context.repr(args.get('key')) ?? '?');
        change(args.get('key'), null, context);
        return found ?? args.get('default');
      },
    ),
    define(
      'os.environ.update',
      'self, other=(), /, **kwargs',
      ["os.environ.update({'LAYERSCOPE_UNSET': 'x'})"],
      (args, context) => {
        const other = args.get('other');
        if (other.kind === 'dict') for (const { key, value } of other.entries.values()) change(key, value, context);
        for (const [name, value] of args.keywords) change(str(name), value, context);
        return none;
      },
    ),
    define('os.environ.copy', 'self', [], (_, context) => context.unknown('the whole environment')),
    define('os.environ.items', 'self', [], (_, context) => context.unknown('the whole environment')),
    define('os.environ.keys', 'self', [], (_, context) => context.unknown('the whole environment')),
  ),
  getItem: (_, key, context) => variable(key, context) ?? context.raise('KeyError', context.repr(key) ?? '?'),
  setItem: (_, key, value, context) => change(key, value, context),
  deleteItem: (_, key, context) => {
    if (!variable(key, context)) context.raise('KeyError', context.repr(key) ?? '?');
    change(key, null, context);
  },
  contains: (_, key, context) => {
    const value = variable(key, context);
    return value?.kind === 'unknown' ? context.unknown('an environment variable') : bool(value !== undefined);
  },
  iterate: () => uncertainIterator([unknown('the names of environment variables')], 'generator'),
  truth: () => true,
};

/** `os.environ`: what the program sets is seen by itself alone. */
export const environ: ObjectValue<undefined> = object(environType, undefined);

/** The value of a variable; undefined where it is not set; Unknown where that cannot be known. */
export function variable(key: Value, context: Context): Value | undefined {
  if (key.kind === 'unknown') return context.unknown('an environment variable of an unknown name');
  if (key.kind !== 'str') return context.raise('TypeError', `str expected, not ${typeName(key)}`);
  const set = changes(context).get(key.value);
  if (set !== undefined) return set ?? undefined; // Null says that the program deleted it.
  const value = context.host.environment(key.value);
  if (value === undefined) return context.unknown(`the environment variable ${strRepr(key.value)}`);
  return value === null ? undefined : str(value);
}

function change(key: Value, value: Value | null, context: Context): void {
  if (value && value.kind !== 'str' && value.kind !== 'unknown')
    context.raise('TypeError', `str expected, not ${typeName(value)}`);
  if (key.kind !== 'str') return;
  changes(context).set(key.value, context.certain ? value : unknown(`the environment variable ${strRepr(key.value)}`));
}

/** Null: deleted. */
function changes(context: Context): Map<string, Value | null> {
  return context.state('os.environ', () => new Map<string, Value | null>());
}
