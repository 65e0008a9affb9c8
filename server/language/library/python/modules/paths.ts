import type { Context } from '../../../values/context.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { bool, none, type ObjectValue, str, tuple, unknown, type Value } from '../../../values/value.js';
import { define, methods } from '../define.js';
import { iteratorOf, uncertainIterator } from '../sequence.js';
import { strRepr } from '../str-repr.js';
import { encode } from '../text-encoding.js';
import { moveFile, removeEmptyFolder, removeFile } from './changing-files.js';
import { contentOf, openFile, writeWhole } from './file.js';
import { makeFolder } from './folders.js';
import { globbed } from './glob-walk.js';
import { PathState, pathText } from './path-text.js';
import { isAbsolute, joinPaths, normalPath, relativePath, splitExtension } from './posix-path.js';

/** `pathlib.Path`, with `/` between its parts on every platform. */
export const pathType: NativeType<PathState> = {
  name: 'PosixPath',
  module: 'pathlib',
  construct: define('pathlib.Path', '*pathsegments', ["pathlib.Path('data') / 'x.csv'"], (args, context) => {
    const parts = args.rest.map((part) => pathText(part, context));
    return path(parts.includes(undefined) ? undefined : joinPaths('', ...(parts as string[])));
  }),
  statics: {
    cwd: {
      kind: 'native',
      function: define('pathlib.Path.cwd', '', ['pathlib.Path.cwd()'], (_, context) =>
        path(context.host.workingFolder),
      ),
    },
    home: {
      kind: 'native',
      function: define('pathlib.Path.home', '', ['pathlib.Path.home()'], (_, context) =>
        path(context.host.environment('HOME') ?? undefined),
      ),
    },
  },
  attributes: {
    name: (self, context) => ofText(self, context, (text) => str(lastPart(text))),
    stem: (self, context) => ofText(self, context, (text) => str(splitExtension(lastPart(text))[0])),
    suffix: (self, context) => ofText(self, context, (text) => str(splitExtension(lastPart(text))[1])),
    suffixes: (self, context) =>
      ofText(self, context, (text) => ({
        kind: 'list',
        elements: (
          lastPart(text)
            .replace(/^\.+/, '')
            .match(/\.[^.]*/g) ?? []
        ).map(str),
      })),
    parent: (self) => {
      const { text } = stateOf(self, pathType) as PathState;
      return path(text === undefined ? undefined : parentOf(text));
    },
    parts: (self, context) =>
      ofText(self, context, (text) =>
        tuple([...(text.startsWith('/') ? ['/'] : []), ...text.split('/').filter((part) => part !== '')].map(str)),
      ),
  },
  methods: methods(
    define('Path.exists', 'self', ["pathlib.Path('x').exists()"], (args, context) =>
      kindIs(args.get('self'), context, (kind) => kind !== null),
    ),
    define('Path.is_file', 'self', ["pathlib.Path('x').is_file()"], (args, context) =>
      kindIs(args.get('self'), context, (kind) => kind === 'file'),
    ),
    define('Path.is_dir', 'self', ["pathlib.Path('x').is_dir()"], (args, context) =>
      kindIs(args.get('self'), context, (kind) => kind === 'folder'),
    ),
    define('Path.is_absolute', 'self', ["pathlib.Path('x').is_absolute()"], (args, context) =>
      ofText(args.get('self'), context, (text) => bool(isAbsolute(text))),
    ),
    define('Path.joinpath', 'self, *other', ["pathlib.Path('a').joinpath('b', 'c')"], (args, context) => {
      const parts = [args.get('self'), ...args.rest].map((part) => pathText(part, context));
      return path(parts.includes(undefined) ? undefined : joinPaths('', ...(parts as string[])));
    }),
    define('Path.with_suffix', 'self, suffix', ["pathlib.Path('a.txt').with_suffix('.csv')"], (args, context) => {
      const text = pathText(args.get('self'), context);
      const suffix = args.get('suffix');
      return path(text === undefined || suffix.kind !== 'str' ? undefined : splitExtension(text)[0] + suffix.value);
    }),
    define('Path.with_name', 'self, name', ["pathlib.Path('a/b.txt').with_name('c.txt')"], (args, context) => {
      const text = pathText(args.get('self'), context);
      const name = args.get('name');
      return path(text === undefined || name.kind !== 'str' ? undefined : joinPaths(parentOf(text), name.value));
    }),
    define('Path.relative_to', 'self, other', ["pathlib.Path('a/b').relative_to('a')"], (args, context) => {
      const [text, start] = [pathText(args.get('self'), context), pathText(args.get('other'), context)];
      if (text === undefined || start === undefined) return path(undefined);
      const base = clean(start);
      if (base !== '.' && text !== base && !text.startsWith(base.endsWith('/') ? base : `${base}/`)) {
        return context.raise(
          'ValueError',
          `${strRepr(text)} is not in the subpath of ${strRepr(base)} OR one path is relative and the other is absolute.`,
        );
      }
      return path(relativePath(text, base));
    }),
    define('Path.as_posix', 'self', ["pathlib.Path('a/b').as_posix()"], (args, context) =>
      ofText(args.get('self'), context, str),
    ),
    ...['resolve', 'absolute'].map((name) =>
      define(`Path.${name}`, 'self, strict=False', [`pathlib.Path('a').${name}()`], (args, context) => {
        const text = pathText(args.get('self'), context);
        const folder = context.host.workingFolder;
        if (text === undefined || (folder === undefined && !isAbsolute(text))) return path(undefined);
        const whole = joinPaths(folder ?? '', text);
        return path(name === 'resolve' ? normalPath(whole) : whole);
      }),
    ),
    define('Path.expanduser', 'self', ["pathlib.Path('a').expanduser()"], (args, context) =>
      path(expandUser(pathText(args.get('self'), context), context)),
    ),
    define(
      'Path.open',
      "self, mode='r', buffering=-1, encoding=None, errors=None, newline=None",
      ["pathlib.Path('x').open('w')"],
      (args, context) => openFile({ get: (name) => args.get(name === 'file' ? 'self' : name) }, context),
    ),
    define('Path.read_bytes', 'self', [], (args, context) => contentOf(args.get('self'), 'rb', none, none, context)),
    define('Path.read_text', 'self, encoding=None, errors=None', [], (args, context) =>
      contentOf(args.get('self'), 'r', args.get('encoding'), args.get('errors'), context),
    ),
    define('Path.write_bytes', 'self, data', [], (args, context) => {
      const data = args.get('data');
      return writeWhole(args.get('self'), data.kind === 'bytes' ? data.data : undefined, context);
    }),
    define('Path.write_text', 'self, data, encoding=None', [], (args, context) => {
      const data = args.get('data');
      return writeWhole(
        args.get('self'),
        data.kind === 'str' ? encode(data.value, args.get('encoding'), context) : undefined,
        context,
      );
    }),
    define(
      'Path.mkdir',
      'self, mode=511, parents=False, exist_ok=False',
      ["pathlib.Path('x').mkdir(exist_ok=True)"],
      (args, context) => {
        makeFolder(pathText(args.get('self'), context), context.truth(args.get('exist_ok')), 'Path.mkdir', context);
        return none;
      },
    ),
    define('Path.unlink', 'self, missing_ok=False', ["pathlib.Path('x').unlink()"], (args, context) => {
      const text = pathText(args.get('self'), context);
      const mayMiss = context.truth(args.get('missing_ok')) === true;
      if (!mayMiss || text === undefined || context.host.fileKind(text) !== null)
        removeFile(text, 'Path.unlink', context);
      return none;
    }),
    define('Path.rmdir', 'self', ["pathlib.Path('x').rmdir()"], (args, context) => {
      removeEmptyFolder(pathText(args.get('self'), context), 'Path.rmdir', context);
      return none;
    }),
    ...['rename', 'replace'].map((name) =>
      define(`Path.${name}`, 'self, target', [`pathlib.Path('x').${name}('y')`], (args, context) => {
        const to = pathText(args.get('target'), context);
        moveFile(pathText(args.get('self'), context), to, `Path.${name}`, context);
        return path(to);
      }),
    ),
    define('Path.iterdir', 'self', ["pathlib.Path('.').iterdir()"], (args, context) => {
      const text = pathText(args.get('self'), context);
      const names = text === undefined ? undefined : context.host.listFolder(text);
      if (text === undefined || !names) return uncertainIterator([path(undefined)], 'generator');
      return iteratorOf(
        names.map((name) => path(joinPaths(text, name))),
        'generator',
      );
    }),
    ...['glob', 'rglob'].map((name) =>
      define(`Path.${name}`, 'self, pattern', [`pathlib.Path('data').${name}('*.csv')`], (args, context) => {
        const [text, pattern] = [pathText(args.get('self'), context), args.get('pattern')];
        if (pattern.kind === 'str' && (pattern.value === '' || pattern.value.startsWith('/')))
          return context.raise('ValueError', `Unacceptable pattern: ${strRepr(pattern.value)}`);
        const whole = pattern.kind === 'str' ? (name === 'rglob' ? `**/${pattern.value}` : pattern.value) : undefined;
        const found =
          text === undefined || whole === undefined
            ? undefined
            : globbed(text === '.' ? '' : text, whole, { hidden: true, deep: 'folders' }, context.host);
        return found ? iteratorOf(found.map(path), 'generator') : uncertainIterator([path(undefined)], 'generator');
      }),
    ),
  ),
  binary: (operator, self, other, reflected, context) => {
    if (operator !== '/' || (other.kind !== 'str' && other.kind !== 'unknown' && !stateOf(other, pathType)))
      return undefined;
    const [left, right] = reflected ? [other, self] : [self, other];
    const [a, b] = [pathText(left, context), pathText(right, context)];
    return path(a === undefined || b === undefined ? undefined : joinPaths(a, b));
  },
  compare: (operator, self, other, reflected, context) => {
    const [a, b] = [stateOf(self, pathType), stateOf(other, pathType)];
    if (reflected || !a || !b) return undefined;
    if (a.text === undefined || b.text === undefined)
      return operator === 'is' || operator === 'is not' ? undefined : context.unknown('a comparison of unknown paths');
    return context.compare(operator, str(a.text), str(b.text));
  },
  truth: () => true,
  repr: (self) => {
    const text = stateOf(self, pathType)?.text;
    return text === undefined ? undefined : `PosixPath(${strRepr(text)})`;
  },
  str: (self) => stateOf(self, pathType)?.text,
};

