import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { list, none, str, tuple, type Value } from '../../../values/value.js';
import { elementTypeOf } from '../../numpy/arguments.js';
import { iteratorOf } from '../../python/sequence.js';
import { indexOf, indexValue } from '../construct.js';
import { type Index, labelled, rangeIndex } from '../labels.js';
import { applied } from './apply.js';
import { arrayOfTable } from './arrays.js';
import { columnFrom, withColumn } from './assign.js';
import { converted, typeArgument } from './astype.js';
import { cellsOfAxis, indexOfVector, labelAt, labelValues, placesOfLabel, rangedIndex } from './axis.js';
import { joinMethod, mergeFunctions } from './concat.js';
import { labelsOf } from './construct-table.js';
import { describedTable } from './describe.js';
import { groupbyMethods } from './grouping.js';
import { infoText } from './info.js';
import { namedTupleRow } from './named-row.js';
import { sortedPlaces } from './ordering.js';
import { reindexMethods } from './reindex.js';
import { alongColumns } from './rows-or-columns.js';
import { everyPlace, keyVector, rowOfTable } from './select.js';
import { sharedMethods } from './shared-methods.js';
import {
  columnNamed,
  columnOfTable,
  columnsOfTable,
  computed,
  methodsOf,
  numberArgument,
  outcome,
  overwrite,
  refuse,
  rowCountOf,
  rowOfValue,
  rowsAt,
  rowValue,
  selfTable,
  tableValue,
} from './table.js';
import { reducingTableMethods } from './table-reductions.js';
import { isMissing, isNumbers, keyOfScalar, plainValues, type Vector } from './vector.js';
import { csvText } from './write-csv.js';

const method = methodsOf('DataFrame', selfTable);

/** The labels that a list or a single one gives. */
const labelList = (value: Value, context: Context): Value[] => {
  const vector = value.kind === 'tuple' ? undefined : keyVector(value, context);
  return vector ? plainValues(vector) : [value];
};

function withoutLabels(axis: Index, labels: readonly Value[], ignore: boolean, context: Context): number[] {
  const missing = labels.filter((label) => placesOfLabel(axis, label).length === 0);
  if (missing.length > 0 && !ignore)
    context.raise('KeyError', `"[${missing.map((each) => context.repr(each)).join(', ')}] not found in axis"`);
  const gone = new Set(labels.flatMap((label) => placesOfLabel(axis, label)));
  return everyPlace(axis).filter((at) => !gone.has(at));
}

/** The labels that a dict or a function makes of others. */
function renamed(axis: Index, by: Value, context: Context): Index {
  if (by.kind === 'none') return axis;
  const labels = labelValues(axis).map((label) =>
    by.kind === 'dict' ? (by.entries.get(keyOfScalar(label) ?? '')?.value ?? label) : context.call(by, [label]),
  );
  return labelled(labels, axis.name);
}

