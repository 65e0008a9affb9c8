import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { labelled, rangeIndex } from '../labels.js';
import { vectorOfValue } from './arrays.js';
import { joinAxis, labelValues, placesOfLabel } from './axis.js';
import { aligned, isListLike } from './construct-table.js';
import { filledAt } from './fill.js';
import { objectsOf } from './object-array.js';
import { byLabels, byPlace, checkMoments, everyPlace, isOne, keyVector, maskPlaces, type Places } from './select.js';
import { overwrite, type Row, refuse, rowCountOf, rowOfValue, type Table, tableOfValue } from './table.js';
import {
  elementAt,
  joinVectors,
  NaNValue,
  numberOfScalar,
  plainScalar,
  repeated,
  take,
  type Vector,
  vectorOf,
} from './vector.js';

/** `df[key] = value`. */
export function assignItem(self: Value, key: Value, value: Value, context: Context): void {
  const table = tableOfValue(self) as Table;
  const condition = tableOfValue(key);
  if (condition) {
    const scalar = (cells: Vector, at: number) =>
      filledAt(cells, trueAt(condition.cells[at] as Vector), value, context);
    overwrite(self, { ...table, cells: table.cells.map(scalar) });
    return;
  }
  if (key.kind === 'slice') {
    assignPlaces(self, table, byPlace(key, table.index, context), everyPlace(table.columns), value, context);
    return;
  }
  const mask = maskPlaces(key, table.index, context);
  if (mask) {
    assignPlaces(self, table, mask, everyPlace(table.columns), value, context);
    return;
  }
  const several = keyVector(key, context);
  if (!several) {
    overwrite(self, withColumn(table, key, columnFrom(value, table, context)));
    return;
  }
  const labels = Array.from({ length: several.data.length }, (_, at) => plainScalar(elementAt(several, at)));
  const parts = columnsFrom(value, labels.length, table, context);
  let made = table;
  for (const [at, label] of labels.entries()) made = withColumn(made, label, parts[at] as Vector);
  overwrite(self, made);
}

const trueAt = (cells: Vector): number[] =>
  Array.from(cells.data as ArrayLike<unknown>, (_, at) => at).filter(
    (at) => numberOfScalar(elementAt(cells, at)) === 1,
  );

/** A table with a column more, or another one under the label. */
export function withColumn(table: Table, label: Value, cells: Vector, at?: number): Table {
  const [place] = placesOfLabel(table.columns, label);
  const index = table.cells.length === 0 && table.index.count === 0 ? rangeIndex(cells.data.length) : table.index;
  if (place !== undefined && at === undefined) return { ...table, index, cells: table.cells.with(place, cells) };
  const where = at ?? table.cells.length;
  return {
    index,
    columns: labelled(labelValues(table.columns).toSpliced(where, 0, label), table.columns.name),
    cells: table.cells.toSpliced(where, 0, cells),
  };
}

/** The column that a value makes in a table. */
export function columnFrom(value: Value, table: Table, context: Context): Vector {
  const count = rowCountOf(table);
  const empty = table.cells.length === 0 && count === 0;
  const row = rowOfValue(value);
  if (row) return empty ? row.cells : aligned(row, table.index, context).cells;
  const other = tableOfValue(value);
  if (other)
    return other.cells.length === 1
      ? aligned({ index: other.index, cells: other.cells[0] as Vector, name: undefined }, table.index, context).cells
      : context.raise('ValueError', 'Columns must be same length as key');
  if (!isListLike(value, context)) return repeated(value, count);
  if (
    value.kind === 'tensor' &&
    value.shape?.length === 2 &&
    value.shape[1] === 1 &&
    value.data &&
    value.dtype &&
    value.dtype !== 'string'
  )
    return sized({ type: value.dtype, data: value.data.slice() }, count, empty, context);
  const objects = objectsOf(value);
  if (objects) return sized({ type: 'object', data: objects.elements }, count, empty, context);
  const made = vectorOfValue(value, context);
  return made ? sized(made, count, empty, context) : refuse('a column of this', 'DataFrame', context);
}

