import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { int, type Value } from '../../../values/value.js';
import { type Index, labelled, rangeIndex } from '../labels.js';
import { cellsOfAxis, identicalLabels, indexOfVector, isUnique, labelAt, labelValues, placesOfLabel } from './axis.js';
import { labelsOf } from './construct-table.js';
import { sortedPlaces } from './ordering.js';
import { alongColumns } from './rows-or-columns.js';
import {
  columnNamed,
  computed,
  methodsOf,
  type Row,
  refuse,
  rowCountOf,
  rowOfValue,
  rowValue,
  selfTable,
  type Table,
  tableOfValue,
  tableValue,
} from './table.js';
import {
  asObjects,
  commonVectorType,
  filled,
  firstPlaces,
  joinVectors,
  keyAt,
  keyOfScalar,
  NaNValue,
  repeated,
  take,
  type Vector,
} from './vector.js';

/** `pd.concat`, `pd.merge` and the methods of their names. */

function partsOf(value: Value, context: Context): (Table | Row)[] {
  if (value.kind === 'dict') return refuse('parts under names', 'pd.concat', context);
  return (context.elements(value) ?? refuse('parts that are not known', 'pd.concat', context)).flatMap(
    (each): (Table | Row)[] => {
      if (each.kind === 'none') return [];
      const made = tableOfValue(each) ?? rowOfValue(each);
      if (!made)
        return context.raise(
          'TypeError',
          `cannot concatenate object of type '<class '${each.kind}'>'; only Series and DataFrame objs are valid`,
        );
      return [made];
    },
  );
}

const asTable = (part: Table | Row, at: number): Table =>
  'columns' in part
    ? part
    : {
        index: part.index,
        columns: labelled([part.name && part.name.kind !== 'none' ? part.name : int(at)]),
        cells: [part.cells],
      };

export const concat = computed(
  'pd.concat',
  "objs, *, axis=0, join='outer', ignore_index=False, keys=None, levels=None, names=None, verify_integrity=False, sort=False, copy=None",
  (args, context) => {
    const parts = partsOf(args.get('objs'), context);
    if (parts.length === 0) return context.raise('ValueError', 'No objects to concatenate');
    const beside = alongColumns(args.get('axis'), context);
    const renumber = context.truth(args.get('ignore_index')) === true;
    const join = args.get('join');
    const inner = join.kind === 'str' && join.value === 'inner';
    const sort = context.truth(args.get('sort')) === true;
    const keys = args.get('keys');
    if (keys.kind !== 'none')
      return underKeys(
        parts,
        keys,
        beside,
        (named) => tableValue(sideBySide(named, renumber, inner, sort, context)),
        context,
      );
    if (beside) return tableValue(sideBySide(parts, renumber, inner, sort, context));
    const index = (): Index =>
      renumber
        ? rangeIndex(parts.reduce((sum, part) => sum + rowCountOf(part), 0))
        : joinedLabels(parts.map((part) => part.index));
    if (parts.every((part): part is Row => !('columns' in part))) {
      const [first] = parts as Row[];
      const same = (parts as Row[]).every(
        (part) => part.name && first?.name && keyOfScalar(part.name) === keyOfScalar(first.name),
      );
      return rowValue({
        index: index(),
        cells: joinVectors((parts as Row[]).map((part) => part.cells)),
        name: same ? first?.name : undefined,
      });
    }
    return tableValue(
      stacked(
        parts.map((part) => asTable(part, 0)),
        index(),
        inner,
        sort,
        context,
      ),
    );
  },
  'copy',
);

/** Columns side by side under names; of tables the names would be a level of labels of their own. */
function underKeys(
  parts: readonly (Table | Row)[],
  keys: Value,
  beside: boolean,
  join: (parts: readonly Row[]) => Value,
  context: Context,
): Value {
  const names = context.elements(keys);
  const columns = parts.filter((part): part is Row => !('columns' in part));
  if (!names || !beside || columns.length < parts.length || names.length !== parts.length)
    return refuse('its argument keys', 'pd.concat', context);
  return join(columns.map((part, at) => ({ ...part, name: names[at] })));
}

