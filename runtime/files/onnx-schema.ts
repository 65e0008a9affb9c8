/**
 * The part of ONNX's protobuf schema (onnx.proto, IR version 10) that models hold, as data: field
 * names with their numbers and types. What is not listed is passed over when read.
 */

/** A scalar of protobuf, or the name of a message below. */
export type FieldType = 'int64' | 'int32' | 'uint64' | 'float' | 'double' | 'string' | 'bytes' | MessageName;

export interface Field {
  readonly number: number;
  readonly type: FieldType;
  readonly repeated?: true;
}

export type MessageName = keyof typeof messages;

const one = <T extends string>(number: number, type: T) => ({ number, type }) as const;
const many = <T extends string>(number: number, type: T) => ({ number, type, repeated: true }) as const;

export const messages = {
  Model: {
    irVersion: one(1, 'int64'),
    producerName: one(2, 'string'),
    producerVersion: one(3, 'string'),
    graph: one(7, 'Graph'),
    opsetImport: many(8, 'OperatorSetId'),
  },
  OperatorSetId: { domain: one(1, 'string'), version: one(2, 'int64') },
  Graph: {
    node: many(1, 'Node'),
    name: one(2, 'string'),
    initializer: many(5, 'Tensor'),
    input: many(11, 'ValueInfo'),
    output: many(12, 'ValueInfo'),
  },
  Node: {
    input: many(1, 'string'),
    output: many(2, 'string'),
    name: one(3, 'string'),
    opType: one(4, 'string'),
    attribute: many(5, 'Attribute'),
    domain: one(7, 'string'),
  },
  Attribute: {
    name: one(1, 'string'),
    f: one(2, 'float'),
    i: one(3, 'int64'),
    s: one(4, 'bytes'),
    t: one(5, 'Tensor'),
    g: one(6, 'Graph'),
    floats: many(7, 'float'),
    ints: many(8, 'int64'),
    strings: many(9, 'bytes'),
    type: one(20, 'int32'),
  },
  Tensor: {
    dims: many(1, 'int64'),
    dataType: one(2, 'int32'),
    floatData: many(4, 'float'),
    int32Data: many(5, 'int32'),
    stringData: many(6, 'bytes'),
    int64Data: many(7, 'int64'),
    name: one(8, 'string'),
    rawData: one(9, 'bytes'),
    doubleData: many(10, 'double'),
    uint64Data: many(11, 'uint64'),
    dataLocation: one(14, 'int32'),
  },
  ValueInfo: { name: one(1, 'string'), type: one(2, 'Type') },
  Type: {
    tensorType: one(1, 'TensorType'),
    sequenceType: one(4, 'OtherType'),
    mapType: one(5, 'OtherType'),
    optionalType: one(9, 'OtherType'),
  },
  OtherType: {},
  TensorType: { elemType: one(1, 'int32'), shape: one(2, 'TensorShape') },
  TensorShape: { dim: many(1, 'Dimension') },
  Dimension: { dimValue: one(1, 'int64'), dimParam: one(2, 'string') },
} as const;

interface Scalars {
  int64: number;
  int32: number;
  uint64: number;
  float: number;
  double: number;
  string: string;
  bytes: Uint8Array;
}

type ValueOf<T> = T extends keyof Scalars ? Scalars[T] : T extends MessageName ? Message<T> : never;

/** A message of the schema as an object: every field may be absent, repeated ones are arrays. */
export type Message<Name extends MessageName> = {
  readonly [F in keyof (typeof messages)[Name]]?: (typeof messages)[Name][F] extends {
    readonly type: infer T;
    readonly repeated: true;
  }
    ? readonly ValueOf<T>[]
    : (typeof messages)[Name][F] extends { readonly type: infer T }
      ? ValueOf<T>
      : never;
};
