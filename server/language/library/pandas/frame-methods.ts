import { anonymous, subtract } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import { keyOf } from '../../values/equality.js';
import { none, str, tuple, unknown, type Value } from '../../values/value.js';
import { elementTypeOf } from '../numpy/arguments.js';
import { array } from '../numpy/view.js';
import { define } from '../python/define.js';
import { iteratorOf, uncertainIterator } from '../python/sequence.js';
import { become, given, without } from './changing.js';
import { columnAt, frame, frameOf, indexValue, series } from './construct.js';
import { grouped, windowed } from './groups.js';
import { commonType, type Frame, type Index, labelled, placeOf } from './labels.js';
import { columnOfLabel, columnsOfLabels, openColumns } from './selecting.js';

const tableOf = (value: Value) => frameOf(value) as Frame;

/** Methods of tables that are about columns and labels. */
export const frameMethods = [
  ...['to_numpy', 'as_matrix'].map((name) =>
    define(`DataFrame.${name}`, 'self, dtype=None, *args, **kwargs', [], (args) => {
      const { index, columns, dtypes } = tableOf(args.get('self'));
      const wanted = elementTypeOf(args.get('dtype'));
      return array(wanted ?? commonType(dtypes), [index.count, columns.count]);
    }),
  ),
  define(
    'DataFrame.drop',
    'self, labels=None, axis=0, index=None, columns=None, level=None, **kwargs',
    [],
    (args, context) => {
      const self = args.get('self');
      const table = tableOf(self);
      const axis = args.get('axis');
      const ofColumns = (axis.kind === 'int' && axis.value === 1) || (axis.kind === 'str' && axis.value === 'columns');
      const ofRows = (axis.kind === 'int' && axis.value === 0) || (axis.kind === 'str' && axis.value === 'index');
      const labels = args.get('labels');
      let made: Frame = table;
      const columns = args.get('columns').kind === 'none' && ofColumns ? labels : args.get('columns');
      const rows = args.get('index').kind === 'none' && ofRows ? labels : args.get('index');
      if (!ofColumns && !ofRows && labels.kind !== 'none')
        made = { index: { count: anonymous() }, columns: openColumns(), dtypes: undefined };
      else {
        if (columns.kind !== 'none') made = dropColumns(made, columns, args.keywords.get('errors'), context);
        if (rows.kind !== 'none') made = { ...made, index: { count: rowsLeft(made.index, rows) } };
      }
      return given(self, made, args, context);
    },
  ),
  define('DataFrame.pop', 'self, item', [], (args, context) => {
    const self = args.get('self');
    const column = columnOfLabel(tableOf(self), args.get('item'), context);
    become(self, without(tableOf(self), [args.get('item')]), context);
    return column;
  }),
  define('DataFrame.get', 'self, key, default=None', [], (args, context) => {
    const table = tableOf(args.get('self'));
    const at = placeOf(table.columns, args.get('key'));
    if (at === undefined) return context.unknown('a column that may be missing', 'DataFrame.get');
    return at < 0 ? args.get('default') : columnAt(table, at);
  }),
  define('DataFrame.insert', 'self, loc, column, value, allow_duplicates=False', [], (args, context) => {
    const self = args.get('self');
    const table = tableOf(self);
    const at = args.get('loc');
    const { labels } = table.columns;
    const places = labels && at.kind === 'int' && Array.isArray(table.dtypes) ? at.value : undefined;
    const made: Frame =
      places === undefined
        ? { ...table, columns: openColumns(subtract(table.columns.count, -1)), dtypes: undefined }
        : {
            index: table.index,
            columns: labelled((labels as readonly Value[]).toSpliced(places, 0, args.get('column'))),
            dtypes: (table.dtypes as readonly undefined[]).toSpliced(places, 0, undefined),
          };
    become(self, made, context);
    return none;
  }),
  define('DataFrame.assign', 'self, **kwargs', [], (args) => {
    const { index, columns, dtypes } = tableOf(args.get('self'));
    let table: Frame = { index, columns, dtypes };
    for (const name of args.keywords.keys()) table = withColumn(table, str(name));
    return frame(table.index, table.columns, table.dtypes);
  }),
  define(
    'DataFrame.rename',
    'self, mapper=None, *args, index=None, columns=None, axis=None, **kwargs',
    [],
    (args, context) => {
      const table = tableOf(args.get('self'));
      const axis = args.get('axis');
      const byAxis = (axis.kind === 'int' && axis.value === 1) || (axis.kind === 'str' && axis.value === 'columns');
      const names = byAxis ? args.get('mapper') : args.get('columns');
      const rows = byAxis ? none : args.get('mapper').kind === 'none' ? args.get('index') : args.get('mapper');
      const columns = names.kind === 'none' ? table.columns : renamed(table.columns, names);
      const index = rows.kind === 'none' ? table.index : { count: table.index.count };
      return given(
        args.get('self'),
        { index, columns, dtypes: columns.labels ? table.dtypes : undefined },
        args,
        context,
      );
    },
  ),
  ...['add_prefix', 'add_suffix'].map((name) =>
    define(`DataFrame.${name}`, 'self, prefix, **kwargs', [], (args) => {
      const { index, columns, dtypes } = tableOf(args.get('self'));
      return frame(index, { count: columns.count }, Array.isArray(dtypes) ? undefined : dtypes);
    }),
  ),
  define('DataFrame.select_dtypes', 'self, include=None, exclude=None', [], (args) =>
    frame(tableOf(args.get('self')).index, openColumns()),
  ),
  define('DataFrame.filter', 'self, items=None, like=None, regex=None, axis=None', [], (args, context) => {
    const table = tableOf(args.get('self'));
    if (args.get('axis').kind !== 'none' || args.get('items').kind === 'none')
      return args.get('axis').kind === 'none'
        ? frame(table.index, openColumns())
        : frame({ count: anonymous() }, openColumns());
    const kept = columnsOfLabels(table, args.get('items'), context);
    return table.columns.labels ? frame(kept.index, kept.columns, kept.dtypes) : frame(table.index, openColumns());
  }),
  define('DataFrame.groupby', 'self, *args, **kwargs', [], (args) => grouped(args.get('self'))),
  define('DataFrame.resample', 'self, *args, **kwargs', [], (args) => grouped(args.get('self'))),
  ...['rolling', 'expanding', 'ewm'].map((name) =>
    define(`DataFrame.${name}`, 'self, *args, **kwargs', [], (args) => windowed(args.get('self'))),
  ),
  ...['items', 'iteritems'].map((name) =>
    define(`DataFrame.${name}`, 'self', [], (args) => {
      const table = tableOf(args.get('self'));
      const { labels } = table.columns;
      if (!labels)
        return uncertainIterator([tuple([unknown('a label that is not known'), series(table.index)])], 'generator');
      return iteratorOf(
        labels.map((label, at) => tuple([label, columnAt(table, at)])),
        'generator',
      );
    }),
  ),
  define('DataFrame.iterrows', 'self', [], (args) => {
    const { columns, dtypes } = tableOf(args.get('self'));
    return uncertainIterator(
      [tuple([unknown('a label that is not known'), series(columns, commonType(dtypes))])],
      'generator',
    );
  }),
  define('DataFrame.itertuples', 'self, *args, **kwargs', [], () =>
    uncertainIterator([unknown('a row of a table', 'DataFrame.itertuples')], 'generator'),
  ),
  define('DataFrame.keys', 'self', [], (args) => indexValue(tableOf(args.get('self')).columns)),
  ...['to_csv', 'to_excel', 'to_json', 'to_pickle', 'to_parquet', 'to_hdf', 'info', 'to_sql', 'to_feather'].map(
    (name) => define(`DataFrame.${name}`, 'self, *args, **kwargs', [], () => none),
  ),
  define('DataFrame.pipe', 'self, func, *args, **kwargs', [], (args, context) =>
    context.call(args.get('func'), [args.get('self'), ...args.rest], args.keywords),
  ),
];

