import { anonymous } from '../../tensor/dim.js';
import { keyOf } from '../../values/equality.js';
import { type NativeType, object } from '../../values/native-type.js';
import {
  bool,
  type DictValue,
  dimValue,
  int,
  type ObjectValue,
  tuple,
  unknown,
  type Value,
} from '../../values/value.js';
import { iteratorOf, uncertainIterator } from './sequence.js';

type ViewName = 'dict_keys' | 'dict_values' | 'dict_items';

/** `d.keys()`, `d.values()`, `d.items()`: they follow the dict as it changes. */
export function dictView(name: ViewName, dict: DictValue): ObjectValue<DictValue> {
  return object(viewTypes[name], dict);
}

const viewTypes: Readonly<Record<ViewName, NativeType<DictValue>>> = {
  dict_keys: viewType('dict_keys', ({ key }) => key),
  dict_values: viewType('dict_values', ({ value }) => value),
  dict_items: viewType('dict_items', ({ key, value }) => tuple([key, value])),
};

function viewType(name: ViewName, pick: (entry: { key: Value; value: Value }) => Value): NativeType<DictValue> {
  const dictOf = (self: Value) => (self as ObjectValue<DictValue>).state;
  const elements = (self: Value) => [...dictOf(self).entries.values()].map(pick);
  return {
    name,
    module: 'builtins',
    iterate: (self) => {
      const dict = dictOf(self);
      if (!dict.open) return iteratorOf(elements(self), `${name.slice(0, -1)}iterator`);
      return uncertainIterator(
        dict.entries.size ? elements(self) : [unknown('an entry of a dict that is not wholly known')],
        `${name.slice(0, -1)}iterator`,
      );
    },
    length: (self) => (dictOf(self).open ? dimValue(anonymous()) : int(dictOf(self).entries.size)),
    contains: (self, item, context) => {
      const verdicts = elements(self).map((element) => context.truth(context.compare('==', element, item)));
      if (verdicts.includes(true)) return bool(true);
      return dictOf(self).open || verdicts.includes(undefined)
        ? context.unknown('membership in a dict that is not wholly known')
        : bool(false);
    },
    binary: (operator, self, other, reflected, context) => {
      if (name === 'dict_values' || !'&|-^'.includes(operator)) return undefined;
      const entries = new Map(elements(self).map((element) => [keyOf(element) ?? '', element]));
      const set: Value = { kind: 'set', entries, ...(dictOf(self).open ? { open: true } : {}) };
      const right: Value =
        other.kind === 'object' && other.type.name.startsWith('dict_') ? toSet(other, context) : other;
      return reflected ? context.binary(operator, right, set) : context.binary(operator, set, right);
    },
    compare: (operator, self, other, reflected, context) => {
      if (reflected || name === 'dict_values' || other.kind === 'int') return undefined;
      const set = toSet(self, context);
      return context.compare(operator, set, other.kind === 'object' ? toSet(other, context) : other);
    },
    truth: (self) => (dictOf(self).open ? undefined : dictOf(self).entries.size > 0),
    repr: (self, context) => {
      if (dictOf(self).open) return undefined;
      const parts = elements(self).map((element) => context.repr(element));
      return parts.includes(undefined) ? undefined : `${name}([${parts.join(', ')}])`;
    },
  };
}

function toSet(view: Value, context: { elements(iterable: Value): readonly Value[] | undefined }): Value {
  const elements = context.elements(view);
  const entries = new Map((elements ?? []).map((element) => [keyOf(element) ?? '', element]));
  return elements ? { kind: 'set', entries } : { kind: 'set', entries, open: true };
}
