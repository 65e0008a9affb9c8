import type { Context } from '../../../values/context.js';
import { type NativeType, stateOf } from '../../../values/native-type.js';
import { bool, int, list, none, str, unknown, type Value } from '../../../values/value.js';
import { bytes, unknownBytes } from '../bytes.js';
import { define, methods } from '../define.js';
import { lazyIterator } from '../iterator.js';
import { intArgument, uncertainIterator } from '../sequence.js';
import { typeName } from '../type-name.js';
import { openStreams, type Stream } from './stream.js';

/** What all files can do. */
export const streamType: NativeType<Stream> = {
  name: '_IOBase',
  module: '_io',
  attributes: {
    closed: (self) => bool(streamOf(self).closed),
  },
  methods: methods(
    define(
      'file.read',
      'self, size=-1, /',
      ["io.StringIO('abc').read()", "io.BytesIO(b'abc').read(2)"],
      (args, context) => {
        const stream = reading(args.get('self'), context);
        const size = args.get('size').kind === 'none' ? -1 : intArgument(args.get('size'), context);
        if (size === undefined || !context.certain) stream.forget();
        return contentValue(stream.read(size === undefined || size < 0 ? undefined : size), stream);
      },
    ),
    define('file.readline', 'self, size=-1, /', ["io.StringIO('a\\nb').readline()"], (args, context) => {
      const stream = reading(args.get('self'), context);
      if (!context.certain) stream.forget();
      return contentValue(stream.readLine(), stream);
    }),
    define('file.readlines', 'self, hint=-1, /', ["io.StringIO('a\\nb').readlines()"], (args, context) => {
      const stream = reading(args.get('self'), context);
      if (!context.certain) stream.forget();
      const lines = linesOf(stream);
      return lines ? list(lines) : { kind: 'list', elements: [], rest: contentValue(undefined, stream) };
    }),
    define('file.write', 'self, data, /', ["io.StringIO().write('abc')"], (args, context) =>
      write(args.get('self'), args.get('data'), context),
    ),
    define('file.writelines', 'self, lines, /', ["io.StringIO().writelines(['a', 'b'])"], (args, context) => {
      const lines = context.elements(args.get('lines'));
      if (!lines) context.unknown('a write of something unknown');
      for (const line of lines ?? [unknown('an unknown line')]) write(args.get('self'), line, context);
      return none;
    }),
    define('file.seek', 'self, offset, whence=0, /', ["io.BytesIO(b'abc').seek(1)"], (args, context) => {
      const stream = opened(args.get('self'), context);
      const [offset, whence] = [intArgument(args.get('offset'), context), intArgument(args.get('whence'), context)];
      const size = stream.whole?.length;
      if (offset === undefined || size === undefined || !context.certain) stream.forget();
      else stream.position = Math.max(0, offset + (whence === 1 ? stream.position : whence === 2 ? size : 0));
      return offset === undefined || size === undefined
        ? context.unknown('a position in an unknown file')
        : int(stream.position);
    }),
    define('file.tell', 'self', ["io.BytesIO(b'abc').tell()"], (args, context) => {
      const stream = opened(args.get('self'), context);
      return stream.whole === undefined ? context.unknown('a position in an unknown file') : int(stream.position);
    }),
    define('file.truncate', 'self, size=None, /', ["io.BytesIO(b'abc').truncate(1)"], (args, context) => {
      const stream = writing(args.get('self'), context);
      const size = args.get('size').kind === 'none' ? stream.position : intArgument(args.get('size'), context);
      if (size === undefined || !context.certain) stream.forget();
      else stream.truncate(size);
      return size === undefined ? context.unknown('an unknown size') : int(size);
    }),
    define('file.flush', 'self', ['io.BytesIO().flush()'], (args, context) => {
      opened(args.get('self'), context).flush();
      return none;
    }),
    define('file.close', 'self', ['io.BytesIO().close()'], (args, context) => {
      close(args.get('self'), context);
      return none;
    }),
    define('file.fileno', 'self', [], (_, context) => context.unknown('files have no numbers here')),
    define('file.isatty', 'self', ['io.BytesIO().isatty()'], () => bool(false)),
    define('file.readable', 'self', ['io.BytesIO().readable()'], (args) => bool(streamOf(args.get('self')).readable)),
    define('file.writable', 'self', ['io.BytesIO().writable()'], (args) => bool(streamOf(args.get('self')).writable)),
    define('file.seekable', 'self', ['io.BytesIO().seekable()'], () => bool(true)),
    define('file.getvalue', 'self', ["io.StringIO('abc').getvalue()"], (args, context) => {
      const stream = opened(args.get('self'), context);
      return contentValue(stream.whole, stream);
    }),
  ),
  iterate: (self, context) => {
    const stream = reading(self, context);
    if (stream.whole === undefined || !context.certain)
      return uncertainIterator([contentValue(undefined, stream)], 'file');
    return lazyIterator('file', () => {
      const line = stream.readLine();
      return line === undefined || line.length === 0 ? undefined : contentValue(line, stream);
    });
  },
  truth: () => true,
  enter: (self, context) => {
    opened(self, context);
    return self;
  },
  exit: (self, context) => close(self, context),
};

/** A read or written part as a program sees it: unknown bytes or text for undefined. */
export function contentValue(content: string | Uint8Array | undefined, stream: Pick<Stream, 'binary'>): Value {
  if (content === undefined) return stream.binary ? unknownBytes() : unknown('text of a file that is read in a run');
  return typeof content === 'string' ? str(content) : bytes(content);
}

export function streamOf(self: Value): Stream {
  return stateOf(self, streamType) as Stream;
}

export function close(self: Value, context: Context): void {
  const stream = streamOf(self);
  stream.close();
  openStreams(context).delete(stream);
}

function opened(self: Value, context: Context): Stream {
  const stream = streamOf(self);
  return stream.closed ? context.raise('ValueError', 'I/O operation on closed file.') : stream;
}

function reading(self: Value, context: Context): Stream {
  const stream = opened(self, context);
  return stream.readable ? stream : context.raise('io.UnsupportedOperation', stream.binary ? 'read' : 'not readable');
}

function writing(self: Value, context: Context): Stream {
  const stream = opened(self, context);
  return stream.writable ? stream : context.raise('io.UnsupportedOperation', stream.binary ? 'write' : 'not writable');
}

function linesOf(stream: Stream): Value[] | undefined {
  if (stream.whole === undefined) return undefined;
  const lines: Value[] = [];
  for (let line = stream.readLine(); line?.length; line = stream.readLine()) lines.push(contentValue(line, stream));
  return lines;
}

function write(self: Value, data: Value, context: Context): Value {
  const stream = writing(self, context);
  if (data.kind === 'unknown' || (data.kind === 'bytes' && !data.data)) {
    stream.forget();
    return context.unknown('a write of something unknown');
  }
  if (stream.binary && data.kind === 'tensor')
    return context.unknown('arrays cannot be written to files yet: use tobytes()', 'file.write');
  const content =
    data.kind === 'str' && !stream.binary
      ? data.value
      : data.kind === 'bytes' && stream.binary
        ? (data.data as Uint8Array)
        : undefined;
  if (content === undefined) {
    return context.raise(
      'TypeError',
      stream.binary
        ? `a bytes-like object is required, not '${typeName(data)}'`
        : `write() argument must be str, not ${typeName(data)}`,
    );
  }
  if (!context.certain) stream.forget();
  stream.write(content);
  return int(typeof content === 'string' ? [...content].length : content.length);
}
