import type { ElementType } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { str, type Value } from '../../../values/value.js';
import { elementTypeOf } from '../../numpy/arguments.js';
import { cast, numbersOf } from '../../numpy/arrays/cells.js';
import { kindOf } from '../../numpy/arrays/promotion.js';
import { refuse } from './table.js';
import { timeTexts } from './time-texts.js';
import {
  asObjects,
  isMissing,
  isNumbers,
  numberOfScalar,
  plainAt,
  type Times,
  type Vector,
  wholeNumbers,
} from './vector.js';

/** Types that elements are converted to. */
export type TargetType = ElementType | 'str' | 'object';

/** The type that `dtype=` names. */
export function typeArgument(value: Value, name: string, context: Context): TargetType {
  if (value.kind === 'type' && value.type.name === 'object') return 'object';
  if (value.kind === 'str') {
    if (value.value === 'object' || value.value === 'O') return 'object';
    if (value.value === 'str') return 'str';
  }
  const type = elementTypeOf(value);
  if (type === 'string') return 'str';
  if (!type || type === 'bfloat16') return refuse(`the type ${context.str(value)}`, name, context);
  return type;
}

/** `astype`: the same elements as another type. */
export function converted(vector: Vector, type: TargetType, context: Context): Vector {
  if (vector.type === type) return vector;
  if (vector.type === 'datetime64[us]' && type !== 'object') return fromTimes(vector, type, context);
  if (type === 'object') return asObjects(vector);
  if (type === 'str') return textsOf(vector, context);
  if (isNumbers(vector)) {
    if (kindOf(vector.type) === 'float' && kindOf(type) !== 'float' && type !== 'bool')
      checkFinite(numbersOf(vector.data, vector.type), context);
    return { type, data: cast(vector.data, vector.type, type) };
  }
  if (type === 'bool')
    return { type, data: Uint8Array.from({ length: vector.data.length }, (_, at) => (truthAt(vector, at) ? 1 : 0)) };
  return numbersFrom(vector, type, context);
}

function fromTimes(times: Times, type: TargetType, context: Context): Vector {
  const texts = timeTexts(times);
  if (type === 'str') return { type, data: times.data.map((each, at) => (each === undefined ? undefined : texts[at])) };
  if (type !== 'int64' || times.data.includes(undefined)) return refuse(`moments as ${type}`, 'astype', context);
  return wholeNumbers(times.data as readonly number[]);
}

function truthAt(vector: Vector, at: number): boolean {
  if (vector.type === 'str') return vector.data[at] !== '';
  const value = vector.data[at] as Value;
  if (value.kind === 'str') return value.value !== '';
  return numberOfScalar(value) !== 0 && value.kind !== 'none';
}

function checkFinite(numbers: ArrayLike<number>, context: Context): void {
  for (let at = 0; at < numbers.length; at += 1)
    if (!Number.isFinite(numbers[at]))
      context.raise(
        'ValueError',
        "Cannot convert non-finite values (NA or inf) to integer. Replace or remove non-finite values or cast to an integer type that supports these values (e.g. 'Int64')",
      );
}

function numbersFrom(vector: Vector, type: ElementType, context: Context): Vector {
  const float = kindOf(type) === 'float';
  const count = vector.data.length;
  const numbers = new Float64Array(count);
  for (let at = 0; at < count; at += 1) {
    const value = plainAt(vector, at);
    const number = value.kind === 'str' ? numberOfText(value.value, float, context) : numberOfScalar(value);
    if (number === undefined || (value.kind === 'none' && !float))
      return context.raise(
        'TypeError',
        `${float ? 'float() argument must be a string or a real number' : 'int() argument must be a string, a bytes-like object or a real number'}, not '${value.kind === 'none' ? 'NoneType' : value.kind}'`,
      );
    numbers[at] = number;
  }
  if (!float) {
    if (numbers.some(Number.isNaN)) context.raise('ValueError', 'cannot convert float NaN to integer');
    checkFinite(numbers, context);
  }
  return { type, data: cast(numbers, 'float64', type) };
}

const floatText = /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+)?$/i;

/** What Python's `float` or `int` reads in a text. */
export function numberOfText(text: string, float: boolean, context: Context): number {
  const plain = text.trim();
  const repr = context.repr(str(text));
  if (!float) {
    if (/^[+-]?\d+(_\d+)*$/.test(plain)) return Number(plain.replaceAll('_', ''));
    return context.raise('ValueError', `invalid literal for int() with base 10: ${repr}`);
  }
  if (floatText.test(plain)) return Number(plain.replaceAll('_', ''));
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(plain);
  if (word)
    return (word[2] as string).toLowerCase() === 'nan'
      ? Number.NaN
      : word[1] === '-'
        ? Number.NEGATIVE_INFINITY
        : Number.POSITIVE_INFINITY;
  return context.raise('ValueError', `could not convert string to float: ${repr}`);
}

/** Each element as `str` says it; missing ones stay missing. */
export function textsOf(vector: Vector, context: Context): Vector {
  return {
    type: 'str',
    data: Array.from({ length: vector.data.length }, (_, at) =>
      isMissing(vector, at) ? undefined : (context.str(plainAt(vector, at)) ?? ''),
    ),
  };
}
