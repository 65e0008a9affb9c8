import { anonymous } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, dimValue, int, none, type SetValue, unknown, type Value } from '../../values/value.js';
import { define, methods } from './define.js';
import { hashed } from './dict.js';
import { iteratorOf, uncertainIterator } from './sequence.js';
import { iterationOrder } from './set-order.js';

export const setType: NativeType = setTypeNamed('set', methodsOfBoth('set').concat(changingMethods()));
export const frozensetType: NativeType = setTypeNamed('frozenset', methodsOfBoth('frozenset'));

export function addToSet(set: SetValue, element: Value, context: Context): void {
  const key = hashed(element, context);
  if (key === undefined) set.open = true;
  else if (!set.entries.has(key)) set.entries.set(key, element);
}

type SetOperator = '|' | '&' | '-' | '^';

function combine(operator: SetOperator, a: SetValue, b: SetValue): SetValue {
  const open = a.open || b.open;
  const entries = new Map<string, Value>();
  const keep = (from: SetValue, wanted: (key: string) => boolean) => {
    for (const [key, value] of from.entries) if (wanted(key) && !entries.has(key)) entries.set(key, value);
  };
  if (operator === '|') for (const set of [a, b]) keep(set, () => true);
  if (operator === '&') keep(a, (key) => b.entries.has(key));
  if (operator === '-') keep(a, (key) => !b.entries.has(key));
  if (operator === '^') {
    keep(a, (key) => !b.entries.has(key));
    keep(b, (key) => !a.entries.has(key));
  }
  return { kind: 'set', entries, ...(a.frozen ? { frozen: true } : {}), ...(open ? { open } : {}) };
}

function replaceContent(target: SetValue, source: SetValue): void {
  const kept = [...source.entries];
  target.entries.clear();
  for (const [key, value] of kept) target.entries.set(key, value);
  if (source.open) target.open = true;
}

function isSubset(a: SetValue, b: SetValue): boolean | undefined {
  if (a.open || b.open) return undefined;
  return [...a.entries.keys()].every((key) => b.entries.has(key));
}

function setOf(iterable: Value, context: Context, frozen = false): SetValue {
  if (iterable.kind === 'set')
    return {
      kind: 'set',
      entries: new Map(iterable.entries),
      ...(iterable.open ? { open: true } : {}),
      ...(frozen ? { frozen } : {}),
    };
  const result: SetValue = { kind: 'set', entries: new Map(), ...(frozen ? { frozen } : {}) };
  const elements = iterable.kind === 'unknown' ? undefined : context.elements(iterable);
  if (!elements) result.open = true;
  else for (const element of elements) addToSet(result, element, context);
  return result;
}

function setTypeNamed(name: 'set' | 'frozenset', functions: readonly NativeFunction[]): NativeType {
  return {
    name,
    module: 'builtins',
    construct: define(name, 'iterable=(), /', [`${name}([1, 2, 2])`], (args, context) =>
      setOf(args.get('iterable'), context, name === 'frozenset'),
    ),
    methods: methods(...functions),
    iterate: (self) => {
      const set = self as SetValue;
      const elements = iterationOrder([...set.entries.values()]);
      return set.open
        ? uncertainIterator(
            elements.length ? elements : [unknown('an element of a set that is not wholly known')],
            'set_iterator',
          )
        : iteratorOf(elements, 'set_iterator');
    },
    length: (self) => ((self as SetValue).open ? dimValue(anonymous()) : int((self as SetValue).entries.size)),
    contains: (self, item, context) => {
      const set = self as SetValue;
      const key = hashed(item, context);
      if (key !== undefined && set.entries.has(key)) return bool(true);
      return key === undefined || set.open
        ? context.unknown('membership in a set that is not wholly known')
        : bool(false);
    },
    binary: (operator, self, other, reflected) => {
      if (reflected || other.kind !== 'set' || !'|&-^'.includes(operator)) return undefined;
      return combine(operator as SetOperator, self as SetValue, other);
    },
    augmented: (operator, self, other) => {
      const target = self as SetValue;
      if (target.frozen || other.kind !== 'set' || !'|&-^'.includes(operator)) return undefined;
      replaceContent(target, combine(operator as SetOperator, target, other));
      return target;
    },
    compare: (operator, self, other, reflected, context) => {
      if (reflected || other.kind !== 'set') return undefined;
      const [a, b] = [self as SetValue, other];
      const verdict = compareSets(operator, a, b);
      return verdict === undefined
        ? /^[<>=!]/.test(operator)
          ? context.unknown('a comparison of sets that are not wholly known')
          : undefined
        : bool(verdict);
    },
    truth: (self) => ((self as SetValue).entries.size > 0 ? true : (self as SetValue).open ? undefined : false),
    repr: (self, context) => {
      const set = self as SetValue;
      const parts = iterationOrder([...set.entries.values()]).map((element) => context.repr(element));
      if (set.open || parts.includes(undefined)) return undefined;
      if (set.frozen) return parts.length ? `frozenset({${parts.join(', ')}})` : 'frozenset()';
      return parts.length ? `{${parts.join(', ')}}` : 'set()';
    },
  };
}

