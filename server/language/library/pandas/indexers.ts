import { anonymous } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import { type NativeType, object } from '../../values/native-type.js';
import { none, type ObjectValue, type Value } from '../../values/value.js';
import { assignPart, partOf } from './cells/indexer.js';
import { both } from './cells/table.js';
import { become, setColumn } from './changing.js';
import { columnAt, columnOf, frameOf, series } from './construct.js';
import { type Column, type Frame, type Index, placeOf } from './labels.js';
import {
  byLabel,
  byPosition,
  columnOfLabel,
  columnsAt,
  columnsOfLabels,
  element,
  isLabels,
  isMask,
  openColumns,
  picked,
  places,
} from './selecting.js';

interface Indexer {
  readonly of: Value;
  readonly by: 'loc' | 'iloc';
}

/** `df.iloc`, `df.loc`: rows and columns by position or by label. */
export function indexer(of: Value, by: Indexer['by']): Value {
  return object(indexerType, { of, by });
}

const indexerOnShapes: NativeType<Indexer> = {
  name: 'Indexer',
  module: 'pandas',
  getItem: (self, key, context) => {
    const { of, by } = (self as ObjectValue<Indexer>).state;
    const table = frameOf(of);
    const column = columnOf(of);
    if (column) return ofColumn(column, key, by, context);
    if (!table) return context.unknown('a part of a table', `DataFrame.${by}`);
    const [rowKey = everything, columnKey = everything] = key.kind === 'tuple' ? key.elements : [key];
    if (rowKey.kind === 'unknown') return context.unknown(rowKey.reason, rowKey.name);
    const rows =
      by === 'iloc' ? (byPosition(table.index, rowKey, context) ?? 'one') : byLabel(table.index, rowKey, context);
    if (rows === 'unknown') return context.unknown('a row, or several under one label', 'DataFrame.loc');
    const columns =
      by === 'iloc' ? columnsByPosition(table, columnKey, context) : columnsByLabel(table, columnKey, context);
    return picked(table, rows, columns, context);
  },
  setItem: (self, key, _value, context) => {
    const { of, by } = (self as ObjectValue<Indexer>).state;
    const column = columnOf(of);
    if (column) {
      become(
        of,
        { ...column, index: by === 'iloc' ? column.index : { count: anonymous() }, dtype: undefined },
        context,
      );
      return;
    }
    const table = frameOf(of);
    if (!table) return;
    const [rowKey = everything, columnKey] = key.kind === 'tuple' ? key.elements : [key];
    const before = table.index;
    // A label that is not there yet becomes a row.
    const adds = by === 'loc' && rowKey.kind !== 'slice' && isMask(rowKey, context) !== true;
    if (columnKey && by === 'loc' && columnKey.kind !== 'slice' && !isLabels(columnKey)) {
      if (columnKey.kind === 'unknown') become(of, { ...table, columns: openColumns(), dtypes: undefined }, context);
      else setColumn(of, table, columnKey, none, context);
    } else if (columnKey && by === 'loc' && isLabels(columnKey)) {
      const known = context.elements(columnKey)?.every((label) => (placeOf(table.columns, label) ?? -1) >= 0);
      become(
        of,
        known ? { ...table, dtypes: openTypes(table) } : { ...table, columns: openColumns(), dtypes: undefined },
        context,
      );
    } else become(of, { ...table, dtypes: openTypes(table) }, context);
    become(of, { ...(frameOf(of) as Frame), index: adds ? { count: anonymous() } : before }, context);
  },
};

/** By position or by label: of a table in a run, its elements. */
const indexerType: NativeType<Indexer> = both(indexerOnShapes, {
  getItem: (self, key, context) => {
    const { of, by } = (self as ObjectValue<Indexer>).state;
    return partOf(of, by, key, context);
  },
  setItem: (self, key, value, context) => {
    const { of, by } = (self as ObjectValue<Indexer>).state;
    assignPart(of, by, key, value, context);
  },
});

const everything: Value = { kind: 'slice', start: none, stop: none, step: none };

function openTypes(table: Frame): Frame['dtypes'] {
  return table.columns.labels?.map(() => undefined);
}

function ofColumn(column: Column, key: Value, by: Indexer['by'], context: Context): Value {
  if (key.kind === 'unknown') return context.unknown(key.reason, key.name);
  const rows: Index | 'one' | 'unknown' =
    by === 'iloc' ? (byPosition(column.index, key, context) ?? 'one') : byLabel(column.index, key, context);
  if (rows === 'unknown') return context.unknown('an element, or several under one label', 'Series.loc');
  return rows === 'one' ? element(column.dtype, context) : series(rows, column.dtype, column.name);
}

function columnsByPosition(table: Frame, key: Value, context: Context): Frame | Value {
  const left = byPosition(table.columns, key, context);
  if (left === table.columns) return table;
  if (left === undefined) {
    const at = key.kind === 'int' ? key.value : undefined;
    const labels = table.columns.labels;
    if (at === undefined || !labels)
      return series(table.index, Array.isArray(table.dtypes) ? undefined : (table.dtypes as Column['dtype']));
    return columnAt(table, at < 0 ? at + labels.length : at);
  }
  const at = places(table.columns, key, context);
  if (at) return columnsAt(table, at);
  return { index: table.index, columns: left, dtypes: Array.isArray(table.dtypes) ? undefined : table.dtypes };
}

function columnsByLabel(table: Frame, key: Value, context: Context): Frame | Value {
  if (key.kind === 'unknown') return context.unknown(key.reason, key.name);
  if (key.kind === 'slice') {
    const left = everyLabel(key) ? undefined : sliced(table, key);
    return everyLabel(key)
      ? table
      : left
        ? columnsAt(table, left)
        : { index: table.index, columns: openColumns(), dtypes: undefined };
  }
  if (isMask(key, context) !== false) return { index: table.index, columns: openColumns(), dtypes: undefined };
  return isLabels(key) ? columnsOfLabels(table, key, context) : columnOfLabel(table, key, context);
}

function everyLabel(key: Value & { kind: 'slice' }): boolean {
  return key.start.kind === 'none' && key.stop.kind === 'none' && key.step.kind === 'none';
}

/** The places of the columns from one label to another, the last one too. */
function sliced(table: Frame, key: Value & { kind: 'slice' }): number[] | undefined {
  const count = table.columns.labels?.length;
  const from = key.start.kind === 'none' ? 0 : placeOf(table.columns, key.start);
  const to = key.stop.kind === 'none' ? (count ?? 0) - 1 : placeOf(table.columns, key.stop);
  if (count === undefined || from === undefined || to === undefined || from < 0 || to < 0 || key.step.kind !== 'none')
    return undefined;
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, i) => from + i);
}
