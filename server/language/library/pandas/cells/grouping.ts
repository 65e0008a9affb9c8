import type { Context } from '../../../values/context.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { int, type ObjectValue, str, tuple, type Value } from '../../../values/value.js';
import { define } from '../../python/define.js';
import { iteratorOf } from '../../python/sequence.js';
import { labelled, rangeIndex } from '../labels.js';
import { indexOfVector, labelValues, placesOfLabel } from './axis.js';
import { aligned } from './construct-table.js';
import { describedColumn } from './describe.js';
import { type Asked, askedOf, singleOf } from './group-functions.js';
import { sortedPlaces } from './ordering.js';
import { type Reduction, reduced, reductionNames } from './reduce.js';
import {
  columnNamed,
  columnsOfTable,
  computed,
  elementsAt,
  type Row,
  refuse,
  rowCountOf,
  rowOfValue,
  rowsAt,
  rowValue,
  type Table,
  tableOfValue,
  tableValue,
} from './table.js';
import { valuesOf } from './table-reductions.js';
import {
  isMissing,
  isNumbers,
  joinVectors,
  keyAt,
  plainAt,
  repeated,
  take,
  type Vector,
  vectorOf,
  wholeNumbers,
} from './vector.js';

/** Rows in groups of equal keys, in a run. */
interface Grouped {
  readonly of: Table | Row;
  /** The column by which the rows are grouped; `label` where it is one of the table's own. */
  readonly keys: Row;
  readonly asIndex: boolean;
  /** The keys were given as a list: a group's name is a tuple. */
  readonly listed: boolean;
  /** Of each group, where its rows stand; in the order of the keys. */
  readonly groups: readonly (readonly number[])[];
}

/** `groupby(by)` in a run. */
export const groupbyMethods = (['DataFrame', 'Series'] as const).map((owner) =>
  computed(
    `${owner}.groupby`,
    'self, by=None, level=None, *, as_index=True, sort=True, group_keys=True, observed=True, dropna=True',
    (args, context) => {
      const self = args.get('self');
      const of = (tableOfValue(self) ?? rowOfValue(self)) as Table | Row;
      const given = args.get('by');
      const by = given.kind === 'list' && given.elements.length === 1 ? (given.elements[0] as Value) : given;
      const row = rowOfValue(by);
      const keys = row
        ? aligned(row, of.index, context)
        : 'columns' in of && by.kind !== 'list' && by.kind !== 'none'
          ? columnNamed(of, by, context)
          : refuse('groups by several keys, or by other than columns', `${owner}.groupby`, context);
      const sort = context.truth(args.get('sort')) !== false;
      return object(groupedType, {
        of,
        keys,
        asIndex: context.truth(args.get('as_index')) !== false,
        listed: given.kind === 'list',
        groups: groupsOf(keys.cells, sort, context),
      });
    },
    'group_keys observed',
  ),
);

function groupsOf(cells: Vector, sort: boolean, context: Context): number[][] {
  const found = new Map<string, number[]>();
  for (let at = 0; at < cells.data.length; at += 1) {
    if (isMissing(cells, at)) continue;
    const key = keyAt(cells, at) ?? '';
    const group = found.get(key);
    if (group) group.push(at);
    else found.set(key, [at]);
  }
  const groups = [...found.values()];
  if (!sort) return groups;
  const firsts = take(
    cells,
    groups.map((group) => group[0] as number),
  );
  return sortedPlaces([{ vector: firsts, ascending: true }], context).map((at) => groups[at] as number[]);
}

const own = (self: Value) => (self as ObjectValue<Grouped>).state;

const keyLabels = ({ keys, groups }: Grouped): Vector =>
  take(
    keys.cells,
    groups.map((group) => group[0] as number),
  );

/** The columns that are not the key. */
function valueColumns({ of, keys }: Grouped): { readonly labels: readonly Value[]; readonly cells: readonly Vector[] } {
  if (!('columns' in of)) return { labels: [of.name ?? int(0)], cells: [of.cells] };
  const left = withoutKeys(of, keys);
  return { labels: labelValues(left.columns), cells: left.cells };
}

