import { allocate, type ElementType } from '../../../tensor/element-type.js';
import { isStatic } from '../../../tensor/shape.js';
import { tensor } from '../../../values/value.js';
import { elementTypeOf } from '../../numpy/arguments.js';
import { elementCount } from '../../numpy/arrays/strides.js';
import { convert } from '../eager-tensor.js';
import { bytesGiven, byteTensor } from '../text-tensor.js';
import { onNumbers } from '../texts/functions.js';
import { bytesField, fieldsOf, joined, WireError, wholeField } from './wire.js';

/** What `TensorProto` calls element types. */
export const dataTypes: readonly (readonly [ElementType, number])[] = [
  ...([
    ['float32', 1],
    ['float64', 2],
    ['int32', 3],
    ['uint8', 4],
    ['int16', 5],
  ] as const),
  ...([
    ['int8', 6],
    ['string', 7],
    ['int64', 9],
    ['bool', 10],
    ['uint16', 17],
    ['uint32', 22],
    ['uint64', 23],
  ] as const),
];

function shapeField(shape: readonly number[]): Uint8Array {
  return bytesField(
    2,
    joined(shape.map((dim) => bytesField(2, dim === 0 ? new Uint8Array() : wholeField(1, BigInt(dim))))),
  );
}

export const serializeTensor = onNumbers('tf.io.serialize_tensor', 'tensor, name=None', (args, context) => {
  const given = args.get('tensor');
  const texts =
    given.kind === 'object' || given.kind === 'str' || given.kind === 'bytes' ? bytesGiven(given) : undefined;
  if (texts) {
    const strings = texts.bytes.map((each) => bytesField(8, each));
    return byteTensor([joined([wholeField(1, 7n), shapeField(texts.shape), ...strings])], []);
  }
  const x = convert(given, context);
  const type = dataTypes.find(([dtype]) => dtype === x?.dtype)?.[1];
  if (!x?.data || !isStatic(x.shape) || !type)
    return context.unknown('a tensor that is not known, or of another type', 'tf.io.serialize_tensor');
  const { buffer, byteOffset, byteLength } = x.data;
  const content = new Uint8Array(buffer, byteOffset, byteLength).slice();
  return byteTensor([joined([wholeField(1, BigInt(type)), shapeField(x.shape), bytesField(4, content)])], []);
});

export const parseTensor = onNumbers('tf.io.parse_tensor', 'serialized, out_type, name=None', (args, context) => {
  const content = bytesGiven(args.get('serialized'))?.bytes[0];
  const wanted = elementTypeOf(args.get('out_type'));
  if (!content || !wanted) return context.unknown('a string or a type that is not known', 'tf.io.parse_tensor');
  try {
    const fields = fieldsOf(content);
    const type = Number(fields.find(({ number }) => number === 1)?.whole ?? 0n);
    const dtype = dataTypes.find(([, number]) => number === type)?.[0];
    if (dtype !== wanted)
      context.raise(
        'InvalidArgumentError',
        `Type mismatch between parsed tensor (${dtype ?? 'another type'}) and dtype (${wanted})`,
      );
    const dims = fieldsOf(fields.find(({ number }) => number === 2)?.bytes ?? new Uint8Array());
    const shape = dims
      .filter(({ number }) => number === 2)
      .map(({ bytes }) => Number(fieldsOf(bytes ?? new Uint8Array()).find(({ number }) => number === 1)?.whole ?? 0n));
    const strings = fields.flatMap(({ number, bytes }) => (number === 8 && bytes ? [bytes] : []));
    const count = elementCount(shape);
    const own = fields.find(({ number }) => number === 4)?.bytes;
    const there = wanted === 'string' ? strings.length : own && own.length / allocate(wanted, 1).byteLength;
    // TensorFlow has the last string stand for those that are missing.
    if (there === undefined || (wanted === 'string' && there < count))
      return context.unknown('a tensor whose elements are not together', 'tf.io.parse_tensor');
    // The shape may claim more than any memory holds.
    if (there !== count)
      context.raise(
        'InvalidArgumentError',
        `Could not parse serialized proto: its shape has ${count} elements, but ${there} are there`,
      );
    if (wanted === 'string') return byteTensor(strings, shape);
    const data = allocate(wanted, count);
    new Uint8Array(data.buffer).set(own ?? []);
    return tensor('tensorflow', wanted, shape, data);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return context.raise('InvalidArgumentError', `Could not parse serialized proto: ${error.message}`);
  }
});
