import type { Context } from '../../../values/context.js';
import type { SliceValue, Value } from '../../../values/value.js';
import { indexOf as intIndexOf, slicePositions } from '../../python/sequence.js';
import { indexOf } from '../construct.js';
import type { Index } from '../labels.js';
import { cellsOfAxis, identicalLabels, labelAt, labelValues, placesOfLabel, sizeOfAxis } from './axis.js';
import { comparison } from './ordering.js';
import {
  columnOfTable,
  columnsOfTable,
  elementsAt,
  missingKey,
  type Row,
  refuse,
  rowOfValue,
  rowsAt,
  rowValue,
  type Table,
  tableValue,
} from './table.js';
import {
  commonVectorType,
  elementAt,
  isMissing,
  isNumbers,
  joinVectors,
  take,
  type Vector,
  vectorOf,
  widened,
} from './vector.js';

/** Which rows or columns a key names. */
export type Places = readonly number[] | { readonly one: number };

export const isOne = (places: Places): places is { readonly one: number } => 'one' in places;

/** The elements of a list-like key as a column; undefined for a key that is one label. */
export function keyVector(key: Value, context: Context): Vector | undefined {
  const row = rowOfValue(key);
  if (row) return row.cells;
  const index = indexOf(key);
  if (index) return cellsOfAxis(index);
  if (key.kind === 'tensor' && key.shape && key.shape.length > 0) {
    if (key.shape.length !== 1 || !key.data || !key.dtype || key.dtype === 'string')
      return refuse('a key of this kind', 'pandas', context);
    return { type: key.dtype, data: key.data };
  }
  if (
    key.kind === 'list' ||
    key.kind === 'range' ||
    key.kind === 'set' ||
    (key.kind === 'object' && key.type.iterate && key.type.length)
  ) {
    const elements = context.elements(key);
    return elements && vectorOf(elements);
  }
  return undefined;
}

const truths = (vector: Vector): number[] =>
  Array.from(vector.data as ArrayLike<unknown>, (_, at) => at).filter(
    (at) => (vector as { data: ArrayLike<number> }).data[at] !== 0,
  );

/** The rows that a key of booleans takes; undefined for any other key. */
export function maskPlaces(key: Value, index: Index, context: Context): number[] | undefined {
  const vector = keyVector(key, context);
  if (vector?.type === 'object' && vector.data.length > 0 && vector.data.every(({ kind }) => kind === 'bool')) {
    return maskPlaces({ kind: 'list', elements: [...vector.data] }, index, context);
  }
  if (vector?.type !== 'bool') return undefined;
  const row = rowOfValue(key);
  if (row && !identicalLabels(row.index, index)) return refuse('a condition of other rows', 'DataFrame', context);
  const size = sizeOfAxis(index);
  if (vector.data.length !== size)
    context.raise('ValueError', `Item wrong length ${vector.data.length} instead of ${size}.`);
  return truths(vector);
}

/** `iloc[key]` along an axis. */
export function byPlace(key: Value, index: Index, context: Context): Places {
  const size = sizeOfAxis(index);
  if (key.kind === 'slice') return slicePositions(key, size, context) ?? refuse('a slice', 'iloc', context);
  const one = intIndexOf(key);
  if (one !== undefined) {
    if (one < -size || one >= size) context.raise('IndexError', 'single positional indexer is out-of-bounds');
    return { one: one < 0 ? one + size : one };
  }
  const mask = maskPlaces(key, index, context);
  if (mask) return mask;
  const vector = keyVector(key, context);
  if (!vector || !isNumbers(vector) || vector.type.startsWith('float')) {
    if (vector?.data.length === 0) return [];
    return context.raise('TypeError', `Cannot index by location index with a non-integer key`);
  }
  return Array.from(vector.data as ArrayLike<number | bigint>, Number).map((at) => {
    if (at < -size || at >= size) context.raise('IndexError', 'positional indexers are out-of-bounds');
    return at < 0 ? at + size : at;
  });
}

/** `loc[key]` along an axis. */
export function byLabels(key: Value, index: Index, context: Context, name = 'loc'): Places {
  if (key.kind === 'slice') return labelSlice(key, index, context);
  if (key.kind === 'function' || key.kind === 'native') return refuse('a function as a key', name, context);
  checkMoments(key, index, context);
  const mask = maskPlaces(key, index, context);
  if (mask) return mask;
  const vector = keyVector(key, context);
  if (!vector) {
    const places = placesOfLabel(index, key);
    if (places.length === 0) return missingKey(key, context);
    return places.length === 1 ? { one: places[0] as number } : places;
  }
  return labelPlaces(vector, index, context);
}

/** Texts that name moments may name a span of them. */
export function checkMoments(key: Value, index: Index, context: Context): void {
  if (key.kind === 'str' && cellsOfAxis(index).type === 'datetime64[us]')
    refuse('moments named by texts', 'loc', context);
}

