import type { Context } from '../../../values/context.js';
import { list, none, str, True } from '../../../values/value.js';
import { elementTypeOf, numberOfValue } from '../../numpy/arguments.js';
import { fromNumbers, numbersOf } from '../../numpy/arrays/cells.js';
import { toArray } from '../../numpy/operand.js';
import { array } from '../../numpy/view.js';
import { sparse, sparseOf } from '../sparse.js';
import {
  arrayOfLabels,
  besideEachOther,
  distinct,
  type Key,
  keyRepr,
  type Labels,
  labelColumns,
  labelsAt,
  labelsOf,
  placesAmong,
} from './categories.js';
import type { Computation, Learned, Parameters } from './learned.js';

/** The categories of each column: those that its data have, or those that the caller gives. */
function categoriesOf(
  columns: readonly Labels[],
  name: string,
  parameters: Parameters,
  context: Context,
): readonly Labels[] {
  const given = parameters('categories');
  if (given.kind === 'str' && given.value === 'auto') return columns.map(distinct);
  const lists = context.elements(given) ?? [];
  if (lists.length !== columns.length)
    context.raise('ValueError', 'Shape mismatch: if categories is an array, it has to be of shape (n_features,).');
  return lists.map((each, j) => {
    const column = columns[j] as Labels;
    const found = labelsOf(each, name, context);
    const labels: Labels = { keys: found.keys, dtype: column.dtype, width: undefined };
    if (!found.dtype !== !column.dtype)
      return context.unknown('categories of another type than the data', name) as never;
    const sorted = distinct(labels);
    if (labels.dtype && sorted.keys.some((key, i) => key !== labels.keys[i]))
      context.raise('ValueError', 'Unsorted categories are not supported for numerical categories');
    if (!ignoresUnknown(parameters)) refuseUnknown(column, labels, j, 'fit', context);
    return labels;
  });
}

const ignoresUnknown = (parameters: Parameters): boolean => {
  const handling = parameters('handle_unknown');
  return handling.kind === 'str' && handling.value !== 'error';
};

function refuseUnknown(column: Labels, categories: Labels, at: number, during: string, context: Context): void {
  const places = placesAmong(categories, column.keys);
  if (!places.includes(-1)) return;
  const unknown = distinct({ ...column, keys: column.keys.filter((_, i) => places[i] === -1) });
  const said = unknown.keys.map((key) => keyRepr(key, column, context)).join(', ');
  context.raise('ValueError', `Found unknown categories [${said}] in column ${at} during ${during}`);
}

/** Which category of a column has no column of its own; undefined: each has one. */
function droppedOf(
  categories: readonly Labels[],
  parameters: Parameters,
  context: Context,
): readonly (number | undefined)[] {
  const drop = parameters('drop');
  if (drop.kind === 'none') return categories.map(() => undefined);
  if (drop.kind === 'str')
    return categories.map(({ keys }) => (drop.value === 'first' || keys.length === 2 ? 0 : undefined));
  return (context.elements(drop) ?? []).map((value, j) => {
    const key: Key = value.kind === 'str' ? value.value : numberOfValue(value);
    const at = categories[j]?.keys.indexOf(key) ?? -1;
    return at >= 0 ? at : (context.unknown('a category to drop that the data have not', 'OneHotEncoder') as never);
  });
}

