import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { bool, float, int, type NativeFunctionValue, str, tuple, unknown, type Value } from '../../../values/value.js';
import { members, native } from '../define.js';
import { maybeText } from './arguments.js';
import { pathText } from './path-text.js';
import { expandUser } from './paths.js';
import {
  commonPrefix,
  isAbsolute,
  joinPaths,
  normalPath,
  relativePath,
  splitExtension,
  splitPath,
} from './posix-path.js';

/** Whose parameter is called `path`. */
const inFull: ReadonlySet<string> = new Set(['abspath', 'normpath', 'expanduser', 'expandvars']);

const fileTimes = [
  ['getmtime', 'modified'],
  ['getctime', 'changed'],
  ['getatime', 'accessed'],
] as const;

/** `os.path`. Paths have `/` between their parts on every platform. */
export const osPathModule: NativeModule = {
  name: 'os.path',
  aliases: ['posixpath'],
  members: {
    sep: str('/'),
    pathsep: str(':'),
    curdir: str('.'),
    pardir: str('..'),
    extsep: str('.'),
    ...members(
      native('os.path.join', 'a, /, *p', ["os.path.join('data', 'train.csv')"], (args, context) => {
        const parts = [args.get('a'), ...args.rest].map((part) => pathText(part, context));
        return maybeText(
          parts.includes(undefined) ? undefined : joinPaths(...(parts as [string, ...string[]])),
          'a path that is not known',
          context,
        );
      }),
      ofPath('basename', ["os.path.basename('a/b.txt')"], (path) => str(splitPath(path)[1])),
      ofPath('dirname', ["os.path.dirname('a/b.txt')"], (path) => str(splitPath(path)[0])),
      ofPath('normpath', ["os.path.normpath('a/../b')"], (path) => str(normalPath(path))),
      ofPath('isabs', ["os.path.isabs('/a')"], (path) => bool(isAbsolute(path))),
      ofPath('expanduser', ["os.path.expanduser('a')"], (path, context) =>
        maybeText(expandUser(path, context), 'the home folder', context),
      ),
      ofPath('expandvars', ["os.path.expandvars('a')"], (path, context) => expandVariables(path, context)),
      ofPath('abspath', ["os.path.abspath('/a/../b')"], absolute),
      ofPath('realpath', ["os.path.realpath('/a')"], absolute),
      inParts('split', ["os.path.split('a/b.txt')"], splitPath),
      inParts('splitext', ["os.path.splitext('a/b.tar.gz')"], splitExtension),
      inParts('splitdrive', ["os.path.splitdrive('a/b')"], (path) => ['', path]),
      ofKind('exists', (kind) => kind !== null),
      ofKind('isfile', (kind) => kind === 'file'),
      ofKind('isdir', (kind) => kind === 'folder'),
      native('os.path.getsize', 'filename', [], (args, context) => {
        const path = pathText(args.get('filename'), context);
        const size =
          path === undefined ? undefined : (context.host.fileSize?.(path) ?? context.host.readFile(path)?.length);
        return size === undefined ? context.unknown('the size of a file') : int(size);
      }),
      ...fileTimes.map(([name, which]) =>
        native(`os.path.${name}`, 'filename', [], (args, context) => {
          const path = pathText(args.get('filename'), context);
          const time = path === undefined ? undefined : context.host.fileTime?.(path, which);
          return time === undefined ? context.unknown('when a file was written') : float(time);
        }),
      ),
      native('os.path.relpath', 'path, start=None', ["os.path.relpath('a/b', 'a')"], (args, context) => {
        const path = pathText(args.get('path'), context);
        const start = args.get('start').kind === 'none' ? '.' : pathText(args.get('start'), context);
        if (path === undefined || start === undefined) return context.unknown('a path that is not known');
        if (isAbsolute(path) === isAbsolute(start)) return str(relativePath(path, start));
        const folder = context.host.workingFolder;
        return folder === undefined
          ? context.unknown('the working folder')
          : str(relativePath(joinPaths(folder, path), joinPaths(folder, start)));
      }),
      native('os.path.commonprefix', 'm', ["os.path.commonprefix(['abc', 'abd'])"], (args, context) => {
        const texts = context.elements(args.get('m'))?.map((path) => pathText(path, context));
        return !texts || texts.includes(undefined)
          ? context.unknown('a path that is not known')
          : str(commonPrefix(texts as string[]));
      }),
    ),
  },
};

/** `os.path.abspath`. */
function absolute(path: string, context: Context): Value {
  const folder = context.host.workingFolder;
  if (isAbsolute(path)) return str(normalPath(path));
  return folder === undefined ? context.unknown('the working folder') : str(normalPath(joinPaths(folder, path)));
}

function expandVariables(path: string, context: Context): Value {
  let known = true;
  const text = path.replace(/\$(\w+|\{[^}]*\})/g, (whole, name: string) => {
    const value = context.host.environment(name.replace(/[{}]/g, ''));
    if (value === undefined) known = false;
    return value ?? whole;
  });
  return known ? str(text) : context.unknown('an environment variable');
}

function ofPath(
  name: string,
  examples: readonly string[],
  f: (path: string, context: Context) => Value,
): NativeFunctionValue {
  const parameter = inFull.has(name) ? 'path' : 'p';
  return native(`os.path.${name}`, parameter, examples, (args, context) => {
    const path = pathText(args.get(parameter), context);
    return path === undefined ? context.unknown('a path that is not known') : f(path, context);
  });
}

function inParts(
  name: string,
  examples: readonly string[],
  f: (path: string) => [string, string],
): NativeFunctionValue {
  return native(`os.path.${name}`, 'p', examples, (args, context) => {
    const path = pathText(args.get('p'), context);
    if (path !== undefined) return tuple(f(path).map(str));
    return tuple([context.unknown('a path that is not known'), context.unknown('a path that is not known')]);
  });
}

function ofKind(name: string, test: (kind: 'file' | 'folder' | null) => boolean): NativeFunctionValue {
  return native(`os.path.${name}`, name === 'isdir' ? 's' : 'path', [`os.path.${name}('x')`], (args, context) => {
    const path = pathText(args.get(name === 'isdir' ? 's' : 'path'), context);
    const kind = path === undefined ? undefined : context.host.fileKind(path);
    return kind === undefined ? unknown('what is in a folder') : bool(test(kind));
  });
}
