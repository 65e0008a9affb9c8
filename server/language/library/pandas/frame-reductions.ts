import { anonymous } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import { none, type Value } from '../../values/value.js';
import { kindOf } from '../numpy/arrays/promotion.js';
import { define } from '../python/define.js';
import { frame, frameOf, series } from './construct.js';
import { type Frame, type Index, labelled } from './labels.js';
import { openColumns } from './selecting.js';

const tableOf = (value: Value) => frameOf(value) as Frame;

/** Methods that make one number of each column (or row), by what type it has. */
const reductions: Readonly<Record<string, ElementType | undefined>> = {
  ...{ count: 'int64', nunique: 'int64', any: 'bool', all: 'bool' },
  ...{ mean: 'float64', std: 'float64', var: 'float64', median: 'float64', sem: 'float64', skew: 'float64' },
  ...{ kurt: 'float64', kurtosis: 'float64', min: undefined, max: undefined, sum: undefined, prod: undefined },
  ...{ product: undefined, idxmax: undefined, idxmin: undefined, quantile: 'float64' },
};

/** Methods of tables that make one number of many. */
export const reducingMethods: readonly NativeFunction[] = [
  ...Object.entries(reductions).map(([name, dtype]) =>
    define(`DataFrame.${name}`, 'self, *args, **kwargs', [], (args, context) => {
      const table = tableOf(args.get('self'));
      const place = name === 'quantile' ? 1 : 0;
      const axis = args.keywords.get('axis') ?? args.rest[place];
      const q = name === 'quantile' ? (args.keywords.get('q') ?? args.rest[0]) : undefined;
      if (q && q.kind !== 'float' && q.kind !== 'int') return frame(openColumns(), remaining(table, args, context));
      if (isAxis(axis, 1, 'columns')) return series(table.index, kept(table, dtype));
      if (axis !== undefined && axis.kind !== 'none' && !isAxis(axis, 0, 'index'))
        return context.unknown('rows or columns', `DataFrame.${name}`);
      return series(remaining(table, args, context), kept(table, dtype));
    }),
  ),
  define('DataFrame.describe', 'self, *args, **kwargs', [], (args) => {
    const table = tableOf(args.get('self'));
    const { labels } = table.columns;
    const types = Array.isArray(table.dtypes) ? (table.dtypes as readonly (ElementType | undefined)[]) : undefined;
    const plain = args.rest.length === 0 && args.keywords.size === 0;
    if (!plain || !labels || !types || types.some((type) => !type)) return frame({ count: anonymous() }, openColumns());
    const numeric = labels.filter((_, at) => types[at] !== 'bool');
    if (numeric.length === 0) return frame({ count: anonymous() }, openColumns());
    const rows = ['count', 'mean', 'std', 'min', '25%', '50%', '75%', 'max'];
    return frame(labelled(rows.map((value) => ({ kind: 'str', value }))), labelled(numeric), 'float64');
  }),
  define('DataFrame.corr', 'self, *args, **kwargs', [], (args, context) => {
    const columns = remaining(tableOf(args.get('self')), args, context);
    return frame(columns, columns, 'float64');
  }),
  define('DataFrame.cov', 'self, *args, **kwargs', [], (args, context) => {
    const columns = remaining(tableOf(args.get('self')), args, context);
    return frame(columns, columns, 'float64');
  }),
  ...['apply', 'agg', 'aggregate'].map((name) =>
    define(`DataFrame.${name}`, 'self, func, *args, **kwargs', [], (_args, context) =>
      context.unknown('what a function makes of columns or rows', `DataFrame.${name}`),
    ),
  ),
  define('DataFrame.value_counts', 'self, *args, **kwargs', [], () => series({ count: anonymous() })),
  define('DataFrame.duplicated', 'self, *args, **kwargs', [], (args) =>
    series(tableOf(args.get('self')).index, 'bool'),
  ),
  define('DataFrame.memory_usage', 'self, *args, **kwargs', [], () => series({ count: anonymous() }, 'int64')),
  define('DataFrame.to_dict', 'self, *args, **kwargs', [], (_args, context) =>
    context.unknown('the values of a table', 'DataFrame.to_dict'),
  ),
  define('DataFrame.update', 'self, *args, **kwargs', [], (args) => {
    const table = tableOf(args.get('self'));
    table.dtypes = table.columns.labels?.map(() => undefined);
    return none;
  }),
];

export function isAxis(value: Value | undefined, axis: 0 | 1, name: string): boolean {
  if (!value) return false;
  return value.kind === 'int'
    ? value.value === axis
    : value.kind === 'str' && (value.value === name || (axis === 0 && value.value === 'rows'));
}

/** Columns of which something is computed: with `numeric_only=`, those of numbers. */
function remaining(table: Frame, args: Arguments, context: Context): Index {
  const numeric = args.keywords.get('numeric_only');
  if (!numeric || context.truth(numeric) === false) return table.columns;
  const types = Array.isArray(table.dtypes)
    ? (table.dtypes as readonly (ElementType | undefined)[])
    : [table.dtypes as ElementType | undefined];
  return types.every((type) => type && kindOf(type) !== 'string') ? table.columns : openColumns();
}

function kept(table: Frame, dtype: ElementType | undefined): ElementType | undefined {
  if (dtype !== 'float64') return dtype;
  // Single precision stays single.
  const types = Array.isArray(table.dtypes) ? table.dtypes : [table.dtypes];
  return types.every((type) => type && (type === 'float64' || kindOf(type as ElementType) !== 'float'))
    ? 'float64'
    : undefined;
}
