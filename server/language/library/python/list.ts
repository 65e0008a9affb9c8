import type { Context } from '../../values/context.js';
import { equals } from '../../values/equality.js';
import { join, joinAll } from '../../values/join.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, dimValue, int, type ListValue, list, none, type Value } from '../../values/value.js';
import { define, methods } from './define.js';
import {
  indexOf,
  intArgument,
  iteratorOf,
  position,
  slicePositions,
  uncertainIterator,
  unknownLength,
} from './sequence.js';
import { compareSequences, repeated } from './sequence-operators.js';
import { sortValues } from './sorting.js';
import { typeName } from './type-name.js';

export const listType: NativeType = {
  name: 'list',
  module: 'builtins',
  construct: define('list', 'iterable=(), /', ["list('abc')", 'list(range(3))'], (args, context) =>
    copyOf(args.get('iterable'), context),
  ),
  methods: methods(
    define('list.append', 'self, object, /', ['[1].append(2)'], (args) => {
      const self = args.get('self') as ListValue;
      if (self.rest) self.rest = join(self.rest, args.get('object'));
      else self.elements.push(args.get('object'));
      return none;
    }),
    define('list.extend', 'self, iterable, /', ['[1].extend([2, 3])'], (args, context) => {
      extend(args.get('self') as ListValue, args.get('iterable'), context);
      return none;
    }),
    define('list.insert', 'self, index, object, /', ['[1].insert(0, 2)'], (args, context) => {
      const self = args.get('self') as ListValue;
      const at = intArgument(args.get('index'), context);
      if (at === undefined || (self.rest && at < 0)) blur(self, args.get('object'));
      else self.elements.splice(at < 0 ? Math.max(0, at + self.elements.length) : at, 0, args.get('object'));
      return none;
    }),
    define('list.pop', 'self, index=-1, /', ['[1, 2].pop()'], (args, context) => {
      const self = args.get('self') as ListValue;
      if (self.rest) return context.unknown('an element of a list of unknown length');
      if (self.elements.length === 0) return context.raise('IndexError', 'pop from empty list');
      const at = indexOf(args.get('index'));
      if (at === undefined) {
        blur(self);
        return context.unknown('an element at an unknown index');
      }
      const from = at < 0 ? at + self.elements.length : at;
      if (from < 0 || from >= self.elements.length) return context.raise('IndexError', 'pop index out of range');
      return self.elements.splice(from, 1)[0] as Value;
    }),
    define('list.remove', 'self, value, /', ['[1, 2].remove(1)'], (args, context) => {
      const self = args.get('self') as ListValue;
      const at = find(self, args.get('value'), context);
      if (at === undefined) blur(self);
      else if (at < 0) context.raise('ValueError', 'list.remove(x): x not in list');
      else self.elements.splice(at, 1);
      return none;
    }),
    define('list.clear', 'self', ['[1].clear()'], (args) => {
      const self = args.get('self') as ListValue;
      self.elements = [];
      delete self.rest;
      return none;
    }),
    define('list.copy', 'self', ['[1].copy()'], (args) => {
      const self = args.get('self') as ListValue;
      return { ...self, elements: [...self.elements] };
    }),
    define('list.index', 'self, value, start=0, stop=None, /', ['[1, 2].index(2)'], (args, context) => {
      const self = args.get('self') as ListValue;
      const start = indexOf(args.get('start')) ?? 0;
      const at = find(
        self,
        args.get('value'),
        context,
        start < 0 ? Math.max(0, start + self.elements.length) : start,
        indexOf(args.get('stop')),
      );
      if (at === undefined) return context.unknown('a position in a list that is not wholly known');
      return at < 0 ? context.raise('ValueError', `${context.repr(args.get('value')) ?? '?'} is not in list`) : int(at);
    }),
    define('list.count', 'self, value, /', ['[1, 1, 2].count(1)'], (args, context) => {
      const self = args.get('self') as ListValue;
      const verdicts = self.elements.map((element) => valuesEqual(element, args.get('value'), context));
      if (self.rest || verdicts.includes(undefined))
        return context.unknown('a count in a list that is not wholly known');
      return int(verdicts.filter((v) => v).length);
    }),
    define('list.reverse', 'self', ['[1, 2].reverse()'], (args) => {
      const self = args.get('self') as ListValue;
      if (self.rest) blur(self);
      else self.elements.reverse();
      return none;
    }),
    define(
      'list.sort',
      'self, *, key=None, reverse=False',
      ['[2, 1].sort()', '[2, 1].sort(reverse=True)'],
      (args, context) => {
        const self = args.get('self') as ListValue;
        const sorted = self.rest ? undefined : sortValues(self.elements, args.get('key'), args.get('reverse'), context);
        if (sorted) self.elements = sorted;
        else blur(self);
        return none;
      },
    ),
  ),
  getItem: (self, index, context) => {
    const { elements, rest } = self as ListValue;
    if (index.kind === 'slice') {
      if (rest) return { kind: 'list', elements: [], rest: joinAll([...elements, rest]) as Value };
      const positions = slicePositions(index, elements.length, context);
      if (!positions) return uncertain(elements);
      return list(positions.map((at) => elements[at] as Value));
    }
    const known = indexOf(index);
    if (rest && (known === undefined || known < 0 || known >= elements.length))
      return known === undefined ? context.unknown('an element at an unknown index') : rest;
    const at = position(index, elements.length, 'list', context);
    return at === undefined
      ? (joinAll(elements, 'an element at an unknown index') ?? context.unknown('an element at an unknown index'))
      : (elements[at] as Value);
  },
  setItem: (self, index, value, context) => {
    const target = self as ListValue;
    if (index.kind === 'slice') return replaceSlice(target, index, value, context);
    const known = indexOf(index);
    if (known === undefined || target.rest) {
      if (known !== undefined && known >= 0 && known < target.elements.length) target.elements[known] = value;
      else blur(target, value);
      return;
    }
    const from = known < 0 ? known + target.elements.length : known;
    if (from < 0 || from >= target.elements.length) context.raise('IndexError', 'list assignment index out of range');
    target.elements[from] = value;
  },
  deleteItem: (self, index, context) => {
    const target = self as ListValue;
    if (target.rest) return blur(target);
    const positions =
      index.kind === 'slice'
        ? slicePositions(index, target.elements.length, context)
        : [position(index, target.elements.length, 'list', context)];
    if (!positions || positions.includes(undefined)) return blur(target);
    const gone = new Set(positions);
    target.elements = target.elements.filter((_, i) => !gone.has(i));
  },
  iterate: (self) => {
    const target = self as ListValue;
    return target.rest
      ? uncertainIterator([...target.elements, target.rest], 'list_iterator')
      : iteratorOf(target.elements, 'list_iterator');
  },
  length: (self) => {
    const target = self as ListValue;
    return target.rest ? dimValue(unknownLength()) : int(target.elements.length);
  },
  contains: (self, item, context) => {
    const at = find(self as ListValue, item, context);
    return at === undefined ? context.unknown('membership in a list that is not wholly known') : bool(at >= 0);
  },
  binary: (operator, self, other, reflected, context) => {
    const target = self as ListValue;
    if (operator === '*') return repeated(target, other, context);
    if (operator !== '+' || reflected) return undefined;
    if (other.kind !== 'list')
      return context.raise('TypeError', `can only concatenate list (not "${typeName(other)}") to list`);
    return concatenated(target, other);
  },
  augmented: (operator, self, other, context) => {
    const target = self as ListValue;
    if (operator === '+') {
      extend(target, other, context);
      return target;
    }
    const product = operator === '*' ? repeated(target, other, context) : undefined;
    if (product?.kind !== 'list') return product;
    target.elements = product.elements;
    if (product.rest) target.rest = product.rest;
    return target;
  },
  compare: (operator, self, other, reflected, context) => {
    if (reflected || other.kind !== 'list') return undefined;
    const target = self as ListValue;
    if (target.rest || other.rest)
      return operator === 'is' || operator === 'in'
        ? undefined
        : context.unknown('a comparison of lists that are not wholly known');
    return compareSequences(operator, target.elements, other.elements, context);
  },
  truth: (self) => ((self as ListValue).elements.length > 0 ? true : (self as ListValue).rest ? undefined : false),
  repr: (self, context) => {
    const target = self as ListValue;
    const parts = target.rest
      ? [undefined]
      : target.elements.map((element) => (element === self ? '[...]' : context.repr(element)));
    return parts.includes(undefined) ? undefined : `[${parts.join(', ')}]`;
  },
};

