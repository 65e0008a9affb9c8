import { anonymous, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import { numberOf } from '../../values/equality.js';
import type { Arguments } from '../../values/native-function.js';
import type { Value } from '../../values/value.js';
import { elementTypeOf } from '../numpy/arguments.js';
import { toArray } from '../numpy/operand.js';
import { define } from '../python/define.js';
import { notComputed } from './cells/table.js';
import { columnOf, frame, frameOf, indexOf, series } from './construct.js';
import { aligned } from './elementwise.js';
import { type Frame, type Index, labelled, placeOf, rangeIndex, typesAt, typesOf } from './labels.js';

/** What runs do not compute yet: what would make it ends them. */
export function onShapes(name: string, make: (args: Arguments, context: Context) => Value) {
  return (args: Arguments, context: Context): Value =>
    context.host.mode === 'numbers' ? context.unknown(notComputed, name) : make(args, context);
}

/** `pd.Series(data, index)`. */
export const newSeries = define(
  'pd.Series',
  'data=None, index=None, dtype=None, name=None, **kwargs',
  [],
  onShapes('pd.Series', (args, context) => {
    const data = args.get('data');
    const name = args.get('name').kind === 'none' ? undefined : args.get('name');
    const wanted = elementTypeOf(args.get('dtype'));
    const rows = indexArgument(args.get('index'), context);
    const column = columnOf(data);
    const dtype = wanted === 'string' ? undefined : (wanted ?? column?.dtype ?? flatType(data, context));
    if (rows) return series(rows, dtype, name ?? column?.name);
    if (column) return series(column.index, dtype, name ?? column.name);
    if (data.kind === 'dict')
      return series(
        data.open ? { count: anonymous() } : labelled([...data.entries.values()].map(({ key }) => key)),
        dtype,
        name,
      );
    return series(rangeIndex(lengthOf(data, context) ?? (data.kind === 'none' ? 0 : anonymous())), dtype, name);
  }),
);

/** `pd.DataFrame(data, columns)`. */
export const newFrame = define(
  'pd.DataFrame',
  'data=None, index=None, columns=None, dtype=None, copy=None',
  [],
  onShapes('pd.DataFrame', (args, context) => {
    const made = tableOf(args.get('data'), context);
    const index = indexArgument(args.get('index'), context);
    const wanted = columnsArgument(args.get('columns'), context);
    const dtype = elementTypeOf(args.get('dtype'));
    const table: Frame = { ...made, index: index ?? made.index };
    const chosen = wanted ? choose(table, wanted, args.get('data')) : table;
    const typed = dtype && dtype !== 'string' ? typesOf(chosen.columns, dtype) : chosen.dtypes;
    return frame(chosen.index, chosen.columns, typed);
  }),
);

/** `columns=` beside data that has none, or names of which only some are wanted. */
function choose(table: Frame, wanted: Index, data: Value): Frame {
  const named = data.kind === 'dict' || frameOf(data) || data.kind === 'none';
  const at = named && wanted.labels ? wanted.labels.map((label) => placeOf(table.columns, label)) : undefined;
  if (at) {
    const known = at.every((place) => place !== undefined && place >= 0);
    return {
      ...table,
      columns: wanted,
      dtypes: known ? typesAt(table.dtypes, at as number[]) : wanted.labels?.map(() => undefined),
    };
  }
  return {
    ...table,
    columns: wanted,
    dtypes: Array.isArray(table.dtypes) && table.dtypes.length !== wanted.labels?.length ? undefined : table.dtypes,
  };
}

/** The labels that `columns=` or `index=` gives; undefined for None. */
export function columnsArgument(value: Value, context: Context): Index | undefined {
  if (value.kind === 'none') return undefined;
  const index = indexOf(value);
  if (index) return index;
  const labels = value.kind === 'list' && value.rest ? undefined : context.elements(value);
  if (labels) return labelled(labels);
  return { count: lengthOf(value, context) ?? anonymous() };
}

function indexArgument(value: Value, context: Context): Index | undefined {
  if (value.kind === 'none') return undefined;
  if (value.kind === 'range') return { count: Math.max(Math.ceil((value.stop - value.start) / value.step), 0) };
  return indexOf(value) ?? { count: lengthOf(value, context) ?? anonymous() };
}

/** What a table made of a value looks like before rows and columns are named. */
export function tableOf(data: Value, context: Context): Frame {
  const table = frameOf(data);
  if (table) return { ...table };
  const column = columnOf(data);
  if (column) {
    const columns = column.name ? labelled([column.name]) : { count: 1 };
    return { index: column.index, columns, dtypes: typesOf(columns, column.dtype) };
  }
  if (data.kind === 'none') return { index: rangeIndex(0), columns: labelled([]), dtypes: [] };
  if (data.kind === 'dict') return ofDict(data, context);
  if (data.kind === 'list' || data.kind === 'tuple') return ofRows(data, context);
  const values = data.kind === 'unknown' ? undefined : toArray(data, context);
  const { shape, dtype } = values ?? {};
  const known = dtype === 'string' ? undefined : dtype;
  const columns = shape ? rangeIndex(shape[1] ?? (shape.length === 1 ? 1 : anonymous()), true) : { count: anonymous() };
  return { index: rangeIndex(shape?.[0] ?? anonymous()), columns, dtypes: typesOf(columns, known) };
}

function ofDict(data: Value & { kind: 'dict' }, context: Context): Frame {
  const entries = [...data.entries.values()];
  let rows: Index | undefined;
  let length: Dim | undefined;
  for (const { value } of entries) {
    const column = columnOf(value);
    if (column) rows = rows ? aligned(rows, column.index) : column.index;
    else length = known(length, lengthOf(value, context));
  }
  const index = rows ?? rangeIndex(length ?? anonymous());
  if (data.open) return { index, columns: { count: anonymous() }, dtypes: undefined };
  return {
    index,
    columns: labelled(entries.map(({ key }) => key)),
    dtypes: entries.map(({ value }) => columnOf(value)?.dtype ?? flatType(value, context)),
  };
}

/** Of several lengths that must be equal, one that is a number. */
function known(a: Dim | undefined, b: Dim | undefined): Dim | undefined {
  return typeof a === 'number' || b === undefined ? a : typeof b === 'number' || a === undefined ? b : a;
}

/** A list of rows: lists, dicts, columns, arrays; or of plain values. */
function ofRows(data: Value & { kind: 'list' | 'tuple' }, context: Context): Frame {
  const elements = data.kind === 'list' && data.rest ? [...data.elements, data.rest] : data.elements;
  const index = rangeIndex(data.kind === 'list' && data.rest ? anonymous() : elements.length);
  const open: Frame = { index, columns: { count: anonymous() }, dtypes: undefined };
  const [first] = elements;
  if (!first) return { index, columns: labelled([]), dtypes: [] };
  if (elements.every((row) => row.kind === 'dict')) {
    const keys = new Map<string, Value>();
    for (const row of elements) {
      if (row.kind !== 'dict' || row.open) return open;
      for (const [key, entry] of row.entries) keys.set(key, entry.key);
    }
    const columns = labelled([...keys.values()]);
    return { index, columns, dtypes: columns.labels?.map(() => undefined) };
  }
  if (elements.every((row) => numberOf(row) !== undefined || row.kind === 'str'))
    return { index, columns: rangeIndex(1, true), dtypes: [flatType(data, context)] };
  const widths = elements.map((row) => columnOf(row)?.index ?? rowWidth(row, context));
  const [width] = widths;
  if (!width) return open;
  const same = widths.every(
    (each) => each === width || (each && typeof each === 'object' && 'count' in each && each.count === width.count),
  );
  if (!same) return open;
  if (columnOf(first)) return { index: { count: index.count }, columns: { count: width.count }, dtypes: undefined };
  const dtype = toArray(data, context)?.dtype;
  const columns = rangeIndex(width.count, true);
  return { index, columns, dtypes: typesOf(columns, uniform(dtype) ? dtype : undefined) };
}

function rowWidth(row: Value, context: Context): Index | undefined {
  if (row.kind !== 'list' && row.kind !== 'tuple' && row.kind !== 'tensor') return undefined;
  const count = lengthOf(row, context);
  return count === undefined ? undefined : { count };
}

/** Whether a type of a whole array is that of each column: floats may stand beside whole numbers. */
function uniform(dtype: ElementType | undefined): boolean {
  return dtype === 'int64' || dtype === 'bool';
}

/** The length of what has one; undefined where it is one value, or not known. */
export function lengthOf(value: Value, context: Context): Dim | undefined {
  if (value.kind === 'tensor') return value.shape?.[0];
  if (!['list', 'tuple', 'range', 'object', 'dict', 'set'].includes(value.kind)) return undefined;
  if (value.kind === 'object' && !value.type.length) return undefined;
  const length = context.length(value);
  if (length.kind === 'dim') return length.dim;
  return length.kind === 'int' ? length.value : undefined;
}

function flatType(value: Value, context: Context): ElementType | undefined {
  if (value.kind === 'int') return 'int64';
  if (value.kind === 'float') return 'float64';
  if (value.kind === 'bool') return 'bool';
  if (value.kind === 'tensor') return value.dtype === 'string' ? undefined : value.dtype;
  if (value.kind === 'range') return 'int64';
  if ((value.kind !== 'list' && value.kind !== 'tuple') || value.elements.some((each) => numberOf(each) === undefined))
    return undefined;
  const dtype = toArray(value, context)?.dtype;
  const mixed = value.elements.some(({ kind }) => kind === 'bool') && dtype !== 'bool';
  return mixed ? undefined : dtype;
}
