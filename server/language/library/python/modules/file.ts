import type { Context } from '../../../values/context.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { int, none, type ObjectValue, str, type Value } from '../../../values/value.js';
import { strRepr } from '../str-repr.js';
import { decode, encode } from '../text-encoding.js';
import { pathText } from './path-text.js';
import { openStreams, Stream } from './stream.js';
import { contentValue, streamOf, streamType } from './stream-type.js';

/** What `open` and its kin look at. */
export interface OpenArguments {
  get(name: 'file' | 'mode' | 'encoding' | 'errors' | 'newline'): Value;
}

/** The signature of the builtin `open`. */
export const openSignature =
  "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None";

/** The builtin `open`. */
export function openFile(args: OpenArguments, context: Context): Value {
  const path = pathText(args.get('file'), context);
  const mode = args.get('mode');
  if (mode.kind !== 'str') return context.unknown('a file opened in an unknown mode');
  checkMode(mode.value, context);
  const source = path === undefined ? undefinedSource : fileSource(path, mode.value, context);
  return opened(fileTypeOf(mode.value), path, mode.value, source, args, context);
}

/** Where a file's bytes come from and go to. */
export interface Source {
  readonly content: Uint8Array | undefined;
  keep(content: Uint8Array): void;
  /** Writes at its end alone. */
  extend?(more: Uint8Array): void;
}

const undefinedSource: Source = { content: undefined, keep: () => {} };

/** An open file over a source of bytes; text is decoded here, with every line's end as `\n`. */
export function opened(
  type: NativeType<Stream>,
  path: string | undefined,
  mode: string,
  source: Source,
  args: Pick<OpenArguments, 'get'>,
  context: Context,
): ObjectValue<Stream> {
  const binary = mode.includes('b') || (type === gzipFileType && !mode.includes('t'));
  const [encoding, errors, newline] = [args.get('encoding'), args.get('errors'), args.get('newline')];
  const [readable, writable] = [/[r+]/.test(mode), /[wax+]/.test(mode)];
  const stream = binary
    ? new Stream<Uint8Array>(source.content, true, readable, writable, source.keep, mode.includes('a'), source.extend)
    : new Stream<string>(
        source.content && textOf(source.content, encoding, errors, newline, context),
        false,
        readable,
        writable,
        (text) => source.keep(encode(text, encoding, context)),
        mode.includes('a'),
        // Others begin with a mark, which belongs at the file's begin alone.
        source.extend && (encoding.kind !== 'str' || /^(utf-?8|ascii|latin-?1)$/i.test(encoding.value))
          ? (text) => source.extend?.(encode(text, encoding, context))
          : undefined,
      );
  if (mode.includes('a')) stream.position = stream.whole?.length ?? 0;
  const file = object(type, stream as Stream);
  file.attributes.set('name', path === undefined ? { kind: 'unknown', reason: 'a path that is not known' } : str(path));
  file.attributes.set('mode', str(mode));
  if (!binary) file.attributes.set('encoding', str(encoding.kind === 'str' ? encoding.value : 'UTF-8'));
  if (writable) {
    stream.dirty = !mode.includes('r') && !mode.includes('a');
    openStreams(context).add(stream as Stream);
  }
  return file;
}

/** The whole of a file, as `Path.read_text` gives it. */
export function contentOf(file: Value, mode: 'r' | 'rb', encoding: Value, errors: Value, context: Context): Value {
  const stream = streamOf(
    openFile({ get: (name) => ({ file, mode: str(mode), encoding, errors, newline: none })[name] }, context),
  );
  return contentValue(stream.whole, stream);
}

/** Writes a whole file, as `Path.write_bytes` does. */
export function writeWhole(file: Value, data: Uint8Array | undefined, context: Context): Value {
  const path = pathText(file, context);
  if (path === undefined || !data) return context.unknown('a write of something unknown');
  context.host.writeFile(path, data);
  return int(data.length);
}

const repr = (self: Value, context: Context) => {
  const [name, mode, encoding] = ['name', 'mode', 'encoding'].map((attribute) =>
    (self as ObjectValue).attributes.get(attribute),
  );
  if (name?.kind !== 'str' || mode?.kind !== 'str') return undefined;
  const { type } = self as ObjectValue;
  return type === textFileType
    ? `<_io.TextIOWrapper name=${strRepr(name.value)} mode=${strRepr(mode.value)} encoding=${(encoding && context.repr(encoding)) ?? 'None'}>`
    : `<${type.module}.${type.name} name=${strRepr(name.value)}>`;
};

export const textFileType: NativeType<Stream> = {
  name: 'TextIOWrapper',
  module: '_io',
  base: streamType as NativeType<never>,
  repr,
};
export const gzipFileType: NativeType<Stream> = {
  name: 'GzipFile',
  module: 'gzip',
  base: streamType as NativeType<never>,
  repr,
};
const bufferedReaderType: NativeType<Stream> = {
  name: 'BufferedReader',
  module: '_io',
  base: streamType as NativeType<never>,
  repr,
};
const bufferedWriterType: NativeType<Stream> = {
  name: 'BufferedWriter',
  module: '_io',
  base: streamType as NativeType<never>,
  repr,
};

function fileTypeOf(mode: string): NativeType<Stream> {
  if (!mode.includes('b')) return textFileType;
  return /[wax]/.test(mode) ? bufferedWriterType : bufferedReaderType;
}

function fileSource(path: string, mode: string, context: Context): Source {
  const keep = (content: Uint8Array) => context.host.writeFile(path, content);
  if (mode.includes('r')) return { content: context.host.readFile(path), keep };
  const kind = context.host.fileKind(path);
  if (kind === undefined) return { content: undefined, keep };
  if (kind === 'folder') return context.raise('IsADirectoryError', `[Errno 21] Is a directory: ${strRepr(path)}`);
  if (mode.includes('x') && kind === 'file')
    return context.raise('FileExistsError', `[Errno 17] File exists: ${strRepr(path)}`);
  if (mode.includes('a') && context.host.appendFile) {
    const extend = (more: Uint8Array) => context.host.appendFile?.(path, more);
    if (kind === null) extend(new Uint8Array(0));
    return { content: kind === null ? new Uint8Array(0) : context.host.readFile(path), keep, extend };
  }
  if (mode.includes('a') && kind === 'file') return { content: context.host.readFile(path), keep };
  // The file is there, and empty, from now on: a missing folder is told here and not at the end.
  context.host.writeFile(path, new Uint8Array(0));
  return { content: new Uint8Array(0), keep };
}

function textOf(content: Uint8Array, encoding: Value, errors: Value, newline: Value, context: Context): string {
  const text = decode(content, encoding, errors, context);
  return newline.kind === 'none' ? text.replace(/\r\n?/g, '\n') : text;
}

function checkMode(mode: string, context: Context): void {
  if (/[^rwaxbt+]/.test(mode) || new Set(mode).size !== mode.length)
    context.raise('ValueError', `invalid mode: ${strRepr(mode)}`);
  if (mode.includes('b') && mode.includes('t')) context.raise('ValueError', "can't have text and binary mode at once");
  if ((mode.match(/[rwax]/g)?.length ?? 0) !== 1)
    context.raise('ValueError', 'must have exactly one of create/read/write/append mode');
}