/** `list += iterable` and `extend`. */
export function extend(self: ListValue, iterable: Value, context: Context): void {
  const further = iterable.kind === 'list' ? iterable.elements : context.elements(iterable);
  const rest = iterable.kind === 'list' ? iterable.rest : undefined;
  if (!further) {
    blur(self, joinAll(itemsOf(iterable, context)) ?? context.unknown('an element of something unknown'));
    return;
  }
  if (self.rest) self.rest = joinAll([self.rest, ...further, ...(rest ? [rest] : [])]) as Value;
  else {
    for (const element of [...further]) self.elements.push(element);
    if (rest) self.rest = rest;
  }
}

function itemsOf(iterable: Value, context: Context): readonly Value[] {
  const iterator = context.iterator(iterable);
  const first = iterator.kind === 'iterator' ? iterator.next() : undefined;
  return first ? [first] : [];
}

function copyOf(iterable: Value, context: Context): Value {
  if (iterable.kind === 'list')
    return { kind: 'list', elements: [...iterable.elements], ...(iterable.rest ? { rest: iterable.rest } : {}) };
  if (iterable.kind === 'unknown') return iterable;
  const elements = context.elements(iterable);
  return elements ? list([...elements]) : uncertain(itemsOf(iterable, context));
}

function uncertain(candidates: readonly Value[]): ListValue {
  const rest = joinAll(candidates);
  return rest ? { kind: 'list', elements: [], rest } : list([]);
}