function joinedLabels(axes: readonly Index[]): Index {
  const [first] = axes;
  if (first && axes.length === 1) return first;
  const named =
    first?.name && axes.every((axis) => axis.name && first.name && keyOfScalar(axis.name) === keyOfScalar(first.name));
  return indexOfVector(joinVectors(axes.map(cellsOfAxis)), named ? first?.name : undefined);
}

/** Tables under each other: the columns of all (or those that all have); what a table has not is missing. */
function stacked(tables: readonly Table[], index: Index, inner: boolean, sort: boolean, context: Context): Table {
  const labels = new Map<string, Value>();
  for (const table of tables)
    for (const label of labelValues(table.columns)) labels.set(keyOfScalar(label) ?? '', label);
  const same = tables.every((table) => identicalLabels(table.columns, (tables[0] as Table).columns));
  const found = [...labels.values()].filter(
    (label) => !inner || tables.every((table) => placesOfLabel(table.columns, label).length > 0),
  );
  const kept = sort && !same ? labelValues(sortedLabels(labelsOf(found), context)) : found;
  const cells = kept.map((label): Vector => {
    const found = tables.map((table) => table.cells[placesOfLabel(table.columns, label)[0] ?? -1]);
    const types = found.flatMap((each, at) =>
      each && ((tables[at] as Table).index.count as number) > 0 ? [each.type] : [],
    );
    const gaps = found.some((each, at) => !each && ((tables[at] as Table).index.count as number) > 0);
    const type = commonVectorType(types);
    const parts = found.map((each, at): Vector => {
      const count = rowCountOf(tables[at] as Table);
      if (each) return count === 0 && each.type === 'object' ? { type: 'object', data: [] } : each;
      return type === 'str'
        ? { type: 'str', data: new Array(count).fill(undefined) }
        : type === 'object'
          ? asObjects(repeated(NaNValue, count))
          : filled('float64', count, Number.NaN);
    });
    const solid = parts.filter((part) => part.data.length > 0);
    if (gaps && type === 'bool') return joinVectors(solid.map(asObjects));
    return solid.length > 0 ? joinVectors(solid) : (parts[0] as Vector);
  });
  return { index, columns: same ? (tables[0] as Table).columns : labelled(kept), cells };
}

/** Tables side by side: the rows of all (or those that all have). */
function sideBySide(
  parts: readonly (Table | Row)[],
  renumber: boolean,
  inner: boolean,
  sort: boolean,
  context: Context,
): Table {
  let unnamed = 0;
  const allRows = parts.every((part) => !('columns' in part));
  const tables = parts.map((part) => {
    const nameless = !('columns' in part) && !(part.name && part.name.kind !== 'none');
    const table = asTable(part, unnamed);
    if (nameless) unnamed += 1;
    return table;
  });
  let index = (tables[0] as Table).index;
  for (const table of tables.slice(1)) {
    if (identicalLabels(index, table.index)) continue;
    if (inner) {
      const own = index;
      const cells = cellsOfAxis(own);
      index = indexOfVector(
        take(
          cells,
          Array.from({ length: cells.data.length }, (_, at) => at).filter(
            (at) => placesOfLabel(table.index, labelAt(own, at)).length > 0,
          ),
        ),
      );
    } else index = union(index, table.index, context);
    if (sort) index = sortedLabels(index, context);
  }
  const cells = tables.flatMap((table) => {
    if (identicalLabels(index, table.index)) return table.cells;
    if (!isUnique(table.index)) return context.raise('ValueError', 'cannot reindex on an axis with duplicate labels');
    const places = labelValues(index).map((label) => placesOfLabel(table.index, label)[0] ?? -1);
    return table.cells.map((each) => take(each, places));
  });
  const labels = tables.flatMap((table) => labelValues(table.columns));
  const named = allRows && unnamed === parts.length;
  return { index, columns: renumber || named ? rangeIndex(cells.length, true) : labelled(labels), cells };
}

