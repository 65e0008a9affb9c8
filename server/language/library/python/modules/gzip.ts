import { HostError } from '../../../host.js';
import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { stateOf } from '../../../values/native-type.js';
import { none, str, type Value } from '../../../values/value.js';
import { bytes, unknownBytes } from '../bytes.js';
import { define, members, native } from '../define.js';
import { gzipFileType, opened } from './file.js';
import { pathText } from './path-text.js';
import { streamType } from './stream-type.js';

const open = define(
  'gzip.open',
  "filename, mode='rb', compresslevel=9, encoding=None, errors=None, newline=None",
  [],
  (args, context) => openGzip(args.get('filename'), args.get('mode'), (name) => args.get(name), context),
);

/** Python's `gzip`, for reading. */
export const gzipModule: NativeModule = {
  name: 'gzip',
  members: {
    open: { kind: 'native', function: open },
    GzipFile: {
      kind: 'type',
      type: {
        ...gzipFileType,
        construct: define(
          'gzip.GzipFile',
          "filename=None, mode='rb', compresslevel=9, fileobj=None, mtime=None",
          [],
          (args, context) => {
            const source = args.get('fileobj').kind === 'none' ? args.get('filename') : args.get('fileobj');
            return openGzip(
              source,
              args.get('mode').kind === 'none' ? str('rb') : args.get('mode'),
              () => none,
              context,
            );
          },
        ),
      },
    },
    ...members(
      native('gzip.decompress', 'data', [], (args, context) => {
        const data = args.get('data');
        const content = data.kind === 'bytes' && data.data ? gunzip(data.data, context) : undefined;
        return content ? bytes(content) : unknownBytes();
      }),
    ),
  },
};

function openGzip(
  source: Value,
  mode: Value,
  argument: (name: 'encoding' | 'errors' | 'newline') => Value,
  context: Context,
): Value {
  if (mode.kind !== 'str') return context.unknown('a file opened in an unknown mode');
  if (!mode.value.includes('r')) return context.unknown('gzip files can only be read yet', 'gzip.open');
  const stream = stateOf(source, streamType);
  const path = stream ? '' : pathText(source, context);
  const packed = stream ? stream.whole : path === undefined ? undefined : context.host.readFile(path);
  const content = packed instanceof Uint8Array ? gunzip(packed, context) : undefined;
  return opened(
    gzipFileType,
    path,
    mode.value,
    { content, keep: () => {} },
    { get: (name) => (name === 'file' || name === 'mode' ? none : argument(name)) },
    context,
  );
}

function gunzip(packed: Uint8Array, context: Context): Uint8Array | undefined {
  const magic = [...packed.subarray(0, 2)];
  if (packed.length > 0 && (magic[0] !== 0x1f || magic[1] !== 0x8b)) {
    return context.raise('gzip.BadGzipFile', `Not a gzipped file (${context.repr(bytes(packed.slice(0, 2))) ?? ''})`);
  }
  if (packed.length === 0) return packed;
  try {
    return context.host.gunzip(packed);
  } catch (error) {
    if (error instanceof HostError)
      return context.raise('EOFError', 'Compressed file ended before the end-of-stream marker was reached');
    throw error;
  }
}
