import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import {
  bool,
  type ClassValue,
  type InstanceValue,
  none,
  notImplemented,
  str,
  tuple,
  type Value,
} from '../../../values/value.js';
import { members, native } from '../define.js';
import { putKey } from '../dict.js';

interface Field {
  readonly name: string;
  readonly default: Value | undefined;
  readonly factory: Value | undefined;
  readonly init: boolean;
  readonly repr: boolean;
  readonly compare: boolean;
  readonly keywordOnly: boolean;
}

/** What `field(…)` gives, and what `fields(…)` lists. */
const fieldType: NativeType<Field> = {
  name: 'Field',
  module: 'dataclasses',
  attributes: {
    name: (self) => str(stateOf(self, fieldType)?.name ?? ''),
    default: (self) => stateOf(self, fieldType)?.default ?? missing,
  },
};

const missing: Value = { kind: 'type', type: { name: 'MISSING', module: 'dataclasses' } };
const keywordsOnly: Value = { kind: 'type', type: { name: 'KW_ONLY', module: 'dataclasses' } };

/** The class's attribute that holds its fields, as Python has it. */
const FIELDS = '__dataclass_fields__';

const example = `(C := dataclasses.make_dataclass('C', ['x', ('y', int, dataclasses.field(default=2))]))`;

/** Python's `dataclasses`. */
export const dataclassesModule: NativeModule = {
  name: 'dataclasses',
  members: {
    MISSING: missing,
    KW_ONLY: keywordsOnly,
    Field: { kind: 'type', type: fieldType as NativeType },
    InitVar: { kind: 'type', type: { name: 'InitVar', module: 'dataclasses' } },
    ...members(
      native('dataclasses.dataclass', 'cls=None, /, **options', ['dataclasses.dataclass()'], (args, context) => {
        const { keywords } = args;
        const decorate = (value: Value) => (value.kind === 'class' ? dataclass(value, keywords, context) : value);
        return args.given('cls')
          ? decorate(args.get('cls'))
          : native('dataclasses.wrap', 'cls', [], (given) => decorate(given.get('cls')));
      }),
      native(
        'dataclasses.make_dataclass',
        'cls_name, fields, **options',
        [`dataclasses.asdict(${example}(1))`],
        (args, context) => {
          const name = args.get('cls_name');
          const given = context.elements(args.get('fields'));
          if (name.kind !== 'str' || !given) return context.unknown('fields that are not known', 'make_dataclass');
          const made: ClassValue = {
            kind: 'class',
            name: name.value,
            bases: [],
            attributes: new Map([['__module__', str('types')]]),
            node: context.range,
          };
          const annotations: Value = { kind: 'dict', entries: new Map() };
          for (const each of given) {
            const [field, , value] = each.kind === 'tuple' || each.kind === 'list' ? each.elements : [each];
            if (field?.kind !== 'str') return context.unknown('fields that are not known', 'make_dataclass');
            putKey(annotations, field, str('object'), context);
            if (value) made.attributes.set(field.value, value);
          }
          made.attributes.set('__annotations__', annotations);
          return dataclass(made, args.keywords, context);
        },
      ),
      native(
        'dataclasses.field',
        '*, default=..., default_factory=..., init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=False, doc=None',
        ['dataclasses.field(default=3).default'],
        (args, context) => {
          const is = (name: string) => context.truth(args.get(name)) !== false;
          const keywordOnly = context.truth(args.get('kw_only')) === true;
          return object(fieldType, {
            name: '',
            default: args.given('default') ? args.get('default') : undefined,
            factory: args.given('default_factory') ? args.get('default_factory') : undefined,
            init: is('init'),
            repr: is('repr'),
            compare: is('compare'),
            keywordOnly,
          });
        },
      ),
      native(
        'dataclasses.fields',
        'class_or_instance',
        [`[f.name for f in dataclasses.fields(${example})]`],
        (args, context) =>
          tuple(fieldsOf(args.get('class_or_instance'), context).map((field) => object(fieldType, field))),
      ),
      native('dataclasses.is_dataclass', 'obj', ['dataclasses.is_dataclass(3)'], (args) =>
        bool(knownFields(args.get('obj')) !== undefined),
      ),
      native('dataclasses.asdict', 'obj, **options', [`dataclasses.asdict(${example}(1))`], (args, context) =>
        asDict(args.get('obj'), context),
      ),
      native('dataclasses.astuple', 'obj, **options', [`dataclasses.astuple(${example}(1))`], (args, context) => {
        const self = args.get('obj');
        return tuple(fieldsOf(self, context).map(({ name }) => context.getAttribute(self, name)));
      }),
      native(
        'dataclasses.replace',
        'obj, /, **changes',
        [`dataclasses.asdict(dataclasses.replace(${example}(1), y=5))`],
        (args, context) => {
          const self = args.get('obj');
          const values = new Map(args.keywords);
          for (const { name, init } of fieldsOf(self, context))
            if (init && !values.has(name)) values.set(name, context.getAttribute(self, name));
          return context.call((self as InstanceValue).class, [], values);
        },
      ),
    ),
  },
};