function sized(cells: Vector, count: number, empty: boolean, context: Context): Vector {
  if (cells.data.length !== count && !empty)
    context.raise('ValueError', `Length of values (${cells.data.length}) does not match length of index (${count})`);
  return cells;
}

/** The columns that a value makes for several labels. */
function columnsFrom(value: Value, width: number, table: Table, context: Context): readonly Vector[] {
  const other = tableOfValue(value);
  const count = rowCountOf(table);
  if (other) {
    if (other.cells.length !== width) context.raise('ValueError', 'Columns must be same length as key');
    return other.cells.map(
      (cells) => aligned({ index: other.index, cells, name: undefined }, table.index, context).cells,
    );
  }
  if (value.kind === 'tensor' && value.shape?.length === 2) {
    const { shape, data, dtype } = value;
    if (shape[1] !== width) context.raise('ValueError', 'Columns must be same length as key');
    if (shape[0] !== count)
      context.raise('ValueError', `Length of values (${shape[0]}) does not match length of index (${count})`);
    if (!data || !dtype || dtype === 'string')
      return refuse('an array whose elements are not known', 'DataFrame', context);
    const whole: Vector = { type: dtype, data };
    return Array.from({ length: width }, (_, j) =>
      take(
        whole,
        Int32Array.from({ length: count }, (_, i) => i * width + j),
      ),
    );
  }
  if (!isListLike(value, context)) return Array.from({ length: width }, () => repeated(value, count));
  const parts = context.elements(value) ?? [];
  if (rowOfValue(value) || parts.length !== width) return refuse('columns of this', 'DataFrame', context);
  return parts.map((part) => columnFrom(part, table, context));
}

/** `df.iloc[rows, columns] = value`, of places that are there. */
export function assignPlaces(
  self: Value,
  table: Table,
  rows: Places,
  columns: Places,
  value: Value,
  context: Context,
): void {
  const at = isOne(rows) ? [rows.one] : rows;
  const into = isOne(columns) ? [columns.one] : columns;
  const cells = [...table.cells];
  for (const [j, column] of into.entries()) {
    const part = partFor(value, at, j, into.length, table, context, isOne(rows));
    cells[column] = filledAt(cells[column] as Vector, at, part, context);
  }
  overwrite(self, { ...table, cells });
}

/** What goes into one column of a part of a table. */
function partFor(
  value: Value,
  rows: readonly number[],
  j: number,
  width: number,
  table: Table,
  context: Context,
  single: boolean,
): Value | Vector {
  const row = rowOfValue(value);
  if (row) {
    if (single && row.cells.data.length === width) return elementAt(row.cells, j);
    const own = aligned(row, table.index, context).cells;
    return take(own, rows);
  }
  const other = tableOfValue(value);
  if (other)
    return take(
      aligned({ index: other.index, cells: other.cells[j] as Vector, name: undefined }, table.index, context).cells,
      rows,
    );
  if (!isListLike(value, context)) return value;
  if (value.kind === 'tensor' && value.shape?.length === 2 && value.data && value.dtype && value.dtype !== 'string')
    return take(
      { type: value.dtype, data: value.data },
      rows.map((_, i) => i * (value.shape?.[1] as number) + (value.shape?.[1] === 1 ? 0 : j)),
    );
  const list = vectorOfValue(value, context);
  if (!list) return refuse('values of this kind', 'DataFrame', context);
  if (width > 1 && list.data.length === width) return elementAt(list, j);
  if (list.data.length === rows.length) return list;
  if (list.data.length === 1) return elementAt(list, 0);
  return context.raise(
    'ValueError',
    `cannot set using a multi-index selection indexer with a different length than the value`,
  );
}

