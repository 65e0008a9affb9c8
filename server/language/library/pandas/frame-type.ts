import { anonymous, multiply } from '../../tensor/dim.js';
import type { NativeType } from '../../values/native-type.js';
import { dimValue, int, list, type ObjectValue, tuple, unknown, type Value } from '../../values/value.js';
import { display } from '../matplotlib/figure.js';
import { methods } from '../python/define.js';
import { iteratorOf, uncertainIterator } from '../python/sequence.js';
import { frameOnNumbers } from './cells/frame-numbers.js';
import { both } from './cells/table.js';
import { become, setColumn, without } from './changing.js';
import { columnOf, frame, frameOf, indexOf, indexValue, series, underLabels, valuesOf } from './construct.js';
import { arithmetic, elementwiseMethods, retyped } from './elementwise.js';
import { frameMethods } from './frame-methods.js';
import { reducingMethods } from './frame-reductions.js';
import { rowMethods } from './frame-rows.js';
import { indexer } from './indexers.js';
import { type Frame, placeOf, typesOf } from './labels.js';
import { columnsArgument, newFrame } from './make.js';
import { byPosition, columnOfLabel, columnsOfLabels, isLabels, isMask, openColumns } from './selecting.js';

const stateOf = (self: Value) => (self as ObjectValue<Frame>).state;
const show = (table: Frame) => frame(table.index, table.columns, table.dtypes);

/** A table: rows, and columns each of its own type. */
const frameOnShapes: NativeType<Frame> = {
  name: 'DataFrame',
  module: 'pandas',
  construct: newFrame,
  attributes: {
    values: (self) => valuesOf(self) as Value,
    shape: (self) => tuple([dimValue(stateOf(self).index.count), dimValue(stateOf(self).columns.count)]),
    size: (self) => dimValue(multiply(stateOf(self).index.count, stateOf(self).columns.count)),
    ndim: () => int(2),
    index: (self) => indexValue(stateOf(self).index),
    columns: (self) => indexValue(stateOf(self).columns),
    dtypes: (self) => series(stateOf(self).columns),
    axes: (self) => list([indexValue(stateOf(self).index), indexValue(stateOf(self).columns)]),
    T: (self) => {
      const { index, columns, dtypes } = stateOf(self);
      const types = new Set(Array.isArray(dtypes) ? dtypes : [dtypes]);
      return frame(columns, index, typesOf(index, types.size === 1 ? [...types][0] : undefined));
    },
    plot: () => display(),
    hist: () => display(),
    iloc: (self) => indexer(self, 'iloc'),
    loc: (self) => indexer(self, 'loc'),
    iat: (self) => indexer(self, 'iloc'),
    at: (self) => indexer(self, 'loc'),
    ix: (_self, context) => context.unknown('rows by position or by label', 'DataFrame.ix'),
  },
  methods: methods(...elementwiseMethods('DataFrame'), ...frameMethods, ...rowMethods, ...reducingMethods),
  getAttribute: (self, name, context) => {
    const table = stateOf(self);
    const label: Value = { kind: 'str', value: name };
    const at = placeOf(table.columns, label);
    if (at !== undefined && at >= 0) return columnOfLabel(table, label, context);
    return unknown(`Layerscope does not know pandas.DataFrame.${name}`, `DataFrame.${name}`);
  },
  setAttribute: (self, name, value, context) => {
    const table = stateOf(self);
    const label: Value = { kind: 'str', value: name };
    const at = placeOf(table.columns, label);
    if (name === 'columns') {
      const columns = columnsArgument(value, context) ?? openColumns(table.columns.count);
      const dtypes =
        Array.isArray(table.dtypes) && columns.labels?.length !== table.dtypes.length ? undefined : table.dtypes;
      become(self, { ...table, columns: { ...columns, count: table.columns.count }, dtypes }, context);
    } else if (name === 'index') {
      become(self, { ...table, index: indexOf(value) ?? { count: table.index.count } }, context);
    } else if (at !== undefined && at >= 0) setColumn(self, table, label, value, context);
    return true;
  },
  getItem: (self, key, context) => {
    const table = stateOf(self);
    if (key.kind === 'unknown') return context.unknown('a column, or several', 'DataFrame');
    if (key.kind === 'slice') {
      const rows = byPosition(table.index, key, context) ?? { count: anonymous() };
      // Dates and other labels may stand in a slice too, the last one counted in.
      const plain = [key.start, key.stop].every(({ kind }) => kind === 'none' || kind === 'int' || kind === 'dim');
      return frame(plain ? rows : { count: anonymous() }, table.columns, table.dtypes);
    }
    if (frameOf(key)) return show({ ...table, dtypes: undefined });
    const mask = isMask(key, context);
    if (mask) return frame({ count: anonymous() }, table.columns, table.dtypes);
    if (mask === undefined) {
      if (columnOf(key)) return frame({ count: anonymous() }, openColumns());
      if (key.kind === 'tensor') return frame({ count: anonymous() }, openColumns());
    }
    return isLabels(key) ? show(columnsOfLabels(table, key, context)) : columnOfLabel(table, key, context);
  },
  setItem: (self, key, value, context) => {
    const table = stateOf(self);
    if (key.kind === 'unknown') become(self, { ...table, columns: openColumns(), dtypes: undefined }, context);
    else if (key.kind === 'slice' || frameOf(key) || isMask(key, context)) become(self, retyped(self, 'open'), context);
    else if (isLabels(key)) {
      for (const label of context.elements(key) ?? [])
        setColumn(self, stateOf(self), label, unknown('a column of a table'), context);
      if (!context.elements(key)) become(self, { ...table, columns: openColumns(), dtypes: undefined }, context);
    } else setColumn(self, table, key, value, context);
  },
  deleteItem: (self, key, context) => become(self, without(stateOf(self), [key]), context),
  length: (self) => dimValue(stateOf(self).index.count),
  iterate: (self) => {
    const { labels } = stateOf(self).columns;
    return labels
      ? iteratorOf(labels, 'iterator')
      : uncertainIterator([unknown('a label that is not known')], 'iterator');
  },
  contains: (self, item, context) => {
    const at = placeOf(stateOf(self).columns, item);
    return at === undefined
      ? context.unknown('labels that are not known', 'DataFrame')
      : { kind: 'bool', value: at >= 0 };
  },
  binary: (operator, self, other, _reflected, context) => arithmetic(operator, self, other, context),
  compare: (operator, self, other, _reflected, context) => arithmetic(operator, self, other, context),
  unary: (operator, self) =>
    show(operator === '~' ? stateOf(self) : { ...stateOf(self), dtypes: stateOf(self).dtypes }),
  truth: () => undefined,
  array: (self) => valuesOf(self),
  wrapArray: (self, values) => underLabels(self, values),
};

/** A table: on shapes as far as it is known, in runs with its elements (`cells/`). */
export const frameType: NativeType<Frame> = both(frameOnShapes, frameOnNumbers);
