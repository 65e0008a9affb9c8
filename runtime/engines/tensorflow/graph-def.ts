import { Writer } from 'protobufjs/minimal';
import type { ElementType, TensorData } from '../../../server/language/tensor/element-type.js';
import { EngineError } from '../engine.js';

/** A value of a node's attribute (TensorFlow's AttrValue). `type` may be `variant`: a list of tensors. */
export type AttrValue =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly string: string }
  | { readonly type: TensorFlowType }
  | { readonly types: readonly TensorFlowType[] }
  | { readonly ints: readonly number[] }
  /** -1 stands for a dim that is not known, undefined for a shape that is not. */
  | { readonly shape: readonly number[] | undefined }
  | { readonly tensor: TensorData }
  | { readonly function: string };

export type TensorFlowType = ElementType | 'variant';

export interface NodeDef {
  readonly name: string;
  readonly op: string;
  /** `node` or `node:1`. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttrValue>>;
}

/** TensorFlow's numbers of the element types (`DataType`). */
const types: Readonly<Record<Exclude<TensorFlowType, 'string'>, number>> = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  int16: 5,
  int8: 6,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  uint16: 17,
  float16: 19,
  variant: 21,
  uint32: 22,
  uint64: 23,
};
const byNumber = new Map(Object.entries(types).map(([name, number]) => [number, name as ElementType]));

/** Throws EngineError for strings. */
export function typeNumber(type: TensorFlowType): number {
  if (type === 'string') throw new EngineError('the engine tensorflow takes no tensors of strings');
  return types[type];
}

export function typeByNumber(number: number): ElementType {
  const type = byNumber.get(number);
  if (!type || (type as TensorFlowType) === 'variant')
    throw new EngineError(`TensorFlow gave a tensor of a type (${number}) that is not known here`);
  return type;
}

/** The version of GraphDefs that is written: TensorFlow 2.9's. */
const producer = 1087;

/** The nodes as the bytes of a GraphDef. */
export function writeGraphDef(nodes: readonly NodeDef[]): Uint8Array {
  const writer = Writer.create();
  for (const node of nodes) {
    writer.uint32(tag(1)).fork();
    writer.uint32(tag(1)).string(node.name).uint32(tag(2)).string(node.op);
    for (const input of node.inputs) writer.uint32(tag(3)).string(input);
    for (const [name, value] of Object.entries(node.attributes)) {
      writer.uint32(tag(5)).fork().uint32(tag(1)).string(name).uint32(tag(2)).fork();
      writeAttribute(value, writer);
      writer.ldelim().ldelim();
    }
    writer.ldelim();
  }
  writer.uint32(tag(4)).fork().uint32(tag(1, VARINT)).int32(producer).ldelim();
  return writer.finish();
}

/** Protobuf's wire types. */
const VARINT = 0;
const DELIMITED = 2;
const FIXED32 = 5;

function tag(field: number, wire = DELIMITED): number {
  return (field << 3) | wire;
}

function writeAttribute(value: AttrValue, writer: Writer): void {
  if ('string' in value) writer.uint32(tag(2)).string(value.string);
  else if ('int' in value) writer.uint32(tag(3, VARINT)).int64(value.int);
  else if ('float' in value) writer.uint32(tag(4, FIXED32)).float(value.float);
  else if ('bool' in value) writer.uint32(tag(5, VARINT)).bool(value.bool);
  else if ('type' in value) writer.uint32(tag(6, VARINT)).int32(typeNumber(value.type));
  else if ('shape' in value) writeShape(value.shape, writer.uint32(tag(7)).fork()).ldelim();
  else if ('tensor' in value) writeTensor(value.tensor, writer.uint32(tag(8)).fork()).ldelim();
  else if ('function' in value) writer.uint32(tag(10)).fork().uint32(tag(1)).string(value.function).ldelim();
  else {
    writer.uint32(tag(1)).fork();
    if ('types' in value) {
      writer.uint32(tag(6)).fork();
      for (const type of value.types) writer.int32(typeNumber(type));
    } else {
      writer.uint32(tag(3)).fork();
      for (const each of value.ints) writer.int64(each);
    }
    writer.ldelim().ldelim();
  }
}

function writeShape(shape: readonly number[] | undefined, writer: Writer): Writer {
  if (!shape) return writer.uint32(tag(3, VARINT)).bool(true);
  for (const dim of shape) writer.uint32(tag(2)).fork().uint32(tag(1, VARINT)).int64(dim).ldelim();
  return writer;
}

function writeTensor({ dtype, shape, data }: TensorData, writer: Writer): Writer {
  writer.uint32(tag(1, VARINT)).int32(typeNumber(dtype));
  writeShape(shape, writer.uint32(tag(2)).fork()).ldelim();
  return writer.uint32(tag(4)).bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** Settings of a session (ConfigProto). GPU memory is taken as it is needed, not all at once. */
export function writeConfig(threads: number): Uint8Array {
  const writer = Writer.create();
  writer.uint32(tag(2, VARINT)).int32(threads);
  // Operators are started one after the other, on the thread that runs the graph.
  writer.uint32(tag(5, VARINT)).int32(-1);
  writer.uint32(tag(6)).fork().uint32(tag(4, VARINT)).bool(true).ldelim();
  // What has no kernel on a GPU is computed on the CPU.
  writer.uint32(tag(7, VARINT)).bool(true);
  // No rewriting of the graph: it took five sixths of the time until the first result, and the steps became no faster.
  writer.uint32(tag(10)).fork();
  writer.uint32(tag(3)).fork().uint32(tag(3, VARINT)).int32(-1).ldelim();
  writer.uint32(tag(10)).fork().uint32(tag(19, VARINT)).bool(true).ldelim();
  writer.ldelim();
  return writer.finish();
}
