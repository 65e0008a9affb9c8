import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { Value } from '../../../values/value.js';
import { identicalLabels, labelValues } from './axis.js';
import { labelsOf } from './construct-table.js';
import { singleOf } from './group-functions.js';
import { alongColumns, transposed } from './rows-or-columns.js';
import { rowOfTable } from './select.js';
import {
  columnNamed,
  columnOfTable,
  type Row,
  refuse,
  rowCountOf,
  rowOfValue,
  rowValue,
  type Table,
  tableValue,
} from './table.js';
import { valuesOf } from './table-reductions.js';
import { plainAt, type Vector, vectorOf } from './vector.js';

type Entry = { readonly key: Value; readonly value: Value };

/** `df.agg(['mean', 'std'])`: a row for each method; `df.agg({'a': 'mean'})`: a value for each column. */
function aggregated(table: Table, asked: readonly (Value | Entry)[], name: string, context: Context): Value {
  const by = (row: Row, method: Value): Value =>
    method.kind === 'str'
      ? singleOf(context.call(context.getAttribute(rowValue(row), method.value), []), `DataFrame.${name}`, context)
      : refuse('functions of the program', `DataFrame.${name}`, context);
  const columns = table.cells.map((_, at) => columnOfTable(table, at));
  const entries = asked.flatMap((each) => ('kind' in each ? [] : [each]));
  if (entries.length > 0)
    return rowValue({
      index: labelsOf(entries.map(({ key }) => key)),
      cells: valuesOf(entries.map(({ key, value }) => by(columnNamed(table, key, context), value))),
      name: undefined,
    });
  const methods = asked.flatMap((each) => ('kind' in each ? [each] : []));
  return tableValue({
    index: labelsOf(methods),
    columns: table.columns,
    cells: columns.map((row) => valuesOf(methods.map((method) => by(row, method)))),
  });
}

/** `df.apply`, `df.map`, `df.agg`: what a function makes of columns, rows or elements. */
export function applied(table: Table, name: string, args: Arguments, context: Context): Value {
  const func = args.get('func');
  if (name.includes('map')) {
    const each = (cells: Vector): Vector =>
      vectorOf(
        Array.from({ length: cells.data.length }, (_, at) => context.call(func, [plainAt(cells, at)], args.keywords)),
      );
    return tableValue({ ...table, cells: table.cells.map(each) });
  }
  if (name.startsWith('agg') && (func.kind === 'list' || func.kind === 'dict'))
    return aggregated(table, func.kind === 'list' ? func.elements : [...func.entries.values()], name, context);
  if (func.kind === 'list' || func.kind === 'dict') return refuse('several functions', `DataFrame.${name}`, context);
  const rows = alongColumns(args.get('axis'), context);
  const more = context.elements(args.get('args')) ?? [];
  const parts = rows
    ? Array.from({ length: rowCountOf(table) }, (_, at) => rowOfTable(table, at))
    : table.cells.map((_, at) => columnOfTable(table, at));
  const results = parts.map((part) => {
    const value = rowValue(part);
    return func.kind === 'str'
      ? context.call(context.getAttribute(value, func.value), [], args.keywords)
      : context.call(func, [value, ...more], args.keywords);
  });
  const columns = results.map(rowOfValue);
  const index = rows ? table.index : table.columns;
  if (columns.every((each) => each === undefined)) {
    if (
      results.some(
        (each) =>
          each.kind === 'list' || each.kind === 'tuple' || (each.kind === 'tensor' && (each.shape?.length ?? 0) > 0),
      )
    )
      return refuse('a function that gives lists', `DataFrame.${name}`, context);
    return rowValue({ index, cells: valuesOf(results), name: undefined });
  }
  const [first] = columns;
  if (!first || columns.some((each) => !each || !identicalLabels(each.index, first.index)))
    return refuse('a function that gives columns of different labels', `DataFrame.${name}`, context);
  const made: Table = {
    index: first.index,
    columns: labelsOf(labelValues(index)),
    cells: columns.map((each) => (each as { cells: Vector }).cells),
  };
  return tableValue(rows ? transposed({ ...made, columns: index }) : { ...made, columns: table.columns });
}
