import { allocate, type ElementType } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { int, list, type ObjectValue, str, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { broadcastTo, elementCount } from '../../numpy/arrays/strides.js';
import { getItem } from '../../numpy/indexing.js';
import { objectText } from '../../numpy/object-text.js';
import { textArray, textArrayOf, textsOf } from '../../numpy/text-array.js';
import { array } from '../../numpy/view.js';
import { define, methods } from '../../python/define.js';
import { iteratorOf } from '../../python/sequence.js';
import { converted, typeArgument } from './astype.js';
import { stringsText } from './string-array.js';
import { refuse } from './table.js';
import { microsOf } from './timestamp.js';
import { elementAt, isNumbers, keyOfScalar, numberOfScalar, type Vector, vectorOf } from './vector.js';

/** An array of NumPy's whose elements are objects, texts among them: what a table of texts and numbers holds. */
interface ObjectArray {
  elements: Value[];
  readonly shape: readonly number[];
  /** pandas's array of strings, some of which are missing. */
  readonly strings?: boolean;
}

export function objectArray(elements: Value[], shape: readonly number[], strings = false): ObjectValue<ObjectArray> {
  return object(objectArrayType, strings ? { elements, shape, strings } : { elements, shape });
}

const stateOf = (self: Value) => (self as ObjectValue<ObjectArray>).state;

/** The place of each element: what indexing and reshaping do to these they do to the elements. */
function placesOf({ shape }: ObjectArray): TensorValue {
  return array(
    'int32',
    shape,
    Int32Array.from({ length: elementCount(shape) }, (_, at) => at),
  );
}

function at(self: ObjectArray, places: Value): Value {
  if (places.kind !== 'tensor' || !places.data || !places.shape) return places;
  const elements = Array.from(places.data as Int32Array, (place) => self.elements[place] as Value);
  if (places.shape.length === 0) return elements[0] as Value;
  const shape = places.shape as readonly number[];
  return strings(elements, shape) ?? objectArray(elements, shape);
}

/** Texts alone are the array that other libraries take for labels. */
export function strings(elements: readonly Value[], shape: readonly number[]): Value | undefined {
  const texts = elements.flatMap((each) => (each.kind === 'str' ? [each.value] : []));
  return texts.length === elements.length && texts.length > 0 ? textArray(texts, shape, true) : undefined;
}

/** Numbers that an array of objects holds, as scikit-learn takes them: float64. Undefined for other values. */
export function numbersOfObjects(value: Value): TensorValue | undefined {
  if (value.kind !== 'object' || (value.type as unknown) !== objectArrayType) return undefined;
  const { elements, shape } = value.state as ObjectArray;
  const numbers = elements.map(numberOfScalar);
  return numbers.includes(undefined) ? undefined : array('float64', shape, Float64Array.from(numbers as number[]));
}

/** The elements of an array of objects as a column; undefined for other values. */
export function objectsOf(
  value: Value,
): { readonly elements: readonly Value[]; readonly shape: readonly number[] } | undefined {
  if (value.kind === 'object' && (value.type as unknown) === objectArrayType) return value.state as ObjectArray;
  const texts = textsOf(value);
  return texts && { elements: texts.map(str), shape: textArrayOf(value)?.places.shape as readonly number[] };
}

const allOf = (vector: Vector): Value[] => Array.from({ length: vector.data.length }, (_, i) => elementAt(vector, i));

const rearranging = ['reshape', 'ravel', 'flatten', 'transpose', 'squeeze', 'swapaxes', 'copy', 'repeat', 'take'];

const objectArrayType: NativeType<ObjectArray> = {
  name: 'ndarray',
  module: 'numpy',
  attributes: {
    shape: (self) => tuple(stateOf(self).shape.map(int)),
    ndim: (self) => int(stateOf(self).shape.length),
    size: (self) => int(stateOf(self).elements.length),
    dtype: (self, context) =>
      isOfMoments(stateOf(self))
        ? refuse('the type of an array of moments', 'ndarray.dtype', context)
        : str(stateOf(self).strings ? 'str' : 'object'),
    T: (self, context) => at(stateOf(self), context.getAttribute(placesOf(stateOf(self)), 'T')),
  },
  methods: methods(
    ...rearranging.map((name) =>
      define(`ndarray.${name}`, 'self, *args, **kwargs', [], (args, context) => {
        const self = stateOf(args.get('self'));
        return at(self, context.call(context.getAttribute(placesOf(self), name), args.rest, args.keywords));
      }),
    ),
    define('ndarray.astype', 'self, dtype, *args, **kwargs', [], (args, context) => {
      const self = stateOf(args.get('self'));
      const type = typeArgument(args.get('dtype'), 'ndarray.astype', context);
      const made = converted({ type: 'object', data: self.elements }, type, context);
      return isNumbers(made) ? array(made.type, self.shape, made.data) : objectArray(allOf(made), self.shape);
    }),
    define('ndarray.tolist', 'self', [], (args) =>
      nested(stateOf(args.get('self')).elements, stateOf(args.get('self')).shape),
    ),
  ),
  getItem: (self, key, context) => at(stateOf(self), getItem(placesOf(stateOf(self)), key, context)),
  setItem: (self, key, value, context) => {
    const state = stateOf(self);
    const places = getItem(placesOf(state), key, context);
    if (places.kind !== 'tensor' || !places.data || !places.shape) return;
    const shape = places.shape as readonly number[];
    const given = value.kind === 'tensor' && value.shape?.length ? value : undefined;
    const source: Vector | undefined =
      given?.data && given.dtype ? { type: given.dtype as ElementType, data: given.data } : undefined;
    const objects = objectsOf(value);
    const values = objects
      ? [...objects.elements]
      : source && isNumbers(source)
        ? allOf(source)
        : value.kind === 'list'
          ? [...value.elements]
          : [value];
    const from =
      objects?.shape ??
      (given?.shape as readonly number[] | undefined) ??
      (value.kind === 'list' ? [values.length] : []);
    const order = broadcastTo(
      Int32Array.from({ length: values.length }, (_, i) => i),
      from,
      shape,
    );
    const elements = [...state.elements];
    (places.data as Int32Array).forEach((place, i) => {
      elements[place] = plain(values[order.length === 1 ? (order[0] as number) : (order[i] as number)] as Value);
    });
    state.elements = elements;
  },
  length: (self) => int(stateOf(self).shape[0] ?? 0),
  iterate: (self) => {
    const state = stateOf(self);
    const [count = 0, ...inner] = state.shape;
    const size = elementCount(inner);
    if (inner.length === 0) return iteratorOf(state.elements, 'iterator');
    return iteratorOf(
      Array.from({ length: count }, (_, i) => objectArray(state.elements.slice(i * size, (i + 1) * size), inner)),
      'iterator',
    );
  },
  contains: (self, item) => ({
    kind: 'bool',
    value: stateOf(self).elements.some((each) => keyOfScalar(each) === keyOfScalar(item)),
  }),
  compare: (operator, self, other, _reflected, context) => {
    const { elements, shape } = stateOf(self);
    const others = objectsOf(other)?.elements;
    const flags = allocate('bool', elements.length);
    for (const [i, each] of elements.entries())
      flags[i] = context.truth(context.compare(operator, each, others?.[i] ?? other)) ? 1 : 0;
    return array('bool', shape, flags);
  },
  binary: (operator, self, other, reflected, context) => {
    const { elements, shape } = stateOf(self);
    const right = objectsOf(other)?.elements;
    if (other.kind === 'tensor' && other.shape?.length)
      return refuse('arithmetic of an array of objects and one of numbers', 'ndarray', context);
    return objectArray(
      elements.map((each, i) =>
        reflected ? context.binary(operator, other, each) : context.binary(operator, each, right?.[i] ?? other),
      ),
      shape,
    );
  },
  truth: () => undefined,
  repr: (self, context) => stringsOf(stateOf(self)) ?? shown(stateOf(self), context, true),
  str: (self, context) => stringsOf(stateOf(self)) ?? shown(stateOf(self), context, false),
  array: (_self, context) => refuse('an array of objects: convert it by astype first', 'np.ndarray', context),
};

function plain(value: Value): Value {
  const vector = vectorOf([value]);
  return value.kind === 'tensor' && isNumbers(vector)
    ? vectorOf([value]).type === 'float64'
      ? { kind: 'float', value: Number(value.data?.[0]) }
      : elementPlain(value)
    : value;
}

function elementPlain(value: TensorValue): Value {
  return value.dtype === 'bool'
    ? { kind: 'bool', value: value.data?.[0] !== 0 }
    : { kind: 'int', value: Number(value.data?.[0]) };
}

function nested(elements: readonly Value[], shape: readonly number[]): Value {
  if (shape.length <= 1) return list([...elements]);
  const [count = 0, ...inner] = shape;
  const size = elementCount(inner);
  return list(Array.from({ length: count }, (_, i) => nested(elements.slice(i * size, (i + 1) * size), inner)));
}

const stringsOf = ({ elements, strings: texts }: ObjectArray): string | undefined =>
  texts ? stringsText(elements.map((each) => (each.kind === 'str' ? each.value : undefined))) : undefined;

/** NumPy has such arrays in a type of their own. */
function isOfMoments({ elements }: ObjectArray): boolean {
  return elements.length > 0 && elements.every((each) => microsOf(each) !== undefined);
}

function shown(self: ObjectArray, context: Context, asRepr: boolean): string {
  if (isOfMoments(self)) return refuse('printing an array of moments', 'ndarray', context);
  return objectText(self.elements, self.shape, context, asRepr);
}