/** A path object; `./a//b/` is `a/b`, as pathlib has it. */
export function path(text: string | undefined): ObjectValue<PathState> {
  return object(pathType, new PathState(text === undefined ? undefined : clean(text)));
}

/** `os.path.expanduser`; undefined where the home folder is not known. */
export function expandUser(text: string | undefined, context: Context): string | undefined {
  if (text === undefined || !/^~(\/|$)/.test(text)) return text;
  const home = context.host.environment('HOME');
  return home === undefined ? undefined : home === null ? text : home.replace(/\/+$/, '') + text.slice(1);
}

function clean(text: string): string {
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  return (text.startsWith('/') ? '/' : '') + parts.join('/') || '.';
}

function lastPart(text: string): string {
  return text === '.' ? '' : text.slice(text.lastIndexOf('/') + 1);
}

function parentOf(text: string): string {
  const at = text.lastIndexOf('/');
  return at > 0 ? text.slice(0, at) : at === 0 ? '/' : '.';
}

function ofText(self: Value, context: Context, f: (text: string) => Value): Value {
  const text = stateOf(self, pathType)?.text;
  return text === undefined ? context.unknown('a path that is not known') : f(text);
}

function kindIs(self: Value, context: Context, test: (kind: 'file' | 'folder' | null) => boolean): Value {
  const text = stateOf(self, pathType)?.text;
  const kind = text === undefined ? undefined : context.host.fileKind(text);
  return kind === undefined ? unknown('what is in a folder') : bool(test(kind));
}
