import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { bool, int, type ListValue, list, none, str, unknown } from '../../../values/value.js';
import { define, members, methods, native } from '../define.js';
import { typeName } from '../type-name.js';
import { namedTuple, namedTupleType } from './named-tuple.js';

const outputType: NativeType<string> = {
  name: 'TextIOWrapper',
  module: '_io',
  methods: methods(
    define('sys.stdout.write', 'self, text, /', ["sys.stdout.write('')"], (args, context) => {
      const text = args.get('text');
      if (text.kind === 'unknown') return context.unknown('text that is not known');
      if (text.kind !== 'str') return context.raise('TypeError', `write() argument must be str, not ${typeName(text)}`);
      context.host.print(text.value);
      return int([...text.value].length);
    }),
    define('sys.stdout.flush', 'self', ['sys.stdout.flush()'], () => none),
    define('sys.stdout.isatty', 'self', ['sys.stdout.isatty()'], () => bool(false)),
  ),
};

const versionType = namedTupleType('version_info', 'sys', ['major', 'minor', 'micro', 'releaselevel', 'serial']);

/** Python's `sys`. The version is that of the Python whose behaviour the library follows. */
export const sysModule: NativeModule = {
  name: 'sys',
  members: {
    maxsize: unknown('a whole number beyond 2^53', 'sys.maxsize'),
    byteorder: str('little'),
    version: str('3.11.7 (Layerscope)'),
    version_info: namedTuple(versionType, [int(3), int(11), int(7), str('final'), int(0)]),
    stdout: object(outputType, 'stdout'),
    stderr: object(outputType, 'stderr'),
    ...members(
      native('sys.exit', 'status=None, /', [], (args, context) => {
        const status = args.get('status');
        return context.raise('SystemExit', status.kind === 'none' ? '' : (context.str(status) ?? ''));
      }),
      native('sys.getrecursionlimit', '', ['sys.getrecursionlimit()'], () => int(1000)),
      native('sys.setrecursionlimit', 'limit, /', ['sys.setrecursionlimit(2000)'], () => none),
      native('sys.getsizeof', 'object, default=None', [], (_, context) =>
        context.unknown('how much memory Python takes for an object'),
      ),
    ),
  },
  computed: {
    // Modules are found beside the script and in the working folder; what a program adds is kept, and not searched.
    path: (context) =>
      context.state('sys.path', (): ListValue => {
        const file = context.state<string | undefined>('script file', () => undefined);
        const folder = file?.includes('/') ? str(file.slice(0, file.lastIndexOf('/'))) : undefined;
        const folders = list(folder ? [folder] : []);
        // A run has no folders of a Python's own modules.
        return context.host.mode === 'numbers'
          ? folders
          : { ...folders, rest: unknown("a folder of Python's own modules") };
      }),
    argv: (context) =>
      context.state('sys.argv', () => {
        const file = context.state<string | undefined>('script file', () => undefined);
        const script = file === undefined ? unknown('the path that the script is run by') : str(file);
        const given = context.host.arguments;
        const argv: ListValue = given
          ? list([script, ...given.map(str)])
          : { kind: 'list', elements: [script], rest: unknown('an argument of the script') };
        return argv;
      }),
  },
};
