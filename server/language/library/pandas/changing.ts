import { anonymous, type Dim, subtract } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import { keyOf } from '../../values/equality.js';
import type { Arguments } from '../../values/native-function.js';
import { none, type Value } from '../../values/value.js';
import { columnOf, frame, frameOf, series, valuesOf } from './construct.js';
import { type Column, type Frame, type Index, labelled, placeOf, sameLabels } from './labels.js';
import { columnsAt, openColumns } from './selecting.js';

/** What a method gives, or, with `inplace=True`, what it makes of its own object. */
export function given(self: Value, made: Frame | Column, args: Arguments, context: Context): Value {
  const inPlace = args.keywords.get('inplace');
  const truth = inPlace === undefined ? false : context.truth(inPlace);
  if (truth === false)
    return 'columns' in made ? frame(made.index, made.columns, made.dtypes) : series(made.index, made.dtype, made.name);
  become(self, made, context, truth === true);
  return none;
}

/** Changes a table or column in place; where it is not certain that this happens, what differs is not known after it. */
export function become(self: Value, made: Frame | Column, context: Context, certain = true): void {
  const sure = certain && context.certain;
  const table = frameOf(self);
  const column = columnOf(self);
  if (table && 'columns' in made) {
    const columns = sure ? made.columns : either(table.columns, made.columns);
    const kept = sure || String(table.dtypes) === String(made.dtypes);
    table.index = sure ? made.index : either(table.index, made.index);
    table.dtypes =
      kept && (columns.labels || !Array.isArray(made.dtypes)) ? made.dtypes : columns.labels?.map(() => undefined);
    table.columns = columns;
  } else if (column && !('columns' in made)) {
    column.index = sure ? made.index : either(column.index, made.index);
    if (sure || column.dtype !== made.dtype) column.dtype = sure ? made.dtype : undefined;
    if (sure) column.name = made.name;
  }
}

function either(a: Index, b: Index): Index {
  return a === b || (sameLabels(a, b) && a.labels === undefined) ? a : { count: anonymous() };
}

/** `df[label] = value`: the column's type changes, or it is added. */
export function setColumn(self: Value, table: Frame, label: Value, value: Value, context: Context): void {
  const dtype = typeOfAssigned(value, context);
  const { labels } = table.columns;
  const empty = table.index.count === 0;
  const index = empty ? rowsOfAssigned(value, context) : table.index;
  if (!labels) {
    // The column may be there already.
    become(self, { ...table, index, columns: { count: anonymous() }, dtypes: undefined }, context);
    return;
  }
  const at = placeOf(table.columns, label);
  const types = Array.isArray(table.dtypes) ? [...table.dtypes] : labels.map(() => undefined);
  if (at === undefined) become(self, { index, columns: { count: anonymous() }, dtypes: undefined }, context);
  else if (at >= 0) {
    types[at] = dtype;
    become(self, { index, columns: table.columns, dtypes: types }, context);
  } else become(self, { index, columns: labelled([...labels, label]), dtypes: [...types, dtype] }, context);
}

/** The element type of a column that a value is assigned to. */
function typeOfAssigned(value: Value, context: Context): ElementType | undefined {
  if (value.kind === 'int') return 'int64';
  if (value.kind === 'float') return 'float64';
  if (value.kind === 'bool') return 'bool';
  if (value.kind === 'tensor') return value.dtype === 'string' ? undefined : value.dtype;
  if (value.kind === 'list' && !value.rest && value.elements.length > 0) {
    const types = new Set(value.elements.map((each) => typeOfAssigned(each, context)));
    return types.size === 1 ? [...types][0] : undefined;
  }
  return columnOf(value)?.dtype;
}

/** How many rows a table without any has after a column was assigned to it. */
function rowsOfAssigned(value: Value, context: Context): Index {
  const column = columnOf(value);
  if (column) return column.index;
  const held = value.kind === 'tensor' ? value : valuesOf(value);
  if (held) return held.shape?.length ? { count: held.shape[0] ?? anonymous(), range: true } : { count: anonymous() };
  if (value.kind === 'list' || value.kind === 'tuple') {
    const length = context.length(value);
    if (length.kind === 'int') return { count: length.value, range: true };
    return { count: length.kind === 'dim' ? length.dim : anonymous(), range: true };
  }
  return value.kind === 'unknown' ? { count: anonymous() } : { count: 0 };
}

/** The table without some of its columns, however many of the labels it has. */
export function without(table: Frame, labels: readonly Value[]): Frame {
  const known = table.columns.labels;
  const at = labels.map((label) => placeOf(table.columns, label));
  if (!known || at.includes(undefined))
    return { index: table.index, columns: openColumns(fewer(table, labels)), dtypes: typeOfAll(table) };
  return columnsAt(
    table,
    known.flatMap((_, i) => (at.includes(i) ? [] : [i])),
  );
}

/** pandas raises where a label is missing, so as many columns are left as there were labels fewer. */
function fewer(table: Frame, labels: readonly Value[]): Dim | undefined {
  const keys = new Set(labels.map(keyOf));
  return keys.has(undefined) ? undefined : subtract(table.columns.count, keys.size);
}

function typeOfAll(table: Frame): ElementType | undefined {
  return Array.isArray(table.dtypes) ? undefined : (table.dtypes as ElementType | undefined);
}
