import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { namedTuple, namedTupleType } from '../../python/modules/named-tuple.js';
import { labelAt, labelValues } from './axis.js';
import type { Table } from './table.js';
import { plainAt } from './vector.js';

/** A row as `itertuples` gives it. */
export function namedTupleRow(table: Table, at: number, withIndex: boolean, name: Value, context: Context): Value {
  const values = table.cells.map((cells) => plainAt(cells, at));
  const elements = withIndex ? [labelAt(table.index, at), ...values] : values;
  if (name.kind === 'none') return { kind: 'tuple', elements };
  const labels = labelValues(table.columns).map((label, i) => {
    const said = context.str(label) ?? '';
    return /^[A-Za-z]\w*$/.test(said) ? said : `_${i + (withIndex ? 1 : 0)}`;
  });
  const type = namedTupleType(context.str(name) ?? 'Pandas', 'pandas', withIndex ? ['Index', ...labels] : labels);
  return namedTuple(type, elements);
}