interface How {
  readonly numeric: boolean;
  readonly ddof: number;
}
const usual: How = { numeric: false, ddof: 1 };

/** What a method or a function makes of each group of a column. */
function summarized(state: Grouped, source: Vector, label: Value, asked: Asked, how: How, context: Context): Vector {
  if ('call' in asked) {
    const index = state.of.index;
    return vectorOf(
      state.groups.map((group) => {
        const part = rowValue(elementsAt({ index, cells: source, name: label }, group));
        return singleOf(asked.call(part), 'groupby.agg', context);
      }),
    );
  }
  const { name } = asked;
  if (name === 'size') return wholeNumbers(state.groups.map((group) => group.length));
  if (!isNumbers(source) && ['mean', 'median', 'std', 'var', 'sem'].includes(name))
    context.raise('TypeError', `dtype '${source.type}' does not support operation '${name}'`);
  return valuesOf(state.groups.map((group) => reducedGroup(take(source, group), name, how, context)));
}

function reducedGroup(part: Vector, name: string, how: How, context: Context): Value {
  if (name === 'first' || name === 'last') {
    const at = Array.from({ length: part.data.length }, (_, i) => i)
      .filter((i) => !isMissing(part, i))
      .at(name === 'first' ? 0 : -1);
    return at === undefined ? { kind: 'float', value: Number.NaN } : plainAt(part, at);
  }
  if (!(reductionNames as readonly string[]).includes(name))
    return refuse(`what ${name} makes of groups`, `groupby.${name}`, context);
  return reduced(part, name as Reduction, { skipna: true, ddof: how.ddof, ofGroup: true }, context);
}

function summary(state: Grouped, asked: Asked, how: How, context: Context): Value {
  const { labels, cells } = valueColumns(state);
  const chosen = cells.map((_, at) => at).filter((at) => !how.numeric || isNumbers(cells[at] as Vector));
  const made = chosen.map((at) => summarized(state, cells[at] as Vector, labels[at] as Value, asked, how, context));
  if (!('columns' in state.of) && state.asIndex)
    return rowValue({ index: groupIndex(state), cells: made[0] as Vector, name: state.of.name });
  return columnsOfGroups(
    state,
    chosen.map((at) => labels[at] as Value),
    made,
  );
}

const groupIndex = (state: Grouped) => indexOfVector(keyLabels(state), state.keys.name);

/** A row for each group, under its key or beside it. */
function columnsOfGroups(state: Grouped, names: readonly Value[], made: readonly Vector[]): Value {
  if (state.asIndex) return tableValue({ index: groupIndex(state), columns: labelled(names), cells: made });
  return tableValue({
    index: rangeIndex(state.groups.length),
    columns: labelled([state.keys.name ?? str('index'), ...names]),
    cells: [keyLabels(state), ...made],
  });
}

/** `agg`: by one function, by several of one column, or by one for each of some columns. */
function aggregated(
  state: Grouped,
  func: Value | undefined,
  keywords: ReadonlyMap<string, Value>,
  context: Context,
): Value {
  const named = [...keywords].filter(([, value]) => value.kind === 'tuple');
  const column = (label: Value): Vector => {
    if (!('columns' in state.of)) return refuse('names of columns', 'groupby.agg', context);
    return columnNamed(state.of, label, context).cells;
  };
  const by = (label: Value, cells: Vector, each: Value): Vector =>
    summarized(state, cells, label, askedOf(each, 'groupby.agg', context), usual, context);
  if (!func && !('columns' in state.of)) {
    const { name, cells } = state.of;
    if (keywords.size === 0) return refuse('its arguments', 'groupby.agg', context);
    return columnsOfGroups(
      state,
      [...keywords.keys()].map(str),
      [...keywords.values()].map((each) => by(name ?? int(0), cells, each)),
    );
  }
  if (!func) {
    if (named.length === 0 || named.length < keywords.size) return refuse('its arguments', 'groupby.agg', context);
    const made = named.map(([, value]) => {
      const [label, each] = value.kind === 'tuple' ? value.elements : [];
      return label && each ? by(label, column(label), each) : refuse('its arguments', 'groupby.agg', context);
    });
    return columnsOfGroups(
      state,
      named.map(([name]) => str(name)),
      made,
    );
  }
  if (keywords.size > 0) return refuse('its arguments', 'groupby.agg', context);
  if (func.kind === 'list') {
    const { of } = state;
    if ('columns' in of || func.elements.some(({ kind }) => kind !== 'str'))
      return refuse('several functions of several columns', 'groupby.agg', context);
    return columnsOfGroups(
      state,
      func.elements,
      func.elements.map((each) => by(of.name ?? int(0), of.cells, each)),
    );
  }
  if (func.kind === 'dict') {
    const entries = [...func.entries.values()];
    return columnsOfGroups(
      state,
      entries.map(({ key }) => key),
      entries.map(({ key, value }) => by(key, column(key), value)),
    );
  }
  return summary(state, askedOf(func, 'groupby.agg', context), usual, context);
}

