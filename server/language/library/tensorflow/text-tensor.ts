import type { ComparisonOperator } from '../../syntax/tree.js';
import { broadcast, isStatic, type Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { type ObjectValue, tensor, type Value } from '../../values/value.js';
import { broadcastStrides, elementCount, gather } from '../numpy/arrays/strides.js';
import { type NestedTexts, nestedTexts } from '../numpy/nested-texts.js';
import { objectArray } from '../numpy/object-array.js';
import { type TextArray, textArrayOf, textArrayType } from '../numpy/text-array.js';
import { array } from '../numpy/view.js';
import { bytes } from '../python/bytes.js';
import { define, methods } from '../python/define.js';
import { lazyIterator } from '../python/iterator.js';
import { decodeEscaped, encodeEscaped } from '../python/text-encoding.js';
import { tensorFlowType } from './element-types.js';
import { tensorShape } from './tensor-shape.js';

/** Strings that came as bytes, which are text only to those who ask for it: a picture's file is one of them. */
class ByteTexts implements TextArray {
  readonly width = undefined;
  private decoded: readonly string[] | undefined;

  constructor(
    readonly places: TextArray['places'],
    readonly bytes: readonly Uint8Array[],
    /** The file that they are. */
    readonly origin: string | undefined,
  ) {}

  get texts(): readonly string[] {
    this.decoded ??= this.bytes.map(decodeEscaped);
    return this.decoded;
  }
}

/** TensorFlow's tensors of strings, which are bytes to Python. */
export const textTensorType: NativeType<TextArray> = {
  name: 'EagerTensor',
  module: 'tensorflow.python.framework.ops',
  base: textArrayType as NativeType<never>,
  attributes: {
    shape: (self) => tensorShape(shapeIn(self)),
    dtype: () => tensorFlowType('string'),
  },
  methods: methods(
    define('tf.Tensor.numpy', 'self', [], (args) => {
      const texts = bytesIn(args.get('self')).map((each): Value => bytes(each));
      return shapeIn(args.get('self')).length === 0 ? (texts[0] as Value) : nested(texts, shapeIn(args.get('self')));
    }),
  ),
  array: (self, context) => textArrayType.array?.(self, context),
  compare: (operator, self, other, _reflected, context) => compared(operator, self, other, context),
  binary: (operator, self, other, reflected) => {
    const [first, second] = reflected ? [other, self] : [self, other];
    return operator === '+' ? joinedTexts([first, second], '') : undefined;
  },
  getItem: (self, index, context) => asTextTensor(textArrayType.getItem?.(self, index, context) as Value),
  iterate: (self, context) => {
    const elements = (context.elements(stateIn(self).places) ?? []).map((_, at) => at);
    return lazyIterator('iterator', () => {
      const at = elements.shift();
      return at === undefined ? undefined : context.getItem(self, { kind: 'int', value: at });
    });
  },
  repr: (self, context) => {
    const shown = shapeIn(self).length === 0 ? context.repr(bytes(bytesIn(self)[0] ?? new Uint8Array())) : undefined;
    return shown === undefined ? undefined : `<tf.Tensor: shape=(), dtype=string, numpy=${shown}>`;
  },
  str: (self, context) => {
    const texts = bytesIn(self).map((each) => context.repr(bytes(each)) ?? '');
    const shape = shapeIn(self);
    if (shape.length === 0) return `tf.Tensor(${texts[0]}, shape=(), dtype=string)`;
    const line = `[${texts.join(' ')}]`;
    // NumPy breaks longer ones into lines.
    return shape.length === 1 && line.length <= 75
      ? `tf.Tensor(${line}, shape=(${shape[0]},), dtype=string)`
      : undefined;
  },
};

const stateIn = (self: Value) => (self as ObjectValue<TextArray>).state;
const shapeIn = (self: Value) => stateIn(self).places.shape as readonly number[];
const textsIn = (self: Value) => {
  const { places, texts } = stateIn(self);
  return Array.from(places.data as BigInt64Array, (at) => texts[Number(at)] as string);
};

const bytesIn = (self: Value): readonly Uint8Array[] => {
  const state = stateIn(self);
  const { places } = state;
  if (state instanceof ByteTexts)
    return Array.from(places.data as BigInt64Array, (at) => state.bytes[Number(at)] as Uint8Array);
  return Array.from(places.data as BigInt64Array, (at) => encodeEscaped(state.texts[Number(at)] as string));
};

function nested(values: readonly Value[], shape: readonly number[]): Value {
  if (shape.length === 1) return objectArray(values);
  const size = values.length / (shape[0] || 1);
  return objectArray(
    Array.from({ length: shape[0] ?? 0 }, (_, row) =>
      nested(values.slice(row * size, (row + 1) * size), shape.slice(1)),
    ),
  );
}

const placesFor = (shape: readonly number[], count: number) =>
  array(
    'int64',
    shape,
    BigInt64Array.from({ length: count }, (_, at) => BigInt(at)),
  );

/** A tensor of strings, row-major. */
export function textTensor(texts: readonly string[], shape: readonly number[]): ObjectValue<TextArray> {
  return object(textTensorType, { places: placesFor(shape, texts.length), texts, width: undefined });
}

/** The same of bytes, which need not be text. */
export function byteTensor(
  all: readonly Uint8Array[],
  shape: readonly number[],
  origin?: string,
): ObjectValue<TextArray> {
  return object<TextArray>(textTensorType, new ByteTexts(placesFor(shape, all.length), all, origin));
}

/** The file that bytes came from, where they are all of it. */
export function originOf(value: Value): string | undefined {
  const found = textArrayOf(value);
  return found instanceof ByteTexts ? found.origin : undefined;
}

/** A string, or an array of strings, as TensorFlow's; anything else as it is. */
export function asTextTensor(value: Value): Value {
  if (value.kind === 'str') return textTensor([value.value], []);
  const found = textArrayOf(value);
  return found && stateOf(value, textTensorType) === undefined ? object(textTensorType, found) : value;
}

/** The shape of a tensor of strings. */
export function textShape(value: Value): readonly number[] | undefined {
  const shape = textArrayOf(value)?.places.shape;
  return isStatic(shape) ? shape : undefined;
}

/** The strings of a tensor of these, and its shape. */
export function textsAndShape(value: Value): NestedTexts | undefined {
  const found = textArrayOf(value);
  return found && isStatic(found.places.shape) ? { texts: textsIn(value), shape: found.places.shape } : undefined;
}

/** What TensorFlow takes for strings: text, bytes, tensors and arrays of them, lists of all these. */
export function textsGiven(value: Value): NestedTexts | undefined {
  if (value.kind === 'bytes') return value.data && { texts: [decodeEscaped(value.data)], shape: [] };
  if (value.kind !== 'list' && value.kind !== 'tuple') return nestedTexts(value);
  if (value.kind === 'list' && value.rest) return undefined;
  const parts = value.elements.map(textsGiven);
  const shape = parts[0]?.shape.join();
  if (!parts[0] || !parts.every((part) => part?.shape.join() === shape)) return undefined;
  return { texts: parts.flatMap((part) => part?.texts ?? []), shape: [parts.length, ...parts[0].shape] };
}

/** The same as bytes. */
export function bytesGiven(
  value: Value,
): { readonly bytes: readonly Uint8Array[]; readonly shape: readonly number[] } | undefined {
  if (value.kind === 'object' && textArrayOf(value)) return { bytes: bytesIn(value), shape: shapeIn(value) };
  const found = textsGiven(value);
  return found && { bytes: found.texts.map(encodeEscaped), shape: found.shape };
}

/** Some of the strings of a tensor of them, one after the other, in a shape of their own. */
export function partOfTexts(value: Value, from: number, to: number, shape: readonly number[]): Value {
  const state = stateIn(value);
  return state instanceof ByteTexts
    ? byteTensor(bytesIn(value).slice(from, to), shape)
    : textTensor(textsIn(value).slice(from, to), shape);
}

/** Tensors of strings of one shape along a new first axis; undefined for anything else. */
export function stackedTexts(values: readonly Value[]): Value | undefined {
  const all = values.map((value) => textArrayOf(value));
  if (!all.every((each) => each !== undefined)) return undefined;
  const shape = [values.length, ...shapeIn(values[0] as Value)];
  return all.every((each) => each instanceof ByteTexts)
    ? byteTensor(values.flatMap(bytesIn), shape)
    : textTensor(values.flatMap(textsIn), shape);
}

/** A string of each of several tensors, broadcast, for each of the result's places; undefined where they do not fit. */
export function eachTogether<Result>(
  all: readonly NestedTexts[],
  make: (texts: readonly string[]) => Result,
): { readonly made: readonly Result[]; readonly shape: readonly number[] } | undefined {
  let shape: Shape | undefined = [];
  for (const each of all) shape = shape && broadcast(shape, each.shape);
  if (!isStatic(shape)) return undefined;
  const whole = shape;
  const places = all.map((each) =>
    gather(
      Int32Array.from(each.texts, (_, at) => at),
      whole,
      broadcastStrides(each.shape, whole),
      0,
    ),
  );
  const count = elementCount(whole);
  const made = Array.from({ length: count }, (_, at) =>
    make(all.map((each, which) => each.texts[Number(places[which]?.[at])] as string)),
  );
  return { made, shape: whole };
}

/** Tensors of strings joined element by element; undefined where one is no such tensor, or they do not fit. */
export function joinedTexts(values: readonly Value[], separator: string): Value | undefined {
  const all = values.map(textsGiven);
  if (!all.every((each) => each !== undefined)) return undefined;
  const found = eachTogether(all, (texts) => texts.join(separator));
  return found && textTensor(found.made, found.shape);
}

function compared(operator: ComparisonOperator, self: Value, other: Value, context: Context): Value | undefined {
  if (operator !== '==' && operator !== '!=') return context.unknown('strings in order', 'tf.Tensor');
  const [own, others] = [textsGiven(self), textsGiven(other)];
  if (!own || !others) return context.unknown('a comparison of a tensor of strings with this', 'tf.Tensor');
  const found = eachTogether([own, others], ([a, b]) => Number((a === b) === (operator === '==')));
  if (!found)
    return context.raise('InvalidArgumentError', 'Incompatible shapes: strings that are compared', 'array-shape');
  return tensor('tensorflow', 'bool', found.shape, Uint8Array.from(found.made));
}
