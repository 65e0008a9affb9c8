import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object } from '../../../values/native-type.js';
import {
  type IteratorValue,
  type NativeFunctionValue,
  tuple,
  type UnknownValue,
  type Value,
} from '../../../values/value.js';
import { define, members, native } from '../define.js';
import { lazyIterator } from '../iterator.js';
import { intArgument, iteratorOf } from '../sequence.js';
import { combinations, combinationsWithReplacement, permutations, product } from './arrangements.js';

/** `itertools.chain` is called, and has `from_iterable`. */
const chainType: NativeType<undefined> = {
  name: 'type',
  module: 'itertools',
  call: define('itertools.chain', 'self, /, *iterables', ['list(itertools.chain([1], (2, 3)))'], (args, context) =>
    chain(iteratorOf(args.rest, 'tuple_iterator'), context),
  ),
  methods: {
    from_iterable: define(
      'chain.from_iterable',
      'self, iterable, /',
      ['list(itertools.chain.from_iterable([[1], [2]]))'],
      (args, context) => {
        const iterables = context.iterator(args.get('iterable'));
        return iterables.kind === 'unknown' ? iterables : chain(iterables, context);
      },
    ),
  },
};

/** Python's `itertools`. */
export const itertoolsModule: NativeModule = {
  name: 'itertools',
  members: {
    chain: object(chainType, undefined),
    ...members(
      native('itertools.count', 'start=0, step=1', ['next(itertools.count(5))'], (args, context) => {
        let next = args.get('start');
        return lazyIterator('itertools.count', () => {
          const value = next;
          next = context.binary('+', next, args.get('step'));
          return value;
        });
      }),
      native('itertools.repeat', 'object, times=None', ["list(itertools.repeat('x', 3))"], (args, context) => {
        if (args.get('times').kind === 'none') return lazyIterator('itertools.repeat', () => args.get('object'));
        const times = intArgument(args.get('times'), context);
        if (times === undefined) return context.unknown('an unknown number of repetitions');
        return iteratorOf(
          Array.from({ length: Math.max(0, times) }, () => args.get('object')),
          'itertools.repeat',
        );
      }),
      overIterator('cycle', 'iterable, /', "next(itertools.cycle('ab'))", (source) => {
        const seen: Value[] = [];
        let at = -1;
        return () => {
          const value = at < 0 ? source.next() : undefined;
          if (value !== undefined) {
            seen.push(value);
            return value;
          }
          at += 1;
          return seen[at % seen.length];
        };
      }),
      native(
        'itertools.islice',
        'iterable, *limits',
        ['list(itertools.islice(range(9), 1, 8, 3))'],
        (args, context) => {
          const limits = args.rest.map((limit) => (limit.kind === 'none' ? undefined : intArgument(limit, context)));
          const [start, stop, step] =
            limits.length === 1 ? [0, limits[0], 1] : [limits[0] ?? 0, limits[1], limits[2] ?? 1];
          const source = context.iterator(args.get('iterable'));
          if (source.kind === 'unknown' || args.rest.some((limit) => limit.kind === 'unknown'))
            return context.unknown('a part of something unknown');
          let at = 0;
          let wanted = start as number;
          return lazyIterator(
            'itertools.islice',
            () => {
              for (;;) {
                if (stop !== undefined && wanted >= stop) return undefined;
                const value = source.next();
                if (value === undefined) return undefined;
                at += 1;
                if (at - 1 === wanted) {
                  wanted += step as number;
                  return value;
                }
              }
            },
            source.unknownLength === true,
          );
        },
      ),
      overIterator(
        'takewhile',
        'predicate, iterable, /',
        'list(itertools.takewhile(lambda x: x < 3, range(9)))',
        (source, args, context) => {
          let over = false;
          return () => {
            const value = over ? undefined : source.next();
            if (value === undefined || holds(args.get('predicate'), value, context)) return value;
            over = true;
            return undefined;
          };
        },
      ),
      overIterator(
        'dropwhile',
        'predicate, iterable, /',
        'list(itertools.dropwhile(lambda x: x < 3, range(5)))',
        (source, args, context) => {
          let dropping = true;
          return () => {
            let value = source.next();
            while (dropping && value !== undefined && holds(args.get('predicate'), value, context))
              value = source.next();
            dropping = false;
            return value;
          };
        },
      ),
      overIterator(
        'filterfalse',
        'predicate, iterable, /',
        'list(itertools.filterfalse(None, [0, 1]))',
        (source, args, context) => () => {
          let value = source.next();
          while (value !== undefined && holds(args.get('predicate'), value, context)) value = source.next();
          return value;
        },
      ),
      overIterator(
        'starmap',
        'function, iterable, /',
        'list(itertools.starmap(pow, [(2, 3)]))',
        (source, args, context) => () => {
          const value = source.next();
          const spread = value && context.elements(value);
          return (
            value &&
            (spread ? context.call(args.get('function'), spread) : context.unknown('arguments that are not known'))
          );
        },
      ),
      overIterator(
        'accumulate',
        'iterable, func=None, *, initial=None',
        'list(itertools.accumulate([1, 2, 3]))',
        (source, args, context) => {
          let total: Value | undefined;
          let started = false;
          return () => {
            if (!started) {
              started = true;
              total = args.get('initial').kind === 'none' ? source.next() : args.get('initial');
              return total;
            }
            const value = source.next();
            if (value === undefined || total === undefined) return undefined;
            total =
              args.get('func').kind === 'none'
                ? context.binary('+', total, value)
                : context.call(args.get('func'), [total, value]);
            return total;
          };
        },
      ),
      overIterator('pairwise', 'iterable, /', 'list(itertools.pairwise([1, 2, 3]))', (source) => {
        let before = source.next();
        return () => {
          const value = source.next();
          if (before === undefined || value === undefined) return undefined;
          const pair = tuple([before, value]);
          before = value;
          return pair;
        };
      }),
      native(
        'itertools.compress',
        'data, selectors',
        ["list(itertools.compress('abc', [1, 0, 1]))"],
        (args, context) => {
          const [data, selectors] = [context.elements(args.get('data')), context.elements(args.get('selectors'))];
          if (!data || !selectors) return context.unknown('a choice of something unknown');
          return iteratorOf(
            data.filter((_, i) => selectors[i] !== undefined && context.truth(selectors[i] as Value)),
            'itertools.compress',
          );
        },
      ),
      native(
        'itertools.zip_longest',
        '*iterables, fillvalue=None',
        ["list(itertools.zip_longest([1, 2], 'a'))"],
        (args, context) => {
          const columns = args.rest.map((iterable) => context.elements(iterable));
          if (columns.includes(undefined)) return context.unknown('pairs of unknown number');
          const known = columns as (readonly Value[])[];
          const length = Math.max(0, ...known.map((column) => column.length));
          return iteratorOf(
            Array.from({ length }, (_, i) => tuple(known.map((column) => column[i] ?? args.get('fillvalue')))),
            'itertools.zip_longest',
          );
        },
      ),
      native(
        'itertools.groupby',
        'iterable, key=None',
        ["[k for k, g in itertools.groupby('aab')]"],
        (args, context) => {
          const values = context.elements(args.get('iterable'));
          if (!values) return context.unknown('groups of unknown number');
          return iteratorOf(groups(values, args.get('key'), context), 'itertools.groupby');
        },
      ),
      native('itertools.tee', 'iterable, n=2, /', ['itertools.tee([1, 2])'], (args, context) => {
        const values = context.elements(args.get('iterable'));
        const n = intArgument(args.get('n'), context);
        if (!values || n === undefined) return context.unknown('something of unknown length');
        return tuple(Array.from({ length: n }, () => iteratorOf(values, 'itertools._tee')));
      }),
      native(
        'itertools.product',
        '*iterables, repeat=1',
        ["list(itertools.product([1, 2], 'ab'))"],
        (args, context) => {
          const columns = args.rest.map((iterable) => context.elements(iterable));
          const repeat = intArgument(args.get('repeat'), context);
          if (columns.includes(undefined) || repeat === undefined)
            return context.unknown('arrangements of unknown number');
          return arranged(
            'product',
            product(Array.from({ length: repeat }, () => columns as (readonly Value[])[]).flat()),
          );
        },
      ),
      arrangement('combinations', 'iterable, r', "list(itertools.combinations('abc', 2))", combinations),
      arrangement(
        'combinations_with_replacement',
        'iterable, r',
        "list(itertools.combinations_with_replacement('ab', 2))",
        combinationsWithReplacement,
      ),
      arrangement('permutations', 'iterable, r=None', "list(itertools.permutations('abc', 2))", permutations),
    ),
  },
};

