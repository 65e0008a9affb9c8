import type { NativeType } from '../../../values/native-type.js';
import { dimValue, int, type ListValue, none, type Value } from '../../../values/value.js';
import { define, methods } from '../define.js';
import { extend, listType } from '../list.js';
import { intArgument, unknownLength } from '../sequence.js';

/** `collections.deque`: a list that can be bounded; each bound has its type. */
export const dequeType: NativeType = bounded(undefined);

function bounded(most: number | undefined): NativeType {
  const trimmed = (self: ListValue, from: 'start' | 'end') => {
    const excess = most === undefined ? 0 : self.elements.length - most;
    if (excess > 0) self.elements.splice(from === 'start' ? 0 : self.elements.length - excess, excess);
    return none;
  };
  const list = (value: Value) => value as ListValue;
  const type: NativeType = {
    ...listType,
    name: 'deque',
    module: 'collections',
    construct: define(
      'collections.deque',
      'iterable=(), maxlen=None',
      ['collections.deque([1, 2, 3], maxlen=2)'],
      (args, context) => {
        const limit = args.get('maxlen').kind === 'none' ? undefined : intArgument(args.get('maxlen'), context);
        const made: ListValue = { kind: 'list', elements: [], type: limit === undefined ? dequeType : bounded(limit) };
        extend(made, args.get('iterable'), context);
        if (limit !== undefined) made.elements.splice(0, Math.max(0, made.elements.length - limit));
        return made;
      },
    ),
    attributes: { maxlen: () => (most === undefined ? none : int(most)) },
    methods: {
      ...listType.methods,
      ...methods(
        define('deque.append', 'self, x, /', ['collections.deque([1]).append(2)'], (args, context) => {
          extend(list(args.get('self')), { kind: 'list', elements: [args.get('x')] }, context);
          return trimmed(list(args.get('self')), 'start');
        }),
        define('deque.appendleft', 'self, x, /', ['collections.deque([1]).appendleft(2)'], (args, context) => {
          const self = list(args.get('self'));
          if (self.rest) extend(self, { kind: 'list', elements: [args.get('x')] }, context);
          else self.elements.unshift(args.get('x'));
          return trimmed(self, 'end');
        }),
        define('deque.extend', 'self, iterable, /', ['collections.deque([1]).extend([2])'], (args, context) => {
          extend(list(args.get('self')), args.get('iterable'), context);
          return trimmed(list(args.get('self')), 'start');
        }),
        define('deque.extendleft', 'self, iterable, /', ['collections.deque([1]).extendleft([2])'], (args, context) => {
          const self = list(args.get('self'));
          const further = context.elements(args.get('iterable'));
          if (self.rest || !further) extend(self, args.get('iterable'), context);
          else self.elements.unshift(...[...further].reverse());
          return trimmed(self, 'end');
        }),
        ...(['pop', 'popleft'] as const).map((name) =>
          define(`deque.${name}`, 'self', [`collections.deque([1, 2]).${name}()`], (args, context) => {
            const self = list(args.get('self'));
            if (self.rest) return context.unknown('an element of a deque of unknown length');
            return (
              (name === 'pop' ? self.elements.pop() : self.elements.shift()) ??
              context.raise('IndexError', 'pop from an empty deque')
            );
          }),
        ),
        define('deque.rotate', 'self, n=1, /', ['collections.deque([1, 2]).rotate()'], (args, context) => {
          const self = list(args.get('self'));
          const n = intArgument(args.get('n'), context);
          const size = self.elements.length;
          if (self.rest || n === undefined || size === 0) return none;
          const from = (((-n % size) + size) % size) as number;
          self.elements.push(...self.elements.splice(0, from));
          return none;
        }),
      ),
    },
    length: (self) => (list(self).rest ? dimValue(unknownLength()) : int(list(self).elements.length)),
    repr: (self, context) => {
      const text = listType.repr?.(self, context);
      return text === undefined ? undefined : `deque(${text}${most === undefined ? '' : `, maxlen=${most}`})`;
    },
  };
  return type;
}
