import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { int, type Value } from '../../../values/value.js';
import { define, members, native } from '../define.js';
import { moduleExceptionClasses } from '../exceptions.js';
import { openFile, openSignature, textFileType } from './file.js';
import { Stream } from './stream.js';
import { streamType } from './stream-type.js';

const bytesIoType: NativeType<Stream> = {
  name: 'BytesIO',
  module: '_io',
  base: streamType as NativeType<never>,
  construct: define('io.BytesIO', 'initial_bytes=...', ["io.BytesIO(b'abc')"], (args) => {
    const initial = args.get('initial_bytes');
    return object(
      bytesIoType,
      new Stream<string | Uint8Array>(
        initial.kind === 'bytes' ? initial.data?.slice() : args.given('initial_bytes') ? undefined : new Uint8Array(0),
        true,
        true,
        true,
        undefined,
      ),
    );
  }),
};

/** Bytes that can be read like a file's. */
export const bytesIo = (bytes: Uint8Array | undefined): Value =>
  object(bytesIoType, new Stream<string | Uint8Array>(bytes, true, true, true, undefined));

const stringIoType: NativeType<Stream> = {
  name: 'StringIO',
  module: '_io',
  base: streamType as NativeType<never>,
  construct: define('io.StringIO', "initial_value='', newline='\\n'", ["io.StringIO('abc')"], (args) => {
    const initial = args.get('initial_value');
    return object(
      stringIoType,
      new Stream<string | Uint8Array>(
        initial.kind === 'str' ? initial.value : initial.kind === 'none' ? '' : undefined,
        false,
        true,
        true,
        undefined,
      ),
    );
  }),
};

/** Python's `io`. */
export const ioModule: NativeModule = {
  name: 'io',
  members: {
    BytesIO: { kind: 'type', type: bytesIoType },
    StringIO: { kind: 'type', type: stringIoType },
    TextIOWrapper: { kind: 'type', type: textFileType },
    UnsupportedOperation: moduleExceptionClasses['io.UnsupportedOperation'],
    SEEK_SET: int(0),
    SEEK_CUR: int(1),
    SEEK_END: int(2),
    ...members(native('io.open', openSignature, [], openFile)),
  },
};