function dataclass(made: ClassValue, options: ReadonlyMap<string, Value>, context: Context): Value {
  const option = (name: string, fallback: boolean) => {
    const given = options.get(name);
    return given ? context.truth(given) === true : fallback;
  };
  const fields = new Map<string, Field>();
  for (const base of made.bases.toReversed())
    for (const field of knownFields(base) ?? []) fields.set(field.name, field);
  const annotations = made.attributes.get('__annotations__');
  let keywordOnly = option('kw_only', false);
  for (const { key, value } of annotations?.kind === 'dict' ? annotations.entries.values() : []) {
    if (key.kind !== 'str' || value.kind !== 'str' || value.value === 'ClassVar') continue;
    if (value.value === 'KW_ONLY') keywordOnly = true;
    else fields.set(key.value, ownField(made, key.value, keywordOnly));
  }
  const all = [...fields.values()];
  made.attributes.set(FIELDS, tuple(all.map((field) => object(fieldType, field))));
  const define = (name: string, signature: string, call: (args: Arguments, context: Context) => Value) => {
    if (!made.attributes.has(name)) made.attributes.set(name, native(`${made.name}.${name}`, signature, [], call));
  };
  if (option('init', true))
    define('__init__', 'self, /, *args, **kwargs', (args, at) => initialise(made, all, args, at));
  if (option('repr', true)) define('__repr__', 'self, /', (args, at) => represent(args.get('self'), all, at));
  const compared = all.filter(({ compare }) => compare);
  const parts = (self: Value, at: Context) => tuple(compared.map(({ name }) => at.getAttribute(self, name)));
  const comparison = (name: string, operator: '==' | '<' | '<=' | '>' | '>=') =>
    define(name, 'self, other, /', (args, at) => {
      const [self, other] = [args.get('self'), args.get('other')];
      const alike = other.kind === 'instance' && self.kind === 'instance' && other.class === self.class;
      return alike ? at.compare(operator, parts(self, at), parts(other, at)) : notImplemented;
    });
  if (option('eq', true)) comparison('__eq__', '==');
  if (option('order', false)) {
    comparison('__lt__', '<');
    comparison('__le__', '<=');
    comparison('__gt__', '>');
    comparison('__ge__', '>=');
  }
  return made;
}

function ownField(made: ClassValue, name: string, keywordOnly: boolean): Field {
  const given = made.attributes.get(name);
  const stated = given && stateOf(given, fieldType);
  if (!stated) return { name, default: given, factory: undefined, init: true, repr: true, compare: true, keywordOnly };
  if (stated.default) made.attributes.set(name, stated.default);
  else made.attributes.delete(name);
  return { ...stated, name, keywordOnly: keywordOnly || stated.keywordOnly };
}