export const tableMethods: readonly NativeFunction[] = [
  ...sharedMethods('DataFrame'),
  ...groupbyMethods.filter(({ name }) => name.startsWith('DataFrame')),
  joinMethod,
  ...reindexMethods.filter(({ name }) => name.startsWith('DataFrame')),
  ...mergeFunctions.filter(({ name }) => name.startsWith('DataFrame')),
  ...reducingTableMethods,
  method(
    'to_numpy',
    'dtype=None, copy=False, na_value=...',
    (table, args, context) => {
      const wanted = args.get('dtype');
      if (wanted.kind === 'none') return arrayOfTable(table);
      const type = typeArgument(wanted, 'DataFrame.to_numpy', context);
      return arrayOfTable({ ...table, cells: table.cells.map((cells) => converted(cells, type, context)) });
    },
    'copy',
  ),
  method(
    'drop',
    "labels=None, *, axis=0, index=None, columns=None, level=None, inplace=False, errors='raise'",
    (table, args, context) => {
      const errors = args.get('errors');
      const ignore = errors.kind === 'str' && errors.value === 'ignore';
      // Beside `index=` and `columns=` an axis said nothing before pandas 3.1, which refuses it.
      const byAxis = args.get('labels').kind !== 'none';
      const ofColumns = alongColumns(args.get('axis'), context) && byAxis;
      const columns = ofColumns ? args.get('labels') : args.get('columns');
      const rows = byAxis && !ofColumns ? args.get('labels') : args.get('index');
      let made = table;
      if (columns.kind !== 'none')
        made = columnsOfTable(made, withoutLabels(made.columns, labelList(columns, context), ignore, context));
      if (rows.kind !== 'none')
        made = rowsAt(made, withoutLabels(made.index, labelList(rows, context), ignore, context));
      return outcome(args, made, context);
    },
  ),
  computed('DataFrame.pop', 'self, item', (args, context) => {
    const table = selfTable(args);
    const column = columnNamed(table, args.get('item'), context);
    overwrite(
      args.get('self'),
      columnsOfTable(table, withoutLabels(table.columns, [args.get('item')], false, context)),
    );
    return rowValue(column);
  }),
  method('get', 'key, default=None', (table, args) => {
    const [at] = placesOfLabel(table.columns, args.get('key'));
    return at === undefined ? args.get('default') : rowValue(columnOfTable(table, at));
  }),
  computed('DataFrame.insert', 'self, loc, column, value, allow_duplicates=False', (args, context) => {
    const table = selfTable(args);
    const label = args.get('column');
    if (placesOfLabel(table.columns, label).length > 0)
      context.raise('ValueError', `cannot insert ${context.str(label)}, already exists`);
    overwrite(
      args.get('self'),
      withColumn(
        table,
        label,
        columnFrom(args.get('value'), table, context),
        numberArgument(args, 'loc', 'DataFrame.insert', context),
      ),
    );
    return none;
  }),
  method('assign', '**kwargs', (table, args, context) => {
    let made = table;
    for (const [name, value] of args.keywords)
      made = withColumn(
        made,
        str(name),
        columnFrom(value.kind === 'function' ? context.call(value, [tableValue(made)]) : value, made, context),
      );
    return tableValue(made);
  }),
  method(
    'rename',
    "mapper=None, *, index=None, columns=None, axis=None, copy=None, inplace=False, level=None, errors='ignore'",
    (table, args, context) => {
      const mapper = args.get('mapper');
      const ofColumns = mapper.kind !== 'none' && alongColumns(args.get('axis'), context);
      const columns = renamed(table.columns, ofColumns ? mapper : args.get('columns'), context);
      const rows = mapper.kind !== 'none' && !ofColumns ? mapper : args.get('index');
      const index = rows.kind === 'none' ? table.index : labelsOf(labelValues(renamed(table.index, rows, context)));
      return outcome(args, { ...table, columns, index }, context);
    },
    'copy',
  ),
  method('add_prefix', 'prefix', (table, args, context) =>
    tableValue({
      ...table,
      columns: labelled(
        labelValues(table.columns).map((label) => str(`${context.str(args.get('prefix'))}${context.str(label)}`)),
      ),
    }),
  ),
  method('add_suffix', 'suffix', (table, args, context) =>
    tableValue({
      ...table,
      columns: labelled(
        labelValues(table.columns).map((label) => str(`${context.str(label)}${context.str(args.get('suffix'))}`)),
      ),
    }),
  ),
  method('select_dtypes', 'include=None, exclude=None', (table, args, context) => {
    const include = typeTest(args.get('include'), context);
    const exclude = typeTest(args.get('exclude'), context);
    return tableValue(
      columnsOfTable(
        table,
        table.cells.flatMap((cells, at) => ((include?.(cells) ?? true) && !(exclude?.(cells) ?? false) ? [at] : [])),
      ),
    );
  }),
  method('filter', 'items=None, like=None, regex=None, axis=None', (table, args, context) => {
    const like = args.get('like');
    const labels = labelValues(table.columns);
    if (args.get('items').kind !== 'none')
      return tableValue(
        columnsOfTable(
          table,
          labelList(args.get('items'), context).flatMap((label) => placesOfLabel(table.columns, label)),
        ),
      );
    if (like.kind === 'str')
      return tableValue(
        columnsOfTable(
          table,
          labels.flatMap((label, at) => ((context.str(label) ?? '').includes(like.value) ? [at] : [])),
        ),
      );
    return refuse('its argument regex', 'DataFrame.filter', context);
  }),
  ...['items', 'iteritems'].map((name) =>
    method(name, '', (table) =>
      iteratorOf(
        labelValues(table.columns).map((label, at) => tuple([label, rowValue(columnOfTable(table, at))])),
        'generator',
      ),
    ),
  ),
  method('iterrows', '', (table) =>
    iteratorOf(
      lazily(rowCountOf(table), (at) => tuple([labelAt(table.index, at), rowValue(rowOfTable(table, at))])),
      'generator',
    ),
  ),
  method('itertuples', "index=True, name='Pandas'", (table, args, context) => {
    const withIndex = context.truth(args.get('index')) !== false;
    return iteratorOf(
      lazily(rowCountOf(table), (at) => namedTupleRow(table, at, withIndex, args.get('name'), context)),
      'map',
    );
  }),
  method('keys', '', (table) => indexValue(table.columns)),
  method('pipe', 'func, *args, **kwargs', (table, args, context) =>
    context.call(args.get('func'), [tableValue(table), ...args.rest], args.keywords),
  ),
  method('transpose', '', (_table, args, context) => context.getAttribute(args.get('self'), 'T')),
  method(
    'dropna',
    "*, axis=0, how='any', thresh=None, subset=None, inplace=False, ignore_index=False",
    (table, args, context) => {
      const how = args.get('how');
      const all = how.kind === 'str' && how.value === 'all';
      const thresh = args.get('thresh');
      const ofColumns = alongColumns(args.get('axis'), context);
      const subset = args.get('subset').kind === 'none' ? undefined : labelList(args.get('subset'), context);
      const keep = (missing: number, size: number) =>
        thresh.kind === 'int' ? size - missing >= thresh.value : all ? missing < size || size === 0 : missing === 0;
      const count = rowCountOf(table);
      if (ofColumns) {
        const rows = subset ? subset.flatMap((label) => placesOfLabel(table.index, label)) : everyPlace(table.index);
        return outcome(
          args,
          columnsOfTable(
            table,
            table.cells.flatMap((cells, at) =>
              keep(rows.filter((i) => isMissing(cells, i)).length, rows.length) ? [at] : [],
            ),
          ),
          context,
        );
      }
      const looked = subset
        ? subset.map(
            (label) =>
              table.cells[
                placesOfLabel(table.columns, label)[0] ?? context.raise('KeyError', `[${context.repr(label)}]`)
              ] as Vector,
          )
        : table.cells;
      const places: number[] = [];
      for (let at = 0; at < count; at += 1) {
        let missing = 0;
        for (const cells of looked) if (isMissing(cells, at)) missing += 1;
        if (keep(missing, looked.length)) places.push(at);
      }
      const left = places.length === count ? table : rowsAt(table, places);
      return outcome(
        args,
        context.truth(args.get('ignore_index')) ? { ...left, index: rangeIndex(places.length) } : left,
        context,
      );
    },
  ),
  method('reset_index', 'level=None, *, drop=False, inplace=False, col_level=0, names=None', (table, args, context) => {
    const index = rangeIndex(rowCountOf(table));
    if (context.truth(args.get('drop'))) return outcome(args, { ...table, index }, context);
    const own = table.index.name;
    const label =
      own && own.kind !== 'none'
        ? own
        : str(placesOfLabel(table.columns, str('index')).length > 0 ? 'level_0' : 'index');
    if (placesOfLabel(table.columns, label).length > 0)
      context.raise('ValueError', `cannot insert ${context.str(label)}, already exists`);
    return outcome(args, withColumn({ ...table, index }, label, cellsOfAxis(table.index), 0), context);
  }),
  method(
    'set_index',
    'keys, *, drop=True, append=False, inplace=False, verify_integrity=False',
    (table, args, context) => {
      const keys = args.get('keys');
      const given = rowOfValue(keys);
      const index = indexOf(keys);
      if (given) return outcome(args, { ...table, index: indexOfVector(given.cells, given.name) }, context);
      if (index) return outcome(args, { ...table, index }, context);
      if (keys.kind === 'tensor')
        return outcome(args, { ...table, index: indexOfVector(keyVector(keys, context) as Vector) }, context);
      const [label, ...more] = keys.kind === 'list' ? keys.elements : [keys];
      if (!label || more.length > 0) return refuse('labels of rows in several columns', 'DataFrame.set_index', context);
      const [at] = placesOfLabel(table.columns, label);
      if (at === undefined) return context.raise('KeyError', `"None of [${context.repr(label)}] are in the columns"`);
      const made = { ...table, index: rangedIndex(table.cells[at] as Vector, label) };
      return outcome(
        args,
        context.truth(args.get('drop')) === false
          ? made
          : columnsOfTable(
              made,
              everyPlace(table.columns).filter((i) => i !== at),
            ),
        context,
      );
    },
  ),
  method(
    'sort_values',
    "by, *, axis=0, ascending=True, inplace=False, kind='quicksort', na_position='last', ignore_index=False, key=None",
    (table, args, context) => {
      const labels = labelList(args.get('by'), context);
      const ascending = args.get('ascending');
      const rising = labels.map(
        (_, i) => context.truth(ascending.kind === 'list' ? (ascending.elements[i] as Value) : ascending) !== false,
      );
      const first = args.get('na_position');
      const order = sortedPlaces(
        labels.map((label, i) => ({
          vector: columnNamed(table, label, context).cells,
          ascending: rising[i] as boolean,
        })),
        context,
        first.kind === 'str' && first.value === 'first',
      );
      const made = rowsAt(table, order);
      return outcome(
        args,
        context.truth(args.get('ignore_index')) ? { ...made, index: rangeIndex(order.length) } : made,
        context,
      );
    },
    'kind',
  ),
  method(
    'sort_index',
    "*, axis=0, level=None, ascending=True, inplace=False, kind='quicksort', ignore_index=False",
    (table, args, context) => {
      const ascending = context.truth(args.get('ascending')) !== false;
      const made = alongColumns(args.get('axis'), context)
        ? columnsOfTable(table, sortedPlaces([{ vector: cellsOfAxis(table.columns), ascending }], context))
        : rowsAt(table, sortedPlaces([{ vector: cellsOfAxis(table.index), ascending }], context));
      return outcome(
        args,
        context.truth(args.get('ignore_index')) ? { ...made, index: rangeIndex(rowCountOf(made)) } : made,
        context,
      );
    },
    'kind',
  ),
  ...(['nlargest', 'nsmallest'] as const).map((name) =>
    method(name, "n, columns, keep='first'", (table, args, context) => {
      const keys = labelList(args.get('columns'), context).map((label) => ({
        vector: columnNamed(table, label, context).cells,
        ascending: name === 'nsmallest',
      }));
      return tableValue(
        rowsAt(table, sortedPlaces(keys, context).slice(0, numberArgument(args, 'n', `DataFrame.${name}`, context))),
      );
    }),
  ),
  method('describe', 'percentiles=None, include=None, exclude=None', (table, args, context) => {
    const include = args.get('include');
    const all = include.kind === 'str' && include.value === 'all';
    const test = all ? () => true : typeTest(include, context);
    const numeric = (cells: Vector) => isNumbers(cells) && cells.type !== 'bool';
    const any = table.cells.some(numeric);
    if (!test && table.cells.some(({ type }) => type === 'datetime64[us]'))
      return refuse('columns of moments', 'DataFrame.describe', context);
    return tableValue(describedTable(table, test ?? (any ? numeric : () => true), context));
  }),
  method(
    'info',
    'verbose=None, buf=None, max_cols=None, memory_usage=None, show_counts=None',
    (table, args, context) => {
      context.host.print(infoText(table, args, context));
      return none;
    },
  ),
  ...['apply', 'map', 'applymap', 'agg', 'aggregate'].map((name) =>
    method(
      name,
      name.includes('map')
        ? 'func, na_action=None, **kwargs'
        : 'func, axis=0, raw=False, result_type=None, args=(), **kwargs',
      (table, args, context) => applied(table, name, args, context),
    ),
  ),
  method('to_dict', "orient='dict'", (table, args, context) => {
    const orient = args.get('orient');
    const how = orient.kind === 'str' ? orient.value : '';
    const labels = labelValues(table.columns);
    const dict = (keys: readonly Value[], values: readonly Value[]): Value => ({
      kind: 'dict',
      entries: new Map(keys.map((key, i) => [keyOfScalar(key) ?? '', { key, value: values[i] as Value }])),
    });
    const columns = table.cells.map(plainValues);
    if (how === 'list')
      return dict(
        labels,
        columns.map((each) => list(each)),
      );
    if (how === 'dict')
      return dict(
        labels,
        columns.map((each) => dict(labelValues(table.index), each)),
      );
    if (how === 'records')
      return list(
        Array.from({ length: rowCountOf(table) }, (_, at) =>
          dict(
            labels,
            columns.map((each) => each[at] as Value),
          ),
        ),
      );
    return refuse('its argument orient', 'DataFrame.to_dict', context);
  }),
  computed(
    'DataFrame.to_csv',
    "self, path_or_buf=None, *, sep=',', na_rep='', float_format=None, columns=None, header=True, index=True, index_label=None, mode='w', encoding=None, compression='infer', lineterminator=None",
    (args, context) => csvText(selfTable(args), args, 'DataFrame.to_csv', context),
  ),
];

