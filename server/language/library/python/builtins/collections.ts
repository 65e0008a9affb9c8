import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { bool, type IteratorValue, list, tuple, unknown, type Value } from '../../../values/value.js';
import { define } from '../define.js';
import { lazyIterator } from '../iterator.js';
import { iteratorOf } from '../sequence.js';
import { sortValues } from '../sorting.js';
import { typeName } from '../type-name.js';

/** Built-in functions on collections and iterators. */
export const collectionFunctions: readonly NativeFunction[] = [
  define('len', 'obj, /', ["len('abc')", 'len([1, 2])'], (args, context) => context.length(args.get('obj'))),
  define('min', '*args, key=None, default=...', ['min(2, 1)', 'min([2, 1])', 'min([], default=0)'], (args, context) =>
    extreme('min', args.rest, args.get('key'), args.given('default') ? args.get('default') : undefined, context),
  ),
  define('max', '*args, key=None, default=...', ['max(2, 1)', 'max([2, 1], key=abs)'], (args, context) =>
    extreme('max', args.rest, args.get('key'), args.given('default') ? args.get('default') : undefined, context),
  ),
  define('sum', 'iterable, /, start=0', ['sum([1, 2])', 'sum([0.1, 0.2], 1)'], (args, context) => {
    const elements = known(args.get('iterable'), context);
    return elements
      ? elements.reduce<Value>((total, element) => context.binary('+', total, element), args.get('start'))
      : context.unknown('a sum of an unknown number of terms');
  }),
  define(
    'sorted',
    'iterable, /, *, key=None, reverse=False',
    ['sorted([2, 1])', 'sorted([1, 2], reverse=True)'],
    (args, context) => {
      const elements = known(args.get('iterable'), context);
      const sorted = elements && sortValues(elements, args.get('key'), args.get('reverse'), context);
      if (sorted) return list(sorted);
      return elements?.length === 0
        ? list()
        : { kind: 'list', elements: [], rest: unknown('an element in an order that is not known') };
    },
  ),
  define('reversed', 'sequence, /', ['list(reversed([1, 2]))'], (args, context) => {
    const sequence = args.get('sequence');
    const method = context.special(sequence, '__reversed__');
    if (method) return context.call(method, []);
    if (sequence.kind === 'set' || sequence.kind === 'iterator')
      return context.raise('TypeError', `'${typeName(sequence)}' object is not reversible`);
    const elements = known(sequence, context);
    return elements
      ? iteratorOf([...elements].reverse(), 'reversed')
      : uncertain(sequence, 'reversed', (element) => element, context);
  }),
  define('enumerate', 'iterable, start=0', ["list(enumerate('ab'))"], (args, context) => {
    const source = context.iterator(args.get('iterable'));
    let count = args.get('start');
    if (source.kind === 'unknown' || source.unknownLength)
      return uncertain(
        source,
        'enumerate',
        (element) => tuple([unknown('a position in something of unknown length'), element]),
        context,
      );
    return lazyIterator('enumerate', () => {
      const element = source.next();
      if (element === undefined) return undefined;
      const pair = tuple([count, element]);
      count = context.binary('+', count, { kind: 'int', value: 1 });
      return pair;
    });
  }),
  define('zip', '*iterables, strict=False', ["list(zip([1, 2], 'ab'))"], (args, context) => {
    const sources = args.rest.map((iterable) => context.iterator(iterable));
    const strict = context.truth(args.get('strict')) === true;
    return lazyIterator(
      'zip',
      () => {
        if (sources.length === 0) return undefined;
        const elements: Value[] = [];
        for (const [i, source] of sources.entries()) {
          const element = source.kind === 'unknown' ? source : source.next();
          if (element === undefined) {
            if (
              strict &&
              (i > 0 || sources.slice(1).some((other) => other.kind === 'iterator' && other.next() !== undefined))
            ) {
              context.raise(
                'ValueError',
                `zip() argument ${i === 0 ? 2 : i + 1} is ${i === 0 ? 'longer' : 'shorter'} than argument 1`,
              );
            }
            return undefined;
          }
          elements.push(element);
        }
        return tuple(elements);
      },
      anyUnknown(sources),
    );
  }),
  define('map', 'func, *iterables', ['list(map(abs, [-1, 2]))'], (args, context) => {
    const sources = args.rest.map((iterable) => context.iterator(iterable));
    const endless = sources.every((source) => source.kind === 'unknown');
    let asked = false;
    return lazyIterator(
      'map',
      () => {
        if (endless && asked) return undefined;
        asked = true;
        const elements = sources.map((source) => (source.kind === 'unknown' ? source : source.next()));
        return elements.includes(undefined) ? undefined : context.call(args.get('func'), elements as Value[]);
      },
      anyUnknown(sources),
    );
  }),
  define('filter', 'function, iterable, /', ['list(filter(None, [0, 1]))'], (args, context) => {
    const test = args.get('function');
    const source = context.iterator(args.get('iterable'));
    const keeps = (element: Value) => context.truth(test.kind === 'none' ? element : context.call(test, [element]));
    if (source.kind === 'unknown' || source.unknownLength)
      return uncertain(source, 'filter', (element) => element, context);
    if (context.host.mode === 'numbers') {
      return lazyIterator('filter', () => {
        for (let element = source.next(); element; element = source.next()) if (keeps(element)) return element;
        return undefined;
      });
    }
    const verdicts = (known(source, context) ?? []).map((element) => ({ element, verdict: keeps(element) }));
    const kept = verdicts.filter(({ verdict }) => verdict !== false).map(({ element }) => element);
    return {
      ...iteratorOf(kept, 'filter'),
      ...(verdicts.some(({ verdict }) => verdict === undefined) ? { unknownLength: true } : {}),
    };
  }),
  define('any', 'iterable, /', ['any([0, 1])'], (args, context) => quantified(args.get('iterable'), true, context)),
  define('all', 'iterable, /', ['all([0, 1])'], (args, context) => quantified(args.get('iterable'), false, context)),
  define('iter', 'object, sentinel=..., /', ['iter([1])'], (args, context) => {
    if (!args.given('sentinel')) return context.iterator(args.get('object'));
    return lazyIterator(
      'callable_iterator',
      () => {
        const value = context.call(args.get('object'), []);
        return context.truth(context.compare('==', value, args.get('sentinel'))) === true ? undefined : value;
      },
      context.host.mode === 'shapes',
    );
  }),
  define('next', 'iterator, default=..., /', ['next(iter([1]))', 'next(iter([]), 0)'], (args, context) => {
    const iterator = args.get('iterator');
    if (iterator.kind === 'unknown') return iterator;
    const method = context.special(iterator, '__next__');
    if (method) return context.call(method, []);
    const own = iterator.kind === 'object' ? context.findAttribute(iterator, '__next__') : undefined;
    if (own) return context.call(own, []);
    if (iterator.kind !== 'iterator')
      return context.raise('TypeError', `'${typeName(iterator)}' object is not an iterator`);
    const value = iterator.next();
    if (value !== undefined) return value;
    if (iterator.unknownLength) return context.unknown('an element of something of unknown length');
    return args.given('default') ? args.get('default') : context.raise('StopIteration', '');
  }),
];