const oneHotEncoder: Computation = {
  parameters: {
    categories: str('auto'),
    drop: none,
    sparse_output: True,
    dtype: { kind: 'dtype', dtype: 'float64' },
    handle_unknown: str('error'),
    min_frequency: none,
    max_categories: none,
    feature_name_combiner: str('concat'),
  },
  refused: ['min_frequency', 'max_categories', 'feature_name_combiner'],
  fit(x, _y, parameters, context): Learned {
    const categories = categoriesOf(
      labelColumns(x, 'OneHotEncoder', context).columns,
      'OneHotEncoder',
      parameters,
      context,
    );
    const dropped = droppedOf(categories, parameters, context);
    const kept = categories.map(({ keys }, j) => [...keys.keys()].filter((at) => at !== dropped[j]));
    const width = kept.reduce((total, each) => total + each.length, 0);
    const dtype = elementTypeOf(parameters('dtype')) ?? 'float64';
    return {
      features: categories.length,
      attributes: {
        categories_: list(categories.map((each) => arrayOfLabels(each))),
        ...(parameters('drop').kind === 'none' ? { drop_idx_: none } : {}),
      },
      names: (inputs) =>
        kept.flatMap((places, j) => places.map((at) => `${inputs[j]}_${textOf(categories[j] as Labels, at, context)}`)),
      transform(value, also) {
        const { rows, columns } = labelColumns(value, 'OneHotEncoder', also);
        const cells = new Float64Array(rows * width);
        let from = 0;
        for (const [j, column] of columns.entries()) {
          if (!ignoresUnknown(parameters)) refuseUnknown(column, categories[j] as Labels, j, 'transform', also);
          const own = kept[j] as readonly number[];
          const columnOf = new Map(own.map((at, k) => [at, from + k]));
          for (const [i, at] of placesAmong(categories[j] as Labels, column.keys).entries()) {
            const to = columnOf.get(at);
            if (to !== undefined) cells[i * width + to] = 1;
          }
          from += own.length;
        }
        const made = array(dtype, [rows, width], fromNumbers(cells, dtype));
        return also.truth(parameters('sparse_output')) ? sparse(rows, width, dtype, made) : made;
      },
      inverse(value, also) {
        const given = sparseOf(value)?.values ?? toArray(value, also);
        if (!given?.data || !given.dtype || given.shape?.[1] !== width)
          return also.raise(
            'ValueError',
            `Shape of the passed X data is not correct. Expected ${width} columns, got ${given?.shape?.[1]}.`,
          );
        const cells = numbersOf(given.data, given.dtype);
        const rows = given.shape[0] as number;
        let from = 0;
        const columns = kept.map((own, j): Labels => {
          const places = Int32Array.from({ length: rows }, (_, i) => {
            let best = 0;
            let total = 0;
            for (let k = 0; k < own.length; k += 1) {
              const cell = cells[i * width + from + k] as number;
              total += cell;
              if (cell > (cells[i * width + from + best] as number)) best = k;
            }
            if (total !== 0) return own[best] as number;
            return dropped[j] ?? (also.unknown('rows of zeros alone', 'OneHotEncoder.inverse_transform') as never);
          });
          from += own.length;
          return labelsAt(categories[j] as Labels, places);
        });
        return (
          besideEachOther(columns, rows) ?? also.unknown('columns of several types', 'OneHotEncoder.inverse_transform')
        );
      },
    };
  },
};

function textOf(labels: Labels, at: number, context: Context): string {
  const key = labels.keys[at] as Key;
  if (typeof key === 'string') return key;
  return context.str(array(labels.dtype, [], fromNumbers(Float64Array.of(key), labels.dtype ?? 'float64'))) ?? `${key}`;
}

const ordinalEncoder: Computation = {
  parameters: {
    categories: str('auto'),
    dtype: { kind: 'dtype', dtype: 'float64' },
    handle_unknown: str('error'),
    unknown_value: none,
    encoded_missing_value: { kind: 'float', value: Number.NaN },
    min_frequency: none,
    max_categories: none,
  },
  refused: ['encoded_missing_value', 'min_frequency', 'max_categories'],
  fit(x, _y, parameters, context): Learned {
    const categories = categoriesOf(
      labelColumns(x, 'OrdinalEncoder', context).columns,
      'OrdinalEncoder',
      parameters,
      context,
    );
    const dtype = elementTypeOf(parameters('dtype')) ?? 'float64';
    const instead = parameters('unknown_value');
    return {
      features: categories.length,
      attributes: { categories_: list(categories.map((each) => arrayOfLabels(each))) },
      names: (inputs) => inputs,
      transform(value, also) {
        const { rows, columns } = labelColumns(value, 'OrdinalEncoder', also);
        const cells = new Float64Array(rows * columns.length);
        for (const [j, column] of columns.entries()) {
          if (!ignoresUnknown(parameters)) refuseUnknown(column, categories[j] as Labels, j, 'transform', also);
          const { keys } = categories[j] as Labels;
          for (const [i, at] of placesAmong(categories[j] as Labels, column.keys).entries()) {
            const missing = Number.isNaN(keys[at] as number);
            cells[i * columns.length + j] = missing ? Number.NaN : at >= 0 ? at : numberOfValue(instead);
          }
        }
        return array(dtype, [rows, columns.length], fromNumbers(cells, dtype));
      },
      inverse(value, also) {
        const given = toArray(value, also);
        if (!given?.data || !given.dtype || given.shape?.length !== 2)
          return also.unknown('places that are not known', 'OrdinalEncoder.inverse_transform');
        const cells = numbersOf(given.data, given.dtype);
        const [rows, count] = given.shape as readonly [number, number];
        const columns = categories.map((each, j) =>
          labelsAt(
            each,
            Array.from({ length: rows }, (_, i) => {
              const at = cells[i * count + j] as number;
              return at in each.keys
                ? at
                : (also.unknown('a place of no category', 'OrdinalEncoder.inverse_transform') as never);
            }),
          ),
        );
        return (
          besideEachOther(columns, rows) ?? also.unknown('columns of several types', 'OrdinalEncoder.inverse_transform')
        );
      },
    };
  },
};

export const encoders: readonly (readonly [string, Computation])[] = [
  ['OneHotEncoder', oneHotEncoder],
  ['OrdinalEncoder', ordinalEncoder],
];
