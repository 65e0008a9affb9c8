import type { NativeType } from '../../../values/native-type.js';
import { str, type TupleValue, tuple, type Value } from '../../../values/value.js';
import { define, methods, native } from '../define.js';
import { putKey } from '../dict.js';
import { tupleType } from '../tuple.js';

/** A tuple whose elements have names. */
export function namedTuple(type: NativeType, elements: readonly Value[]): TupleValue {
  return { kind: 'tuple', elements, type };
}

/** A type of tuples with named elements; `defaults` are those of the last ones. */
export function namedTupleType(
  name: string,
  module: string,
  fields: readonly string[],
  defaults: readonly Value[] = [],
  own: NativeType['methods'] = {},
): NativeType {
  const required = fields.length - defaults.length;
  const signature = fields.map((field, i) => (i < required ? field : `${field}=...`)).join(', ');
  const type: NativeType = {
    ...tupleType,
    name,
    module,
    base: tupleType as NativeType<never>,
    construct: define(name, signature, [], (args) =>
      namedTuple(
        type,
        fields.map((field, i) => (args.given(field) ? args.get(field) : (defaults[i - required] ?? args.get(field)))),
      ),
    ),
    statics: {
      _fields: tuple(fields.map(str)),
      _make: native(`${name}._make`, 'iterable', [], (args, context) => {
        const elements = context.elements(args.get('iterable'));
        if (!elements) return context.unknown('elements of something unknown');
        if (elements.length !== fields.length)
          return context.raise('TypeError', `Expected ${fields.length} arguments, got ${elements.length}`);
        return namedTuple(type, [...elements]);
      }),
    },
    attributes: Object.fromEntries(
      fields.map((field, i) => [field, (self: Value) => (self as TupleValue).elements[i] as Value]),
    ),
    methods: {
      ...tupleType.methods,
      ...methods(
        define(`${name}._asdict`, 'self', [], (args, context) => {
          const dict: Value = { kind: 'dict', entries: new Map() };
          fields.forEach((field, i) => {
            putKey(dict, str(field), (args.get('self') as TupleValue).elements[i] as Value, context);
          });
          return dict;
        }),
        define(`${name}._replace`, 'self, /, **kwargs', [], (args, context) => {
          const odd = [...args.keywords.keys()].filter((key) => !fields.includes(key));
          if (odd.length > 0)
            return context.raise(
              'ValueError',
              `Got unexpected field names: [${odd.map((key) => `'${key}'`).join(', ')}]`,
            );
          return namedTuple(
            type,
            (args.get('self') as TupleValue).elements.map(
              (element, i) => args.keywords.get(fields[i] as string) ?? element,
            ),
          );
        }),
      ),
      ...own,
    },
    repr: (self, context) => {
      const parts = (self as TupleValue).elements.map((element) => context.repr(element));
      return parts.includes(undefined)
        ? undefined
        : `${module === 'sys' ? 'sys.' : ''}${name}(${parts.map((part, i) => `${fields[i]}=${part}`).join(', ')})`;
    },
  };
  return type;
}