function compareSets(operator: string, a: SetValue, b: SetValue): boolean | undefined {
  const [below, above] = [isSubset(a, b), isSubset(b, a)];
  if (below === undefined || above === undefined) return undefined;
  switch (operator) {
    case '==':
      return below && above;
    case '!=':
      return !(below && above);
    case '<=':
      return below;
    case '<':
      return below && !above;
    case '>=':
      return above;
    case '>':
      return above && !below;
    default:
      return undefined;
  }
}

function methodsOfBoth(type: string): NativeFunction[] {
  const combination = (name: string, operator: SetOperator) =>
    define(`${type}.${name}`, 'self, *others', [`${type}([1, 2]).${name}([2, 3])`], (args, context) =>
      args.rest.reduce<SetValue>(
        (set, other) => combine(operator, set, setOf(other, context)),
        args.get('self') as SetValue,
      ),
    );
  const relation = (name: string, test: (a: SetValue, b: SetValue) => boolean | undefined) =>
    define(`${type}.${name}`, 'self, other, /', [`${type}([1, 2]).${name}([2, 3])`], (args, context) => {
      const verdict = test(args.get('self') as SetValue, setOf(args.get('other'), context));
      return verdict === undefined ? context.unknown('a comparison of sets that are not wholly known') : bool(verdict);
    });
  return [
    combination('union', '|'),
    combination('intersection', '&'),
    combination('difference', '-'),
    combination('symmetric_difference', '^'),
    relation('issubset', isSubset),
    relation('issuperset', (a, b) => isSubset(b, a)),
    relation('isdisjoint', (a, b) => (a.open || b.open ? undefined : combine('&', a, b).entries.size === 0)),
    define(`${type}.copy`, 'self', [`${type}([1]).copy()`], (args) => {
      const self = args.get('self') as SetValue;
      return { ...self, entries: new Map(self.entries) };
    }),
  ];
}

function changingMethods(): NativeFunction[] {
  const self = (args: { get(name: string): Value }) => args.get('self') as SetValue;
  const replacing = (name: string, operator: SetOperator) =>
    define(`set.${name}`, 'self, *others', [`{1, 2}.${name}([2, 3])`], (args, context) => {
      const target = self(args);
      const result = args.rest.reduce<SetValue>((set, other) => combine(operator, set, setOf(other, context)), target);
      if (result === target) return none;
      replaceContent(target, result);
      return none;
    });
  return [
    define('set.add', 'self, element, /', ['{1}.add(2)'], (args, context) => {
      addToSet(self(args), args.get('element'), context);
      return none;
    }),
    define('set.discard', 'self, element, /', ['{1}.discard(1)'], (args, context) => {
      const key = hashed(args.get('element'), context);
      if (key === undefined) self(args).open = true;
      else self(args).entries.delete(key);
      return none;
    }),
    define('set.remove', 'self, element, /', ['{1}.remove(1)'], (args, context) => {
      const key = hashed(args.get('element'), context);
      if (key === undefined) self(args).open = true;
      else if (!self(args).entries.delete(key) && !self(args).open)
        context.raise('KeyError', context.repr(args.get('element')) ?? '?');
      return none;
    }),
    define('set.pop', 'self', ['{1}.pop()'], (args, context) => {
      const [first] = iterationOrder([...self(args).entries.values()]);
      if (self(args).open) return context.unknown('an element of a set that is not wholly known');
      if (!first) return context.raise('KeyError', "'pop from an empty set'");
      self(args).entries.delete(hashed(first, context) as string);
      return first;
    }),
    define('set.clear', 'self', ['{1}.clear()'], (args) => {
      self(args).entries.clear();
      self(args).open = false;
      return none;
    }),
    replacing('update', '|'),
    replacing('intersection_update', '&'),
    replacing('difference_update', '-'),
    replacing('symmetric_difference_update', '^'),
  ];
}
