import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import { bool, float, int, list, type TensorValue, type Value } from '../../values/value.js';
import { numberAt } from './arrays/cells.js';

/** One element as Python's own number: what `item()` and `tolist()` give. */
export function pythonNumber(data: NonNullable<TensorValue['data']>, dtype: ElementType, at: number): Value {
  if (dtype === 'bool') return bool(data[at] !== 0);
  return dtype.startsWith('float') ? float(numberAt(data, dtype, at)) : int(Number(data[at]));
}

/** `tolist()`: lists in lists. */
export function nestedList(
  data: NonNullable<TensorValue['data']>,
  dtype: ElementType,
  shape: readonly number[],
  at = 0,
): Value {
  if (shape.length === 0) return pythonNumber(data, dtype, at);
  const [length, ...inner] = shape as [number, ...number[]];
  const size = inner.reduce((product, dim) => product * dim, 1);
  return list(Array.from({ length }, (_, i) => nestedList(data, dtype, inner, at + i * size)));
}

/** `np.float32('1.5')`. */
export function numberFromText(text: string, dtype: ElementType, context: Context): Value {
  const number = Number(text.trim());
  if (text.trim() === '' || Number.isNaN(number))
    return context.raise('ValueError', `could not convert string to float: '${text}'`);
  return dtype.startsWith('float') ? float(number) : int(number);
}