/** `df.loc[rows, columns] = value`; a label that is not there is added. */
export function assignLabels(
  self: Value,
  rowKey: Value,
  columnKey: Value | undefined,
  value: Value,
  context: Context,
): void {
  let table = tableOfValue(self) as Table;
  if (
    columnKey &&
    columnKey.kind !== 'slice' &&
    !keyVector(columnKey, context) &&
    placesOfLabel(table.columns, columnKey).length === 0
  ) {
    const count = rowCountOf(table);
    const text = plainScalar(value).kind === 'str';
    table = withColumn(
      table,
      columnKey,
      text ? { type: 'str', data: new Array(count).fill(undefined) } : repeated(NaNValue, count),
    );
    if (rowKey.kind === 'slice' && rowKey.start.kind === 'none' && rowKey.stop.kind === 'none')
      table = withColumn(table, columnKey, columnFrom(value, table, context));
  }
  checkMoments(rowKey, table.index, context);
  const isLabel = rowKey.kind !== 'slice' && !keyVector(rowKey, context);
  if (isLabel && placesOfLabel(table.index, rowKey).length === 0) {
    const index = joinAxis(table.index, rowKey);
    const count = rowCountOf(table);
    const list = isListLike(value, context) ? (rowOfValue(value)?.cells ?? vectorOfValue(value, context)) : undefined;
    if (list && list.data.length !== table.cells.length)
      context.raise('ValueError', 'cannot set a row with mismatched columns');
    const [only] = columnKey ? placesOfLabel(table.columns, columnKey) : [];
    const cells = table.cells.map((each, j) => {
      const element = only !== undefined && only !== j ? NaNValue : list ? elementAt(list, j) : value;
      const added = vectorOf([plainScalar(element)]);
      if (count === 0) return added;
      return joinVectors(
        each.type === 'str' && added.type === 'float64' && only !== undefined && only !== j
          ? [each, { type: 'str', data: [undefined] }]
          : [each, added],
      );
    });
    overwrite(self, { index, columns: table.columns, cells });
    return;
  }
  const rows = byLabels(rowKey, table.index, context);
  const columns = columnKey ? byLabels(columnKey, table.columns, context) : everyPlace(table.columns);
  assignPlaces(self, table, rows, columns, value, context);
}

/** `column[key] = value` (`by` is `item`), `column.loc[key] = value`, `column.iloc[key] = value`. */
export function assignElements(
  self: Value,
  key: Value,
  value: Value,
  by: 'item' | 'loc' | 'iloc',
  context: Context,
): void {
  const row = rowOfValue(self) as Row;
  checkMoments(key, row.index, context);
  const isLabel = by !== 'iloc' && key.kind !== 'slice' && !keyVector(key, context);
  if (isLabel && placesOfLabel(row.index, key).length === 0) {
    const cells =
      row.cells.data.length === 0 ? vectorOf([value]) : joinVectors([row.cells, vectorOf([plainScalar(value)])]);
    overwrite(self, { ...row, index: joinAxis(row.index, key), cells });
    return;
  }
  // `column[1:3]` counts rows, whatever their labels.
  const counted = by === 'item' && key.kind === 'slice' && [key.start, key.stop].every(({ kind }) => kind !== 'str');
  const places = by === 'iloc' || counted ? byPlace(key, row.index, context) : byLabels(key, row.index, context);
  const at = isOne(places) ? [places.one] : places;
  const list = isListLike(value, context) ? (rowOfValue(value)?.cells ?? vectorOfValue(value, context)) : undefined;
  if (list && list.data.length !== at.length) {
    if (list.data.length === row.cells.data.length && rowOfValue(value)) {
      overwrite(self, { ...row, cells: filledAt(row.cells, at, take(list, at), context) });
      return;
    }
    context.raise('ValueError', 'cannot set using a list-like indexer with a different length than the value');
  }
  overwrite(self, { ...row, cells: filledAt(row.cells, at, list ?? value, context) });
}
