import { anonymous } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import { isHashable, keyOf } from '../../values/equality.js';
import { join, joinAll } from '../../values/join.js';
import type { NativeType } from '../../values/native-type.js';
import {
  bool,
  type DictValue,
  dimValue,
  type IteratorValue,
  int,
  none,
  tuple,
  unknown,
  type Value,
} from '../../values/value.js';
import { define, methods, native } from './define.js';
import { dictView } from './dict-views.js';
import { valuesEqual } from './list.js';
import { iteratorOf, uncertainIterator } from './sequence.js';
import { typeName } from './type-name.js';

export const dictType: NativeType = {
  name: 'dict',
  module: 'builtins',
  construct: define('dict', 'iterable=..., /, **kwargs', ['dict(a=1)', "dict([('a', 1)])"], (args, context) => {
    const result: DictValue = { kind: 'dict', entries: new Map() };
    if (args.given('iterable')) update(result, args.get('iterable'), context);
    for (const [name, value] of args.keywords) putKey(result, { kind: 'str', value: name }, value, context);
    return result;
  }),
  statics: {
    fromkeys: native('dict.fromkeys', 'iterable, value=None, /', ["dict.fromkeys(['a', 'b'], 0)"], (args, context) => {
      const result: DictValue = { kind: 'dict', entries: new Map() };
      const keys = context.elements(args.get('iterable'));
      if (!keys) return unknown('a dict with unknown keys');
      for (const key of keys) putKey(result, key, args.get('value'), context);
      return result;
    }),
  },
  methods: methods(
    define('dict.keys', 'self', ["{'a': 1}.keys()"], (args) => dictView('dict_keys', args.get('self') as DictValue)),
    define('dict.values', 'self', ["{'a': 1}.values()"], (args) =>
      dictView('dict_values', args.get('self') as DictValue),
    ),
    define('dict.items', 'self', ["{'a': 1}.items()"], (args) => dictView('dict_items', args.get('self') as DictValue)),
    define('dict.get', 'self, key, default=None, /', ["{'a': 1}.get('a')", "{'a': 1}.get('b', 2)"], (args, context) => {
      const self = args.get('self') as DictValue;
      const key = hashed(args.get('key'), context);
      if (key === undefined) return unknown('a dict entry under an unknown key');
      const found = self.entries.get(key);
      if (found) return found.value;
      return self.open ? unknown('a dict that is not wholly known') : args.get('default');
    }),
    define('dict.pop', 'self, key, default=..., /', ["{'a': 1}.pop('a')", "{'a': 1}.pop('b', 2)"], (args, context) => {
      const self = args.get('self') as DictValue;
      const key = hashed(args.get('key'), context);
      if (key === undefined) {
        self.open = true;
        return unknown('a dict entry under an unknown key');
      }
      const found = self.entries.get(key);
      if (found) {
        self.entries.delete(key);
        return found.value;
      }
      if (self.open) return unknown('a dict that is not wholly known');
      return args.given('default')
        ? args.get('default')
        : context.raise('KeyError', context.repr(args.get('key')) ?? '?');
    }),
    define('dict.popitem', 'self', ["{'a': 1}.popitem()"], (args, context) => {
      const self = args.get('self') as DictValue;
      if (self.open) return unknown('a dict that is not wholly known');
      const last = [...self.entries].at(-1);
      if (!last) return context.raise('KeyError', "'popitem(): dictionary is empty'");
      self.entries.delete(last[0]);
      return tuple([last[1].key, last[1].value]);
    }),
    define('dict.setdefault', 'self, key, default=None, /', ["{'a': 1}.setdefault('b', 2)"], (args, context) => {
      const self = args.get('self') as DictValue;
      const key = hashed(args.get('key'), context);
      const found = key === undefined ? undefined : self.entries.get(key);
      if (found) return found.value;
      if (key === undefined || self.open) return unknown('a dict that is not wholly known');
      self.entries.set(key, { key: args.get('key'), value: args.get('default') });
      return args.get('default');
    }),
    define(
      'dict.update',
      'self, other=..., /, **kwargs',
      ["{'a': 1}.update({'b': 2})", '{}.update(a=1)'],
      (args, context) => {
        const self = args.get('self') as DictValue;
        if (args.given('other')) update(self, args.get('other'), context);
        for (const [name, value] of args.keywords) putKey(self, { kind: 'str', value: name }, value, context);
        return none;
      },
    ),
    define('dict.clear', 'self', ["{'a': 1}.clear()"], (args) => {
      const self = args.get('self') as DictValue;
      self.entries.clear();
      self.open = false;
      return none;
    }),
    define('dict.copy', 'self', ["{'a': 1}.copy()"], (args) => {
      const self = args.get('self') as DictValue;
      return { ...self, entries: new Map([...self.entries].map(([key, entry]) => [key, { ...entry }])) };
    }),
  ),
  getItem: (self, index, context) => {
    const target = self as DictValue;
    const key = hashed(index, context);
    const found = key === undefined ? undefined : target.entries.get(key);
    if (found) return found.value;
    if (key === undefined)
      return (
        joinAll(
          [...target.entries.values()].map(({ value }) => value),
          'a dict entry under an unknown key',
        ) ?? context.unknown('a dict entry under an unknown key')
      );
    if (target.open) return context.unknown('a dict that is not wholly known');
    return context.raise('KeyError', context.repr(index) ?? '?');
  },
  setItem: (self, index, value, context) => putKey(self as DictValue, index, value, context),
  deleteItem: (self, index, context) => {
    const target = self as DictValue;
    const key = hashed(index, context);
    if (key === undefined) target.open = true;
    else if (!target.entries.delete(key) && !target.open) context.raise('KeyError', context.repr(index) ?? '?');
  },
  iterate: (self) => keysOf(self as DictValue, 'dict_keyiterator'),
  length: (self) => ((self as DictValue).open ? dimValue(anonymous()) : int((self as DictValue).entries.size)),
  contains: (self, item, context) => {
    const target = self as DictValue;
    const key = hashed(item, context);
    if (key !== undefined && target.entries.has(key)) return bool(true);
    return key === undefined || target.open
      ? context.unknown('membership in a dict that is not wholly known')
      : bool(false);
  },
  binary: (operator, self, other, reflected, context) => {
    if (operator !== '|' || other.kind !== 'dict' || reflected) return undefined;
    const target = self as DictValue;
    const result: DictValue = { ...target, entries: new Map(target.entries) };
    update(result, other, context);
    return result;
  },
  augmented: (operator, self, other, context) => {
    if (operator !== '|') return undefined;
    update(self as DictValue, other, context);
    return self;
  },
  compare: (operator, self, other, reflected, context) => {
    if (reflected || other.kind !== 'dict' || (operator !== '==' && operator !== '!=')) return undefined;
    const verdict = dictsEqual(self as DictValue, other, context);
    return verdict === undefined
      ? context.unknown('a comparison of dicts that are not wholly known')
      : bool(verdict === (operator === '=='));
  },
  truth: (self) => ((self as DictValue).entries.size > 0 ? true : (self as DictValue).open ? undefined : false),
  repr: (self, context) => {
    const target = self as DictValue;
    if (target.open) return undefined;
    const parts: string[] = [];
    for (const { key, value } of target.entries.values()) {
      const [k, v] = [context.repr(key), value === self ? '{...}' : context.repr(value)];
      if (k === undefined || v === undefined) return undefined;
      parts.push(`${k}: ${v}`);
    }
    return `{${parts.join(', ')}}`;
  },
};

