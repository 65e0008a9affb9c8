import type { NativeType } from '../../../values/native-type.js';
import { type DictValue, none, tuple, unknown } from '../../../values/value.js';
import { define, methods } from '../define.js';
import { dictType, hashed } from '../dict.js';
import { derivedDict } from './derived-dict.js';

/** `collections.OrderedDict`. */
export const orderedDictType: NativeType = {
  name: 'OrderedDict',
  module: 'collections',
  base: dictType as NativeType<never>,
  construct: define(
    'collections.OrderedDict',
    'iterable=..., /, **kwargs',
    ["collections.OrderedDict([('a', 1)])"],
    (args, context) =>
      derivedDict(orderedDictType, args.given('iterable') ? args.get('iterable') : undefined, args.keywords, context),
  ),
  methods: methods(
    define(
      'OrderedDict.move_to_end',
      'self, key, last=True',
      ["collections.OrderedDict(a=1, b=2).move_to_end('a')"],
      (args, context) => {
        const self = args.get('self') as DictValue;
        const hash = hashed(args.get('key'), context);
        const entry = hash === undefined ? undefined : self.entries.get(hash);
        if (hash === undefined || !entry)
          return self.open ? none : context.raise('KeyError', context.repr(args.get('key')) ?? '?');
        self.entries.delete(hash);
        const others = [...self.entries];
        if (context.truth(args.get('last')) === false) self.entries.clear();
        self.entries.set(hash, entry);
        if (self.entries.size === 1) for (const [key, other] of others) self.entries.set(key, other);
        return none;
      },
    ),
    define('OrderedDict.popitem', 'self, last=True', ['collections.OrderedDict(a=1).popitem()'], (args, context) => {
      const self = args.get('self') as DictValue;
      const entries = [...self.entries];
      const taken = context.truth(args.get('last')) === false ? entries[0] : entries.at(-1);
      if (self.open) return unknown('a dict that is not wholly known');
      if (!taken) return context.raise('KeyError', "'dictionary is empty'");
      self.entries.delete(taken[0]);
      return tuple([taken[1].key, taken[1].value]);
    }),
  ),
  repr: (self, context) => {
    const { entries, open } = self as DictValue;
    const pairs = context.repr({
      kind: 'list',
      elements: [...entries.values()].map(({ key, value }) => tuple([key, value])),
    });
    return open || pairs === undefined ? undefined : entries.size ? `OrderedDict(${pairs})` : 'OrderedDict()';
  },
};
