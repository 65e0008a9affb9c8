import { str, type Value } from '../../../values/value.js';
import { cast } from '../../numpy/arrays/cells.js';
import { labelled } from '../labels.js';
import { typeArgument } from './astype.js';
import { labelValues, placesOfLabel } from './axis.js';
import { sortedPlaces } from './ordering.js';
import { computed, missingKey, refuse, rowOfValue, tableOfValue, tableValue } from './table.js';
import { firstPlaces, flags, keyAt, plainAt, take, type Vector, vectorOf } from './vector.js';

/** `pd.get_dummies`: a column of booleans for each value of a column of texts. */
export const getDummies = computed(
  'pd.get_dummies',
  "data, prefix=None, prefix_sep='_', dummy_na=False, columns=None, sparse=False, drop_first=False, dtype=None",
  (args, context) => {
    const data = args.get('data');
    const dropFirst = context.truth(args.get('drop_first')) === true;
    const type =
      args.get('dtype').kind === 'none' ? 'bool' : typeArgument(args.get('dtype'), 'pd.get_dummies', context);
    if (type === 'str' || type === 'object') return refuse('its argument dtype', 'pd.get_dummies', context);
    const separator = context.str(args.get('prefix_sep')) ?? '_';
    const given = args.get('prefix');
    const encoded = (cells: Vector, prefix: string | undefined): { labels: Value[]; cells: Vector[] } => {
      const found = take(cells, firstPlaces(cells, false));
      const sorted = take(found, sortedPlaces([{ vector: found, ascending: true }], context));
      const labels: Value[] = [];
      const columns: Vector[] = [];
      for (let level = dropFirst ? 1 : 0; level < sorted.data.length; level += 1) {
        const value = plainAt(sorted, level);
        const key = keyAt(sorted, level);
        labels.push(prefix === undefined ? value : str(`${prefix}${separator}${context.str(value)}`));
        const made = flags(cells.data.length, (at) => keyAt(cells, at) === key);
        columns.push(type === 'bool' ? made : { type, data: cast(made.data, 'bool', type) });
      }
      return { labels, cells: columns };
    };
    const table = tableOfValue(data);
    if (!table) {
      const row = rowOfValue(data);
      const cells =
        row?.cells ?? vectorOf(context.elements(data) ?? refuse('data of this kind', 'pd.get_dummies', context));
      const made = encoded(cells, given.kind === 'str' ? given.value : undefined);
      const index = row?.index ?? { count: cells.data.length, range: true };
      return tableValue({ index, columns: labelled(made.labels), cells: made.cells });
    }
    const names = labelValues(table.columns);
    const wanted =
      args.get('columns').kind === 'none'
        ? table.cells.flatMap((cells, at) => (cells.type === 'str' || cells.type === 'object' ? [at] : []))
        : (context.elements(args.get('columns')) ?? []).map(
            (label) => placesOfLabel(table.columns, label)[0] ?? missingKey(label, context),
          );
    const prefixes = given.kind === 'list' ? given.elements.map((each) => context.str(each)) : undefined;
    const kept = table.cells.map((_, at) => at).filter((at) => !wanted.includes(at));
    const labels = kept.map((at) => names[at] as Value);
    const cells = kept.map((at) => table.cells[at] as Vector);
    for (const [i, at] of wanted.entries()) {
      const label = names[at] as Value;
      const prefix =
        prefixes?.[i] ??
        (given.kind === 'str'
          ? given.value
          : given.kind === 'dict'
            ? refuse('its argument prefix', 'pd.get_dummies', context)
            : context.str(label));
      const made = encoded(table.cells[at] as Vector, prefix);
      labels.push(...made.labels);
      cells.push(...made.cells);
    }
    return tableValue({ index: table.index, columns: labelled(labels), cells });
  },
);
