import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { none, str, type Value } from '../../../values/value.js';
import { typeName } from '../../python/type-name.js';
import { type Compression, compressionOf } from '../data/file-bytes.js';
import { fileName, onFile } from '../file-functions.js';
import { bytesGiven } from '../text-tensor.js';
import { record } from './record.js';
import { joined } from './wire.js';

/** How many bytes wait to be written. */
const most = 2 ** 16;

/** A TFRecord file that is being written. */
interface Writer {
  /** undefined on shapes. */
  readonly file: string | undefined;
  readonly compression: Compression;
  /** What is not yet in the file; all of it where the file is compressed. */
  parts: Uint8Array[];
  waiting: number;
  isOpen: boolean;
}

function flush(writer: Writer, isEnd: boolean, context: Context): void {
  const { file, compression } = writer;
  if (file === undefined || (compression !== undefined && !isEnd)) return;
  const bytes = joined(writer.parts);
  writer.parts = [];
  writer.waiting = 0;
  onFile(file, context, () => {
    if (compression !== undefined) context.host.writeFile(file, context.host.deflate?.(bytes, compression) ?? bytes);
    else if (bytes.length > 0) context.host.appendFile?.(file, bytes);
  });
}

function close(self: Value, context: Context): void {
  const writer = stateOf(self, writerType);
  if (!writer?.isOpen) return;
  flush(writer, true, context);
  writer.isOpen = false;
}

const method = (name: string, signature: string, call: NativeFunction['call']): NativeFunction => ({
  name: `tf.io.TFRecordWriter.${name}`,
  signature,
  shapesOnly: true,
  call,
});

const writerType: NativeType<Writer> = {
  name: 'TFRecordWriter',
  module: 'tensorflow.io',
  construct: {
    name: 'tf.io.TFRecordWriter',
    signature: 'path, options=None',
    shapesOnly: true,
    call(args, context) {
      const compression = compressionOf(args.get('options'), context);
      const file = context.host.mode === 'numbers' ? fileName(args.get('path'), context) : undefined;
      if (context.host.mode === 'numbers') {
        if (file === undefined) return context.unknown('a file name that is not known', 'tf.io.TFRecordWriter');
        onFile(file, context, () => context.host.writeFile(file, new Uint8Array()));
      }
      return object(writerType, { file, compression, parts: [], waiting: 0, isOpen: true });
    },
  },
  methods: {
    write: method('write', 'self, record', (args, context) => {
      const writer = stateOf(args.get('self'), writerType);
      const given = args.get('record');
      if (!writer || writer.file === undefined) return none;
      const content = given.kind === 'bytes' ? given.data : bytesGiven(given)?.bytes[0];
      if (given.kind === 'unknown') return context.unknown(given.reason, 'record=');
      if (!content)
        return context.raise('TypeError', `write(): incompatible function arguments: bytes, not ${typeName(given)}`);
      if (!writer.isOpen) return context.raise('FailedPreconditionError', 'Writer is closed.');
      const bytes = record(content);
      writer.parts.push(bytes);
      writer.waiting += bytes.length;
      if (writer.waiting > most) flush(writer, false, context);
      return none;
    }),
    flush: method('flush', 'self', (args, context) => {
      const writer = stateOf(args.get('self'), writerType);
      if (writer) flush(writer, false, context);
      return none;
    }),
    close: method('close', 'self', (args, context) => {
      close(args.get('self'), context);
      return none;
    }),
  },
  enter: (self) => self,
  exit: (self, context) => close(self, context),
};

const optionsType: NativeType<undefined> = {
  name: 'TFRecordOptions',
  module: 'tensorflow.io',
  construct: {
    name: 'tf.io.TFRecordOptions',
    signature: "compression_type='', **kwargs",
    shapesOnly: true,
    call(args) {
      const made = object(optionsType, undefined);
      const given = args.get('compression_type');
      made.attributes.set('compression_type', given.kind === 'none' ? str('') : given);
      return made;
    },
  },
};

export const writerMembers: Readonly<Record<string, Value>> = {
  TFRecordWriter: { kind: 'type', type: writerType as NativeType },
  TFRecordOptions: { kind: 'type', type: optionsType as NativeType },
};
