import type { Context } from '../../../values/context.js';
import { numberOf } from '../../../values/equality.js';
import type { NativeType } from '../../../values/native-type.js';
import { type DictValue, int, list, none, tuple, unknown, type Value } from '../../../values/value.js';
import { define, methods } from '../define.js';
import { dictType, hashed, putKey } from '../dict.js';
import { intArgument, iteratorOf } from '../sequence.js';
import { derivedDict, dictRepr } from './derived-dict.js';

/** `collections.Counter`. */
export const counterType: NativeType = {
  name: 'Counter',
  module: 'collections',
  base: dictType as NativeType<never>,
  construct: define(
    'collections.Counter',
    'iterable=None, /, **kwargs',
    ["collections.Counter('hello')"],
    (args, context) => {
      const counter = derivedDict(counterType, undefined, args.keywords, context);
      count(counter, args.get('iterable'), 1, context);
      return counter;
    },
  ),
  methods: methods(
    define('Counter.most_common', 'self, n=None', ["collections.Counter('hello').most_common(1)"], (args, context) => {
      const entries = sorted(args.get('self') as DictValue);
      const n = args.get('n').kind === 'none' ? entries?.length : intArgument(args.get('n'), context);
      if (!entries || n === undefined)
        return {
          kind: 'list',
          elements: [],
          rest: tuple([unknown('what is most common'), unknown('what is most common')]),
        };
      return list(entries.slice(0, Math.max(0, n)).map(({ key, value }) => tuple([key, value])));
    }),
    define('Counter.elements', 'self', ["collections.Counter('hello').elements()"], (args, context) => {
      const self = args.get('self') as DictValue;
      if (self.open) return context.unknown('counts that are not known');
      return iteratorOf(
        [...self.entries.values()].flatMap(({ key, value }) =>
          Array.from({ length: Math.max(0, numberOf(value) ?? 0) }, () => key),
        ),
        'itertools.chain',
      );
    }),
    define('Counter.total', 'self', ["collections.Counter('hello').total()"], (args, context) => {
      const self = args.get('self') as DictValue;
      if (self.open) return context.unknown('counts that are not known');
      return [...self.entries.values()].reduce<Value>((sum, { value }) => context.binary('+', sum, value), int(0));
    }),
    ...(
      [
        ['update', 1],
        ['subtract', -1],
      ] as const
    ).map(([name, sign]) =>
      define(
        `Counter.${name}`,
        'self, iterable=None, /, **kwargs',
        [`collections.Counter('hello').${name}('lo')`],
        (args, context) => {
          const self = args.get('self') as DictValue;
          count(self, args.get('iterable'), sign, context);
          count(self, derivedDict(dictType, undefined, args.keywords, context), sign, context);
          return none;
        },
      ),
    ),
  ),
  getItem: (self, key, context) => {
    const { entries, open } = self as DictValue;
    const hash = hashed(key, context);
    return hash !== undefined && !open && !entries.has(hash)
      ? int(0)
      : (dictType.getItem?.(self, key, context) ?? int(0));
  },
  binary: (operator, self, other, reflected, context) => {
    if (reflected || other.kind !== 'dict' || other.type !== counterType || !'+-'.includes(operator))
      return dictType.binary?.(operator, self, other, reflected, context);
    const result = derivedDict(counterType, self, new Map(), context);
    count(result, other, operator === '+' ? 1 : -1, context);
    for (const [hash, { value }] of result.entries) if (!((numberOf(value) ?? 1) > 0)) result.entries.delete(hash);
    return result;
  },
  repr: (self, context) => {
    const entries = sorted(self as DictValue);
    if (!entries) return undefined;
    const inOrder: DictValue = { kind: 'dict', entries: new Map(entries.map((entry, i) => [String(i), entry])) };
    const text = dictRepr(inOrder, context);
    return text === undefined ? undefined : entries.length ? `Counter(${text})` : 'Counter()';
  },
};

/** Counts the elements of an iterable, or adds the counts of a mapping. */
function count(counter: DictValue, iterable: Value, sign: 1 | -1, context: Context): void {
  if (iterable.kind === 'none') return;
  if (iterable.kind === 'dict') {
    for (const { key, value } of iterable.entries.values()) add(counter, key, value, sign, context);
    if (iterable.open) counter.open = true;
    return;
  }
  const elements = iterable.kind === 'unknown' ? undefined : context.elements(iterable);
  if (!elements) counter.open = true;
  for (const element of elements ?? []) add(counter, element, int(1), sign, context);
}

function add(counter: DictValue, key: Value, amount: Value, sign: 1 | -1, context: Context): void {
  const hash = hashed(key, context);
  const before = (hash === undefined ? undefined : counter.entries.get(hash)?.value) ?? int(0);
  putKey(counter, key, context.binary(sign > 0 ? '+' : '-', before, amount), context);
}

/** Most common first, equal ones in the order in which they came; undefined where not all is known. */
function sorted(counter: DictValue): { key: Value; value: Value }[] | undefined {
  const entries = [...counter.entries.values()];
  if (counter.open || entries.some(({ value }) => numberOf(value) === undefined)) return undefined;
  return entries.sort((a, b) => (numberOf(b.value) as number) - (numberOf(a.value) as number));
}
