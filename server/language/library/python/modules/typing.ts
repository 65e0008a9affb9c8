import type { NativeModule } from '../../../values/native-module.js';
import { False, type Value } from '../../../values/value.js';
import { members, native } from '../define.js';

/** Names that only annotations use: each is a type that nothing is made of. */
const names =
  'AbstractSet Annotated Any AnyStr Awaitable Callable ClassVar Collection Concatenate Container Coroutine Counter DefaultDict Deque Dict Final FrozenSet Generator Generic Hashable IO Iterable Iterator List Literal Mapping MutableMapping MutableSequence MutableSet NoReturn Optional OrderedDict ParamSpec Protocol Self Sequence Set Sized SupportsFloat SupportsInt Text TextIO Tuple Type TypeAlias Union';

/** Python's `typing`. */
export const typingModule: NativeModule = {
  name: 'typing',
  aliases: ['typing_extensions', 'collections.abc'],
  members: {
    ...Object.fromEntries(
      names.split(' ').map((name): [string, Value] => [name, { kind: 'type', type: { name, module: 'typing' } }]),
    ),
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
