import { anonymous, type Dim } from '../../tensor/dim.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import { none, str, type Value } from '../../values/value.js';
import { define } from '../python/define.js';
import { given, without } from './changing.js';
import { columnOf, frame, frameOf } from './construct.js';
import { isAxis } from './frame-reductions.js';
import { joined, merged } from './joining.js';
import { type Frame, type Index, labelled, placeOf, rangeIndex } from './labels.js';
import { byPosition, openColumns } from './selecting.js';

const tableOf = (value: Value) => frameOf(value) as Frame;

/** Methods of tables that leave other rows. */
export const rowMethods: readonly NativeFunction[] = [
  ...['drop_duplicates', 'query', 'nlargest', 'nsmallest', 'truncate', 'explode', 'between_time', 'asfreq'].map(
    (name) =>
      define(`DataFrame.${name}`, 'self, *args, **kwargs', [], (args, context) =>
        given(args.get('self'), { ...tableOf(args.get('self')), index: { count: anonymous() } }, args, context),
      ),
  ),
  define('DataFrame.dropna', 'self, *args, **kwargs', [], (args, context) => {
    const table = tableOf(args.get('self'));
    const axis = args.keywords.get('axis') ?? args.rest[0];
    const made: Frame =
      axis && !isAxis(axis, 0, 'index')
        ? {
            index: isAxis(axis, 1, 'columns') ? table.index : { count: anonymous() },
            columns: openColumns(),
            dtypes: undefined,
          }
        : { ...table, index: { count: anonymous() } };
    return given(args.get('self'), made, args, context);
  }),
  ...['head', 'tail'].map((name) =>
    define(`DataFrame.${name}`, 'self, n=5', [], (args, context) => {
      const table = tableOf(args.get('self'));
      const taken: Value = { kind: 'slice', start: none, stop: args.get('n'), step: none };
      const rows = byPosition(table.index, taken, context) ?? { count: anonymous() };
      return frame(rows, table.columns, table.dtypes);
    }),
  ),
  define(
    'DataFrame.sample',
    'self, n=None, frac=None, replace=False, weights=None, random_state=None, axis=None, ignore_index=False',
    [],
    (args, context) => {
      const table = tableOf(args.get('self'));
      const axis = args.get('axis');
      if (axis.kind !== 'none' && !isAxis(axis, 0, 'index')) return frame(table.index, openColumns());
      const count = sampled(args, table.index.count);
      const ignore = context.truth(args.get('ignore_index'));
      const index: Index = ignore ? rangeIndex(count) : { count };
      return frame(index, table.columns, table.dtypes);
    },
  ),
  define('DataFrame.reset_index', 'self, level=None, drop=False, *args, **kwargs', [], (args, context) => {
    const table = tableOf(args.get('self'));
    const drop = args.get('level').kind === 'none' ? context.truth(args.get('drop')) : undefined;
    const index = rangeIndex(table.index.count);
    if (drop) return given(args.get('self'), { ...table, index }, args, context);
    if (drop === undefined || !table.index.range || !table.columns.labels)
      return given(args.get('self'), { index, columns: openColumns(), dtypes: undefined }, args, context);
    const name = (placeOf(table.columns, str('index')) ?? -1) >= 0 ? 'level_0' : 'index';
    const dtypes = Array.isArray(table.dtypes) ? [undefined, ...table.dtypes] : undefined;
    return given(
      args.get('self'),
      { index, columns: labelled([str(name), ...table.columns.labels]), dtypes },
      args,
      context,
    );
  }),
  define('DataFrame.set_index', 'self, keys, *, drop=True, append=False, **kwargs', [], (args, context) => {
    const table = tableOf(args.get('self'));
    const keys = args.get('keys');
    const drop = context.truth(args.get('drop'));
    const index: Index = keys.kind === 'str' ? { count: table.index.count, name: keys } : { count: table.index.count };
    if (drop === false || columnOf(keys) || keys.kind === 'tensor')
      return given(args.get('self'), { ...table, index }, args, context);
    const labels =
      keys.kind === 'list' ? (keys.rest ? undefined : keys.elements) : keys.kind === 'unknown' ? undefined : [keys];
    const plain = drop && labels?.every(({ kind }) => kind === 'str' || kind === 'int');
    const made: Frame = plain
      ? { ...without(table, labels as readonly Value[]), index }
      : { index, columns: openColumns(), dtypes: undefined };
    return given(args.get('self'), made, args, context);
  }),
  define('DataFrame.reindex', 'self, *args, **kwargs', [], (_args) => frame({ count: anonymous() }, openColumns())),
  define('DataFrame.append', 'self, other, ignore_index=False, *args, **kwargs', [], (args, context) =>
    joined([args.get('self'), args.get('other')], 0, context.truth(args.get('ignore_index')) === true),
  ),
  define('DataFrame.merge', 'self, right, *args, **kwargs', [], (args) =>
    merged(args.get('self'), args.get('right'), args.keywords),
  ),
  define('DataFrame.join', 'self, other, *args, **kwargs', [], (args) => {
    const table = tableOf(args.get('self'));
    const other = frameOf(args.get('other'));
    const labels = other && table.columns.labels && other.columns.labels;
    return frame(
      { count: anonymous() },
      labels ? labelled([...(table.columns.labels as readonly Value[]), ...labels]) : openColumns(),
    );
  }),
  ...['pivot', 'pivot_table', 'melt', 'stack', 'unstack'].map((name) =>
    define(`DataFrame.${name}`, 'self, *args, **kwargs', [], (_args, context) =>
      name === 'melt' || name.startsWith('pivot')
        ? frame({ count: anonymous() }, openColumns())
        : context.unknown('a table of another form', `DataFrame.${name}`),
    ),
  ),
  define('DataFrame.transpose', 'self, *args, **kwargs', [], (args, context) =>
    context.getAttribute(args.get('self'), 'T'),
  ),
];

/** How many rows `sample` takes. */
function sampled(args: Arguments, rows: Dim): Dim {
  const n = args.get('n');
  const share = args.get('frac');
  if (n.kind === 'none' && share.kind === 'none') return 1;
  if (n.kind === 'int') return n.value;
  if (n.kind === 'dim') return n.dim;
  if (n.kind !== 'none') return anonymous();
  if ((share.kind === 'int' || share.kind === 'float') && share.value === 1) return rows;
  return anonymous();
}
