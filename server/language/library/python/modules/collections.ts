import type { NativeModule } from '../../../values/native-module.js';
import { str } from '../../../values/value.js';
import { members, native } from '../define.js';
import { counterType } from './counter.js';
import { defaultDictType } from './default-dict.js';
import { dequeType } from './deque.js';
import { namedTupleType } from './named-tuple.js';
import { orderedDictType } from './ordered-dict.js';

/** Python's `collections`. */
export const collectionsModule: NativeModule = {
  name: 'collections',
  members: {
    OrderedDict: { kind: 'type', type: orderedDictType },
    defaultdict: { kind: 'type', type: defaultDictType },
    Counter: { kind: 'type', type: counterType },
    deque: { kind: 'type', type: dequeType },
    ...members(
      native(
        'collections.namedtuple',
        'typename, field_names, *, rename=False, defaults=None, module=None',
        ["collections.namedtuple('P', ['x', 'y'])(1, y=2)"],
        (args, context) => {
          const name = args.get('typename');
          const names = args.get('field_names');
          const parts =
            names.kind === 'str'
              ? names.value
                  .replaceAll(',', ' ')
                  .split(/\s+/)
                  .filter((part) => part !== '')
                  .map(str)
              : context.elements(names);
          const fields = parts?.map((part) => (part.kind === 'str' ? part.value : undefined));
          const defaults = args.get('defaults').kind === 'none' ? [] : context.elements(args.get('defaults'));
          if (name.kind !== 'str' || !fields || fields.includes(undefined) || !defaults)
            return context.unknown('a named tuple whose fields are not known');
          const odd = fields.find((field) => !/^[A-Za-z]\w*$/.test(field as string));
          if (odd !== undefined)
            return context.raise(
              'ValueError',
              `Type names and field names must be valid identifiers: ${context.repr(str(odd))}`,
            );
          return { kind: 'type', type: namedTupleType(name.value, '__main__', fields as string[], defaults) };
        },
      ),
    ),
  },
};
