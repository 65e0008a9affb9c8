import type { NativeType } from '../../../values/native-type.js';
import type { DictValue, Value } from '../../../values/value.js';
import { define } from '../define.js';
import { dictType, hashed, putKey } from '../dict.js';
import { typeName } from '../type-name.js';
import { derivedDict, dictRepr } from './derived-dict.js';

/** `collections.defaultdict`: each one's type keeps its factory. */
export const defaultDictType: NativeType = {
  name: 'defaultdict',
  module: 'collections',
  base: dictType as NativeType<never>,
  construct: define(
    'collections.defaultdict',
    'default_factory=None, iterable=..., /, **kwargs',
    ["collections.defaultdict(list, {'a': [1]})['b']"],
    (args, context) => {
      const factory = args.get('default_factory');
      if (!callable.has(factory.kind)) return context.raise('TypeError', `first argument must be callable or None`);
      return derivedDict(
        withFactory(factory),
        args.given('iterable') ? args.get('iterable') : undefined,
        args.keywords,
        context,
      );
    },
  ),
};

const callable: ReadonlySet<Value['kind']> = new Set<Value['kind']>([
  'none',
  'function',
  'native',
  'method',
  'class',
  'type',
  'instance',
  'object',
  'unknown',
  'dtype',
]);

function withFactory(factory: Value): NativeType {
  return {
    name: 'defaultdict',
    module: 'collections',
    base: defaultDictType as NativeType<never>,
    attributes: { default_factory: () => factory },
    getItem: (self, key, context) => {
      const dict = self as DictValue;
      const hash = hashed(key, context);
      const missing = hash !== undefined && !dict.open && !dict.entries.has(hash);
      if (!missing || factory.kind === 'none')
        return dictType.getItem?.(self, key, context) ?? context.unknown('an entry of a dict');
      const value = context.call(factory, []);
      if (context.certain) putKey(dict, key, value, context);
      else dict.open = true;
      return value;
    },
    repr: (self, context) => {
      const [made, entries] = [context.repr(factory), dictRepr(self as DictValue, context)];
      return made === undefined || entries === undefined ? undefined : `${typeName(self)}(${made}, ${entries})`;
    },
  };
}
