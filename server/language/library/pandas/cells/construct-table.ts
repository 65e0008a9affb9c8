import { allocate } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { int, type Value } from '../../../values/value.js';
import { indexOf } from '../construct.js';
import { type Index, labelled, rangeIndex } from '../labels.js';
import { vectorOfValue } from './arrays.js';
import { converted, typeArgument } from './astype.js';
import {
  cellsOfAxis,
  identicalLabels,
  indexOfVector,
  isUnique,
  labelValues,
  placesOfLabel,
  spanIndex,
} from './axis.js';
import { objectsOf } from './object-array.js';
import { outer } from './operators.js';
import { computed, type Row, refuse, rowOfValue, rowValue, type Table, tableOfValue, tableValue } from './table.js';
import { asObjects, elementAt, keyOfScalar, NaNValue, repeated, take, type Vector, vectorOf } from './vector.js';

/** `pd.Series(…)` in a run. */
export const seriesOfData = computed(
  'pd.Series',
  'data=None, index=None, dtype=None, name=None, copy=None',
  (args, context) => {
    const data = args.get('data');
    const rows = axisArgument(args.get('index'), context);
    const type = args.get('dtype');
    const given = rowOfValue(data);
    if (data.kind === 'set') context.raise('TypeError', "'set' type is unordered");
    const shape = (data.kind === 'tensor' ? data.shape : objectsOf(data)?.shape) ?? [];
    if (shape.length > 1)
      context.raise('ValueError', `Data must be 1-dimensional, got ndarray of shape (${shape.join(', ')}) instead`);
    let row: Row;
    if (given) row = rows ? aligned(given, rows, context) : given;
    else if (data.kind === 'dict') {
      const entries = [...data.entries.values()];
      const made: Row = {
        index: labelsOf(entries.map(({ key }) => key)),
        cells: vectorOf(entries.map(({ value }) => value)),
        name: undefined,
      };
      row = rows ? aligned(made, rows, context) : made;
    } else {
      const list = indexOf(data)
        ? cellsOfAxis(indexOf(data) as Index)
        : isListLike(data, context)
          ? (vectorOfValue(data, context) ?? refuse('a column of this', 'pd.Series', context))
          : undefined;
      const cells =
        list ??
        (data.kind === 'none' && !rows
          ? vectorOf([])
          : repeated(data.kind === 'none' ? NaNValue : data, (rows?.count as number | undefined) ?? 1));
      if (rows && cells.data.length !== rows.count)
        context.raise(
          'ValueError',
          `Length of values (${cells.data.length}) does not match length of index (${rows.count})`,
        );
      row = { index: rows ?? rangeIndex(cells.data.length), cells, name: undefined };
    }
    const cells =
      type.kind === 'none' ? row.cells : converted(row.cells, typeArgument(type, 'pd.Series', context), context);
    const name = args.get('name').kind === 'none' ? row.name : args.get('name');
    return rowValue({ index: row.index, cells, name });
  },
  'copy',
);

/** `pd.DataFrame(…)` in a run. */
export const tableOfData = computed(
  'pd.DataFrame',
  'data=None, index=None, columns=None, dtype=None, copy=None',
  (args, context) => {
    const rows = axisArgument(args.get('index'), context);
    const names = axisArgument(args.get('columns'), context);
    const made = tableFrom(args.get('data'), rows, names, context);
    const type = args.get('dtype');
    if (type.kind === 'none') return tableValue(made);
    const target = typeArgument(type, 'pd.DataFrame', context);
    return tableValue({ ...made, cells: made.cells.map((cells) => converted(cells, target, context)) });
  },
  'copy',
);

/** The labels that `index=` or `columns=` gives; undefined for None. */
export function axisArgument(value: Value, context: Context): Index | undefined {
  if (value.kind === 'none') return undefined;
  const index = indexOf(value);
  if (index) return index;
  if (value.kind === 'range')
    return spanIndex(Math.max(0, Math.ceil((value.stop - value.start) / value.step)), value.start, value.step);
  const row = rowOfValue(value);
  if (row) return indexOfVector(row.cells, row.name);
  const vector = vectorOfValue(value, context);
  return vector ? indexOfVector(vector) : refuse('labels of this kind', 'DataFrame', context);
}

export const labelsOf = (labels: readonly Value[]): Index => indexOfVector(vectorOf(labels));