/** The places of each of some labels; a KeyError where one is missing. */
export function labelPlaces(wanted: Vector, index: Index, context: Context): number[] {
  const missing: Value[] = [];
  const places = Array.from({ length: wanted.data.length }, (_, at) => {
    const label = elementAt(wanted, at);
    const found = placesOfLabel(index, label);
    if (found.length === 0) missing.push(plain(label));
    return found;
  });
  if (missing.length > 0) {
    const type = cellsOfAxis(index).type;
    const list = `Index([${missing.map((each) => context.repr(each)).join(', ')}], dtype='${wanted.type === 'object' || wanted.type === 'str' ? wanted.type : type}')`;
    context.raise(
      'KeyError',
      missing.length === wanted.data.length
        ? `"None of [${list}] are in the [${'columns'}]"`
        : `"[${missing.map((each) => context.repr(each)).join(', ')}] not in index"`,
    );
  }
  return places.flat();
}

const plain = (value: Value): Value =>
  value.kind === 'tensor' && value.data ? { kind: 'int', value: Number(value.data[0]) } : value;

/** Labels from one to another, the last one too. */
function labelSlice({ start, stop, step }: SliceValue, index: Index, context: Context): number[] {
  const size = sizeOfAxis(index);
  const by = step.kind === 'int' ? step.value : 1;
  if (by < 1) return refuse('a slice of labels backwards', 'loc', context);
  const from = start.kind === 'none' ? 0 : boundary(start, index, 'first', context);
  const to = stop.kind === 'none' ? size - 1 : boundary(stop, index, 'last', context);
  const places: number[] = [];
  for (let at = from; at <= to; at += by) places.push(at);
  return places;
}

function boundary(label: Value, index: Index, side: 'first' | 'last', context: Context): number {
  checkMoments(label, index, context);
  const places = placesOfLabel(index, label);
  if (places.length > 0) return side === 'first' ? Math.min(...places) : Math.max(...places);
  const size = sizeOfAxis(index);
  const cells = cellsOfAxis(index);
  const compare = comparison(cells, context);
  for (let at = 1; at < size; at += 1)
    if (isMissing(cells, at) || compare(at - 1, at) > 0) return missingKey(label, context);
  // Sorted labels: where it would stand.
  const labels = labelValues(index);
  const before = labels.filter((each) => context.truth(context.compare('<', each, label))).length;
  return side === 'first' ? before : before - 1;
}

/** What stands at rows and columns of a table: a table, a column, a row, an element. */
export function pick(table: Table, rows: Places, columns: Places): Value {
  if (isOne(columns)) {
    const column = columnOfTable(table, columns.one);
    return isOne(rows) ? elementAt(column.cells, rows.one) : rowValue(elementsAt(column, rows));
  }
  const chosen =
    columns.length === table.cells.length && columns.every((at, i) => at === i)
      ? table
      : columnsOfTable(table, columns);
  return isOne(rows) ? rowValue(rowOfTable(chosen, rows.one)) : tableValue(rowsAt(chosen, rows));
}

/** A row of a table as a column. */
export function rowOfTable(table: Table, at: number): Row {
  const type = commonVectorType(table.cells.map((cells) => cells.type));
  const cells =
    table.cells.length === 0
      ? ({ type: 'object', data: [] } as const)
      : joinVectors(
          table.cells.map((each) => widened(take(each, [at]), type)),
          type,
        );
  return { index: table.columns, cells, name: labelAt(table.index, at) };
}

/** All places of an axis. */
export const everyPlace = (index: Index): number[] => Array.from({ length: sizeOfAxis(index) }, (_, at) => at);

/** `df[key]`. */
export function itemOfTable(table: Table, key: Value, context: Context): Value {
  if (key.kind === 'slice') {
    const labelled = [key.start, key.stop].some(({ kind }) => kind === 'str');
    const places = labelled ? byLabels(key, table.index, context) : byPlace(key, table.index, context);
    return tableValue(rowsAt(table, places as readonly number[]));
  }
  const mask = maskPlaces(key, table.index, context);
  if (mask) return tableValue(rowsAt(table, mask));
  const vector = keyVector(key, context);
  if (vector) return tableValue(columnsOfTable(table, labelPlaces(vector, table.columns, context)));
  const places = placesOfLabel(table.columns, key);
  if (places.length === 0) return missingKey(key, context);
  return places.length === 1
    ? rowValue(columnOfTable(table, places[0] as number))
    : tableValue(columnsOfTable(table, places));
}

/** `column[key]`. */
export function itemOfRow(row: Row, key: Value, context: Context): Value {
  if (key.kind === 'slice') {
    const labelled = [key.start, key.stop].some(({ kind }) => kind === 'str');
    return rowValue(elementsAt(row, (labelled ? byLabels : byPlace)(key, row.index, context) as readonly number[]));
  }
  const places = byLabels(key, row.index, context, 'Series');
  return isOne(places) ? elementAt(row.cells, places.one) : rowValue(elementsAt(row, places));
}
