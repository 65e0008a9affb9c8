import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { bool, int, type NativeFunctionValue, tuple, type Value } from '../../../values/value.js';
import { define, members, native } from '../define.js';

interface Partial {
  readonly function: Value;
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

const partialType: NativeType<Partial> = {
  name: 'partial',
  module: 'functools',
  construct: define(
    'functools.partial',
    'func, /, *args, **keywords',
    ['functools.partial(int, base=2)("101")'],
    (args) => object(partialType, { function: args.get('func'), positional: args.rest, keywords: args.keywords }),
  ),
  attributes: {
    func: (self) => partialOf(self).function,
    args: (self) => tuple(partialOf(self).positional),
  },
  call: define('partial', 'self, /, *args, **keywords', ['functools.partial(pow, 2)(3)'], (args, context) => {
    const made = partialOf(args.get('self'));
    return context.call(
      made.function,
      [...made.positional, ...args.rest],
      new Map([...made.keywords, ...args.keywords]),
    );
  }),
};

/** The key of one value in an order that a function of two values gives. */
const keyType: NativeType<{ readonly compare: Value; readonly value: Value }> = {
  name: 'K',
  module: 'functools',
  compare: (operator, self, other, reflected, context) => {
    const [a, b] = [stateOf(self, keyType), stateOf(other, keyType)];
    if (reflected || !a || !b) return undefined;
    return context.compare(operator, context.call(a.compare, [a.value, b.value]), int(0));
  },
};

/** Python's `functools`. Caches change when a function runs and never what it gives: they are left out. */
export const functoolsModule: NativeModule = {
  name: 'functools',
  members: {
    partial: { kind: 'type', type: partialType },
    ...members(
      native(
        'functools.reduce',
        'function, iterable, initial=..., /',
        ['functools.reduce(lambda a, b: a + b, [1, 2, 3])'],
        (args, context) => {
          const values = context.elements(args.get('iterable'));
          if (!values) return context.unknown('a reduction of something unknown');
          const all = args.given('initial') ? [args.get('initial'), ...values] : values;
          const [first, ...others] = all;
          if (!first) return context.raise('TypeError', 'reduce() of empty iterable with no initial value');
          return others.reduce<Value>((total, value) => context.call(args.get('function'), [total, value]), first);
        },
      ),
      native('functools.lru_cache', 'maxsize=128, typed=False', ['functools.lru_cache(abs)(-1)'], (args) =>
        isNumberOrNone(args.get('maxsize')) ? identity : args.get('maxsize'),
      ),
      native('functools.cache', 'user_function, /', ['functools.cache(abs)(-1)'], (args) => args.get('user_function')),
      native('functools.total_ordering', 'cls', ['functools.total_ordering(int)'], (args, context) =>
        totallyOrdered(args.get('cls'), context),
      ),
      native('functools.wraps', 'wrapped, **options', ['functools.wraps(abs)(lambda x: x)(2)'], (args) =>
        wrapper(args.get('wrapped')),
      ),
      native(
        'functools.update_wrapper',
        'wrapper, wrapped, **options',
        ['functools.update_wrapper(lambda x: x, abs)(2)'],
        (args, context) => named(args.get('wrapper'), args.get('wrapped'), context),
      ),
      native(
        'functools.cmp_to_key',
        'mycmp',
        ['sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a))'],
        (args) => {
          const compare = args.get('mycmp');
          return native('functools.K', 'obj', [], (given) => object(keyType, { compare, value: given.get('obj') }));
        },
      ),
    ),
  },
};

const identity: NativeFunctionValue = native('functools.lru_cache', 'user_function, /', [], (args) =>
  args.get('user_function'),
);

function partialOf(self: Value): Partial {
  return stateOf(self, partialType) as Partial;
}

function isNumberOrNone(value: Value): boolean {
  return value.kind === 'none' || value.kind === 'int';
}

function wrapper(wrapped: Value): NativeFunctionValue {
  return native('functools.wraps', 'wrapper', [], (args, context) => named(args.get('wrapper'), wrapped, context));
}

/** Gives a function of the program another's name. */
function named(wrapper: Value, wrapped: Value, context: Context): Value {
  if (wrapper.kind === 'function' && (wrapped.kind === 'function' || wrapped.kind === 'native')) {
    context.setAttribute(wrapper, '__name__', context.getAttribute(wrapped, '__name__'));
    context.setAttribute(wrapper, '__wrapped__', wrapped);
  }
  return wrapper;
}

/** Fills in the comparisons that follow from `__lt__` and `__eq__`. */
function totallyOrdered(type: Value, context: Context): Value {
  if (type.kind !== 'class') return type;
  const less = type.attributes.get('__lt__');
  if (!less) return context.unknown('only classes with `__lt__` can be ordered yet', 'functools.total_ordering');
  const add = (name: string, holds: (less: boolean, equal: () => boolean) => boolean) => {
    if (type.attributes.has(name)) return;
    const method = native(`${type.name}.${name}`, 'self, other', [], (args, own) => {
      const [self, other] = [args.get('self'), args.get('other')];
      const verdict = own.truth(own.call(less, [self, other]));
      return verdict === undefined
        ? own.unknown('an unknown order')
        : bool(holds(verdict, () => own.truth(own.compare('==', self, other)) === true));
    });
    type.attributes.set(name, method);
  };
  add('__le__', (isLess, equal) => isLess || equal());
  add('__gt__', (isLess, equal) => !isLess && !equal());
  add('__ge__', (isLess) => !isLess);
  return type;
}