/** The labels of both, those of the first before those that the second has beside them. */
function union(a: Index, b: Index, context: Context): Index {
  if (!isUnique(a) || !isUnique(b)) return refuse('labels that are there several times', 'pd.concat', context);
  const all = joinVectors([cellsOfAxis(a), cellsOfAxis(b)]);
  return indexOfVector(take(all, firstPlaces(all, true)));
}

function sortedLabels(index: Index, context: Context): Index {
  const cells = cellsOfAxis(index);
  return indexOfVector(take(cells, sortedPlaces([{ vector: cells, ascending: true }], context)), index.name);
}

const mergeParameters =
  "right, how='inner', on=None, left_on=None, right_on=None, left_index=False, right_index=False, sort=False, suffixes=('_x', '_y'), copy=None, indicator=False, validate=None";

export const mergeFunctions: readonly NativeFunction[] = ['pd.merge', 'DataFrame.merge'].map((name) =>
  computed(
    name,
    `${name === 'pd.merge' ? 'left' : 'self'}, ${mergeParameters}`,
    (args, context) => {
      const left = tableOfValue(args.get(name === 'pd.merge' ? 'left' : 'self'));
      const right = tableOfValue(args.get('right'));
      if (!left || !right) return refuse('what is no table', name, context);
      const how = args.get('how');
      const kind = how.kind === 'str' ? how.value : '';
      if (!['inner', 'left', 'right', 'outer'].includes(kind)) return refuse(`how='${kind}'`, name, context);
      const list = (value: Value): Value[] =>
        value.kind === 'list' ? value.elements : value.kind === 'none' ? [] : [value];
      const both = list(args.get('on'));
      const shared = labelValues(left.columns).filter((label) => placesOfLabel(right.columns, label).length > 0);
      const sides = args.get('left_on').kind !== 'none';
      const on = both.length > 0 || sides ? both : shared;
      const leftOn = sides ? list(args.get('left_on')) : on;
      const rightOn = sides ? list(args.get('right_on')) : on;
      const suffixes = (context.elements(args.get('suffixes')) ?? []).map((each) => context.str(each) ?? '');
      return tableValue(merged(left, right, leftOn, rightOn, kind, suffixes, context));
    },
    'copy',
  ),
);

/** The rows of each key. */
function byKey(keys: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [at, key] of keys.entries()) {
    const found = places.get(key);
    if (found) found.push(at);
    else places.set(key, [at]);
  }
  return places;
}

