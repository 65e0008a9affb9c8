import type { Context } from '../../../values/context.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { int, type ObjectValue, str, tuple, type Value } from '../../../values/value.js';
import { define } from '../../python/define.js';
import { iteratorOf } from '../../python/sequence.js';
import { labelled, rangeIndex } from '../labels.js';
import { indexOfVector, labelValues, placesOfLabel } from './axis.js';
import { aligned } from './construct-table.js';
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
import { isMissing, isNumbers, keyAt, plainAt, take, type Vector, wholeNumbers } from './vector.js';

/** Rows in groups of equal keys, in a run. */
interface Grouped {
  readonly of: Table | Row;
  /** The column by which the rows are grouped; `label` where it is one of the table's own. */
  readonly keys: Row;
  readonly asIndex: boolean;
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
  const gone = keys.name ? placesOfLabel(of.columns, keys.name) : [];
  const left = columnsOfTable(
    of,
    of.cells.map((_, at) => at).filter((at) => !gone.includes(at)),
  );
  return { labels: labelValues(left.columns), cells: left.cells };
}

function summary(state: Grouped, name: string, args: { numeric: boolean; ddof: number }, context: Context): Value {
  const { labels, cells } = valueColumns(state);
  const reduce = (part: Vector): Value => {
    if (name === 'first' || name === 'last') {
      const at = Array.from({ length: part.data.length }, (_, i) => i)
        .filter((i) => !isMissing(part, i))
        .at(name === 'first' ? 0 : -1);
      return at === undefined ? { kind: 'float', value: Number.NaN } : plainAt(part, at);
    }
    if (!(reductionNames as readonly string[]).includes(name))
      return refuse(`what ${name} makes of groups`, `groupby.${name}`, context);
    return reduced(part, name as Reduction, { skipna: true, ddof: args.ddof, ofGroup: true }, context);
  };
  const chosen = cells.map((_, at) => at).filter((at) => !args.numeric || isNumbers(cells[at] as Vector));
  const made = chosen.map((at) => {
    const source = cells[at] as Vector;
    if (!isNumbers(source) && ['mean', 'median', 'std', 'var', 'sem'].includes(name))
      context.raise('TypeError', `dtype '${source.type}' does not support operation '${name}'`);
    return valuesOf(state.groups.map((group) => reduce(take(source, group))));
  });
  const index = indexOfVector(keyLabels(state), state.keys.name);
  if (!('columns' in state.of) && state.asIndex)
    return rowValue({ index, cells: made[0] as Vector, name: state.of.name });
  const names = chosen.map((at) => labels[at] as Value);
  if (!state.asIndex)
    return tableValue({
      index: rangeIndex(state.groups.length),
      columns: labelled([state.keys.name ?? str('index'), ...names]),
      cells: [keyLabels(state), ...made],
    });
  return tableValue({ index, columns: labelled(names), cells: made });
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
          plainAt(labels, at),
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
  const numeric = keywords.get('numeric_only');
  const ddof = keywords.get('ddof');
  const how = {
    numeric: numeric !== undefined && context.truth(numeric) === true,
    ddof: ddof?.kind === 'int' ? ddof.value : 1,
  };
  for (const key of keywords.keys())
    if (!['numeric_only', 'ddof'].includes(key)) refuse(`its argument ${key}`, `groupby.${name}`, context);
  if (name === 'size') {
    const index = indexOfVector(keyLabels(state), state.keys.name);
    return rowValue({ index, cells: wholeNumbers(state.groups.map((group) => group.length)), name: undefined });
  }
  const [func, ...more] = rest;
  if (name === 'agg' || name === 'aggregate' || name === 'transform') {
    if (func?.kind !== 'str' || more.length > 0)
      return refuse('other functions than one by its name', `groupby.${name}`, context);
    return name === 'transform'
      ? transformed(state, func.value, how, context)
      : summary(state, func.value, how, context);
  }
  if (name === 'get_group' && func) {
    const labels = keyLabels(state);
    const at = Array.from({ length: labels.data.length }, (_, i) => i).find((i) =>
      context.truth(context.compare('==', plainAt(labels, i), func)),
    );
    const group =
      at === undefined ? context.raise('KeyError', context.repr(func) ?? '') : (state.groups[at] as readonly number[]);
    return 'columns' in state.of ? tableValue(rowsAt(state.of, group)) : rowValue(elementsAt(state.of, group));
  }
  if (rest.length > 0) return refuse('its arguments', `groupby.${name}`, context);
  return summary(state, name, how, context);
}

/** The value of its group for each row. */
function transformed(state: Grouped, name: string, how: { numeric: boolean; ddof: number }, context: Context): Value {
  const made = summary({ ...state, asIndex: true }, name, how, context);
  const places = new Int32Array(rowCountOf(state.of)).fill(-1);
  for (const [at, group] of state.groups.entries()) for (const row of group) places[row] = at;
  const table = tableOfValue(made);
  if (table)
    return tableValue({
      index: state.of.index,
      columns: table.columns,
      cells: table.cells.map((cells) => take(cells, places)),
    });
  const row = rowOfValue(made) as Row;
  return rowValue({ index: state.of.index, cells: take(row.cells, places), name: row.name });
}
