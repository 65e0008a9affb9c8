import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object } from '../../../values/native-type.js';
import {
  type ClassValue,
  type InstanceValue,
  int,
  list,
  none,
  str,
  unknown,
  type Value,
} from '../../../values/value.js';
import { define, members, native } from '../define.js';
import { putKey } from '../dict.js';

const autoType: NativeType<undefined> = {
  name: 'auto',
  module: 'enum',
  construct: define('enum.auto', '', ['type(enum.auto()).__name__'], () => object(autoType, undefined)),
};

/** Where a class keeps its members, by name and in order. */
const MEMBERS = '__members__';

/** What classes that derive from an enumeration can do themselves. */
const enumClass: NativeType = {
  name: 'EnumType',
  module: 'enum',
  call: define('EnumType.__call__', 'cls, value, *args, **kwargs', [`enum.Enum('E', 'A B')`], (args, context) => {
    const cls = args.get('cls') as ClassValue;
    const value = args.get('value');
    if (value.kind === 'unknown') return unknown(value.reason);
    if (value.kind === 'instance' && value.class === cls) return value;
    const found = membersOf(cls).find((member) => context.truth(context.compare('==', valueOf(member), value)));
    return found ?? context.raise('ValueError', `${context.repr(value)} is not a valid ${cls.name}`);
  }),
  iterate: (self) => list([...membersOf(self as ClassValue)]),
  length: (self) => int(membersOf(self as ClassValue).length),
  getItem: (self, index, context) => {
    const cls = self as ClassValue;
    if (index.kind !== 'str') return unknown('a member whose name is not known', cls.name);
    const found = membersOf(cls).find((member) => nameOf(member) === index.value);
    return found ?? context.raise('KeyError', `'${index.value}'`);
  },
};

const enumType = enumeration('Enum');
const intEnumType = enumeration('IntEnum', true);
const strEnumType = enumeration('StrEnum', true);
const flagType = enumeration('Flag');
const intFlagType = enumeration('IntFlag', true);

/** Python's `enum`. */
export const enumModule: NativeModule = {
  name: 'enum',
  members: {
    ...Object.fromEntries(
      [enumType, intEnumType, strEnumType, flagType, intFlagType].map((type): [string, Value] => [
        type.name,
        { kind: 'type', type },
      ]),
    ),
    auto: { kind: 'type', type: autoType as NativeType },
    EnumMeta: { kind: 'type', type: enumClass },
    EnumType: { kind: 'type', type: enumClass },
    ...members(native('enum.unique', 'enumeration', ['enum.unique(3)'], (args) => args.get('enumeration'))),
  },
};

/** @param isValue its members compare and compute as their values do */
function enumeration(name: string, isValue = false): NativeType {
  const other = (value: Value) => (value.kind === 'instance' ? valueOf(value) : value);
  const type: NativeType = {
    name,
    module: 'enum',
    metaclass: enumClass,
    construct: define(`enum.${name}`, 'value, names=None, **options', [`enum.${name}('E', 'A B')`], (_, context) =>
      context.unknown('enumerations that a call makes are not known yet', `enum.${name}`),
    ),
    subclassed: (made, context) => {
      enumerate(made, type, name, context);
      return undefined;
    },
    repr: (self, context) => {
      const member = self as InstanceValue;
      const value = context.repr(valueOf(member));
      return value === undefined ? undefined : `<${member.class.name}.${nameOf(member)}: ${value}>`;
    },
    str: (self, context) => {
      const member = self as InstanceValue;
      return isValue ? context.str(valueOf(member)) : `${member.class.name}.${nameOf(member)}`;
    },
    ...(isValue && {
      binary: (operator, self, value, reflected, context) =>
        reflected
          ? context.binary(operator, other(value), other(self))
          : context.binary(operator, other(self), other(value)),
      compare: (operator, self, value, reflected, context) =>
        reflected ? undefined : context.compare(operator, other(self), other(value)),
    }),
  };
  return type;
}

/** Makes members of the values that a class body has bound. */
function enumerate(made: ClassValue, type: NativeType, kind: string, context: Context): void {
  const dict: Value = { kind: 'dict', entries: new Map() };
  const byValue: InstanceValue[] = [];
  let last = 0;
  for (const [name, given] of [...made.attributes]) {
    if (name.startsWith('_') || !isMember(given)) continue;
    const value =
      given.kind === 'object' && given.type === (autoType as NativeType) ? automatic(kind, name, last) : given;
    if (value.kind === 'int') last = value.value;
    const same = byValue.find((each) => context.truth(context.compare('==', valueOf(each), value)) === true);
    const member = same ?? newMember(made, type, name, value, context);
    if (!same) byValue.push(member);
    made.attributes.set(name, member);
    putKey(dict, str(name), member, context);
  }
  made.attributes.set(MEMBERS, dict);
}

function newMember(made: ClassValue, type: NativeType, name: string, value: Value, context: Context): InstanceValue {
  const member: InstanceValue = {
    kind: 'instance',
    class: made,
    attributes: new Map<string, Value>([
      ['name', str(name)],
      ['value', value],
      ['_name_', str(name)],
      ['_value_', value],
    ]),
    native: object(type, undefined),
  };
  const initialise = context.special(member, '__init__');
  if (initialise) context.call(initialise, value.kind === 'tuple' ? value.elements : [value]);
  return member;
}

function automatic(kind: string, name: string, last: number): Value {
  if (kind === 'StrEnum') return str(name.toLowerCase());
  if (!kind.endsWith('Flag')) return int(last + 1);
  return int(last === 0 ? 1 : 2 ** (Math.floor(Math.log2(last)) + 1));
}

/** Functions and what decorators made of them are the class's own. */
function isMember(value: Value): boolean {
  if (value.kind === 'function' || value.kind === 'native' || value.kind === 'class' || value.kind === 'method')
    return false;
  return value.kind !== 'object' || value.type.module !== 'builtins';
}

function membersOf(cls: ClassValue): readonly InstanceValue[] {
  const all = cls.attributes.get(MEMBERS);
  if (all?.kind !== 'dict') return [];
  return [...new Set([...all.entries.values()].map(({ value }) => value as InstanceValue))];
}

function nameOf(member: InstanceValue): string {
  const name = member.attributes.get('_name_');
  return name?.kind === 'str' ? name.value : '?';
}

function valueOf(member: Value): Value {
  return (member.kind === 'instance' && member.attributes.get('_value_')) || none;
}
