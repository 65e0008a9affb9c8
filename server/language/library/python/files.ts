import type { Context } from '../../values/context.js';
import { type NativeType, object } from '../../values/native-type.js';
import { int, list, none, type ObjectValue, str, unknown, type Value } from '../../values/value.js';
import { bytes, unknownBytes } from './bytes.js';
import { define, methods } from './define.js';
import { lazyIterator } from './iterator.js';
import { indexOf } from './sequence.js';
import { decode, encode } from './text-encoding.js';
import { typeName } from './type-name.js';

/** A file that a program has opened: read whole at the start, written whole when it is closed. */
interface FileState {
  readonly path: string | undefined;
  readonly text: boolean;
  readonly encoding: Value;
  /** undefined while it is not known. */
  data: Uint8Array | undefined;
  /** How far it has been read. */
  at: number;
  /** What has been written; undefined for a file opened to read. */
  readonly written: Uint8Array[] | undefined;
  closed: boolean;
}

/** `open(path, mode)`. */
export function openFile(
  file: Value,
  mode: Value,
  encoding: Value,
  context: Context,
  transform?: (data: Uint8Array, context: Context) => Uint8Array | undefined,
): Value {
  const path = pathText(file, context);
  const flags = mode.kind === 'str' ? mode.value : 'r';
  const writes = /[wax]/.test(flags);
  let data: Uint8Array | undefined;
  if (path !== undefined && (!writes || flags.includes('a'))) {
    const exists = !writes || context.host.fileKind(path) === 'file';
    const raw = exists ? context.host.readFile(path) : new Uint8Array(0);
    data = raw && transform ? transform(raw, context) : raw;
  }
  const written = writes ? (data && data.length > 0 ? [data] : []) : undefined;
  const state: FileState = { path, text: !flags.includes('b'), encoding, data, at: 0, written, closed: false };
  return object(fileType, state);
}

/** `print(…, file=file)`: standard output where there is none. */
export function writeText(file: Value, text: string, context: Context): void {
  if (file.kind === 'none') context.host.print(text);
  else if (file.kind !== 'unknown') context.call(context.getAttribute(file, 'write'), [str(text)]);
}

/** The path that a string, bytes or `Path` is; undefined where it is not known. */
export function pathText(value: Value, context: Context): string | undefined {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'unknown') return undefined;
  if (value.kind === 'object' && value.type.module === 'pathlib') return context.str(value);
  const method = context.special(value, '__fspath__');
  if (method) return pathText(context.call(method, []), context);
  return context.raise('TypeError', `expected str, bytes or os.PathLike object, not ${typeName(value)}`);
}

