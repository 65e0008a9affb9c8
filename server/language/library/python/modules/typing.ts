import type { NativeModule } from '../../../values/native-module.js';
import type { NativeType } from '../../../values/native-type.js';
import { False, type Value } from '../../../values/value.js';
import { define, members, native } from '../define.js';
import { dictType } from '../dict.js';
import { namedTupleType } from './named-tuple.js';

/** Names that only annotations use: each is a type that nothing is made of. */
const names =
  'AbstractSet Annotated Any AnyStr Awaitable Callable ClassVar Collection Concatenate Container Coroutine Counter DefaultDict Deque Dict Final FrozenSet Generator Generic Hashable IO Iterable Iterator List Literal Mapping MutableMapping MutableSequence MutableSet NoReturn Optional OrderedDict ParamSpec Protocol Self Sequence Set Sized SupportsFloat SupportsInt Text TextIO Tuple Type TypeAlias Union';

/** `class Point(NamedTuple):` is a type of tuples, with the class's methods. */
const namedTupleBase: NativeType = {
  name: 'NamedTuple',
  module: 'typing',
  subclassed: (made) => {
    const annotations = made.attributes.get('__annotations__');
    const fields = annotations?.kind === 'dict' ? [...annotations.entries.values()].map(({ key }) => textOf(key)) : [];
    const defaults = fields.flatMap((name) => made.attributes.get(name) ?? []);
    const own = [...made.attributes].filter(([name, value]) => value.kind === 'function' && !fields.includes(name));
    const methods = Object.fromEntries(
      own.map(([name, value]) => [
        name,
        define(`${made.name}.${name}`, '*args, **kwargs', [], (args, context) =>
          context.call(value, args.rest, args.keywords),
        ),
      ]),
    );
    return { kind: 'type', type: namedTupleType(made.name, '__main__', fields, defaults, methods) };
  },
};

/** `class Config(TypedDict):` says what is in a dict, and is one. */
const typedDictBase: NativeType = {
  name: 'TypedDict',
  module: 'typing',
  subclassed: () => ({ kind: 'type', type: dictType }),
};

function textOf(value: Value): string {
  return value.kind === 'str' ? value.value : '';
}

/** Python's `typing`. */
export const typingModule: NativeModule = {
  name: 'typing',
  aliases: ['typing_extensions', 'collections.abc'],
  members: {
    ...Object.fromEntries(
      names
        .split(' ')
        .map((name): [string, Value] => [name, { kind: 'type', type: { name, module: 'typing', marker: true } }]),
    ),
    NamedTuple: { kind: 'type', type: namedTupleBase },
    TypedDict: { kind: 'type', type: typedDictBase },
    TYPE_CHECKING: False,
    ...members(
      native('typing.cast', 'typ, val', ['typing.cast(int, 3)'], (args) => args.get('val')),
      native('typing.TypeVar', 'name, *constraints, **options', ["typing.TypeVar('T')"], () => ({
        kind: 'type',
        type: { name: 'TypeVar', module: 'typing' },
      })),
      ...['overload', 'final', 'no_type_check', 'runtime_checkable'].map((name) =>
        native(`typing.${name}`, 'func', [`typing.${name}(abs)`], (args) => args.get('func')),
      ),
    ),
  },
};