/** The table with a column of unknown type, which may have been there before. */
function withColumn(table: Frame, name: Value): Frame {
  const { labels } = table.columns;
  const at = labels && placeOf(table.columns, name);
  if (!labels || at === undefined) return { ...table, columns: openColumns(), dtypes: undefined };
  const dtypes = Array.isArray(table.dtypes) ? table.dtypes : labels.map(() => undefined);
  if (at >= 0) return { ...table, dtypes: dtypes.with(at, undefined) };
  return { ...table, columns: labelled([...labels, name]), dtypes: [...dtypes, undefined] };
}

function dropColumns(table: Frame, labels: Value, errors: Value | undefined, context: Context): Frame {
  const several =
    labels.kind === 'list' || labels.kind === 'object' || labels.kind === 'tensor' || labels.kind === 'set';
  const wanted = several ? context.elements(labels) : labels.kind === 'unknown' ? undefined : [labels];
  const complete = wanted && (labels.kind !== 'list' || !labels.rest);
  // A column that is missing is no error with errors='ignore': how many are left is not known then.
  if (!complete || (errors && !table.columns.labels))
    return {
      index: table.index,
      columns: openColumns(),
      dtypes: Array.isArray(table.dtypes) ? undefined : table.dtypes,
    };
  return without(table, wanted);
}

/** The rows that are left without some, each of which is there: labels of rows may stand for several. */
function rowsLeft(index: Index, labels: Value) {
  if (!index.range) return anonymous();
  if (labels.kind === 'int') return subtract(index.count, 1);
  if (labels.kind !== 'list' || labels.rest) return anonymous();
  const keys = new Set(labels.elements.map(keyOf));
  return keys.has(undefined) ? anonymous() : subtract(index.count, keys.size);
}

function renamed(columns: Index, names: Value): Index {
  if (!columns.labels || names.kind !== 'dict' || names.open) return { count: columns.count };
  const labels = columns.labels.map((label) => {
    const key = keyOf(label);
    return (key !== undefined && names.entries.get(key)?.value) || label;
  });
  return labels.some(({ kind }) => kind === 'unknown') ? { count: columns.count } : labelled(labels);
}
