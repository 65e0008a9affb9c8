import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import type { Value } from '../../../values/value.js';
import { type Index, labelled } from '../labels.js';
import { identicalLabels, isUnique, labelValues, placesOfLabel } from './axis.js';
import { axisArgument } from './construct-table.js';
import { widenedAt } from './fill.js';
import { alongColumns } from './rows-or-columns.js';
import { methodsOf, type Row, rowCountOf, rowValue, selfRow, selfTable, type Table, tableValue } from './table.js';
import { NaNValue, repeated, take, type Vector } from './vector.js';

/** `reindex`: rows (or columns) in the order of other labels; those that are not there are missing, or `fill_value`. */
export const reindexMethods: readonly NativeFunction[] = [
  methodsOf('Series', selfRow)(
    'reindex',
    'index=None, *, axis=None, copy=None, fill_value=None',
    (row, args, context) => {
      const index = axisArgument(args.get('index'), context);
      return rowValue(index ? rowsUnder(row, index, args.get('fill_value'), context) : row);
    },
    'axis copy',
  ),
  methodsOf('DataFrame', selfTable)(
    'reindex',
    'labels=None, *, index=None, columns=None, axis=None, copy=None, fill_value=None',
    (table, args, context) => {
      const ofColumns = alongColumns(args.get('axis'), context);
      const labels = axisArgument(args.get('labels'), context);
      const rows = (ofColumns ? undefined : labels) ?? axisArgument(args.get('index'), context);
      const columns = (ofColumns ? labels : undefined) ?? axisArgument(args.get('columns'), context);
      const fill = args.get('fill_value');
      const made: Table = rows
        ? {
            ...table,
            index: named(rows, table.index),
            cells: table.cells.map(
              (cells) => rowsUnder({ index: table.index, cells, name: undefined }, rows, fill, context).cells,
            ),
          }
        : table;
      return tableValue(columns ? columnsUnder(made, columns, fill, context) : made);
    },
    'copy',
  ),
];

const named = (index: Index, before: Index): Index =>
  before.name && !index.name ? { ...index, name: before.name } : index;

function rowsUnder(row: Row, index: Index, fill: Value, context: Context): Row {
  if (identicalLabels(row.index, index)) return row;
  if (!isUnique(row.index)) context.raise('ValueError', 'cannot reindex on an axis with duplicate labels');
  const places = labelValues(index).map((label) => placesOfLabel(row.index, label)[0] ?? -1);
  return { ...row, index: named(index, row.index), cells: taken(row.cells, places, fill, context) };
}

function taken(cells: Vector, places: readonly number[], fill: Value, context: Context): Vector {
  if (fill.kind === 'none' || !places.includes(-1)) return take(cells, places);
  if (cells.data.length === 0) return repeated(fill, places.length);
  const whole = take(
    cells,
    places.map((at) => Math.max(at, 0)),
  );
  return widenedAt(
    whole,
    places.flatMap((from, at) => (from < 0 ? [at] : [])),
    fill,
    context,
  );
}

function columnsUnder(table: Table, columns: Index, fill: Value, context: Context): Table {
  if (!isUnique(table.columns)) context.raise('ValueError', 'cannot reindex on an axis with duplicate labels');
  const absent = repeated(fill.kind === 'none' ? NaNValue : fill, rowCountOf(table));
  return {
    index: table.index,
    columns: labelled(labelValues(columns), columns.name ?? table.columns.name),
    cells: labelValues(columns).map((label) => table.cells[placesOfLabel(table.columns, label)[0] ?? -1] ?? absent),
  };
}
