import type { Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import { object, stateOf } from '../../values/native-type.js';
import type { ObjectValue, TensorValue, Value } from '../../values/value.js';
import { array } from '../numpy/view.js';
import { frameType } from './frame-type.js';
import { indexType } from './index-type.js';
import { type Column, commonType, type Frame, type Index, typesOf } from './labels.js';
import { seriesType } from './series-type.js';

export function frame(index: Index, columns: Index, dtypes?: Frame['dtypes']): ObjectValue<Frame> {
  const types = columns.labels && !Array.isArray(dtypes) ? typesOf(columns, dtypes as ElementType | undefined) : dtypes;
  return object(frameType, { index, columns, dtypes: types });
}

export function series(index: Index, dtype?: ElementType, name?: Value): ObjectValue<Column> {
  return object(seriesType, { index, dtype, name });
}

/** An `Index` as the program holds it. */
export function indexValue(index: Index): Value {
  return object(indexType, index);
}

export const frameOf = (value: Value): Frame | undefined => stateOf(value, frameType);
export const columnOf = (value: Value): Column | undefined => stateOf(value, seriesType);
export const indexOf = (value: Value): Index | undefined => stateOf(value, indexType);

/** The column that stands at a place. */
export function columnAt(table: Frame, at: number): ObjectValue<Column> {
  const dtype = Array.isArray(table.dtypes) ? table.dtypes[at] : table.dtypes;
  return series(table.index, dtype, table.columns.labels?.[at]);
}

/** The values of a table, a column or an index as an array. */
export function valuesOf(value: Value): TensorValue | undefined {
  const table = frameOf(value);
  if (table) return array(commonType(table.dtypes), [table.index.count, table.columns.count]);
  const column = columnOf(value);
  if (column) return array(column.dtype, [column.index.count]);
  const index = indexOf(value);
  return index && array(index.range ? 'int64' : undefined, [index.count]);
}

/** The same table or column with other rows, `count` of them; undefined for other values. */
export function withRows(value: Value, count: Dim): Value | undefined {
  const table = frameOf(value);
  if (table) return frame({ count }, table.columns, table.dtypes);
  const column = columnOf(value);
  return column && series({ count }, column.dtype, column.name);
}

/** The table or column that has an array's elements under another's labels; the array itself where they do not fit. */
export function underLabels(of: Value, values: TensorValue): Value {
  const table = frameOf(of);
  if (table && values.shape?.length === 2) return frame(table.index, table.columns, values.dtype);
  const column = columnOf(of);
  return column && values.shape?.length === 1 ? series(column.index, values.dtype, column.name) : values;
}
