import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { labelled } from '../labels.js';
import { labelValues } from './axis.js';
import { rowOfTable } from './select.js';
import { rowCountOf, type Table } from './table.js';
import { commonVectorType, widened } from './vector.js';

/** Whether `axis=` names the columns. */
export function alongColumns(value: Value, context: Context): boolean {
  if (value.kind === 'int' && (value.value === 0 || value.value === 1)) return value.value === 1;
  if (value.kind === 'str' && ['index', 'rows', 'columns'].includes(value.value)) return value.value === 'columns';
  return value.kind === 'none'
    ? false
    : context.raise('ValueError', `No axis named ${context.str(value)} for object type DataFrame`);
}

/** Rows become columns. */
export function transposed(table: Table): Table {
  const type = commonVectorType(table.cells.map((cells) => cells.type));
  const rows = rowCountOf(table);
  const alike = { ...table, cells: table.cells.map((cells) => widened(cells, type)) };
  const cells = Array.from({ length: rows }, (_, at) => rowOfTable(alike, at).cells);
  return { index: table.columns, columns: labelled(labelValues(table.index), table.index.name), cells };
}