function initialise(made: ClassValue, fields: readonly Field[], args: Arguments, context: Context): Value {
  const self = args.get('self');
  const taken = fields.filter(({ init }) => init);
  const positional = taken.filter(({ keywordOnly }) => !keywordOnly);
  const wrong = (message: string) => context.raise('TypeError', `${made.name}.__init__() ${message}`);
  if (args.rest.length > positional.length) {
    const most = positional.length + 1;
    const least = 1 + positional.filter((field) => !field.default && !field.factory).length;
    const takes = least < most ? `from ${least} to ${most}` : `${most}`;
    return wrong(`takes ${takes} positional argument${most === 1 ? '' : 's'} but ${args.rest.length + 1} were given`);
  }
  const values = new Map<string, Value>();
  args.rest.forEach((value, i) => {
    values.set((positional[i] as Field).name, value);
  });
  for (const [name, value] of args.keywords) {
    if (!taken.some((field) => field.name === name)) return wrong(`got an unexpected keyword argument '${name}'`);
    if (values.has(name)) return wrong(`got multiple values for argument '${name}'`);
    values.set(name, value);
  }
  const lacking = taken.filter((field) => !values.has(field.name) && !field.default && !field.factory);
  if (lacking.length > 0) return wrong(`missing ${lackingText(lacking)}`);
  for (const field of fields) {
    const value = values.get(field.name) ?? field.default ?? (field.factory && context.call(field.factory, []));
    if (value) context.setAttribute(self, field.name, value);
  }
  const after = context.findAttribute(self, '__post_init__');
  if (after) context.call(after, []);
  return none;
}

function lackingText(fields: readonly Field[]): string {
  const names = fields.map(({ name }) => `'${name}'`);
  const last = names.pop() as string;
  const list =
    names.length === 0 ? last : names.length === 1 ? `${names[0]} and ${last}` : `${names.join(', ')}, and ${last}`;
  return `${fields.length} required positional argument${fields.length === 1 ? '' : 's'}: ${list}`;
}

function represent(self: Value, fields: readonly Field[], context: Context): Value {
  const parts = fields
    .filter(({ repr }) => repr)
    .map(({ name }) => {
      const text = context.repr(context.getAttribute(self, name));
      return text === undefined ? undefined : `${name}=${text}`;
    });
  if (parts.includes(undefined)) return context.unknown('the text of something unknown');
  return str(`${(self as InstanceValue).class.name}(${parts.join(', ')})`);
}

function asDict(value: Value, context: Context): Value {
  const dict: Value = { kind: 'dict', entries: new Map() };
  for (const { name } of fieldsOf(value, context))
    putKey(dict, str(name), inner(context.getAttribute(value, name), context), context);
  return dict;
}

/** Data classes inside lists, tuples and dicts become dicts too. */
function inner(value: Value, context: Context): Value {
  if (value.kind === 'instance' && knownFields(value)) return asDict(value, context);
  if (value.kind === 'list') return { ...value, elements: value.elements.map((each) => inner(each, context)) };
  if (value.kind === 'tuple') return { ...value, elements: value.elements.map((each) => inner(each, context)) };
  if (value.kind !== 'dict') return value;
  const entries = [...value.entries].map(
    ([key, entry]) => [key, { key: entry.key, value: inner(entry.value, context) }] as const,
  );
  return { ...value, entries: new Map(entries) };
}

function fieldsOf(value: Value, context: Context): readonly Field[] {
  return (
    knownFields(value) ??
    (value.kind === 'unknown' ? [] : context.raise('TypeError', 'must be called with a dataclass type or instance'))
  );
}

function knownFields(value: Value): readonly Field[] | undefined {
  const type = value.kind === 'instance' ? value.class : value;
  if (type.kind !== 'class') return undefined;
  const own = type.attributes.get(FIELDS);
  if (own?.kind === 'tuple') return own.elements.flatMap((each) => stateOf(each, fieldType) ?? []);
  for (const base of type.bases) {
    const inherited = knownFields(base);
    if (inherited) return inherited;
  }
  return undefined;
}
