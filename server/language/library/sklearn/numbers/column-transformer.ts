import type { Context } from '../../../values/context.js';
import { keyOf } from '../../../values/equality.js';
import { False, float, list, none, str, type TensorValue, True, tuple, type Value } from '../../../values/value.js';
import { numberOfValue } from '../../numpy/arguments.js';
import { numbersOf } from '../../numpy/arrays/cells.js';
import { concatenate } from '../../numpy/functions/joining.js';
import { toArray } from '../../numpy/operand.js';
import { pythonNumber } from '../../numpy/scalar.js';
import { objectArray, objectsOf } from '../../pandas/cells/object-array.js';
import { bunch } from '../bunch.js';
import { estimatorOf } from '../estimator.js';
import { sparse, sparseOf } from '../sparse.js';
import type { Computation, Learned } from './learned.js';

interface Part {
  readonly name: string;
  /** A fitted estimator, or undefined: the columns as they are. */
  readonly estimator: Value | undefined;
  readonly columns: Value;
}

/** An estimator of the same parameters, not fitted; of a chain its steps too. */
function unfitted(estimator: Value, context: Context): Value {
  if (estimator.kind === 'tuple') return tuple(estimator.elements.map((each) => unfitted(each, context)));
  if (estimator.kind === 'list') return list(estimator.elements.map((each) => unfitted(each, context)));
  if (estimator.kind !== 'object') return estimator;
  const { parameters } = estimatorOf(estimator);
  const chain = estimator.type.name === 'Pipeline';
  const copies = new Map([...parameters].map(([key, value]) => [key, chain ? unfitted(value, context) : value]));
  return context.call({ kind: 'type', type: estimator.type }, [], copies);
}

/** Some columns of a table or of an array: by place, slice, mask or, of a table, by name. */
function chosen(x: Value, columns: Value, context: Context): Value {
  if (x.kind === 'object' && x.type.name === 'DataFrame') return context.getItem(x, columns);
  const all: Value = { kind: 'slice', start: none, stop: none, step: none };
  const made = x.kind === 'list' || x.kind === 'tuple' ? toArray(x, context) : x;
  if (!made) return context.unknown('data of this kind are not supported yet', 'ColumnTransformer');
  if (columns.kind === 'str' || (columns.kind === 'list' && columns.elements.some((each) => each.kind === 'str')))
    return context.raise('ValueError', 'Specifying the columns using strings is only supported for dataframes.');
  return context.getItem(made, { kind: 'tuple', elements: [all, columns] });
}

/** The places of the columns that no transformer takes. */
function remaining(x: Value, taken: readonly Value[], context: Context): Value {
  if (x.kind === 'object' && x.type.name === 'DataFrame') return remainingNames(x, taken, context);
  const width = objectsOf(x)?.shape[1] ?? toArray(x, context)?.shape?.[1];
  if (typeof width !== 'number') return context.unknown('data of this kind are not supported yet', 'ColumnTransformer');
  const places = toArray(
    list(Array.from({ length: width }, (_, i) => ({ kind: 'int', value: i }))),
    context,
  ) as TensorValue;
  const used = new Set(
    taken.flatMap((columns) => {
      const found = toArray(context.getItem(places, columns), context);
      return found?.data && found.dtype ? Array.from(numbersOf(found.data, found.dtype)) : [];
    }),
  );
  return list(
    Array.from({ length: width }, (_, i) => i)
      .filter((i) => !used.has(i))
      .map((value) => ({ kind: 'int', value })),
  );
}

/** The names of the columns of a table that no transformer takes. */
function remainingNames(x: Value, taken: readonly Value[], context: Context): Value {
  const named = taken.flatMap((columns) =>
    columns.kind === 'str' ? [columns] : (context.elements(columns) ?? [none]),
  );
  if (named.some(({ kind }) => kind !== 'str'))
    return context.unknown("remainder='passthrough' beside columns of a table by place", 'ColumnTransformer');
  const keys = new Set(named.map(keyOf));
  return list((context.elements(x) ?? []).filter((label) => !keys.has(keyOf(label))));
}

