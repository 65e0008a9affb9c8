import type { Context } from '../../../values/context.js';
import { int, str, type Value } from '../../../values/value.js';
import { labelled } from '../labels.js';
import { labelValues } from './axis.js';
import { labelsOf } from './construct-table.js';
import { quantile, reduced, sortedNumbers } from './reduce.js';
import { refuse, type Table } from './table.js';
import { isMissing, isNumbers, keyAt, NaNValue, numberOfScalar, plainAt, type Vector, vectorOf } from './vector.js';

const rows = ['count', 'mean', 'std', 'min', '25%', '50%', '75%', 'max'];
const textRows = ['count', 'unique', 'top', 'freq'];

/** What `describe` says of one column. */
export function describedColumn(
  cells: Vector,
  context: Context,
): { readonly labels: readonly string[]; readonly cells: Vector } {
  const all = { skipna: true, ddof: 1 };
  if (isNumbers(cells) && cells.type !== 'bool') {
    const sorted = sortedNumbers(cells, 'describe', context);
    const value = (name: 'count' | 'mean' | 'std' | 'min' | 'max') =>
      numberOfScalar(reduced(cells, name, all, context)) as number;
    const numbers = [
      value('count'),
      value('mean'),
      value('std'),
      value('min'),
      ...[0.25, 0.5, 0.75].map((share) => quantile(sorted, share)),
      value('max'),
    ];
    return { labels: rows, cells: { type: 'float64', data: Float64Array.from(numbers) } };
  }
  if (cells.type === 'datetime64[us]') return refuse('a column of moments', 'describe', context);
  const counts = new Map<string | undefined, number>();
  let top = -1;
  let count = 0;
  for (let at = 0; at < cells.data.length; at += 1) {
    if (isMissing(cells, at)) continue;
    count += 1;
    counts.set(keyAt(cells, at), (counts.get(keyAt(cells, at)) ?? 0) + 1);
  }
  const often = (at: number) => counts.get(keyAt(cells, at)) ?? 0;
  for (let at = 0; at < cells.data.length; at += 1)
    if (!isMissing(cells, at) && (top < 0 || often(at) > often(top))) top = at;
  const values: Value[] = [
    int(count),
    int(counts.size),
    top < 0 ? NaNValue : plainAt(cells, top),
    top < 0 ? NaNValue : int(often(top)),
  ];
  return { labels: textRows, cells: { type: 'object', data: values } };
}

/** `df.describe()`: of columns of numbers; where there are none, of all. `every`: of both kinds. */
export function describedTable(table: Table, wanted: (cells: Vector) => boolean, context: Context): Table {
  const labels = labelValues(table.columns);
  const numeric = table.cells.map((cells) => isNumbers(cells) && cells.type !== 'bool');
  const places = table.cells.flatMap((cells, at) => (wanted(cells) ? [at] : []));
  const parts = places.map((at) => describedColumn(table.cells[at] as Vector, context));
  const mixed = places.some((at) => numeric[at]) && places.some((at) => !numeric[at]);
  const names = mixed
    ? ['count', 'unique', 'top', 'freq', 'mean', 'std', 'min', '25%', '50%', '75%', 'max']
    : (parts[0]?.labels ?? rows);
  const columns = labelled(places.map((at) => labels[at] as Value));
  const cells = parts.map((part): Vector => {
    if (!mixed) return part.cells;
    const values = names.map((name) => {
      const at = part.labels.indexOf(name);
      return at < 0 ? NaNValue : plainAt(part.cells, at);
    });
    return isNumbers(part.cells) ? vectorOf(values) : { type: 'object', data: values };
  });
  return { index: labelsOf(names.map(str)), columns, cells };
}
