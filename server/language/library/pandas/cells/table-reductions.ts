import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { none, type Value } from '../../../values/value.js';
import { indexOfVector, labelAt, labelValues } from './axis.js';
import { labelsOf } from './construct-table.js';
import {
  correlation,
  extremePlace,
  numbersOrError,
  quantile,
  quantileShares,
  reduced,
  reductionNames,
  sortedNumbers,
} from './reduce.js';
import { alongColumns, transposed } from './rows-or-columns.js';
import { keyVector } from './select.js';
import { columnsOfTable, computed, refuse, rowCountOf, rowValue, selfTable, type Table, tableValue } from './table.js';
import { asObjects, doublesOf, isNumbers, type Vector, vectorOf, widened } from './vector.js';

/** Methods of tables that make one number of each column (or row). */

/** The columns of numbers, for `numeric_only=True`. */
export function numericPart(table: Table): Table {
  return columnsOfTable(
    table,
    table.cells.flatMap((cells, at) => (isNumbers(cells) ? [at] : [])),
  );
}

/** One value of each column, of a type that holds them all. */
export function valuesOf(values: readonly Value[]): Vector {
  const types = new Set(values.map((each) => (each.kind === 'tensor' ? each.dtype : each.kind)));
  const made = vectorOf(values);
  if (types.size === 1 && types.has('float32'))
    return { type: 'float32', data: Float32Array.from(doublesOf(made) as ArrayLike<number>) };
  return made;
}

/** Booleans beside numbers count as numbers. */
function withoutFlags(table: Table): Table {
  const mixed = table.cells.every(isNumbers) && table.cells.some(({ type }) => type !== 'bool');
  return mixed
    ? { ...table, cells: table.cells.map((cells) => (cells.type === 'bool' ? widened(cells, 'int64') : cells)) }
    : table;
}

export const reducingTableMethods: readonly NativeFunction[] = [
  ...reductionNames.map((name) =>
    computed(
      `DataFrame.${name}`,
      'self, axis=0, skipna=True, numeric_only=False, ddof=1, dropna=True, min_count=0, bool_only=False',
      (args, context) => {
        const whole = context.truth(args.get('numeric_only')) ? numericPart(selfTable(args)) : selfTable(args);
        const ddof = args.get('ddof');
        const how = { skipna: context.truth(args.get('skipna')) !== false, ddof: ddof.kind === 'int' ? ddof.value : 1 };
        const axis = args.get('axis');
        if (axis.kind === 'none' && args.given('axis')) return ofAll(whole, name, how, context);
        const table = alongColumns(axis, context) ? transposed(withoutFlags(whole)) : whole;
        const values = table.cells.map((cells) => reduced(cells, name, how, context));
        return rowValue({
          index: alongColumns(axis, context) ? whole.index : whole.columns,
          cells: values.length ? valuesOf(values) : { type: 'float64', data: new Float64Array(0) },
          name: undefined,
        });
      },
      'bool_only',
    ),
  ),
  computed('DataFrame.quantile', "self, q=0.5, axis=0, numeric_only=False, interpolation='linear'", (args, context) => {
    const table = context.truth(args.get('numeric_only')) ? numericPart(selfTable(args)) : selfTable(args);
    if (alongColumns(args.get('axis'), context)) return refuse('its argument axis', 'DataFrame.quantile', context);
    const q = args.get('q');
    const many = keyVector(q, context);
    const shares = quantileShares(many, args, 'DataFrame.quantile', context);
    const sorted = table.cells.map((cells) => sortedNumbers(cells, 'quantile', context));
    if (!many)
      return rowValue({
        index: table.columns,
        cells: { type: 'float64', data: Float64Array.from(sorted, (each) => quantile(each, shares[0] as number)) },
        name: q,
      });
    return tableValue({
      index: indexOfVector({ type: 'float64', data: Float64Array.from(shares) }),
      columns: table.columns,
      cells: sorted.map((each) => ({
        type: 'float64',
        data: Float64Array.from(shares, (share) => quantile(each, share)),
      })),
    });
  }),
  ...(['corr', 'cov'] as const).map((name) =>
    computed(`DataFrame.${name}`, "self, method='pearson', min_periods=1, numeric_only=False", (args, context) => {
      const method = args.get('method');
      if (method.kind !== 'str' || method.value !== 'pearson')
        return refuse('its argument method', `DataFrame.${name}`, context);
      const table = context.truth(args.get('numeric_only')) ? numericPart(selfTable(args)) : selfTable(args);
      const numbers = table.cells.map((cells) => numbersOrError(cells, context));
      const cells = numbers.map(
        (x): Vector => ({
          type: 'float64',
          data: Float64Array.from(numbers, (y) => correlation(x, y, name === 'cov')),
        }),
      );
      return tableValue({ index: labelsOf(labelValues(table.columns)), columns: table.columns, cells });
    }),
  ),
  ...(['max', 'min'] as const).map((side) =>
    computed(`DataFrame.idx${side}`, 'self, axis=0, skipna=True, numeric_only=False', (args, context) => {
      const own = context.truth(args.get('numeric_only')) === true ? numericPart(selfTable(args)) : selfTable(args);
      const table = alongColumns(args.get('axis'), context) ? transposed(own) : own;
      const labels = table.cells.map((cells) => labelAt(table.index, extremePlace(cells, side, context)));
      return rowValue({ index: table === own ? own.columns : own.index, cells: vectorOf(labels), name: undefined });
    }),
  ),
  computed('DataFrame.memory_usage', 'self, index=True, deep=False', (_args, context) =>
    refuse('how much memory a table takes', 'DataFrame.memory_usage', context),
  ),
];

function ofAll(
  table: Table,
  name: (typeof reductionNames)[number],
  how: { skipna: boolean; ddof: number },
  context: Context,
): Value {
  if (!['sum', 'min', 'max', 'any', 'all', 'mean'].includes(name))
    return refuse('its argument axis', `DataFrame.${name}`, context);
  const values = table.cells.flatMap((cells) => [...asObjects(cells).data]);
  return rowCountOf(table) === 0 ? none : reduced(vectorOf(values), name, how, context);
}