/** A function that works out its elements one by one from those of one iterable. */
function overIterator(
  name: string,
  signature: string,
  example: string,
  start: (
    source: IteratorValue,
    args: Parameters<NativeFunction['call']>[0],
    context: Context,
  ) => () => Value | undefined,
): NativeFunctionValue {
  return native(`itertools.${name}`, signature, [example], (args, context) => {
    const source: IteratorValue | UnknownValue = context.iterator(args.get('iterable'));
    if (source.kind === 'unknown') return source;
    return lazyIterator(`itertools.${name}`, start(source, args, context), source.unknownLength === true);
  });
}

function arrangement(
  name: string,
  signature: string,
  example: string,
  arrange: (values: readonly Value[], size: number) => Iterable<readonly Value[]>,
): NativeFunctionValue {
  return native(`itertools.${name}`, signature, [example], (args, context) => {
    const values = context.elements(args.get('iterable'));
    const size = args.get('r').kind === 'none' ? values?.length : intArgument(args.get('r'), context);
    if (!values || size === undefined) return context.unknown('arrangements of unknown number');
    if (size < 0) return context.raise('ValueError', 'r must be non-negative');
    return arranged(name, arrange(values, size));
  });
}

function arranged(name: string, arrangements: Iterable<readonly Value[]>): IteratorValue {
  const source = arrangements[Symbol.iterator]();
  return lazyIterator(`itertools.${name}`, () => {
    const step = source.next();
    return step.done ? undefined : tuple(step.value);
  });
}

