import type { Context } from '../../../values/context.js';
import { type NativeFunctionValue, none, str, type Value } from '../../../values/value.js';
import { native } from '../define.js';
import { strRepr } from '../str-repr.js';
import { pathText } from './path-text.js';
import { joinPaths, splitPath } from './posix-path.js';

/** What takes files away and brings them elsewhere. Nothing happens on shapes, nor to a path that is not known. */

/** Whether a run is to do it; the run's end where its host cannot. */
function doesIt(path: string | undefined, name: string, context: Context): path is string {
  if (context.host.mode === 'shapes') return false;
  if (path === undefined) context.unknown('a path that is not known', name);
  if (!context.host.removeFile || !context.host.moveFile) context.unknown('files cannot be changed here', name);
  return path !== undefined;
}

const missing = (path: string, context: Context): never =>
  context.raise('FileNotFoundError', `[Errno 2] No such file or directory: ${strRepr(path)}`);

/** `os.remove`. */
export function removeFile(path: string | undefined, name: string, context: Context): void {
  if (!doesIt(path, name, context)) return;
  const kind = context.host.fileKind(path);
  if (kind === null && !context.host.isLink?.(path)) missing(path, context);
  if (kind === 'folder') context.raise('IsADirectoryError', `[Errno 21] Is a directory: ${strRepr(path)}`);
  context.host.removeFile?.(path);
}

/** `os.rmdir`: an empty folder alone. */
export function removeEmptyFolder(path: string | undefined, name: string, context: Context): void {
  if (!doesIt(path, name, context)) return;
  const kind = context.host.fileKind(path);
  if (kind === null) missing(path, context);
  if (kind === 'file') context.raise('NotADirectoryError', `[Errno 20] Not a directory: ${strRepr(path)}`);
  if (context.host.listFolder(path)?.length !== 0)
    context.raise('OSError', `[Errno 39] Directory not empty: ${strRepr(path)}`);
  context.host.removeFolder?.(path);
}

/** `shutil.rmtree`. */
export function removeTree(path: string | undefined, ignoresErrors: boolean, name: string, context: Context): void {
  if (!doesIt(path, name, context)) return;
  const kind = context.host.fileKind(path);
  if (kind === 'folder' && context.host.isLink?.(path) !== true) context.host.removeFolder?.(path);
  else if (ignoresErrors) return;
  else if (kind === null) missing(path, context);
  else if (kind === 'folder') context.raise('OSError', 'Cannot call rmtree on a symbolic link');
  else context.raise('NotADirectoryError', `[Errno 20] Not a directory: ${strRepr(path)}`);
}

/** `os.rename` and `os.replace`. */
export function moveFile(from: string | undefined, to: string | undefined, name: string, context: Context): void {
  if (!doesIt(from, name, context) || !doesIt(to, name, context)) return;
  if (context.host.fileKind(from) === null)
    context.raise('FileNotFoundError', `[Errno 2] No such file or directory: ${strRepr(from)} -> ${strRepr(to)}`);
  context.host.moveFile?.(from, to);
}

/** `shutil.move`: into a folder that is there, else to a new name. Gives where it is then. */
function moveInto(from: string, to: string, context: Context): string {
  const name = splitPath(from.replace(/\/+$/, ''))[1];
  if (context.host.fileKind(to) !== 'folder') {
    if (context.host.fileKind(from) === null) missing(from, context);
    context.host.moveFile?.(from, to);
    return to;
  }
  const place = joinPaths(to, name);
  if (context.host.fileKind(place) !== null)
    context.raise('shutil.Error', `Destination path '${place}' already exists`);
  if (context.host.fileKind(from) === null) missing(from, context);
  context.host.moveFile?.(from, place);
  return place;
}

/** `shutil.copyfile`, and `shutil.copy` where `to` may be a folder. */
function copy(from: string, to: string, intoFolder: boolean, context: Context): string {
  const place = intoFolder && context.host.fileKind(to) === 'folder' ? joinPaths(to, splitPath(from)[1]) : to;
  if (context.host.fileKind(from) === 'folder')
    context.raise('IsADirectoryError', `[Errno 21] Is a directory: ${strRepr(from)}`);
  const bytes = context.host.readFile(from);
  if (bytes) context.host.writeFile(place, bytes);
  return place;
}

function copyTree(from: string, to: string, mayExist: boolean, context: Context): void {
  const names = context.host.listFolder(from) ?? [];
  if (context.host.fileKind(to) !== null && !mayExist)
    context.raise('FileExistsError', `[Errno 17] File exists: ${strRepr(to)}`);
  context.host.makeFolder?.(to);
  for (const name of names) {
    const [source, target] = [joinPaths(from, name), joinPaths(to, name)];
    if (context.host.fileKind(source) === 'folder') copyTree(source, target, mayExist, context);
    else copy(source, target, false, context);
  }
}

/** A function from one path to another, which gives the place where it then is. */
function fromTo(
  name: string,
  signature: string,
  act: (from: string, to: string, context: Context, given: (name: string) => Value) => string,
): NativeFunctionValue {
  return native(`shutil.${name}`, `src, dst${signature}`, [`shutil.${name}('reviews', 'b')`], (args, context) => {
    const [from, to] = [pathText(args.get('src'), context), pathText(args.get('dst'), context)];
    if (!doesIt(from, `shutil.${name}`, context) || !doesIt(to, `shutil.${name}`, context))
      return context.unknown('where a run puts it', `shutil.${name}`);
    const place = act(from, to, context, (each) => args.get(each));
    return place === to ? args.get('dst') : str(place);
  });
}

export const shutilFunctions: readonly NativeFunctionValue[] = [
  native('shutil.rmtree', 'path, ignore_errors=False, onerror=None', ["shutil.rmtree('a')"], (args, context) => {
    const ignores = context.truth(args.get('ignore_errors')) === true;
    removeTree(pathText(args.get('path'), context), ignores, 'shutil.rmtree', context);
    return none;
  }),
  fromTo('move', '', moveInto),
  fromTo('copy', ', *, follow_symlinks=True', (from, to, context) => copy(from, to, true, context)),
  fromTo('copy2', ', *, follow_symlinks=True', (from, to, context) => copy(from, to, true, context)),
  fromTo('copyfile', ', *, follow_symlinks=True', (from, to, context) => copy(from, to, false, context)),
  fromTo('copytree', ', symlinks=False, ignore=None, *, dirs_exist_ok=False', (from, to, context, given) => {
    if (given('ignore').kind !== 'none') context.unknown('its argument ignore is not supported yet', 'shutil.copytree');
    copyTree(from, to, context.truth(given('dirs_exist_ok')) === true, context);
    return to;
  }),
  native(
    'shutil.unpack_archive',
    'filename, extract_dir=None, format=None',
    ["shutil.unpack_archive('a.zip', 'b')"],
    (args, context) => {
      const archive = pathText(args.get('filename'), context);
      const folder = args.get('extract_dir').kind === 'none' ? '.' : pathText(args.get('extract_dir'), context);
      if (!doesIt(archive, 'shutil.unpack_archive', context) || folder === undefined) return none;
      if (context.host.unpack?.(archive, folder, ['tar', 'zip']) === false)
        context.raise('shutil.ReadError', `Unknown archive format '${archive}'`);
      return none;
    },
  ),
];