/** A column with the rows of other labels: missing where it has none of them. */
export function aligned(row: Row, index: Index, context: Context): Row {
  if (identicalLabels(row.index, index)) return { ...row, index };
  if (!isUnique(row.index)) context.raise('ValueError', 'cannot reindex on an axis with duplicate labels');
  const places = labelValues(index).map((label) => placesOfLabel(row.index, label)[0] ?? -1);
  return { index, cells: take(row.cells, places), name: row.name };
}

export function isListLike(value: Value, context: Context): boolean {
  if (value.kind === 'tensor') return (value.shape?.length ?? 0) > 0;
  if (['list', 'tuple', 'range', 'set'].includes(value.kind)) return true;
  return value.kind === 'object' && value.type.iterate !== undefined && context.elements(value) !== undefined;
}

function tableFrom(data: Value, rows: Index | undefined, names: Index | undefined, context: Context): Table {
  const table = tableOfValue(data);
  if (table) return chosen(table, rows, names);
  const row = rowOfValue(data);
  if (row) {
    const label = row.name && row.name.kind !== 'none' ? row.name : int(0);
    const made: Table = { index: row.index, columns: names ?? labelled([label]), cells: [row.cells] };
    return rows ? chosen(made, rows, undefined) : made;
  }
  if (data.kind === 'dict') return ofDict(data, rows, names, context);
  if (data.kind === 'none')
    return {
      index: rows ?? rangeIndex(0),
      columns: names ?? rangeIndex(0, true),
      cells: names ? labelValues(names).map(() => repeated(NaNValue, (rows?.count as number | undefined) ?? 0)) : [],
    };
  if (data.kind === 'tensor' || objectsOf(data)) return ofArray(data, rows, names, context);
  const elements = context.elements(data);
  if (!elements) return refuse('a table of this', 'pd.DataFrame', context);
  return ofRows(elements, rows, names, context);
}

/** Some of a table's rows and columns by label; those that it has not are missing throughout, as `absent` is. */
function chosen(table: Table, rows: Index | undefined, names: Index | undefined, absent?: Vector): Table {
  const places =
    rows && !identicalLabels(rows, table.index)
      ? labelValues(rows).map((label) => placesOfLabel(table.index, label)[0] ?? -1)
      : undefined;
  const count = (rows ?? table.index).count as number;
  const moved = places ? table.cells.map((each) => take(each, places)) : table.cells;
  if (!names) return { index: rows ?? table.index, columns: table.columns, cells: moved };
  const cells = labelValues(names).map((label) => {
    const at = placesOfLabel(table.columns, label)[0];
    return at === undefined ? (absent ?? repeated(NaNValue, count)) : (moved[at] as Vector);
  });
  return { index: rows ?? table.index, columns: names, cells };
}

function ofDict(
  data: Value & { kind: 'dict' },
  rows: Index | undefined,
  names: Index | undefined,
  context: Context,
): Table {
  const entries = [...data.entries.values()];
  let index = rows;
  let length: number | undefined;
  const columns = entries.map(({ value }) => {
    const row = rowOfValue(value);
    const made: Row | undefined =
      row ??
      (value.kind === 'dict'
        ? {
            index: labelsOf([...value.entries.values()].map(({ key }) => key)),
            cells: vectorOf([...value.entries.values()].map((each) => each.value)),
            name: undefined,
          }
        : undefined);
    if (made) {
      if (!rows) index = index ? outer(index, made.index, context).index : made.index;
      return made;
    }
    const list = isListLike(value, context) ? vectorOfValue(value, context) : undefined;
    if (list) {
      if (length !== undefined && length !== list.data.length)
        context.raise('ValueError', 'All arrays must be of the same length');
      length = list.data.length;
    }
    return list ?? value;
  });
  if (!index && length === undefined && entries.length > 0)
    context.raise('ValueError', 'If using all scalar values, you must pass an index');
  const labels = index ?? rangeIndex(length ?? 0);
  const count = labels.count as number;
  if (length !== undefined && length !== count)
    context.raise('ValueError', `array length ${length} does not match index length ${count}`);
  const cells = columns.map((column): Vector => {
    if ('index' in column) return aligned(column, labels, context).cells;
    return 'kind' in column ? repeated(column, count) : column;
  });
  return chosen(
    { index: labels, columns: labelsOrNone(entries.map(({ key }) => key)), cells },
    undefined,
    names,
    asObjects(repeated(NaNValue, count)),
  );
}

