import { anonymous, type Dim, same } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { SliceValue, TensorValue, Value } from '../../values/value.js';
import { getItem } from '../numpy/indexing.js';
import { toArray } from '../numpy/operand.js';
import { array } from '../numpy/view.js';
import { slicePositions } from '../python/sequence.js';
import { columnAt, columnOf, frame, frameOf, indexOf, series } from './construct.js';
import { type Frame, type Index, labelled, placeOf, typesAt } from './labels.js';

/** Columns of which nothing is known. */
export const openColumns = (count: Dim = anonymous()): Index => ({ count });

/** One element: a NumPy number, or unknown where it may be a string or any other object. */
export function element(dtype: ElementType | undefined, context: Context): Value {
  return dtype ? array(dtype, []) : context.unknown('an element of a table that is not known');
}

/** Positions along an axis, as NumPy reads them: the axis that is left, or undefined for a single position. */
export function byPosition(index: Index, key: Value, context: Context): Index | undefined {
  const picked = getItem(array('int64', [index.count]), key, context);
  if (picked.kind !== 'tensor' || !picked.shape) return { count: anonymous() };
  const [count] = picked.shape;
  if (count === undefined) return undefined;
  return key.kind === 'slice' && same(count, index.count) ? index : { count };
}

/** The places of columns that positions name; undefined where they are not known. */
export function places(columns: Index, key: Value, context: Context): number[] | undefined {
  const { labels } = columns;
  if (!labels) return undefined;
  if (key.kind === 'slice') return slicePositions(key, labels.length, context);
  const chosen = toArray(key, context);
  if (!chosen?.data || chosen.shape?.length !== 1) return undefined;
  const numbers = Array.from(chosen.data as ArrayLike<number | bigint>, Number);
  if (chosen.dtype === 'bool') return numbers.flatMap((taken, at) => (taken ? [at] : []));
  return numbers.map((at) => (at < 0 ? at + labels.length : at));
}

/** Some of a table's columns, where it is known at which places they stand. */
export function columnsAt(table: Frame, at: readonly number[]): Frame {
  const { labels } = table.columns;
  const columns = labels ? labelled(at.map((i) => labels[i] as Value)) : openColumns(at.length);
  return { index: table.index, columns, dtypes: typesAt(table.dtypes, at) };
}

/** `df[key]` of a key that is one label. */
export function columnOfLabel(table: Frame, label: Value, context: Context): Value {
  if (!table.columns.labels) return series(table.index, undefined, label);
  const at = placeOf(table.columns, label);
  if (at === undefined) return context.unknown('a column of which there may be several', 'DataFrame');
  if (at >= 0) return columnAt(table, at);
  return context.unknown(`the table has no column ${context.repr(label) ?? 'of this name'}`, 'DataFrame');
}

/** The columns that a list of labels names. */
export function columnsOfLabels(table: Frame, labels: Value, context: Context): Frame {
  const wanted = context.elements(labels);
  const known = wanted && (labels.kind !== 'list' || !labels.rest) ? wanted : undefined;
  if (!known || known.some(({ kind }) => kind === 'unknown'))
    return { index: table.index, columns: openColumns(known?.length), dtypes: undefined };
  if (!table.columns.labels)
    return { index: table.index, columns: labelled(known), dtypes: known.map(() => undefined) };
  const at = known.map((label) => placeOf(table.columns, label));
  if (at.some((place) => place === undefined || place < 0))
    return { index: table.index, columns: labelled(known), dtypes: known.map(() => undefined) };
  return columnsAt(table, at as number[]);
}

/** Whether a key says of each row whether it is taken: true, false, or undefined where it is not known. */
export function isMask(key: Value, context: Context): boolean | undefined {
  const column = columnOf(key);
  if (column) return column.dtype ? column.dtype === 'bool' : undefined;
  if (frameOf(key)) return false;
  if (indexOf(key)) return false;
  if (key.kind === 'tensor') return key.dtype ? key.dtype === 'bool' : undefined;
  if (key.kind !== 'list') return false;
  const [first] = key.elements;
  if (first?.kind === 'unknown') return undefined;
  return first?.kind === 'bool' && context.elements(key)?.every(({ kind }) => kind === 'bool');
}

/** Whether a key names several labels. */
export function isLabels(key: Value): boolean {
  return key.kind === 'list' || key.kind === 'tensor' || indexOf(key) !== undefined || columnOf(key) !== undefined;
}

/** `df.loc[rows]`: the rows that are left, undefined for a single one, `unknown` where it may be either. */
export function byLabel(index: Index, key: Value, context: Context): Index | 'one' | 'unknown' {
  if (key.kind === 'slice') return labelSlice(index, key);
  if (isMask(key, context) !== false) return { count: anonymous() };
  if (isLabels(key)) {
    const count = (toArray(key, context) as TensorValue | undefined)?.shape?.[0];
    return { count: index.range && count !== undefined ? count : anonymous() };
  }
  if (key.kind === 'unknown') return 'unknown';
  return index.range || index.labels ? 'one' : 'unknown';
}

/** Labels from one to another, the last one too. */
function labelSlice(index: Index, { start, stop, step }: SliceValue): Index {
  const whole = start.kind === 'none' && stop.kind === 'none' && step.kind === 'none';
  if (whole) return index;
  const from = start.kind === 'none' ? 0 : start.kind === 'int' ? start.value : -1;
  const size = index.count;
  if (!index.range || typeof size !== 'number' || from < 0 || step.kind !== 'none') return { count: anonymous() };
  if (stop.kind !== 'none' && (stop.kind !== 'int' || stop.value < 0)) return { count: anonymous() };
  const last = stop.kind === 'none' ? size - 1 : Math.min(stop.value, size - 1);
  return { count: Math.max(last - from + 1, 0) };
}

/** A table of rows and columns that were picked, a column where a single one of either was, an element of both. */
export function picked(table: Frame, rows: Index | 'one', columns: Frame | Value, context: Context): Value {
  if ('kind' in columns) {
    const column = columnOf(columns);
    if (!column) return columns;
    return rows === 'one' ? element(column.dtype, context) : series(rows, column.dtype, column.name);
  }
  if (rows !== 'one') return frame(rows, columns.columns, columns.dtypes);
  const types = Array.isArray(columns.dtypes) ? new Set(columns.dtypes) : new Set([columns.dtypes]);
  return series(columns.columns, types.size === 1 ? [...types][0] : undefined, table.index.labels?.[0]);
}