export const fileType: NativeType<FileState> = {
  name: 'TextIOWrapper',
  module: '_io',
  attributes: {
    name: (self) =>
      stateOf(self).path === undefined ? unknown('a path that is not known') : str(stateOf(self).path as string),
    closed: (self) => ({ kind: 'bool', value: stateOf(self).closed }),
  },
  methods: methods(
    define('file.read', 'self, size=-1, /', [], (args, context) => {
      const file = readable(args.get('self'), context);
      if (!file.data) return notRead(file);
      const size = indexOf(args.get('size')) ?? -1;
      if (file.text) {
        const rest = [...textLeft(file, context)];
        const taken = size < 0 ? rest : rest.slice(0, size);
        file.at = size < 0 ? file.data.length : file.at + encode(taken.join(''), file.encoding, context).length;
        return str(taken.join(''));
      }
      const end = size < 0 ? file.data.length : Math.min(file.data.length, file.at + size);
      const part = file.data.subarray(file.at, end);
      file.at = end;
      return bytes(part);
    }),
    define('file.readline', 'self', [], (args, context) => {
      const file = readable(args.get('self'), context);
      return file.data ? (nextLine(file, context) ?? (file.text ? str('') : bytes(new Uint8Array(0)))) : notRead(file);
    }),
    define('file.readlines', 'self', [], (args, context) => {
      const file = readable(args.get('self'), context);
      if (!file.data) return { kind: 'list', elements: [], rest: notRead(file) };
      const lines: Value[] = [];
      for (let line = nextLine(file, context); line; line = nextLine(file, context)) lines.push(line);
      return list(lines);
    }),
    define('file.write', 'self, data, /', [], (args, context) => {
      const file = stateOf(args.get('self'));
      if (!file.written) return context.raise('OSError', 'not writable');
      const data = args.get('data');
      if (data.kind === 'unknown' || (data.kind === 'bytes' && !data.data))
        return context.unknown('writing something unknown');
      if (data.kind === 'str' && file.text) file.written.push(encode(data.value, file.encoding, context));
      else if (data.kind === 'bytes' && !file.text) file.written.push(data.data as Uint8Array);
      else
        return context.raise(
          'TypeError',
          file.text
            ? `write() argument must be str, not ${typeName(data)}`
            : `a bytes-like object is required, not '${typeName(data)}'`,
        );
      return int(data.kind === 'str' ? [...data.value].length : (data.data as Uint8Array).length);
    }),
    define('file.writelines', 'self, lines, /', [], (args, context) => {
      for (const line of context.elements(args.get('lines')) ?? [])
        context.call(context.getAttribute(args.get('self'), 'write'), [line]);
      return none;
    }),
    define('file.seek', 'self, offset, whence=0, /', [], (args, context) => {
      const file = stateOf(args.get('self'));
      const offset = indexOf(args.get('offset'));
      const whence = indexOf(args.get('whence')) ?? 0;
      if (offset === undefined) return context.unknown('a position that is not known');
      file.at = offset + (whence === 1 ? file.at : whence === 2 ? (file.data?.length ?? 0) : 0);
      return int(file.at);
    }),
    define('file.tell', 'self', [], (args) => int(stateOf(args.get('self')).at)),
    define('file.flush', 'self', [], (args, context) => {
      save(stateOf(args.get('self')), context);
      return none;
    }),
    define('file.close', 'self', [], (args, context) => {
      close(stateOf(args.get('self')), context);
      return none;
    }),
  ),
  iterate: (self, context) => {
    const file = readable(self, context);
    if (file.data) return lazyIterator('file', () => nextLine(file, context));
    let asked = false;
    return lazyIterator(
      'file',
      () => {
        if (asked) return undefined;
        asked = true;
        return notRead(file);
      },
      true,
    );
  },
  enter: (self) => self,
  exit: (self, context) => close(stateOf(self), context),
  truth: () => true,
};

function stateOf(self: Value): FileState {
  return (self as ObjectValue<FileState>).state;
}

function readable(self: Value, context: Context): FileState {
  const file = stateOf(self);
  if (file.closed) return context.raise('ValueError', 'I/O operation on closed file.');
  if (file.written) return context.raise('OSError', 'not readable');
  return file;
}

function notRead(file: FileState): Value {
  return file.text ? unknown('the text of a file that is not read while you type') : unknownBytes();
}

function textLeft(file: FileState, context: Context): string {
  return decode((file.data as Uint8Array).subarray(file.at), file.encoding, str('strict'), context)
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n');
}

function nextLine(file: FileState, context: Context): Value | undefined {
  const data = file.data as Uint8Array;
  if (file.at >= data.length) return undefined;
  const found = data.indexOf(10, file.at);
  const end = found < 0 ? data.length : found + 1;
  const line = data.subarray(file.at, end);
  file.at = end;
  return file.text ? str(decode(line, file.encoding, str('strict'), context).replace(/\r\n?$/, '\n')) : bytes(line);
}

function save(file: FileState, context: Context): void {
  if (!file.written || file.path === undefined) return;
  const data = new Uint8Array(file.written.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of file.written) {
    data.set(part, at);
    at += part.length;
  }
  context.host.writeFile(file.path, data);
}

function close(file: FileState, context: Context): void {
  if (!file.closed) save(file, context);
  file.closed = true;
}
