import type { BinaryOperator, ComparisonOperator } from '../../syntax/tree.js';
import { type Dim, multiply } from '../../tensor/dim.js';
import { bytesPerElement, type ElementType } from '../../tensor/element-type.js';
import { isStatic, type Shape, sizeOf } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { dimValue, int, none, type TensorValue, tuple, unknown, type Value } from '../../values/value.js';
import { formatFloat, formatInt } from '../python/format-spec.js';
import { floatRepr } from '../python/number-text.js';
import { knownOrUnknown, shapeArgument } from './arguments.js';
import { numberAt } from './arrays/cells.js';
import { arrayRepr, arrayText, scalarRepr } from './arrays/print.js';
import { kindOf } from './arrays/promotion.js';
import { elementCount } from './arrays/strides.js';
import { printOptions } from './functions/files.js';
import { arrayFunctions } from './functions/index.js';
import { matmul } from './functions/linear-algebra.js';
import { reshape } from './functions/shaping.js';
import { getItem, setItem } from './indexing.js';
import { classOfNumber } from './number-classes.js';
import { result, shapeOf, toArray } from './operand.js';
import { binaryUfunc, inPlace, ufuncOfComparison, ufuncOfOperator, unaryUfunc } from './operators.js';
import { isZeroDimensionalArray, permuted, setShape } from './view.js';

const asTensor = (value: Value) => value as TensorValue;

/** NumPy's arrays, and its numbers: arrays without axes. */
export const ndarrayType: NativeType = {
  name: 'ndarray',
  module: 'numpy',
  attributes: {
    __class__: (self, context) =>
      asTensor(self).shape
        ? (classOfNumber(asTensor(self)) ?? { kind: 'type', type: ndarrayType })
        : context.unknown('an array or a number', 'type'),
    shape: (self, context) =>
      asTensor(self).shape
        ? tuple((asTensor(self).shape as Shape).map(dimValue))
        : context.unknown('an array of unknown shape'),
    dtype: (self, context) =>
      asTensor(self).dtype
        ? { kind: 'dtype', dtype: asTensor(self).dtype as ElementType }
        : context.unknown('an array of unknown type'),
    ndim: (self, context) =>
      asTensor(self).shape ? int((asTensor(self).shape as Shape).length) : context.unknown('an array of unknown rank'),
    size: (self, context) =>
      asTensor(self).shape
        ? dimValue(sizeOf(asTensor(self).shape as Shape))
        : context.unknown('an array of unknown shape'),
    itemsize: (self, context) =>
      asTensor(self).dtype
        ? int(bytesPerElement(asTensor(self).dtype as ElementType))
        : context.unknown('an array of unknown type'),
    nbytes: (self, context) => {
      const { shape, dtype } = asTensor(self);
      return shape && dtype
        ? dimValue(multiply(sizeOf(shape), bytesPerElement(dtype)))
        : context.unknown('an array of unknown size');
    },
    T: (self, context) => {
      const x = asTensor(self);
      return x.shape ? permuted(x, [...x.shape.keys()].reverse()) : context.unknown('an array of unknown rank');
    },
    real: (self) => self,
    flat: (self, context) => reshape(asTensor(self), [-1], none, context),
  },
  methods: methodTable(),
  setAttribute: (self, name, value, context) => {
    if (name !== 'shape') return false;
    const x = asTensor(self);
    const shape = knownOrUnknown(
      'ndarray.shape',
      context,
      () => reshape(x, shapeArgument(value, context), none, context).shape,
    );
    const known = shape && !('kind' in shape) && context.certain ? shape : undefined;
    if (!setShape(x, known)) {
      context.raise(
        'AttributeError',
        'Incompatible shape for in-place modification. Use `.reshape()` to make a copy with the desired shape.',
      );
    }
    return true;
  },
  getItem: (self, index, context) => known(getItem(asTensor(self), index, context), context),
  // An array of unknown type and rank may be any other object too.
  getAttribute: (self, name) =>
    asTensor(self).dtype === undefined ? unknown('an array of unknown type', `ndarray.${name}`) : undefined,
  setItem: (self, index, value, context) => setItem(asTensor(self), index, value, context),
  length: (self, context) => {
    const { shape } = asTensor(self);
    if (!shape) return context.unknown('an array of unknown rank');
    return shape.length === 0 ? context.raise('TypeError', 'len() of unsized object') : dimValue(shape[0] as Dim);
  },
  iterate: (self, context) => rows(asTensor(self), context),
  contains: (self, item, context) => {
    const equal = binaryUfunc('equal', self, item, context);
    if (equal.kind !== 'tensor' || !equal.data) return context.unknown('an array whose elements are not known');
    return { kind: 'bool', value: (equal.data as Uint8Array).some((x) => x !== 0) };
  },
  binary: (operator, self, other, reflected, context) => arithmetic(operator, self, other, reflected, context),
  augmented: (operator, self, other, context) => {
    // Numbers are not changed in place: `total += x` makes a new one.
    const target = asTensor(self);
    if (operator === '@' || target.shape?.length === 0 || !canTakePart(other)) return undefined;
    return inPlace(operator, target, other, context);
  },
  // Asked as the right operand, the operator comes mirrored: `1 < x` asks x whether it is `> 1`.
  compare: (operator, self, other, _reflected, context) => comparison(operator, self, other, context),
  unary: (operator, self, context) =>
    unaryUfunc(operator === '-' ? 'negative' : operator === '+' ? 'positive' : 'invert', self, context),
  truth: (self, context) => {
    const { shape, data, dtype } = asTensor(self);
    if (isStatic(shape) && elementCount(shape) > 1) {
      context.raise(
        'ValueError',
        'The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()',
      );
    }
    if (isStatic(shape) && elementCount(shape) === 0) {
      context.raise(
        'ValueError',
        'The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.',
      );
    }
    return data && dtype && data.length === 1 ? numberAt(data, dtype, 0) !== 0 : undefined;
  },
  repr: (self, context) => {
    const known = knownData(asTensor(self));
    if (!known) return undefined;
    return known.shape.length === 0 && !isZeroDimensionalArray(asTensor(self))
      ? scalarRepr(known)
      : arrayRepr(known, printOptions(context));
  },
  str: (self, context) => {
    const known = knownData(asTensor(self));
    return known && arrayText(known, printOptions(context));
  },
  format: (self, spec, context) => {
    const known = knownData(asTensor(self));
    if (!known) return undefined;
    // A number formats as Python's own, which has a double's digits.
    const plain = known.shape.length === 0 && kindOf(known.dtype) === 'float';
    if (spec === '')
      return plain ? floatRepr(numberAt(known.data, known.dtype, 0)) : arrayText(known, printOptions(context));
    if (known.shape.length > 0)
      context.raise('TypeError', 'unsupported format string passed to numpy.ndarray.__format__');
    const number = numberAt(known.data, known.dtype, 0);
    if (known.dtype === 'bool')
      return context.raise('TypeError', 'unsupported format string passed to numpy.bool.__format__');
    return kindOf(known.dtype) === 'float' ? formatFloat(number, spec, context) : formatInt(number, spec, context);
  },
};

