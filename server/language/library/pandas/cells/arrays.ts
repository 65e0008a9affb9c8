import { allocate, type ElementType } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { castTo } from '../../numpy/arrays/cells.js';
import { textArrayOf } from '../../numpy/text-array.js';
import { array } from '../../numpy/view.js';
import { objectArray, strings } from './object-array.js';
import { stringArray } from './string-array.js';
import { rowCountOf, type Table } from './table.js';
import {
  asObjects,
  commonVectorType,
  isElementType,
  isNumbers,
  type Numbers,
  type Vector,
  vectorOf,
} from './vector.js';

/** `df.values`: the elements of all columns as an array of the type that holds them. */
export function arrayOfTable(table: Table, wanted?: ElementType): Value {
  const type = wanted ?? commonVectorType(table.cells.map((cells) => cells.type));
  const rows = rowCountOf(table);
  const columns = table.cells.length;
  if (!isElementType(type)) {
    const parts = table.cells.map((cells) => asObjects(cells).data);
    const elements: Value[] = [];
    for (let i = 0; i < rows; i += 1) for (const part of parts) elements.push(part[i] as Value);
    return strings(elements, [rows, columns]) ?? objectArray(elements, [rows, columns]);
  }
  const data = allocate(type, rows * columns);
  for (const [j, cells] of (table.cells as readonly Numbers[]).entries()) {
    const from = castTo(cells.data, cells.type, type);
    for (let i = 0, at = j; i < rows; i += 1, at += columns) data[at] = from[i] as number;
  }
  return array(type, [rows, columns], data);
}

export function arrayOfVector(cells: Vector): Value {
  if (isNumbers(cells)) return array(cells.type, [cells.data.length], cells.data.slice());
  if (cells.type === 'str' && !cells.data.includes(undefined)) return stringArray(cells.data as readonly string[]);
  return objectArray([...asObjects(cells).data], [cells.data.length], cells.type === 'str');
}

/** `column.to_numpy()`: strings are objects. */
export function plainArrayOfVector(cells: Vector): Value {
  if (isNumbers(cells)) return arrayOfVector(cells);
  const { data } = asObjects(cells);
  return strings(data, [data.length]) ?? objectArray([...data], [data.length]);
}

/** As `np.asarray` takes it where only numbers will do. */
export function tensorOf(value: Value, context: Context, name: string): TensorValue | undefined {
  if (value.kind === 'tensor') return value;
  const texts = textArrayOf(value);
  if (texts) return array('string', texts.places.shape);
  context.unknown('an array of objects, such as texts: convert it by astype first', name);
  return undefined;
}

/** A column of the elements of an array along its one axis. */
export function vectorOfValue(value: Value, context: Context): Vector | undefined {
  if (value.kind === 'tensor' && value.shape?.length === 1 && value.data && value.dtype && value.dtype !== 'string')
    return { type: value.dtype, data: value.data.slice() };
  const elements = context.elements(value);
  return elements && vectorOf(elements);
}
