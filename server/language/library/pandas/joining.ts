import { add, anonymous, type Dim } from '../../tensor/dim.js';
import { keyOf } from '../../values/equality.js';
import type { Value } from '../../values/value.js';
import { columnOf, frame, frameOf, series } from './construct.js';
import { aligned } from './elementwise.js';
import { type Frame, type Index, labelled, rangeIndex, sameLabels } from './labels.js';
import { openColumns } from './selecting.js';

/** `pd.concat`: tables and columns under each other (axis 0) or side by side (axis 1). */
export function joined(parts: readonly Value[], axis: 0 | 1, renumber: boolean): Value {
  const columns = parts.map(columnOf);
  if (axis === 0 && columns.every((column) => column !== undefined)) {
    const types = new Set(columns.map((column) => column.dtype));
    const count = total(columns.map(({ index }) => index.count));
    return series(renumber ? rangeIndex(count) : { count }, types.size === 1 ? [...types][0] : undefined);
  }
  const tables = parts.map((part) => frameOf(part) ?? columnTable(part));
  if (tables.some((table) => table === undefined)) return frame({ count: anonymous() }, openColumns());
  const known = tables as readonly Frame[];
  return axis === 0 ? under(known, renumber) : beside(known, renumber);
}

function columnTable(part: Value): Frame | undefined {
  const column = columnOf(part);
  if (!column) return undefined;
  const columns = column.name ? labelled([column.name]) : { count: 1 };
  return { index: column.index, columns, dtypes: column.name ? [column.dtype] : column.dtype };
}

function total(counts: readonly Dim[]): Dim {
  return counts.reduce<Dim>((sum, count) => add(sum, count), 0);
}

function under(tables: readonly Frame[], renumber: boolean): Value {
  const [first] = tables;
  const count = total(tables.map(({ index }) => index.count));
  const index = renumber ? rangeIndex(count) : { count };
  if (!first) return frame(index, openColumns());
  if (tables.every((table) => sameLabels(table.columns, first.columns))) {
    const inOrder = tables.every(
      (table) => sameOrder(table.columns, first.columns) && String(table.dtypes) === String(first.dtypes),
    );
    return frame(index, first.columns, inOrder ? first.dtypes : undefined);
  }
  const labels = union(tables.map(({ columns }) => columns));
  return frame(index, labels ? labelled(labels) : openColumns());
}

function beside(tables: readonly Frame[], renumber: boolean): Value {
  let index: Index | undefined;
  for (const table of tables) index = index ? aligned(index, table.index) : table.index;
  const rows = index ?? { count: anonymous() };
  const labels = tables.map(({ columns }) => columns.labels);
  const count = total(tables.map(({ columns }) => columns.count));
  if (renumber) return frame(rows, rangeIndex(count, true));
  if (labels.some((each) => each === undefined)) return frame(rows, { count });
  const types = tables.flatMap((table) =>
    Array.isArray(table.dtypes) ? table.dtypes : (table.columns.labels ?? []).map(() => undefined),
  );
  return frame(
    rows,
    labelled((labels as readonly (readonly Value[])[]).flat()),
    index && same(tables, index) ? types : undefined,
  );
}

/** Whether no row is added to any of the tables, which would be filled with NaN. */
function same(tables: readonly Frame[], index: Index): boolean {
  return tables.every((table) => sameLabels(table.index, index));
}

function sameOrder(a: Index, b: Index): boolean {
  return a === b || (a.labels ?? []).every((label, at) => keyOf(label) === keyOf(b.labels?.[at] as Value));
}

function union(axes: readonly Index[]): readonly Value[] | undefined {
  const labels = new Map<string, Value>();
  for (const axis of axes) {
    if (!axis.labels) return undefined;
    for (const label of axis.labels) {
      const key = keyOf(label);
      if (key === undefined) return undefined;
      labels.set(key, label);
    }
  }
  return [...labels.values()];
}

/** `pd.merge`: which rows match is not known; the columns of both, the ones that they are matched by once. */
export function merged(left: Value, right: Value, keywords: ReadonlyMap<string, Value>): Value {
  const [a, b] = [frameOf(left), frameOf(right)];
  const on = keywords.get('on');
  const rows = { count: anonymous() };
  const keys = on?.kind === 'str' ? [on] : on?.kind === 'list' && !on.rest ? on.elements : undefined;
  const [p, q] = [a?.columns.labels, b?.columns.labels];
  if (!keys || !p || !q) return frame(rows, openColumns());
  const shared = new Set(keys.map(keyOf));
  const rest = q.filter((label) => !shared.has(keyOf(label)));
  const clash = rest.some((label) => p.some((other) => keyOf(other) === keyOf(label)));
  return clash ? frame(rows, { count: p.length + rest.length }) : frame(rows, labelled([...p, ...rest]));
}