function known(iterable: Value, context: Context): readonly Value[] | undefined {
  return iterable.kind === 'unknown' ? undefined : context.elements(iterable);
}

function anyUnknown(sources: readonly (IteratorValue | Value)[]): boolean {
  return sources.some(
    (source) => source.kind === 'unknown' || (source.kind === 'iterator' && source.unknownLength === true),
  );
}

/** An iterator over what is made of the one element that is known of something uncertain. */
function uncertain(value: Value, name: string, make: (element: Value) => Value, context: Context): Value {
  const source = value.kind === 'iterator' ? value : value.kind === 'unknown' ? value : context.iterator(value);
  let asked = false;
  const iterator = lazyIterator(
    name,
    () => {
      if (asked) return undefined;
      asked = true;
      const element = source.kind === 'unknown' ? source : source.next();
      return element && make(element);
    },
    true,
  );
  return source.kind === 'iterator' && source.notEmpty && name === 'enumerate'
    ? { ...iterator, notEmpty: true, ...(source.first && { first: make(source.first) }) }
    : iterator;
}

function extreme(
  name: 'min' | 'max',
  args: readonly Value[],
  key: Value,
  fallback: Value | undefined,
  context: Context,
): Value {
  if (args.length === 0) return context.raise('TypeError', `${name} expected at least 1 argument, got 0`);
  const elements = args.length === 1 ? known(args[0] as Value, context) : args;
  if (!elements) return context.unknown(`the ${name} of something unknown`);
  if (elements.length === 0) return fallback ?? context.raise('ValueError', `${name}() arg is an empty sequence`);
  let best: Value | undefined;
  let bestKey: Value | undefined;
  for (const element of elements) {
    const elementKey = key.kind === 'none' ? element : context.call(key, [element]);
    if (bestKey === undefined) [best, bestKey] = [element, elementKey];
    else {
      const better = context.truth(context.compare(name === 'min' ? '<' : '>', elementKey, bestKey));
      if (better === undefined) return context.unknown(`the ${name} of something unknown`);
      if (better) [best, bestKey] = [element, elementKey];
    }
  }
  return best as Value;
}

function quantified(iterable: Value, wanted: boolean, context: Context): Value {
  const source = context.iterator(iterable);
  if (source.kind === 'unknown') return source;
  let certain = !source.unknownLength;
  for (let element = source.next(); element; element = source.next()) {
    const truth = context.truth(element);
    if (truth === undefined) certain = false;
    else if (truth === wanted && !source.unknownLength) return bool(wanted);
  }
  return certain ? bool(!wanted) : context.unknown('the truth of something unknown');
}