const labelsOrNone = (labels: readonly Value[]): Index => (labels.length > 0 ? labelled(labels) : rangeIndex(0, true));

function ofArray(data: Value, rows: Index | undefined, names: Index | undefined, context: Context): Table {
  const objects = objectsOf(data);
  const shape = objects?.shape ?? (data.kind === 'tensor' ? (data.shape as readonly number[]) : []);
  const [count = 0, width = 1] = shape;
  if (shape.length === 0 || shape.length > 2)
    return context.raise('ValueError', `Must pass 2-d input. shape=${`(${shape.join(', ')})`}`);
  checkShape([count, width], rows, names, context);
  const cells = Array.from({ length: width }, (_, j): Vector => {
    if (objects) {
      const own = Array.from({ length: count }, (_, i) => objects.elements[i * width + j] as Value);
      return { type: 'object', data: own };
    }
    if (data.kind !== 'tensor' || !data.data || !data.dtype || data.dtype === 'string')
      return refuse('an array whose elements are not known', 'pd.DataFrame', context);
    const out = allocate(data.dtype, count);
    for (let i = 0; i < count; i += 1) out[i] = data.data[i * width + j] as number;
    return { type: data.dtype, data: out };
  });
  return { index: rows ?? rangeIndex(count), columns: names ?? rangeIndex(width, true), cells };
}

function checkShape(
  [count, width]: readonly [number, number],
  rows: Index | undefined,
  names: Index | undefined,
  context: Context,
): void {
  const [r, c] = [rows?.count ?? count, names?.count ?? width];
  if (r !== count || c !== width)
    context.raise('ValueError', `Shape of passed values is (${count}, ${width}), indices imply (${r}, ${c})`);
}

/** A list of rows: lists, dicts, columns, arrays; or of plain values. */
function ofRows(
  elements: readonly Value[],
  rows: Index | undefined,
  names: Index | undefined,
  context: Context,
): Table {
  const index = rows ?? rangeIndex(elements.length);
  const [first] = elements;
  if (!first)
    return {
      index: rows ?? rangeIndex(0),
      columns: names ?? rangeIndex(0, true),
      cells: names ? labelValues(names).map(() => vectorOf([])) : [],
    };
  if (first.kind === 'dict' || rowOfValue(first)) {
    const keys = new Map<string, Value>();
    const maps = elements.map((each) => {
      const row = rowOfValue(each);
      const pairs: [Value, Value][] = row
        ? labelValues(row.index).map((label, at) => [label, elementAt(row.cells, at)])
        : each.kind === 'dict'
          ? [...each.entries.values()].map(({ key, value }) => [key, value])
          : [];
      const map = new Map<string, Value>();
      for (const [key, value] of pairs) {
        keys.set(keyOfScalar(key) ?? '', key);
        map.set(keyOfScalar(key) ?? '', value);
      }
      return map;
    });
    const cells = [...keys.keys()].map((key) => vectorOf(maps.map((map) => map.get(key) ?? NaNValue)));
    const labels = elements.map(rowOfValue);
    const named = !rows && labels.every((row) => row?.name !== undefined);
    const made: Table = {
      index: named ? labelsOf(labels.map((row) => row?.name as Value)) : index,
      columns: labelsOrNone([...keys.values()]),
      cells,
    };
    return chosen(made, undefined, names);
  }
  if (!isListLike(first, context)) {
    checkShape([elements.length, 1], rows, names, context);
    return { index, columns: names ?? rangeIndex(1, true), cells: [vectorOf(elements)] };
  }
  const lists = elements.map(
    (each) => context.elements(each) ?? refuse('rows that are not known', 'pd.DataFrame', context),
  );
  if (index.count !== elements.length)
    context.raise(
      'ValueError',
      `Length of values (${elements.length}) does not match length of index (${index.count})`,
    );
  const width = Math.max(...lists.map((each) => each.length));
  if (names && names.count !== width)
    context.raise('ValueError', `${names.count} columns passed, passed data had ${width} columns`);
  const cells = Array.from({ length: width }, (_, j) => vectorOf(lists.map((each) => each[j] ?? NaNValue)));
  return { index, columns: names ?? rangeIndex(width, true), cells };
}