/** Says that nothing is known of the order and number of a list's elements any more. */
function blur(self: ListValue, further?: Value): void {
  const rest = joinAll([...self.elements, ...(self.rest ? [self.rest] : []), ...(further ? [further] : [])]);
  self.elements = [];
  if (rest) self.rest = rest;
}

function concatenated(a: ListValue, b: ListValue): ListValue {
  if (!a.rest) return { kind: 'list', elements: [...a.elements, ...b.elements], ...(b.rest ? { rest: b.rest } : {}) };
  return {
    kind: 'list',
    elements: [...a.elements],
    rest: joinAll([a.rest, ...b.elements, ...(b.rest ? [b.rest] : [])]) as Value,
  };
}

function replaceSlice(target: ListValue, index: Value & { kind: 'slice' }, value: Value, context: Context): void {
  const replacement = context.elements(value);
  const positions = target.rest ? undefined : slicePositions(index, target.elements.length, context);
  if (!replacement || !positions) {
    blur(target, replacement ? joinAll(replacement) : context.unknown('elements of something unknown'));
    return;
  }
  const step = index.step.kind === 'none' ? 1 : (indexOf(index.step) ?? 1);
  if (step === 1) {
    const from =
      positions[0] ??
      slicePositions({ ...index, start: none, stop: index.start }, target.elements.length, context)?.length ??
      0;
    target.elements.splice(index.start.kind === 'none' ? 0 : from, positions.length, ...replacement);
    return;
  }
  if (positions.length !== replacement.length) {
    context.raise(
      'ValueError',
      `attempt to assign sequence of size ${replacement.length} to extended slice of size ${positions.length}`,
    );
  }
  positions.forEach((at, i) => {
    target.elements[at] = replacement[i] as Value;
  });
}

/** The position of an equal element; -1 if there is certainly none. */
function find(
  self: ListValue,
  item: Value,
  context: Context,
  start = 0,
  stop = Number.POSITIVE_INFINITY,
): number | undefined {
  for (let i = start; i < Math.min(self.elements.length, stop); i += 1) {
    const verdict = valuesEqual(self.elements[i] as Value, item, context);
    if (verdict === undefined) return undefined;
    if (verdict) return i;
  }
  return self.rest ? undefined : -1;
}

export function valuesEqual(a: Value, b: Value, context: Context): boolean | undefined {
  if (a === b) return true;
  if (
    a.kind === 'instance' ||
    b.kind === 'instance' ||
    a.kind === 'tensor' ||
    b.kind === 'tensor' ||
    a.kind === 'object'
  )
    return context.truth(context.compare('==', a, b));
  return equals(a, b);
}