/** `for row in x`: sub-arrays along the first axis, views of it. */
function rows(x: TensorValue, context: Context): Value {
  const length = x.shape?.[0];
  if (x.shape?.length === 0) return context.raise('TypeError', `'numpy.${x.dtype}' object is not iterable`);
  let next = 0;
  if (typeof length !== 'number') {
    const row = known(
      { kind: 'tensor', library: 'numpy', dtype: x.dtype, shape: x.shape?.slice(1), data: undefined },
      context,
    );
    return { kind: 'iterator', name: 'iterator', unknownLength: true, next: () => (next++ === 0 ? row : undefined) };
  }
  return {
    kind: 'iterator',
    name: 'iterator',
    next: () => (next < length ? known(getItem(x, { kind: 'int', value: next++ }, context), context) : undefined),
  };
}

/** A single element of unknown type may be a text or any other object: nothing at all is known of it. */
function known(value: Value, context: Context): Value {
  return value.kind === 'tensor' && value.dtype === undefined && value.shape?.length === 0
    ? context.unknown('an element of an array of unknown type')
    : value;
}

/** Whether an operand is one that arrays compute with; others get their own say first. */
function canTakePart(value: Value): boolean {
  return (
    ['int', 'float', 'bool', 'dim', 'list', 'tuple', 'range', 'unknown'].includes(value.kind) ||
    (value.kind === 'tensor' && value.library === 'numpy')
  );
}

function arithmetic(
  operator: BinaryOperator,
  self: Value,
  other: Value,
  reflected: boolean,
  context: Context,
): Value | undefined {
  if (!canTakePart(other)) return undefined;
  const [left, right] = reflected ? [other, self] : [self, other];
  if (other.kind === 'unknown') return context.unknown(other.reason);
  if (operator !== '@') return binaryUfunc(ufuncOfOperator[operator], left, right, context);
  const [a, b] = [toArray(left, context), toArray(right, context)];
  return a && b ? matmul(a, b, context) : context.unknown('an operand that is not known');
}

function comparison(operator: ComparisonOperator, self: Value, other: Value, context: Context): Value | undefined {
  const ufunc = ufuncOfComparison[operator];
  if (!ufunc) return undefined;
  if (other.kind === 'none' || other.kind === 'str') {
    if (operator !== '==' && operator !== '!=') return undefined;
    const shape = asTensor(self).shape;
    if (shape?.length === 0) return { kind: 'bool', value: operator === '!=' };
    return result(context, 'bool', shape, [asTensor(self)], (data) =>
      new Uint8Array(data.length).fill(operator === '!=' ? 1 : 0),
    );
  }
  if (!canTakePart(other)) return undefined;
  if (other.kind === 'unknown') return context.unknown(other.reason);
  return binaryUfunc(ufunc, self, other, context);
}

function knownData(
  x: TensorValue,
): { dtype: ElementType; shape: readonly number[]; data: NonNullable<TensorValue['data']> } | undefined {
  return x.data && x.dtype && isStatic(x.shape) ? { dtype: x.dtype, shape: shapeOf(x), data: x.data } : undefined;
}

function methodTable(): Readonly<Record<string, NativeFunction>> {
  return Object.fromEntries(arrayFunctions.flatMap(({ name, method }) => (method ? [[name, method] as const] : [])));
}
