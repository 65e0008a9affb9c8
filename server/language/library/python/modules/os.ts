import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { list, none, str, tuple, unknown, type Value } from '../../../values/value.js';
import { members, native } from '../define.js';
import { iteratorOf, uncertainIterator } from '../sequence.js';
import { maybeText } from './arguments.js';
import { moveFile, removeEmptyFolder, removeFile } from './changing-files.js';
import { environ, variable } from './environ.js';
import { makeFolder } from './folders.js';
import { pathText } from './path-text.js';
import { joinPaths } from './posix-path.js';

/** Python's `os`, as far as scripts use it to find their data. */
export const osModule: NativeModule = {
  name: 'os',
  members: {
    sep: str('/'),
    linesep: str('\n'),
    pathsep: str(':'),
    curdir: str('.'),
    pardir: str('..'),
    extsep: str('.'),
    environ,
    ...members(
      native(
        'os.getenv',
        'key, default=None',
        ["os.getenv('LAYERSCOPE_UNSET', 'x')"],
        (args, context) => variable(args.get('key'), context) ?? args.get('default'),
      ),
      native('os.getcwd', '', ['os.getcwd()'], (_, context) =>
        maybeText(context.host.workingFolder, 'the working folder', context),
      ),
      native('os.fspath', 'path', ["os.fspath('a')"], (args, context) =>
        maybeText(pathText(args.get('path'), context), 'a path that is not known', context),
      ),
      native('os.listdir', 'path=None', ["os.listdir('.')"], (args, context) => {
        const path = args.get('path').kind === 'none' ? '.' : pathText(args.get('path'), context);
        const names = path === undefined ? undefined : context.host.listFolder(path);
        return names ? list(names.map(str)) : { kind: 'list', elements: [], rest: unknown('what is in a folder') };
      }),
      native('os.mkdir', 'path, mode=511, *, dir_fd=None', ["os.mkdir('layerscope-example')"], (args, context) => {
        makeFolder(pathText(args.get('path'), context), false, 'os.mkdir', context);
        return none;
      }),
      native('os.makedirs', 'name, mode=511, exist_ok=False', ["os.makedirs('.', exist_ok=True)"], (args, context) => {
        makeFolder(pathText(args.get('name'), context), context.truth(args.get('exist_ok')), 'os.makedirs', context);
        return none;
      }),
      ...['remove', 'unlink', 'rmdir'].map((name) =>
        native(`os.${name}`, 'path, *, dir_fd=None', [`os.${name}('a')`], (args, context) => {
          const take = name === 'rmdir' ? removeEmptyFolder : removeFile;
          take(pathText(args.get('path'), context), `os.${name}`, context);
          return none;
        }),
      ),
      ...['rename', 'replace'].map((name) =>
        native(
          `os.${name}`,
          'src, dst, *, src_dir_fd=None, dst_dir_fd=None',
          [`os.${name}('a', 'b')`],
          (args, context) => {
            const [from, to] = [pathText(args.get('src'), context), pathText(args.get('dst'), context)];
            moveFile(from, to, `os.${name}`, context);
            return none;
          },
        ),
      ),
      native('os.walk', 'top, topdown=True, onerror=None, followlinks=False', ["os.walk('.')"], (args, context) => {
        const top = pathText(args.get('top'), context);
        const levels = top === undefined ? undefined : walk(top, context);
        if (levels) return iteratorOf(levels, 'generator');
        const names: Value = { kind: 'list', elements: [], rest: unknown('what is in a folder') };
        return uncertainIterator([tuple([unknown('what is in a folder'), names, names])], 'generator');
      }),
    ),
  },
};

/** Folders from the top down, each as Python's (path, folders, files). */
function walk(folder: string, context: Context): Value[] | undefined {
  const names = context.host.listFolder(folder);
  if (!names) return undefined;
  const isFolder = (name: string) => context.host.fileKind(joinPaths(folder, name)) === 'folder';
  const folders = names.filter(isFolder);
  const files = names.filter((name) => !folders.includes(name));
  const here = tuple([str(folder), list(folders.map(str)), list(files.map(str))]);
  return [here, ...folders.flatMap((name) => walk(joinPaths(folder, name), context) ?? [])];
}