/** Columns side by side some of which are objects: all of them become objects. */
function besideObjects(parts: readonly Value[], context: Context): Value {
  const columns = parts.map((part) => {
    const objects = objectsOf(part);
    if (objects) return objects;
    const made = sparseOf(part)?.values ?? toArray(part, context);
    if (!made?.data || !made.dtype)
      return context.unknown('parts of this kind are not supported yet', 'ColumnTransformer') as never;
    const { data, dtype } = made;
    const elements = Array.from({ length: data.length }, (_, i) => pythonNumber(data, dtype, i));
    return { elements, shape: made.shape as readonly number[] };
  });
  const rows = columns[0]?.shape[0] ?? 0;
  const elements = Array.from({ length: rows }, (_, i) =>
    columns.flatMap(({ elements: all, shape }) => all.slice(i * (shape[1] as number), (i + 1) * (shape[1] as number))),
  ).flat();
  const width = columns.reduce((sum, { shape }) => sum + (shape[1] as number), 0);
  return objectArray(elements, [rows, width]);
}

function beside(parts: readonly Value[], threshold: number, context: Context): Value {
  if (parts.some(objectsOf)) return besideObjects(parts, context);
  const arrays = parts.map((part): TensorValue => {
    const made = sparseOf(part)?.values ?? toArray(part, context);
    if (!made?.data)
      return context.unknown('parts that are no numbers are not supported yet', 'ColumnTransformer') as never;
    return made.shape?.length === 1
      ? (context.unknown('a transformer that gives one dimension', 'ColumnTransformer') as never)
      : made;
  });
  const joined = concatenate(arrays, 1, context) as TensorValue;
  const [rows, columns] = joined.shape as readonly [number, number];
  if (!parts.some((part) => sparseOf(part)) || !joined.data || !joined.dtype) return joined;
  let filled = 0;
  for (const cell of numbersOf(joined.data, joined.dtype)) if (cell !== 0) filled += 1;
  return filled / (rows * columns) < threshold ? sparse(rows, columns, joined.dtype, joined) : joined;
}

export const columnTransformer: Computation = {
  parameters: {
    transformers: none,
    remainder: str('drop'),
    sparse_threshold: float(0.3),
    n_jobs: none,
    transformer_weights: none,
    verbose: False,
    verbose_feature_names_out: True,
    force_int_remainder_cols: True,
  },
  refused: ['transformer_weights'],
  fit(x, y, parameters, context): Learned {
    const asked = (context.elements(parameters('transformers')) ?? []).map((each) => context.elements(each) ?? []);
    const parts: Part[] = [];
    const taken: Value[] = [];
    const add = (name: string, estimator: Value, columns: Value) => {
      const word = estimator.kind === 'str' ? estimator.value : undefined;
      if (word === 'drop') return;
      if (word === 'passthrough') parts.push({ name, estimator: undefined, columns });
      else {
        const copy = unfitted(estimator, context);
        context.call(
          context.getAttribute(copy, 'fit'),
          y ? [chosen(x, columns, context), y] : [chosen(x, columns, context)],
        );
        parts.push({ name, estimator: copy, columns });
      }
    };
    for (const [name, estimator, columns] of asked) {
      if (name?.kind !== 'str' || !estimator || !columns)
        return context.unknown('transformers of this form', 'ColumnTransformer') as never;
      const places = columns.kind === 'function' ? context.call(columns, [x]) : columns;
      taken.push(places);
      add(name.value, estimator, places);
    }
    const remainder = parameters('remainder');
    if (remainder.kind !== 'str' || remainder.value !== 'drop')
      add('remainder', remainder, remaining(x, taken, context));
    const threshold = numberOfValue(parameters('sparse_threshold'));
    return {
      attributes: {
        named_transformers_: bunch(
          new Map(parts.map(({ name, estimator }) => [name, estimator ?? str('passthrough')])),
        ),
        transformers_: list(
          parts.map(({ name, estimator, columns }) => tuple([str(name), estimator ?? str('passthrough'), columns])),
        ),
      },
      transform: (value, also) =>
        beside(
          parts.map(({ estimator, columns }) => {
            const own = chosen(value, columns, also);
            return estimator ? also.call(also.getAttribute(estimator, 'transform'), [own]) : own;
          }),
          threshold,
          also,
        ),
    };
  },
};
