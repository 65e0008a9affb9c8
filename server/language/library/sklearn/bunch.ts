import { type NativeType, object } from '../../values/native-type.js';
import { bool, int, list, type ObjectValue, str, tuple, type Value } from '../../values/value.js';
import { define, methods } from '../python/define.js';
import { iteratorOf } from '../python/sequence.js';
import { strRepr } from '../python/str-repr.js';

type Entries = ReadonlyMap<string, Value>;

const entriesOf = (self: Value) => (self as ObjectValue<Entries>).state;

const bunchType: NativeType<Entries> = {
  name: 'Bunch',
  module: 'sklearn.utils',
  getAttribute: (self, name, context) => {
    const found = entriesOf(self).get(name);
    if (!found && context.host.mode === 'numbers') context.raise('AttributeError', name);
    return found ?? context.unknown('a part of a data set', name);
  },
  getItem: (self, key, context) => {
    const found = key.kind === 'str' ? entriesOf(self).get(key.value) : undefined;
    if (!found && context.host.mode === 'numbers') context.raise('KeyError', context.repr(key) ?? '?');
    return found ?? context.unknown('a part of a data set', 'Bunch');
  },
  methods: methods(
    define('Bunch.keys', 'self', [], (args) => list([...entriesOf(args.get('self')).keys()].map(str))),
    define('Bunch.values', 'self', [], (args) => list([...entriesOf(args.get('self')).values()])),
    define('Bunch.items', 'self', [], (args) =>
      list([...entriesOf(args.get('self'))].map(([name, value]) => tuple([str(name), value]))),
    ),
    define('Bunch.get', 'self, key, default=None', [], (args) => {
      const key = args.get('key');
      return (key.kind === 'str' ? entriesOf(args.get('self')).get(key.value) : undefined) ?? args.get('default');
    }),
  ),
  iterate: (self) => iteratorOf([...entriesOf(self).keys()].map(str), 'dict_keyiterator'),
  length: (self) => int(entriesOf(self).size),
  contains: (self, item) => bool(item.kind === 'str' && entriesOf(self).has(item.value)),
  truth: () => true,
  repr: (self, context) => {
    const parts = [...entriesOf(self)].map(([name, value]) => [strRepr(name), context.repr(value)]);
    return parts.some(([, text]) => text === undefined) ? undefined : `{${parts.map((p) => p.join(': ')).join(', ')}}`;
  },
};

/** What data sets come in: a dict whose keys are attributes too. */
export function bunch(entries: Entries): ObjectValue<Entries> {
  return object(bunchType, entries);
}
