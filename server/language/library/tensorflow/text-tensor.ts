import { isStatic } from '../../tensor/shape.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { list, type ObjectValue, type Value } from '../../values/value.js';
import { objectArray } from '../numpy/object-array.js';
import { type TextArray, textArrayOf, textArrayType } from '../numpy/text-array.js';
import { array } from '../numpy/view.js';
import { bytes } from '../python/bytes.js';
import { define, methods } from '../python/define.js';
import { lazyIterator } from '../python/iterator.js';
import { encodeUtf8 } from '../python/text-encoding.js';
import { tensorShape } from './tensor-shape.js';

/** TensorFlow's tensors of strings, which are bytes to Python. */
export const textTensorType: NativeType<TextArray> = {
  name: 'EagerTensor',
  module: 'tensorflow',
  base: textArrayType as NativeType<never>,
  attributes: {
    shape: (self) => tensorShape(shapeIn(self)),
    dtype: () => ({ kind: 'dtype', dtype: 'string' }),
  },
  methods: methods(
    define('tf.Tensor.numpy', 'self', [], (args) => {
      const texts = textsIn(args.get('self')).map((text): Value => bytes(encodeUtf8(text)));
      return shapeIn(args.get('self')).length === 0 ? (texts[0] as Value) : nested(texts, shapeIn(args.get('self')));
    }),
  ),
  array: (self, context) => textArrayType.array?.(self, context),
  getItem: (self, index, context) => asTextTensor(textArrayType.getItem?.(self, index, context) as Value),
  iterate: (self, context) => {
    const elements = (context.elements(stateIn(self).places) ?? []).map((_, at) => at);
    return lazyIterator('iterator', () => {
      const at = elements.shift();
      return at === undefined ? undefined : context.getItem(self, { kind: 'int', value: at });
    });
  },
  repr: (self, context) => {
    const shown = shapeIn(self).length === 0 ? context.repr(bytes(encodeUtf8(textsIn(self)[0] ?? ''))) : undefined;
    return shown === undefined ? undefined : `<tf.Tensor: shape=(), dtype=string, numpy=${shown}>`;
  },
  str: (self, context) => {
    const texts = textsIn(self).map((text) => context.repr(bytes(encodeUtf8(text))) ?? '');
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

function nested(values: readonly Value[], shape: readonly number[]): Value {
  if (shape.length === 1) return objectArray(values);
  const size = values.length / (shape[0] || 1);
  return list(
    Array.from({ length: shape[0] ?? 0 }, (_, row) =>
      nested(values.slice(row * size, (row + 1) * size), shape.slice(1)),
    ),
  );
}

/** A tensor of strings, row-major. */
export function textTensor(texts: readonly string[], shape: readonly number[]): ObjectValue<TextArray> {
  const places = array(
    'int64',
    shape,
    BigInt64Array.from(texts, (_, at) => BigInt(at)),
  );
  return object(textTensorType, { places, texts, width: undefined });
}

/** A string, or an array of strings, as TensorFlow's; anything else as it is. */
export function asTextTensor(value: Value): Value {
  if (value.kind === 'str') return textTensor([value.value], []);
  const found = textArrayOf(value);
  return found && stateOf(value, textTensorType) === undefined ? object(textTensorType, found) : value;
}

/** The strings of a tensor of these, and its shape. */
export function textsAndShape(
  value: Value,
): { readonly texts: readonly string[]; readonly shape: readonly number[] } | undefined {
  const found = textArrayOf(value);
  return found && isStatic(found.places.shape) ? { texts: textsIn(value), shape: found.places.shape } : undefined;
}