/** `apply`: one value of each group. */
function appliedGroups(state: Grouped, func: Value, more: readonly Value[], context: Context): Value {
  const { of } = state;
  const without = 'columns' in of ? withoutKeys(of, state.keys) : of;
  const results = state.groups.map((group) => {
    const part = 'columns' in without ? tableValue(rowsAt(without, group)) : rowValue(elementsAt(without, group));
    return singleOf(context.call(func, [part, ...more]), 'groupby.apply', context);
  });
  if (!state.asIndex) return refuse('its argument as_index', 'groupby.apply', context);
  return rowValue({
    index: groupIndex(state),
    cells: vectorOf(results),
    name: 'columns' in of ? undefined : of.name,
  });
}

function withoutKeys(of: Table, keys: Row): Table {
  const gone = keys.name ? placesOfLabel(of.columns, keys.name) : [];
  return columnsOfTable(
    of,
    of.cells.map((_, at) => at).filter((at) => !gone.includes(at)),
  );
}

const groupedType: NativeType<Grouped> = {
  name: 'DataFrameGroupBy',
  module: 'pandas.api.typing',
  getItem: (self, key, context) => {
    const state = own(self);
    if (!('columns' in state.of)) return refuse('a part of a column in groups', 'groupby', context);
    if (key.kind !== 'list') return object(groupedType, { ...state, of: columnNamed(state.of, key, context) });
    const places = key.elements.map(
      (label) =>
        placesOfLabel((state.of as Table).columns, label)[0] ?? context.raise('KeyError', context.repr(label) ?? ''),
    );
    return object(groupedType, { ...state, of: columnsOfTable(state.of, places) });
  },
  getAttribute: (self, name, context) => {
    const state = own(self);
    if ('columns' in state.of && placesOfLabel(state.of.columns, str(name)).length > 0)
      return object(groupedType, { ...state, of: columnNamed(state.of, str(name), context) });
    if (name === 'ngroups') return int(state.groups.length);
    if (['groups', 'indices', 'dtypes'].includes(name))
      return refuse('it is not computed yet', `groupby.${name}`, context);
    const call = define(`groupby.${name}`, '*args, **kwargs', [], (args) =>
      calledGroups(state, name, args.rest, args.keywords, context),
    );
    return { kind: 'native', function: call };
  },
  iterate: (self) => {
    const state = own(self);
    const labels = keyLabels(state);
    return iteratorOf(
      state.groups.map((group, at) =>
        tuple([
          state.listed ? tuple([plainAt(labels, at)]) : plainAt(labels, at),
          'columns' in state.of ? tableValue(rowsAt(state.of, group)) : rowValue(elementsAt(state.of, group)),
        ]),
      ),
      'generator',
    );
  },
  length: (self) => int(own(self).groups.length),
};

