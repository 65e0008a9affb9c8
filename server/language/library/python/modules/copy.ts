import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import {
  type DictValue,
  type InstanceValue,
  type ListValue,
  type SetValue,
  tuple,
  type Value,
} from '../../../values/value.js';
import { members, native } from '../define.js';
import { typeName } from '../type-name.js';

/** Python's `copy`. */
export const copyModule: NativeModule = {
  name: 'copy',
  members: members(
    native('copy.copy', 'x', ['copy.copy([1, [2]])'], (args, context) =>
      copied(args.get('x'), (part) => part, new Map(), context),
    ),
    native('copy.deepcopy', 'x, memo=None', ['copy.deepcopy([1, [2]])'], (args, context) => {
      const done = new Map<Value, Value>();
      const deep = (value: Value): Value => done.get(value) ?? copied(value, deep, done, context);
      return deep(args.get('x'));
    }),
  ),
};

/** A copy whose parts are what `part` makes of them; `done` keeps what is copied already, so that circles end. */
function copied(value: Value, part: (value: Value) => Value, done: Map<Value, Value>, context: Context): Value {
  switch (value.kind) {
    case 'list': {
      const result: ListValue = { ...value, elements: [] };
      done.set(value, result);
      result.elements = value.elements.map(part);
      return result;
    }
    case 'dict': {
      const result: DictValue = { ...value, entries: new Map() };
      done.set(value, result);
      for (const [hash, entry] of value.entries) result.entries.set(hash, { key: entry.key, value: part(entry.value) });
      return result;
    }
    case 'set': {
      const result: SetValue = { ...value, entries: new Map(value.entries) };
      done.set(value, result);
      return result;
    }
    case 'tuple':
      return { ...value, ...tuple(value.elements.map(part)) };
    case 'tensor':
      return { ...value, data: value.data?.slice() };
    case 'instance':
      return copiedInstance(value, part, done, context);
    case 'object':
    case 'iterator':
      return context.unknown(`a copy of a '${typeName(value)}' object`, 'copy.copy');
    default:
      return value;
  }
}

function copiedInstance(
  value: InstanceValue,
  part: (value: Value) => Value,
  done: Map<Value, Value>,
  context: Context,
): Value {
  if (value.native) return context.unknown(`a copy of a '${typeName(value)}' object`, 'copy.copy');
  const result: InstanceValue = { kind: 'instance', class: value.class, attributes: new Map() };
  done.set(value, result);
  for (const [name, attribute] of value.attributes) result.attributes.set(name, part(attribute));
  return result;
}
