import { HostError } from '../../../host.js';
import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { bool, int, list, none, str, unknown, type Value } from '../../../values/value.js';
import { bytes, unknownBytes } from '../bytes.js';
import { define, members, methods, native } from '../define.js';
import { moduleExceptionClasses } from '../exceptions.js';
import { strRepr } from '../str-repr.js';
import { encode } from '../text-encoding.js';
import { opened } from './file.js';
import { pathText } from './path-text.js';
import { joinPaths, splitPath } from './posix-path.js';
import type { Stream } from './stream.js';
import { streamType } from './stream-type.js';

const [stored, deflated] = [0, 8];

/** An archive: what it holds is read when it is first asked for. */
interface Archive {
  /** Where it is; undefined in a stream, or where it is not known. */
  readonly path: string | undefined;
  readonly mode: string;
  readonly compression: number;
  /** Its bytes; undefined on shapes. */
  readonly content: Uint8Array | undefined;
  readonly stream: Stream | undefined;
  entries: Map<string, Uint8Array> | undefined;
  closed: boolean;
}

const archiveOf = (value: Value): Archive => stateOf(value, zipFileType) as Archive;
const bad = (context: Context): never => context.raise('zipfile.BadZipFile', 'File is not a zip file');

/** `PK` and an entry, or the end of one that is empty. */
function isZip(content: Uint8Array): boolean {
  return content.length >= 22 && content[0] === 0x50 && content[1] === 0x4b && (content[2] === 3 || content[2] === 5);
}

function openZip(file: Value, mode: string, compression: number, context: Context): Archive {
  const stream = stateOf(file, streamType);
  const path = stream ? undefined : pathText(file, context);
  const made = { path, mode, compression, stream, closed: false };
  if (context.host.mode === 'shapes') return { ...made, content: undefined, entries: undefined };
  if (mode === 'w' || mode === 'x') return { ...made, content: undefined, entries: new Map() };
  if (mode === 'a' && path !== undefined && context.host.fileKind(path) === null)
    return { ...made, content: undefined, entries: new Map() };
  const content = stream ? stream.whole : path === undefined ? undefined : context.host.readFile(path);
  if (!(content instanceof Uint8Array)) return context.unknown('an archive that is not known', 'ZipFile') as never;
  if (!isZip(content)) bad(context);
  return { ...made, content, entries: undefined };
}

/** What is in an archive; undefined on shapes. */
function entriesOf(archive: Archive, context: Context): Map<string, Uint8Array> | undefined {
  if (archive.entries || !archive.content) return archive.entries;
  try {
    archive.entries = new Map(context.host.unzip?.(archive.content));
  } catch (error) {
    if (error instanceof HostError) context.raise('zipfile.BadZipFile', error.message);
    throw error;
  }
  return archive.entries;
}

/** The bytes of an entry; undefined on shapes. */
function entryOf(archive: Archive, name: Value, context: Context): Uint8Array | undefined {
  if (archive.closed) context.raise('ValueError', 'Attempt to use ZIP archive that was already closed');
  const entries = entriesOf(archive, context);
  if (!entries || name.kind !== 'str') return undefined;
  return (
    entries.get(name.value) ??
    context.raise('KeyError', strRepr(`There is no item named ${strRepr(name.value)} in the archive`))
  );
}

/** Writes an entry where its name says; Python leaves out what would lead outside. Gives its place. */
function extractOne(name: string, content: Uint8Array, folder: string, context: Context): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const place = joinPaths(folder, ...parts);
  const isFolder = name.endsWith('/');
  context.host.makeFolder?.(isFolder ? place : splitPath(place)[0] || '.');
  if (!isFolder) context.host.writeFile(place, content);
  return place;
}

function extractAll(archive: Archive, folder: string, wanted: readonly string[] | undefined, context: Context): void {
  // A file is unpacked as a whole where its engine is, without a copy of all of it here.
  if (archive.path !== undefined && !wanted && archive.mode === 'r' && context.host.unpack) {
    if (!context.host.unpack(archive.path, folder, ['zip'])) bad(context);
    return;
  }
  const entries = entriesOf(archive, context);
  if (!entries) return;
  for (const name of wanted ?? entries.keys()) {
    context.host.checkpoint();
    extractOne(name, entryOf(archive, str(name), context) as Uint8Array, folder, context);
  }
}