function merged(
  left: Table,
  right: Table,
  leftOn: readonly Value[],
  rightOn: readonly Value[],
  how: string,
  suffixes: readonly string[],
  context: Context,
): Table {
  const keysOf = (table: Table, labels: readonly Value[]) => {
    const parts = labels.map((label) => columnNamed(table, label, context).cells);
    return Array.from({ length: rowCountOf(table) }, (_, at) => parts.map((cells) => keyAt(cells, at)).join('\u0001'));
  };
  const table = byKey(keysOf(right, rightOn));
  let [a, b]: [number[], number[]] = [[], []];
  if (how === 'right') {
    // The rows of the right table lead, in their order.
    const places = byKey(keysOf(left, leftOn));
    for (const [other, key] of keysOf(right, rightOn).entries())
      for (const at of places.get(key) ?? [-1]) {
        a.push(at);
        b.push(other);
      }
  } else {
    const used = new Set<number>();
    for (const [at, key] of keysOf(left, leftOn).entries())
      for (const other of table.get(key) ?? (how === 'inner' ? [] : [-1])) {
        used.add(other);
        a.push(at);
        b.push(other);
      }
    if (how === 'outer')
      for (let other = 0; other < rowCountOf(right); other += 1)
        if (!used.has(other)) {
          a.push(-1);
          b.push(other);
        }
  }
  const count = rowCountOf(left);
  /** A key of both tables: of the left one where it has the row. */
  const keyCells = (i: number): Vector => {
    const [own, others] = [
      columnNamed(left, leftOn[i] as Value, context),
      columnNamed(right, rightOn[i] as Value, context),
    ];
    return take(
      joinVectors([own.cells, others.cells]),
      a.map((at, row) => (at >= 0 ? at : count + (b[row] as number))),
    );
  };
  if (how === 'outer') {
    const order = sortedPlaces(
      leftOn.map((_, i) => ({ vector: keyCells(i), ascending: true })),
      context,
    );
    [a, b] = [order.map((row) => a[row] as number), order.map((row) => b[row] as number)];
  }
  const same = leftOn.every((label, i) => keyOfScalar(label) === keyOfScalar(rightOn[i] as Value));
  const dropped = new Set(same ? rightOn.map(keyOfScalar) : []);
  const rightPlaces = right.cells
    .map((_, at) => at)
    .filter((at) => !dropped.has(keyOfScalar(labelValues(right.columns)[at] as Value)));
  const rightLabels = rightPlaces.map((at) => labelValues(right.columns)[at] as Value);
  const leftLabels = labelValues(left.columns);
  const clash = (label: Value, others: readonly Value[]) =>
    others.some((other) => keyOfScalar(other) === keyOfScalar(label));
  const suffixed = (label: Value, suffix: string): Value => ({ kind: 'str', value: `${context.str(label)}${suffix}` });
  const labels = [
    ...leftLabels.map((label) => (clash(label, rightLabels) ? suffixed(label, suffixes[0] ?? '') : label)),
    ...rightLabels.map((label) => (clash(label, leftLabels) ? suffixed(label, suffixes[1] ?? '') : label)),
  ];
  return {
    index: rangeIndex(a.length),
    columns: labelled(labels),
    cells: [
      ...left.cells.map((cells, at) => {
        const key = same
          ? leftOn.findIndex((label) => keyOfScalar(label) === keyOfScalar(leftLabels[at] as Value))
          : -1;
        return key >= 0 ? keyCells(key) : take(cells, a);
      }),
      ...rightPlaces.map((at) => take(right.cells[at] as Vector, b)),
    ],
  };
}

/** `df.join(other)`: columns of another table beside those of one, by the labels of the rows. */
export const joinMethod: NativeFunction = methodsOf('DataFrame', selfTable)(
  'join',
  "other, on=None, how='left', lsuffix='', rsuffix='', sort=False, validate=None",
  (table, args, context) => {
    const row = rowOfValue(args.get('other'));
    const other = tableOfValue(args.get('other')) ?? (row && asTable(row, 0));
    if (!other) return refuse('what is no table', 'DataFrame.join', context);
    const shared = labelValues(table.columns).filter((label) => placesOfLabel(other.columns, label).length > 0);
    const [own, others] = ['lsuffix', 'rsuffix'].map((name) => context.str(args.get(name)) ?? '');
    if (shared.length > 0 && own === '' && others === '')
      return context.raise(
        'ValueError',
        `columns overlap but no suffix specified: Index([${shared.map((each) => context.repr(each)).join(', ')}], dtype='str')`,
      );
    if (!isUnique(other.index)) return refuse('labels that are there several times', 'DataFrame.join', context);
    const places = labelValues(table.index).map((label) => placesOfLabel(other.index, label)[0] ?? -1);
    const keys = new Set(shared.map(keyOfScalar));
    const suffixed = (labels: readonly Value[], suffix: string): Value[] =>
      labels.map((label) =>
        keys.has(keyOfScalar(label)) ? { kind: 'str', value: `${context.str(label)}${suffix}` } : label,
      );
    return tableValue({
      index: table.index,
      columns: labelled(
        [...suffixed(labelValues(table.columns), own ?? ''), ...suffixed(labelValues(other.columns), others ?? '')],
        table.columns.name,
      ),
      cells: [...table.cells, ...other.cells.map((cells) => take(cells, places))],
    });
  },
);
