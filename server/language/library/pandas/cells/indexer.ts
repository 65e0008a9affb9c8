import type { Context } from '../../../values/context.js';
import { none, type Value } from '../../../values/value.js';
import { assignElements, assignLabels, assignPlaces } from './assign.js';
import { byLabels, byPlace, everyPlace, isOne, pick } from './select.js';
import { elementsAt, type Row, rowOfValue, rowValue, type Table, tableOfValue } from './table.js';
import { elementAt } from './vector.js';

/** `iloc[…]`, `loc[…]` of a table or column with its elements. */
export function partOf(of: Value, by: 'loc' | 'iloc', key: Value, context: Context): Value {
  const find = by === 'iloc' ? byPlace : byLabels;
  const table = tableOfValue(of);
  if (table) {
    const [rows = everything, columns = everything] = key.kind === 'tuple' ? key.elements : [key];
    return pick(table, find(rows, table.index, context), find(columns, table.columns, context));
  }
  const row = rowOfValue(of) as Row;
  const places = find(key, row.index, context);
  return isOne(places) ? elementAt(row.cells, places.one) : rowValue(elementsAt(row, places));
}

const everything: Value = { kind: 'slice', start: none, stop: none, step: none };

/** `iloc[…] = value`, `loc[…] = value`. */
export function assignPart(of: Value, by: 'loc' | 'iloc', key: Value, value: Value, context: Context): void {
  const table: Table | undefined = tableOfValue(of);
  if (!table) {
    assignElements(of, key, value, by, context);
    return;
  }
  const [rows = everything, columns] = key.kind === 'tuple' ? key.elements : [key];
  if (by === 'loc') assignLabels(of, rows, columns, value, context);
  else
    assignPlaces(
      of,
      table,
      byPlace(rows, table.index, context),
      columns ? byPlace(columns, table.columns, context) : everyPlace(table.columns),
      value,
      context,
    );
}