function close(archive: Archive, context: Context): void {
  if (archive.closed) return;
  archive.closed = true;
  if (archive.mode === 'r' || context.host.mode === 'shapes') return;
  const made = context.host.zip?.(archive.entries ?? new Map(), archive.compression === deflated);
  if (!made) return void context.unknown('archives cannot be written here', 'ZipFile');
  if (archive.stream) archive.stream.write(made);
  else if (archive.path !== undefined) context.host.writeFile(archive.path, made);
}

function add(archive: Archive, name: string, content: Uint8Array | undefined, context: Context): Value {
  if (archive.mode === 'r') context.raise('ValueError', "write() requires mode 'w', 'x', or 'a'");
  const entries = entriesOf(archive, context);
  if (content) entries?.set(name.replace(/^\/+/, ''), content);
  return none;
}

const folderOf = (value: Value, context: Context) => (value.kind === 'none' ? '.' : pathText(value, context));

const zipFileType: NativeType<Archive> = {
  name: 'ZipFile',
  module: 'zipfile',
  construct: define(
    'zipfile.ZipFile',
    "file, mode='r', compression=0, allowZip64=True, compresslevel=None",
    ["zipfile.ZipFile('a.zip', 'w')"],
    (args, context) => {
      const [mode, compression] = [args.get('mode'), args.get('compression')];
      if (mode.kind !== 'str') return context.unknown('an archive opened in an unknown mode', 'ZipFile');
      if (!['r', 'w', 'x', 'a'].includes(mode.value))
        context.raise('ValueError', "ZipFile requires mode 'r', 'w', 'x', or 'a'");
      const packing = compression.kind === 'int' ? compression.value : stored;
      if (packing !== stored && packing !== deflated)
        return context.unknown('archives packed in this way are not written yet', 'ZipFile');
      return object(zipFileType, openZip(args.get('file'), mode.value, packing, context));
    },
  ),
  attributes: {
    filename: (self) => {
      const { path } = archiveOf(self);
      return path === undefined ? none : str(path);
    },
  },
  methods: methods(
    define(
      'ZipFile.extractall',
      'self, path=None, members=None, pwd=None',
      ["zipfile.ZipFile('a.zip', 'w').extractall('b', members=[])"],
      (args, context) => {
        const folder = folderOf(args.get('path'), context);
        const wanted = args.get('members').kind === 'none' ? undefined : context.elements(args.get('members'));
        const names = wanted?.map((each) => (each.kind === 'str' ? each.value : ''));
        if (context.host.mode === 'shapes') return none;
        if (folder === undefined) return context.unknown('a path that is not known', 'ZipFile.extractall');
        extractAll(archiveOf(args.get('self')), folder, names, context);
        return none;
      },
    ),
    define(
      'ZipFile.extract',
      'self, member, path=None, pwd=None',
      ["[[z.writestr('b', 'c'), z.extract('b')][1] for z in [zipfile.ZipFile('a.zip', 'w')]][0]"],
      (args, context) => {
        const folder = folderOf(args.get('path'), context);
        const [archive, member] = [archiveOf(args.get('self')), args.get('member')];
        const content = entryOf(archive, member, context);
        if (!content || folder === undefined || member.kind !== 'str')
          return context.unknown('where a run puts it', 'ZipFile.extract');
        return str(extractOne(member.value, content, folder, context));
      },
    ),
    define('ZipFile.namelist', 'self', ["zipfile.ZipFile('a.zip', 'w').namelist()"], (args, context) => {
      const entries = entriesOf(archiveOf(args.get('self')), context);
      return entries
        ? list([...entries.keys()].map(str))
        : { kind: 'list', elements: [], rest: unknown('what is in an archive') };
    }),
    define(
      'ZipFile.read',
      'self, name, pwd=None',
      ["[[z.writestr('b', 'c'), z.read('b')][1] for z in [zipfile.ZipFile('a.zip', 'w')]][0]"],
      (args, context) => {
        const content = entryOf(archiveOf(args.get('self')), args.get('name'), context);
        return content ? bytes(content) : unknownBytes();
      },
    ),
    define(
      'ZipFile.open',
      "self, name, mode='r', pwd=None, *, force_zip64=False",
      ["[[z.writestr('b', 'c'), z.open('b')][1] for z in [zipfile.ZipFile('a.zip', 'w')]][0]"],
      (args, context) => {
        const mode = args.get('mode');
        if (mode.kind !== 'str' || mode.value !== 'r')
          return context.unknown('entries are opened for reading only', 'ZipFile.open');
        const content = entryOf(archiveOf(args.get('self')), args.get('name'), context);
        const source = { content, keep: () => {} };
        return opened(zipEntryType, undefined, 'rb', source, { get: () => none }, context);
      },
    ),
    define('ZipFile.testzip', 'self', ["zipfile.ZipFile('a.zip', 'w').testzip()"], (args, context) => {
      entriesOf(archiveOf(args.get('self')), context);
      return none;
    }),
    define(
      'ZipFile.write',
      'self, filename, arcname=None, compress_type=None, compresslevel=None',
      ["zipfile.ZipFile('a.zip', 'w').write('b.txt')"],
      (args, context) => {
        const path = pathText(args.get('filename'), context);
        const name = args.get('arcname').kind === 'none' ? path : pathText(args.get('arcname'), context);
        if (context.host.mode === 'shapes' || path === undefined || name === undefined) return none;
        const isFolder = context.host.fileKind(path) === 'folder';
        const content = isFolder ? new Uint8Array(0) : context.host.readFile(path);
        return add(archiveOf(args.get('self')), isFolder ? `${name}/` : name, content, context);
      },
    ),
    define(
      'ZipFile.writestr',
      'self, zinfo_or_arcname, data, compress_type=None, compresslevel=None',
      ["zipfile.ZipFile('a.zip', 'w').writestr('b.txt', 'c')"],
      (args, context) => {
        const [name, data] = [args.get('zinfo_or_arcname'), args.get('data')];
        const content =
          data.kind === 'str' ? encode(data.value, none, context) : data.kind === 'bytes' ? data.data : undefined;
        if (context.host.mode === 'shapes') return none;
        if (name.kind !== 'str' || !content) return context.unknown('a write of something unknown', 'ZipFile.writestr');
        return add(archiveOf(args.get('self')), name.value, content, context);
      },
    ),
    define('ZipFile.close', 'self', ["zipfile.ZipFile('a.zip', 'w').testzip()"], (args, context) => {
      close(archiveOf(args.get('self')), context);
      return none;
    }),
  ),
  enter: (self) => self,
  exit: (self, context) => {
    close(archiveOf(self), context);
  },
};

