import { Reader, Writer } from 'protobufjs/minimal';
import { type Field, type FieldType, type Message, type MessageName, messages } from './onnx-schema.js';

/** Writes a message by the schema. */
export function encode<Name extends MessageName>(name: Name, message: Message<Name>): Uint8Array {
  const writer = Writer.create();
  write(name, message, writer);
  return writer.finish();
}

/** Reads a message by the schema; fields that the schema does not list are passed over. Throws on bytes that are no protobuf. */
export function decode<Name extends MessageName>(name: Name, bytes: Uint8Array): Message<Name> {
  return read(name, Reader.create(bytes), bytes.length) as Message<Name>;
}

type AnyMessage = { readonly [field: string]: unknown };

/** Protobuf's wire types. */
const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

function write(name: MessageName, message: AnyMessage, writer: Writer): void {
  for (const [key, field] of fieldsOf(name)) {
    const value = message[key];
    if (value === undefined) continue;
    if (!field.repeated) writeField(field, value, writer);
    else if (isPacked(field.type)) writePacked(field, value as readonly number[], writer);
    else for (const each of value as readonly unknown[]) writeField(field, each, writer);
  }
}

function writeField({ number, type }: Field, value: unknown, writer: Writer): void {
  writer.uint32((number << 3) | wireType(type));
  if (type === 'string') writer.string(value as string);
  else if (type === 'bytes') writer.bytes(value as Uint8Array);
  else if (isScalar(type)) writer[type](value as number);
  else {
    writer.fork();
    write(type, value as AnyMessage, writer);
    writer.ldelim();
  }
}

function writePacked({ number, type }: Field, values: readonly number[], writer: Writer): void {
  if (values.length === 0) return;
  writer.uint32((number << 3) | DELIMITED).fork();
  for (const value of values) if (isScalar(type)) writer[type](value);
  writer.ldelim();
}

function read(name: MessageName, reader: Reader, end: number): AnyMessage {
  const byNumber = new Map(fieldsOf(name).map(([key, field]) => [field.number, [key, field] as const]));
  const message: Record<string, unknown> = {};
  while (reader.pos < end) {
    const tag = reader.uint32();
    const entry = byNumber.get(tag >>> 3);
    if (!entry) {
      reader.skipType(tag & 7);
      continue;
    }
    const [key, field] = entry;
    if (!field.repeated) {
      message[key] = readField(field.type, reader);
      continue;
    }
    message[key] ??= [];
    const list = message[key] as unknown[];
    if (isPacked(field.type) && (tag & 7) === DELIMITED) {
      for (const stop = reader.uint32() + reader.pos; reader.pos < stop; ) list.push(readField(field.type, reader));
    } else list.push(readField(field.type, reader));
  }
  return message;
}

function readField(type: FieldType, reader: Reader): unknown {
  if (type === 'string') return reader.string();
  if (type === 'bytes') return reader.bytes();
  if (isScalar(type)) return Number(reader[type]());
  const length = reader.uint32();
  return read(type, reader, reader.pos + length);
}

function fieldsOf(name: MessageName): readonly (readonly [string, Field])[] {
  return Object.entries(messages[name] as Readonly<Record<string, Field>>);
}

type NumberType = 'int64' | 'int32' | 'uint64' | 'float' | 'double';

function isScalar(type: FieldType): type is NumberType {
  return type === 'int64' || type === 'int32' || type === 'uint64' || type === 'float' || type === 'double';
}

const isPacked = isScalar;

function wireType(type: FieldType): number {
  if (type === 'float') return FIXED32;
  if (type === 'double') return FIXED64;
  return isScalar(type) ? VARINT : DELIMITED;
}