function calledGroups(
  state: Grouped,
  name: string,
  rest: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  context: Context,
): Value {
  const [func, ...more] = rest;
  const full = `groupby.${name}`;
  if (name === 'agg' || name === 'aggregate') {
    if (more.length > 0) return refuse('its arguments', full, context);
    return aggregated(state, func, keywords, context);
  }
  const numeric = keywords.get('numeric_only');
  const ddof = keywords.get('ddof');
  const how: How = {
    numeric: numeric !== undefined && context.truth(numeric) === true,
    ddof: ddof?.kind === 'int' ? ddof.value : 1,
  };
  for (const key of keywords.keys())
    if (!['numeric_only', 'ddof'].includes(key)) refuse(`its argument ${key}`, full, context);
  if (name === 'transform' && func && more.length === 0)
    return transformed(state, askedOf(func, full, context), how, context);
  if (name === 'apply' && func) return appliedGroups(state, func, more, context);
  if (name === 'get_group' && func) return groupNamed(state, func, context);
  if (rest.length > 0) return refuse('its arguments', full, context);
  if (name === 'size') {
    const cells = wholeNumbers(state.groups.map((group) => group.length));
    if (!state.asIndex) return columnsOfGroups(state, [str('size')], [cells]);
    return rowValue({ index: groupIndex(state), cells, name: 'columns' in state.of ? undefined : state.of.name });
  }
  if (name === 'cumcount' || name === 'ngroup') {
    const numbers = new Array<number>(rowCountOf(state.of)).fill(Number.NaN);
    for (const [at, group] of state.groups.entries())
      for (const [i, row] of group.entries()) numbers[row] = name === 'cumcount' ? i : at;
    if (numbers.some(Number.isNaN)) return refuse('rows without a group', full, context);
    return rowValue({ index: state.of.index, cells: wholeNumbers(numbers), name: undefined });
  }
  if (name === 'describe' && !('columns' in state.of)) {
    const { cells } = state.of;
    const parts = state.groups.map((group) => describedColumn(take(cells, group), context));
    const { labels } = describedColumn(cells, context);
    return columnsOfGroups(
      state,
      labels.map(str),
      labels.map((_, i) => vectorOf(parts.map((part) => plainAt(part.cells, i)))),
    );
  }
  return summary(state, { name }, how, context);
}

function groupNamed(state: Grouped, wanted: Value, context: Context): Value {
  const label = state.listed && wanted.kind === 'tuple' ? (wanted.elements[0] as Value) : wanted;
  const labels = keyLabels(state);
  const at = Array.from({ length: labels.data.length }, (_, i) => i).find((i) =>
    context.truth(context.compare('==', plainAt(labels, i), label)),
  );
  const group =
    at === undefined ? context.raise('KeyError', context.repr(wanted) ?? '') : (state.groups[at] as readonly number[]);
  return 'columns' in state.of ? tableValue(rowsAt(state.of, group)) : rowValue(elementsAt(state.of, group));
}

/** The value of its group for each row, or what a function makes of the rows of each group. */
function transformed(state: Grouped, asked: Asked, how: How, context: Context): Value {
  const places = new Int32Array(rowCountOf(state.of)).fill(-1);
  for (const [at, group] of state.groups.entries()) for (const row of group) places[row] = at;
  const { labels, cells } = valueColumns(state);
  const made = cells.map((source, j): Vector => {
    if ('name' in asked) return take(summarized(state, source, labels[j] as Value, asked, how, context), places);
    if (places.includes(-1)) return refuse('rows without a group', 'groupby.transform', context);
    const whole: Row = { index: state.of.index, cells: source, name: labels[j] };
    const parts = state.groups.map((group) => {
      const result = asked.call(rowValue(elementsAt(whole, group)));
      const row = rowOfValue(result);
      if (!row) return repeated(singleOf(result, 'groupby.transform', context), group.length);
      return row.cells.data.length === group.length
        ? row.cells
        : refuse('a function that gives other rows', 'groupby.transform', context);
    });
    const order = new Int32Array(rowCountOf(state.of));
    for (const [at, row] of state.groups.flat().entries()) order[row] = at;
    return take(joinVectors(parts), order);
  });
  if ('columns' in state.of) return tableValue({ index: state.of.index, columns: labelled(labels), cells: made });
  return rowValue({ index: state.of.index, cells: made[0] as Vector, name: state.of.name });
}
