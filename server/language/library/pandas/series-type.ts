import { anonymous } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';
import { dimValue, int, list, none, type ObjectValue, tuple, unknown, type Value } from '../../values/value.js';
import { display } from '../matplotlib/figure.js';
import { elementTypeOf } from '../numpy/arguments.js';
import { array } from '../numpy/view.js';
import { define, methods } from '../python/define.js';
import { uncertainIterator } from '../python/sequence.js';
import { accessor } from './accessors.js';
import { seriesOnNumbers } from './cells/series-numbers.js';
import { both } from './cells/table.js';
import { become, given } from './changing.js';
import { frame, indexValue, series, underLabels, valuesOf } from './construct.js';
import { arithmetic, elementwiseMethods } from './elementwise.js';
import { grouped, windowed } from './groups.js';
import { indexer } from './indexers.js';
import { type Column, labelled, rangeIndex } from './labels.js';
import { newSeries } from './make.js';
import { byPosition, element, isLabels, isMask } from './selecting.js';

const stateOf = (self: Value) => (self as ObjectValue<Column>).state;

/** Methods that leave other rows, and how many is not known. */
const fewer = 'dropna drop_duplicates drop head tail nlargest nsmallest sample truncate reindex explode mode'.split(
  ' ',
);

/** Methods that give one number. */
const numbers =
  `mean std var sum min max median prod product sem skew kurt kurtosis count nunique idxmax idxmin argmax argmin
  any all quantile corr cov autocorr item first_valid_index last_valid_index`.split(/\s+/);