/** The keys in order; of a dict that is not wholly known, an uncertain one. */
function keysOf(dict: DictValue, name: string): IteratorValue {
  const keys = [...dict.entries.values()].map(({ key }) => key);
  return dict.open
    ? uncertainIterator(keys.length ? keys : [unknown('a key of a dict that is not wholly known')], name)
    : iteratorOf(keys, name);
}

/** The key under which a value is kept; undefined where it is not known. Raises where it is unhashable. */
export function hashed(value: Value, context: Context): string | undefined {
  const key = keyOf(value);
  if (key === undefined && !isHashable(value)) {
    const culprit = value.kind === 'tuple' ? (value.elements.find((element) => !isHashable(element)) ?? value) : value;
    return context.raise('TypeError', `unhashable type: '${typeName(culprit)}'`);
  }
  return key;
}

export function putKey(dict: DictValue, key: Value, value: Value, context: Context): void {
  const hash = hashed(key, context);
  if (hash === undefined) {
    dict.open = true;
    for (const entry of dict.entries.values()) entry.value = join(entry.value, value);
    return;
  }
  const entry = dict.entries.get(hash);
  if (entry) entry.value = value;
  else dict.entries.set(hash, { key, value });
}

/** `dict.update`: from another dict, or from pairs. */
export function update(dict: DictValue, other: Value, context: Context): void {
  if (other.kind === 'dict') {
    for (const { key, value } of other.entries.values()) putKey(dict, key, value, context);
    if (other.open) dict.open = true;
    return;
  }
  const pairs = other.kind === 'unknown' ? undefined : context.elements(other);
  if (!pairs) {
    dict.open = true;
    return;
  }
  pairs.forEach((pair, i) => {
    const parts = context.elements(pair);
    if (!parts) dict.open = true;
    else if (parts.length !== 2)
      context.raise('ValueError', `dictionary update sequence element #${i} has length ${parts.length}; 2 is required`);
    else putKey(dict, parts[0] as Value, parts[1] as Value, context);
  });
}

function dictsEqual(a: DictValue, b: DictValue, context: Context): boolean | undefined {
  if (a.open || b.open) return undefined;
  if (a.entries.size !== b.entries.size) return false;
  for (const [key, { value }] of a.entries) {
    const other = b.entries.get(key);
    const verdict = other ? valuesEqual(value, other.value, context) : false;
    if (verdict !== true) return verdict;
  }
  return true;
}