function chain(iterables: IteratorValue, context: Context): Value {
  let current: IteratorValue | undefined;
  let uncertain = iterables.unknownLength === true;
  const waiting: IteratorValue[] = [];
  for (let iterable = iterables.next(); iterable !== undefined; iterable = iterables.next()) {
    const one = context.iterator(iterable);
    if (one.kind === 'unknown') return one;
    if (one.unknownLength) uncertain = true;
    waiting.push(one);
  }
  return lazyIterator(
    'itertools.chain',
    () => {
      for (;;) {
        current ??= waiting.shift();
        if (!current) return undefined;
        const value = current.next();
        if (value !== undefined) return value;
        current = undefined;
      }
    },
    uncertain,
  );
}

function groups(values: readonly Value[], key: Value, context: Context): Value[] {
  const made: { key: Value; elements: Value[] }[] = [];
  for (const value of values) {
    const its = key.kind === 'none' ? value : context.call(key, [value]);
    const last = made.at(-1);
    if (last && context.truth(context.compare('==', last.key, its))) last.elements.push(value);
    else made.push({ key: its, elements: [value] });
  }
  return made.map((group) => tuple([group.key, iteratorOf(group.elements, 'itertools._grouper')]));
}

/** An unknown condition counts as met: one element is as good as another where their number is not known. */
function holds(predicate: Value, value: Value, context: Context): boolean {
  return context.truth(predicate.kind === 'none' ? value : context.call(predicate, [value])) !== false;
}
