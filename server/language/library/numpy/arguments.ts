import type { Dim } from '../../tensor/dim.js';
import { type ElementType, elementTypes } from '../../tensor/element-type.js';
import type { Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { sizeOf } from '../../values/sizes.js';
import type { TensorValue, UnknownValue, Value } from '../../values/value.js';
import { numberAt } from './arrays/cells.js';
import { byteOrderOf } from './byte-order.js';
import { toArray } from './operand.js';

/** An array argument; where it cannot be known, Unknown is thrown to `whereKnown`. */
export function arrayArgument(args: Arguments, name: string, context: Context): TensorValue {
  return arrayOf(args.get(name), context);
}

export function arrayOf(value: Value, context: Context): TensorValue {
  const made = toArray(value, context);
  if (!made) throw new NotKnown(value.kind === 'unknown' ? value.reason : 'an argument that is not known');
  return made;
}

/** Thrown where an argument that the result's very shape depends on is not known; never leaves the library. */
export class NotKnown extends Error {}

/** A function's body, with NotKnown turned into the context's Unknown. */
export function whereKnown(
  name: string,
  body: (args: Arguments, context: Context) => Value,
): (args: Arguments, context: Context) => Value {
  return (args, context) => knownOrUnknown(name, context, () => body(args, context));
}

/** The same for work that is not a function's body, such as `np.c_[…]`. */
export function knownOrUnknown<Result>(name: string, context: Context, work: () => Result): Result | UnknownValue {
  try {
    return work();
  } catch (error) {
    if (error instanceof NotKnown) return context.unknown(error.message, name);
    throw error;
  }
}

/** A whole number; undefined for None. */
export function intOrNone(value: Value, context: Context): number | undefined {
  if (value.kind === 'none') return undefined;
  return intOf(value, context);
}

export function intOf(value: Value, context: Context): number {
  if (value.kind === 'int') return value.value;
  if (value.kind === 'bool') return value.value ? 1 : 0;
  if (
    value.kind === 'tensor' &&
    value.dtype &&
    !value.dtype.startsWith('float') &&
    value.data &&
    value.data.length === 1
  )
    return Number(value.data[0]);
  if (value.kind === 'float' || value.kind === 'str' || (value.kind === 'tensor' && value.dtype?.startsWith('float'))) {
    return context.raise(
      'TypeError',
      `'${value.kind === 'tensor' ? `numpy.${value.dtype}` : value.kind}' object cannot be interpreted as an integer`,
    );
  }
  throw new NotKnown('a whole number that is not known');
}

export function numberOfValue(value: Value): number {
  if (value.kind === 'int' || value.kind === 'float') return value.value;
  if (value.kind === 'bool') return value.value ? 1 : 0;
  if (value.kind === 'tensor' && value.data && value.dtype && value.data.length === 1)
    return numberAt(value.data, value.dtype, 0);
  throw new NotKnown('a number that is not known');
}

export function boolOf(value: Value, context: Context): boolean {
  const truth = context.truth(value);
  if (truth === undefined) throw new NotKnown('a condition that is not known');
  return truth;
}

/** `shape=`: a number or a sequence of them; -1 stays. */
export function shapeArgument(value: Value, context: Context): Shape {
  const elements =
    value.kind === 'tuple' ||
    (value.kind === 'list' && !value.rest) ||
    (value.kind === 'tensor' && value.shape?.length === 1)
      ? context.elements(value)
      : [value];
  if (!elements) throw new NotKnown('a shape that is not known');
  return elements.map(
    (element): Dim => (element.kind === 'int' ? element.value : (sizeOf(element) ?? intOf(element, context))),
  );
}

/** An axis from 0; NumPy's error where the array has no such axis. */
export function axisArgument(axis: number, rank: number, context: Context): number {
  if (axis < -rank || axis >= rank)
    context.raise('ValueError', `axis ${axis} is out of bounds for array of dimension ${rank}`, 'array-shape');
  return axis < 0 ? axis + rank : axis;
}

/** `axis=`: one axis, several, or undefined for None. */
export function axesArgument(value: Value, rank: number, context: Context): readonly number[] | undefined {
  if (value.kind === 'none') return undefined;
  return shapeArgument(value, context).map((axis) => axisArgument(intDim(axis), rank, context));
}

export function intDim(dim: Dim): number {
  if (typeof dim !== 'number') throw new NotKnown('a whole number that is not known');
  return dim;
}

/** `dtype=`; undefined for None. */
export function dtypeArgument(value: Value, context: Context): ElementType | undefined {
  if (value.kind === 'none') return undefined;
  const dtype = elementTypeOf(value);
  if (dtype) return dtype;
  if (value.kind === 'str') return context.raise('TypeError', `data type '${value.value}' not understood`);
  throw new NotKnown('an element type that Layerscope does not know');
}

const pythonTypes: Readonly<Record<string, ElementType>> = {
  float: 'float64',
  int: 'int64',
  bool: 'bool',
  str: 'string',
};
const letters: Readonly<Record<string, ElementType>> = {
  '?': 'bool',
  b1: 'bool',
  b: 'int8',
  i1: 'int8',
  B: 'uint8',
  u1: 'uint8',
  h: 'int16',
  i2: 'int16',
  H: 'uint16',
  u2: 'uint16',
  i: 'int32',
  i4: 'int32',
  I: 'uint32',
  u4: 'uint32',
  l: 'int64',
  q: 'int64',
  i8: 'int64',
  L: 'uint64',
  Q: 'uint64',
  u8: 'uint64',
  e: 'float16',
  f2: 'float16',
  f: 'float32',
  f4: 'float32',
  d: 'float64',
  f8: 'float64',
  float: 'float64',
  double: 'float64',
  single: 'float32',
  half: 'float16',
  int: 'int64',
  uint: 'uint64',
  bool_: 'bool',
  bool: 'bool',
  str: 'string',
};

/** The element type that a value names: `np.uint8`, `'float32'`, `float`, `'>i4'`. */
export function elementTypeOf(value: Value): ElementType | undefined {
  if (value.kind === 'dtype') return value.dtype;
  if (value.kind === 'type') return own(pythonTypes, value.type.name);
  if (value.kind === 'str') {
    const name = value.value.replace(/^[<>=|]/, '');
    return own(letters, name) ?? elementTypes.find((type) => type === name);
  }
  return byteOrderOf(value)?.dtype;
}

/** `'constructor'` is no data type, though every object of JavaScript has such a property. */
function own(types: Readonly<Record<string, ElementType>>, name: string): ElementType | undefined {
  return Object.hasOwn(types, name) ? types[name] : undefined;
}

/** Whether a dtype says that the bytes come highest first, as IDX files have them. */
export function isBigEndian(value: Value): boolean {
  return (value.kind === 'str' && value.value.startsWith('>')) || byteOrderOf(value)?.bigEndian === true;
}

/** Arguments that Layerscope does not carry out: given with anything but their default, the result is not known. */
export function refuse(args: Arguments, names: readonly string[]): void {
  for (const name of names) {
    if (args.given(name) && args.get(name).kind !== 'none')
      throw new NotKnown(`its argument ${name} is not supported yet`);
  }
}