const zipEntryType: NativeType<Stream> = {
  name: 'ZipExtFile',
  module: 'zipfile',
  base: streamType as NativeType<never>,
};

/** Python's `zipfile`. */
export const zipfileModule: NativeModule = {
  name: 'zipfile',
  members: {
    ZipFile: { kind: 'type', type: zipFileType as NativeType },
    BadZipFile: moduleExceptionClasses['zipfile.BadZipFile'],
    BadZipfile: moduleExceptionClasses['zipfile.BadZipFile'],
    ZIP_STORED: int(stored),
    ZIP_DEFLATED: int(deflated),
    ...members(
      native('zipfile.is_zipfile', 'filename', ["zipfile.is_zipfile('a')"], (args, context) => {
        const stream = stateOf(args.get('filename'), streamType);
        const path = stream ? undefined : pathText(args.get('filename'), context);
        if (context.host.mode === 'shapes') return context.unknown('what is in a file', 'zipfile.is_zipfile');
        if (path !== undefined && context.host.fileKind(path) !== 'file') return bool(false);
        const content = stream ? stream.whole : path === undefined ? undefined : context.host.readFile(path);
        return content instanceof Uint8Array
          ? bool(isZip(content))
          : context.unknown('what is in a file', 'zipfile.is_zipfile');
      }),
    ),
  },
};
