import { type NativeType, object, stateOf } from '../../values/native-type.js';
import {
  bool,
  dimValue,
  int,
  list,
  type ObjectValue,
  str,
  type TensorValue,
  tuple,
  type Value,
} from '../../values/value.js';
import { define, methods } from '../python/define.js';
import { iteratorOf } from '../python/sequence.js';
import { arrayText, textsRepr } from './arrays/print.js';
import { getItem } from './indexing.js';
import { array } from './view.js';

/**
 * An array of strings, as labels are: `places` is an array of whole numbers of its shape, and says for each element
 * which of `texts` it is, so that it is indexed, turned and compared as any array.
 */
export interface TextArray {
  readonly places: TensorValue;
  readonly texts: readonly string[];
  /** How many characters NumPy's type has room for; undefined: an array of objects, as pandas gives it. */
  readonly width: number | undefined;
}

/** A new array of strings: row-major in `shape`, or a vector. */
export function textArray(
  texts: readonly string[],
  shape: readonly number[] = [texts.length],
  asObjects = false,
): ObjectValue<TextArray> {
  const places = array(
    'int64',
    shape,
    BigInt64Array.from(texts, (_, i) => BigInt(i)),
  );
  // In Unicode's characters, of which JavaScript counts some twice.
  const width = asObjects ? undefined : Math.max(1, ...texts.map((text) => [...text].length));
  return object(textArrayType, { places, texts, width });
}

export const textArrayOf = (value: Value): TextArray | undefined => stateOf(value, textArrayType);

/** The array of strings that a tensor of them, which has no elements, was made of. */
export const textsBehind = (made: TensorValue): Value | undefined => behind.get(made);
const behind = new WeakMap<TensorValue, Value>();

/** Its elements, row-major; undefined for anything else. */
export function textsOf(value: Value): readonly string[] | undefined {
  const found = textArrayOf(value);
  return found && Array.from(found.places.data as BigInt64Array, (at) => found.texts[Number(at)] as string);
}

const stateIn = (self: Value) => (self as ObjectValue<TextArray>).state;

/** The strings at other places: an element alone is a string. */
function at(of: TextArray, places: Value): Value {
  if (places.kind !== 'tensor') return places;
  if (places.shape?.length === 0) {
    const element = str(of.texts[Number(places.data?.[0])] as string);
    return of.width === undefined ? element : { ...element, numpy: true };
  }
  return object(textArrayType, { ...of, places });
}

const printed = (of: TextArray) => ({
  data: of.places.data as BigInt64Array,
  dtype: 'int64' as const,
  shape: of.places.shape as readonly number[],
  texts: of.texts,
});

/** What the array of places does, done to the strings. */
const alike = (name: string, signature: string) =>
  define(`ndarray.${name}`, signature, [], (args, context) => {
    const of = stateIn(args.get('self'));
    return at(of, context.call(context.getAttribute(of.places, name), args.rest, args.keywords));
  });

export const textArrayType: NativeType<TextArray> = {
  name: 'ndarray',
  module: 'numpy',
  attributes: {
    shape: (self) => tuple((stateIn(self).places.shape as readonly number[]).map(dimValue)),
    ndim: (self) => int((stateIn(self).places.shape as readonly number[]).length),
    size: (self) => int(stateIn(self).places.data?.length ?? 0),
    dtype: (self) => (stateIn(self).width === undefined ? str('object') : str(`<U${stateIn(self).width}`)),
    T: (self, context) => at(stateIn(self), context.getAttribute(stateIn(self).places, 'T')),
  },
  methods: methods(
    define('ndarray.tolist', 'self', [], (args, context) => {
      const nested = (value: Value): Value =>
        value.kind === 'str' ? str(value.value) : list((context.elements(value) ?? []).map(nested));
      return nested(args.get('self'));
    }),
    ...['reshape', 'ravel', 'flatten', 'copy', 'squeeze'].map((name) => alike(name, 'self, *args, **kwargs')),
    define('ndarray.astype', 'self, dtype, **kwargs', [], (args, context) => {
      const of = stateIn(args.get('self'));
      const wanted = args.get('dtype');
      if (wanted.kind === 'type' && wanted.type.name === 'str') return args.get('self');
      const asked = context.str(wanted);
      if (asked === 'object' || asked === 'O') return object(textArrayType, { ...of, width: undefined });
      if (
        asked !== 'float' &&
        asked !== 'float64' &&
        asked !== 'float32' &&
        !(wanted.kind === 'type' && wanted.type.name === 'float')
      )
        return context.unknown('strings as numbers of this type are not supported yet', 'ndarray.astype');
      const numbers = Float64Array.from(textsOf(args.get('self')) ?? [], (text) => {
        const number = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;
        return number ?? context.raise('ValueError', `could not convert string to float: '${text}'`);
      });
      const single = asked === 'float32' || (wanted.kind === 'dtype' && wanted.dtype === 'float32');
      return array(single ? 'float32' : 'float64', of.places.shape, single ? Float32Array.from(numbers) : numbers);
    }),
  ),
  getItem: (self, index, context) => at(stateIn(self), getItem(stateIn(self).places, index, context)),
  iterate: (self, context) => {
    const of = stateIn(self);
    return iteratorOf(
      (context.elements(of.places) ?? []).map((place) =>
        at(of, place.kind === 'int' ? array('int64', [], BigInt64Array.of(BigInt(place.value))) : place),
      ),
      'iterator',
    );
  },
  length: (self, context) => context.length(stateIn(self).places),
  contains: (self, item) => bool(item.kind === 'str' && (textsOf(self)?.includes(item.value) ?? false)),
  compare: (operator, self, other, _reflected, context) => {
    if (operator !== '==' && operator !== '!=') return context.unknown('strings in order', 'ndarray');
    const shape = stateIn(self).places.shape as readonly number[];
    const own = textsOf(self) ?? [];
    const others = other.kind === 'str' ? own.map(() => other.value) : textsOf(other);
    if (!others || others.length !== own.length)
      return context.unknown('a comparison of an array of strings with this', 'ndarray');
    const wanted = operator === '==';
    return array(
      'bool',
      shape,
      Uint8Array.from(own, (text, i) => ((text === others[i]) === wanted ? 1 : 0)),
    );
  },
  array: (self) => {
    const made = array('string', stateIn(self).places.shape);
    behind.set(made, self);
    return made;
  },
  repr: (self) => textsRepr(printed(stateIn(self)), stateIn(self).width),
  str: (self) => arrayText(printed(stateIn(self))),
};