/** The columns that `include=` or `exclude=` means; undefined for None. */
function typeTest(value: Value, context: Context): ((cells: Vector) => boolean) | undefined {
  if (value.kind === 'none') return undefined;
  const tests = (value.kind === 'list' || value.kind === 'tuple' ? value.elements : [value]).map(
    (each): ((cells: Vector) => boolean) => {
      const said =
        each.kind === 'str'
          ? each.value
          : each.kind === 'type'
            ? each.type.name
            : each.kind === 'dtype'
              ? each.dtype
              : (context.str(each) ?? '');
      if (said === 'number' || /^<class 'numpy.number'>$/.test(said))
        return (cells) => isNumbers(cells) && cells.type !== 'bool';
      if (said === 'object' || said === 'O') return (cells) => cells.type === 'object' || cells.type === 'str';
      if (said === 'str' || said === 'string') return (cells) => cells.type === 'str';
      if (said === 'int') return (cells) => cells.type === 'int64' || cells.type === 'int32';
      if (said === 'float') return (cells) => cells.type === 'float64' || cells.type === 'float32';
      const type = elementTypeOf(each);
      return type
        ? (cells) => cells.type === type
        : refuse(`columns of the type ${said}`, 'DataFrame.select_dtypes', context);
    },
  );
  return (cells) => tests.some((test) => test(cells));
}

function* lazily<T>(count: number, make: (at: number) => T): Generator<T> {
  for (let at = 0; at < count; at += 1) yield make(at);
}