/** A column of a table, or a row of it. */
const seriesOnShapes: NativeType<Column> = {
  name: 'Series',
  module: 'pandas',
  construct: newSeries,
  attributes: {
    values: (self) => valuesOf(self) as Value,
    array: (self) => valuesOf(self) as Value,
    shape: (self) => tuple([dimValue(stateOf(self).index.count)]),
    size: (self) => dimValue(stateOf(self).index.count),
    ndim: () => int(1),
    T: (self) => self,
    index: (self) => indexValue(stateOf(self).index),
    name: (self) => stateOf(self).name ?? unknown('the name of a column'),
    dtype: (self) => dtypeOf(stateOf(self)),
    dtypes: (self) => dtypeOf(stateOf(self)),
    plot: () => display(),
    hist: () => display(),
    iloc: (self) => indexer(self, 'iloc'),
    loc: (self) => indexer(self, 'loc'),
    iat: (self) => indexer(self, 'iloc'),
    at: (self) => indexer(self, 'loc'),
    str: (self) => accessor(stateOf(self), 'str'),
    dt: (self) => accessor(stateOf(self), 'dt'),
    cat: (self) => accessor(stateOf(self), 'cat'),
  },
  methods: methods(
    ...elementwiseMethods('Series'),
    ...fewer.map((name) =>
      define(`Series.${name}`, 'self, *args, **kwargs', [], (args, context) => {
        const column = stateOf(args.get('self'));
        return given(
          args.get('self'),
          { ...column, index: rowsLeft(column, name, args.rest[0], context) },
          args,
          context,
        );
      }),
    ),
    ...numbers.map((name) =>
      define(`Series.${name}`, 'self, *args, **kwargs', [], (args, context) => {
        const { dtype } = stateOf(args.get('self'));
        const several = args.rest[0]?.kind === 'list' || args.keywords.get('q')?.kind === 'list';
        if (several) return series({ count: anonymous() }, 'float64');
        if (['mean', 'std', 'var', 'median', 'sem', 'skew'].includes(name) && dtype) return array('float64', []);
        return dtype && ['min', 'max'].includes(name)
          ? array(dtype, [])
          : context.unknown('a number that data decides', `Series.${name}`);
      }),
    ),
    define('Series.apply', 'self, func, *args, **kwargs', [], (args) => {
      const { index, name } = stateOf(args.get('self'));
      return series(index, undefined, name);
    }),
    define('Series.to_numpy', 'self, dtype=None, **kwargs', [], (args) =>
      args.get('dtype').kind === 'none'
        ? (valuesOf(args.get('self')) as Value)
        : array(elementTypeOf(args.get('dtype')), [stateOf(args.get('self')).index.count]),
    ),
    define('Series.ravel', 'self', [], (args) => valuesOf(args.get('self')) as Value),
    ...['tolist', 'to_list'].map((name) =>
      define(`Series.${name}`, 'self', [], (args, context) => {
        const { index, dtype } = stateOf(args.get('self'));
        if (index.count === 0) return list([]);
        return { kind: 'list', elements: [], rest: element(dtype, context) };
      }),
    ),
    define('Series.unique', 'self', [], (args) => array(stateOf(args.get('self')).dtype, [anonymous()])),
    define('Series.value_counts', 'self, *args, **kwargs', [], (args) => {
      const share = args.keywords.get('normalize');
      return series({ count: anonymous() }, share === undefined ? 'int64' : undefined);
    }),
    define('Series.describe', 'self, *args, **kwargs', [], () => series({ count: anonymous() })),
    define('Series.factorize', 'self, *args, **kwargs', [], (args) =>
      tuple([array('int64', [stateOf(args.get('self')).index.count]), indexValue({ count: anonymous() })]),
    ),
    define('Series.to_frame', 'self, name=None', [], (args) => {
      const { index, dtype, name } = stateOf(args.get('self'));
      const label = args.get('name').kind === 'none' ? name : args.get('name');
      return frame(index, label ? labelled([label]) : { count: 1 }, label ? [dtype] : dtype);
    }),
    define('Series.reset_index', 'self, level=None, drop=False, *args, **kwargs', [], (args, context) => {
      const { index, dtype, name } = stateOf(args.get('self'));
      const drop = context.truth(args.get('drop'));
      if (drop) return given(args.get('self'), { index: rangeIndex(index.count), dtype, name }, args, context);
      return drop === undefined
        ? context.unknown('a column or a table', 'Series.reset_index')
        : frame(rangeIndex(index.count), { count: index.range ? 2 : anonymous() });
    }),
    define('Series.rename', 'self, index=None, **kwargs', [], (args, context) => {
      const column = stateOf(args.get('self'));
      const name = args.get('index');
      return given(
        args.get('self'),
        name.kind === 'str' ? { ...column, name } : { ...column, index: { count: column.index.count } },
        args,
        context,
      );
    }),
    define('Series.groupby', 'self, *args, **kwargs', [], (args) => grouped(args.get('self'))),
    ...['rolling', 'expanding', 'ewm'].map((name) =>
      define(`Series.${name}`, 'self, *args, **kwargs', [], (args) => windowed(args.get('self'))),
    ),
    ...['to_csv', 'to_pickle', 'to_json', 'info'].map((name) =>
      define(`Series.${name}`, 'self, *args, **kwargs', [], () => none),
    ),
    define('Series.items', 'self', [], (args, context) =>
      uncertainIterator(
        [tuple([unknown('a label that is not known'), element(stateOf(args.get('self')).dtype, context)])],
        'zip',
      ),
    ),
    define('Series.keys', 'self', [], (args) => indexValue(stateOf(args.get('self')).index)),
    define('Series.pop', 'self, item', [], (args, context) => {
      const column = stateOf(args.get('self'));
      become(args.get('self'), { ...column, index: { count: anonymous() } }, context);
      return context.unknown('an element of a column', 'Series.pop');
    }),
  ),
  // It may be a label, too: `row.price`.
  getAttribute: (_self, name) => unknown(`Layerscope does not know pandas.Series.${name}`, `Series.${name}`),
  setAttribute: (self, name, value) => {
    if (name === 'name') stateOf(self).name = value;
    else if (name === 'index') stateOf(self).index = { count: stateOf(self).index.count };
    return name === 'name' || name === 'index';
  },
  getItem: (self, key, context) => {
    const { index, dtype, name } = stateOf(self);
    if (key.kind === 'unknown') return context.unknown('an element or a part of a column', 'Series');
    if (key.kind === 'slice') return series(byPosition(index, key, context) ?? { count: anonymous() }, dtype, name);
    if (isMask(key, context) !== false) return series({ count: anonymous() }, dtype, name);
    if (isLabels(key)) return series({ count: anonymous() }, dtype, name);
    return index.range || index.labels ? element(dtype, context) : context.unknown('an element of a column', 'Series');
  },
  setItem: (self, _key, _value, context) => {
    // A label that is not there yet is added.
    const column = stateOf(self);
    become(
      self,
      { ...column, index: column.index.range ? { count: anonymous() } : column.index, dtype: undefined },
      context,
    );
  },
  length: (self) => dimValue(stateOf(self).index.count),
  iterate: (self, context) => uncertainIterator([element(stateOf(self).dtype, context)], 'iterator'),
  contains: (_self, _item, context) => context.unknown('labels that are not known', 'Series'),
  binary: (operator, self, other, _reflected, context) => arithmetic(operator, self, other, context),
  compare: (operator, self, other, _reflected, context) => arithmetic(operator, self, other, context),
  unary: (operator, self) => {
    const { index, dtype, name } = stateOf(self);
    return series(index, operator === '~' || dtype !== 'bool' ? dtype : undefined, name);
  },
  truth: () => undefined,
  array: (self) => valuesOf(self),
  wrapArray: (self, values) => underLabels(self, values),
};

/** A column: on shapes as far as it is known, in runs with its elements (`cells/`). */
export const seriesType: NativeType<Column> = both(seriesOnShapes, seriesOnNumbers);

function dtypeOf({ dtype }: Column): Value {
  return dtype ? { kind: 'dtype', dtype } : unknown('the type of a column', 'Series.dtype');
}

function rowsLeft(column: Column, name: string, count: Value | undefined, context: Context): Column['index'] {
  if (name !== 'head' && name !== 'tail') return { count: anonymous() };
  const stop = count ?? { kind: 'int', value: 5 };
  return byPosition(column.index, { kind: 'slice', start: none, stop, step: none }, context) ?? { count: anonymous() };
}
