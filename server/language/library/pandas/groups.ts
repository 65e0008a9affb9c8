import { anonymous } from '../../tensor/dim.js';
import { type NativeType, object } from '../../values/native-type.js';
import { dimValue, type ObjectValue, tuple, unknown, type Value } from '../../values/value.js';
import { define } from '../python/define.js';
import { uncertainIterator } from '../python/sequence.js';
import { columnOf, frame, frameOf, series } from './construct.js';
import { retyped } from './elementwise.js';
import type { Frame } from './labels.js';
import { columnOfLabel, columnsOfLabels } from './selecting.js';

/** Rows of a table or a column in groups, of which it is not known how many there are. */
interface Groups {
  readonly of: Value;
}

export function grouped(of: Value): Value {
  return object(groupsType, { of });
}

const of = (self: Value) => (self as ObjectValue<Groups>).state.of;

/** Methods that give a value for each row, not for each group. */
const rowByRow: ReadonlySet<string> = new Set(
  'transform cumsum cumprod cummax cummin cumcount shift diff pct_change ffill bfill rank fillna ngroup'.split(' '),
);

const groupsType: NativeType<Groups> = {
  name: 'DataFrameGroupBy',
  module: 'pandas',
  getItem: (self, key, context) => {
    const table = frameOf(of(self));
    if (!table || key.kind === 'unknown') return context.unknown('a part of a table in groups', 'groupby');
    if (key.kind !== 'list') return grouped(columnOfLabel(table, key, context));
    const columns = columnsOfLabels(table, key, context);
    return grouped(frame(columns.index, columns.columns, columns.dtypes));
  },
  getAttribute: (self, name, context) => {
    const whole = of(self);
    const table = frameOf(whole);
    const label: Value = { kind: 'str', value: name };
    if (table?.columns.labels?.some((each) => each.kind === 'str' && each.value === name))
      return grouped(columnOfLabel(table, label, context));
    const call = define(`groupby.${name}`, '*args, **kwargs', [], () => {
      if (rowByRow.has(name)) {
        if (name === 'cumcount' || name === 'ngroup')
          return series((table ?? columnOf(whole))?.index ?? { count: anonymous() }, 'int64');
        // The columns by which the rows are grouped are not in it.
        return table ? frame(table.index, { count: anonymous() }) : series(indexOfColumn(whole));
      }
      if (name === 'size') return series({ count: anonymous() }, 'int64');
      if (name === 'apply' || name === 'pipe')
        return context.unknown('what a function makes of groups', `groupby.${name}`);
      if (!table && !['agg', 'aggregate', 'describe'].includes(name)) return series({ count: anonymous() });
      return frame({ count: anonymous() }, { count: anonymous() });
    });
    return { kind: 'native', function: call };
  },
  iterate: (self) => {
    const whole = of(self);
    const table = frameOf(whole);
    const part = table
      ? frame({ count: anonymous() }, table.columns, table.dtypes)
      : series({ count: anonymous() }, columnOf(whole)?.dtype);
    return uncertainIterator([tuple([unknown('what the rows of a group have in common'), part])], 'generator');
  },
  length: () => dimValue(anonymous()),
};

function indexOfColumn(column: Value) {
  return columnOf(column)?.index ?? { count: anonymous() };
}

/** `rolling(7)`, `expanding()`, `ewm(…)`: what they compute has the labels of what they were asked of. */
export function windowed(whole: Value): Value {
  return object(windowType, { of: whole });
}

const windowType: NativeType<Groups> = {
  name: 'Rolling',
  module: 'pandas',
  getItem: (self, key, context) => {
    const table = frameOf(of(self)) as Frame | undefined;
    return table && key.kind === 'str'
      ? windowed(columnOfLabel(table, key, context))
      : context.unknown('a part of a moving window', 'rolling');
  },
  getAttribute: (self, name) => ({
    kind: 'native',
    function: define(`rolling.${name}`, '*args, **kwargs', [], (_args, context) => {
      if (['agg', 'aggregate', 'cov', 'corr'].includes(name))
        return context.unknown('several numbers', `rolling.${name}`);
      const made = retyped(of(self), 'float64');
      return 'columns' in made
        ? frame(made.index, made.columns, made.dtypes)
        : series(made.index, made.dtype, made.name);
    }),
  }),
};
