import type { BinaryOperator, ComparisonOperator } from '../../../syntax/tree.js';
import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import type { Value } from '../../../values/value.js';
import { typeName } from '../../python/type-name.js';
import { rangeIndex } from '../labels.js';
import { vectorOfValue } from './arrays.js';
import { converted, typeArgument } from './astype.js';
import { identicalLabels, labelValues, placesOfLabel } from './axis.js';
import { aligned, isListLike } from './construct-table.js';
import { filledAt, widenedAt } from './fill.js';
import { numpyFunction } from './numpy-functions.js';
import { operate, tensorOfVector, vectorOfTensor } from './operators.js';
import { replaced } from './replace.js';
import { sampledPlaces } from './sample.js';
import { everyPlace } from './select.js';
import {
  elementsAt,
  methodsOf,
  numberArgument,
  outcome,
  type Row,
  refuse,
  rowCountOf,
  rowOfValue,
  rowsAt,
  type Table,
  tableOfValue,
  valueOfMade,
} from './table.js';
import { asObjects, flags, isMissing, isNumbers, keyAt, keyOfScalar, NaNValue, take, type Vector } from './vector.js';

/** Methods that tables and columns have in common: a column's is done to each column of a table. */

/** The table or column that a method is asked of. */
export function madeOf(value: Value): Table | Row {
  return (tableOfValue(value) ?? rowOfValue(value)) as Table | Row;
}

export function eachColumn(of: Table | Row, change: (cells: Vector, label: Value | undefined) => Vector): Table | Row {
  if (!('columns' in of)) return { ...of, cells: change(of.cells, of.name) };
  const labels = labelValues(of.columns);
  return { ...of, cells: of.cells.map((cells, at) => change(cells, labels[at])) };
}

export function withPlaces(of: Table | Row, places: ArrayLike<number>): Table | Row {
  return 'columns' in of ? rowsAt(of, places) : elementsAt(of, places);
}

const missingFlags = (cells: Vector, missing: boolean) =>
  flags(cells.data.length, (at) => isMissing(cells, at) === missing);

const operatorNames: Readonly<Record<string, [BinaryOperator | ComparisonOperator, boolean]>> = {
  ...{ add: ['+', false], radd: ['+', true], sub: ['-', false], subtract: ['-', false], rsub: ['-', true] },
  ...{ mul: ['*', false], multiply: ['*', false], rmul: ['*', true], div: ['/', false], divide: ['/', false] },
  ...{
    truediv: ['/', false],
    rdiv: ['/', true],
    rtruediv: ['/', true],
    floordiv: ['//', false],
    mod: ['%', false],
    pow: ['**', false],
  },
  ...{ eq: ['==', false], ne: ['!=', false], lt: ['<', false], le: ['<=', false], gt: ['>', false], ge: ['>=', false] },
};

export function sharedMethods(owner: 'DataFrame' | 'Series'): readonly NativeFunction[] {
  const method = methodsOf(owner, (args) => madeOf(args.get('self')));
  const mapped = (
    name: string,
    signature: string,
    change: (cells: Vector, args: Arguments, context: Context) => Vector,
  ) =>
    method(name, signature, (of, args, context) =>
      valueOfMade(eachColumn(of, (cells) => change(cells, args, context))),
    );
  return [
    method('copy', 'deep=True', (of) => valueOfMade(of), 'deep'),
    ...['isnull', 'isna'].map((name) => mapped(name, '', (cells) => missingFlags(cells, true))),
    ...['notnull', 'notna'].map((name) => mapped(name, '', (cells) => missingFlags(cells, false))),
    mapped('abs', '', (cells, _args, context) =>
      vectorOfTensor(context.call(numpyFunction('absolute'), [tensorOfVector(cells, context)]), context),
    ),
    mapped('round', 'decimals=0', (cells, args, context) => {
      const decimals = args.get('decimals');
      if (!isNumbers(cells)) return cells;
      if (decimals.kind === 'dict') return refuse('decimals of each column', `${owner}.round`, context);
      return vectorOfTensor(context.call(numpyFunction('round'), [tensorOfVector(cells, context), decimals]), context);
    }),
    mapped('clip', 'lower=None, upper=None', (cells, args, context) =>
      vectorOfTensor(
        context.call(numpyFunction('clip'), [tensorOfVector(cells, context), args.get('lower'), args.get('upper')]),
        context,
      ),
    ),
    method('isin', 'values', (of, args, context) => {
      const given = args.get('values');
      const byColumn = 'columns' in of;
      if (tableOfValue(given) || (byColumn && rowOfValue(given)))
        return refuse('values of other rows', `${owner}.isin`, context);
      return valueOfMade(
        eachColumn(of, (cells, label) => {
          const own =
            byColumn && given.kind === 'dict' ? label && given.entries.get(keyOfScalar(label) ?? '')?.value : given;
          const keys = own ? wantedKeys(own, owner, context) : new Set<string | undefined>();
          return flags(cells.data.length, (at) => keys.has(keyAt(cells, at)));
        }),
      );
    }),
    ...['ffill', 'pad'].map((name) =>
      method(name, 'inplace=False', (of, args, context) =>
        outcome(
          args,
          eachColumn(of, (cells) => carried(cells, 1)),
          context,
        ),
      ),
    ),
    ...['bfill', 'backfill'].map((name) =>
      method(name, 'inplace=False', (of, args, context) =>
        outcome(
          args,
          eachColumn(of, (cells) => carried(cells, -1)),
          context,
        ),
      ),
    ),
    mapped('shift', 'periods=1, freq=None, axis=0, fill_value=None', (cells, args, context) => {
      const places = shiftedPlaces(cells, numberArgument(args, 'periods', `${owner}.shift`, context));
      const fill = args.get('fill_value');
      if (fill.kind === 'none') return take(cells, places);
      const gaps = places.flatMap((from, at) => (from < 0 ? [at] : []));
      const whole = take(
        cells,
        places.map((from) => Math.max(from, 0)),
      );
      return cells.data.length > 0 ? widenedAt(whole, gaps, fill, context) : cells;
    }),
    mapped('diff', 'periods=1', (cells, args, context) => {
      const before = take(cells, shiftedPlaces(cells, numberArgument(args, 'periods', `${owner}.diff`, context)));
      if (cells.type === 'bool') return refuse('a column of booleans', `${owner}.diff`, context);
      return vectorOfTensor(
        context.binary('-', tensorOfVector(cells, context), tensorOfVector(before, context)),
        context,
      );
    }),
    ...(['cumsum', 'cumprod', 'cummax', 'cummin'] as const).map((name) =>
      mapped(name, '', (cells, _args, context) => cumulated(cells, name, context)),
    ),
    mapped('pct_change', 'periods=1', (cells, args, context) => {
      const before = take(cells, shiftedPlaces(cells, numberArgument(args, 'periods', `${owner}.pct_change`, context)));
      const share = context.binary('/', tensorOfVector(cells, context), tensorOfVector(before, context));
      return vectorOfTensor(context.binary('-', share, { kind: 'int', value: 1 }), context);
    }),
    method('fillna', 'value=None, *, axis=None, inplace=False, limit=None', (of, args, context) => {
      const given = args.get('value');
      return outcome(
        args,
        eachColumn(of, (cells, label) => filledMissing(cells, fillFor(given, label, of, context), context)),
        context,
      );
    }),
    method('replace', 'to_replace=None, value=..., *, inplace=False, regex=False', (of, args, context) =>
      outcome(
        args,
        eachColumn(of, (cells, label) => replaced(cells, label, args, context)),
        context,
      ),
    ),
    method(
      'astype',
      "dtype, copy=None, errors='raise'",
      (of, args, context) => {
        const types = args.get('dtype');
        const made = eachColumn(of, (cells, label) => {
          const type = types.kind === 'dict' ? label && types.entries.get(keyOfScalar(label) ?? '')?.value : types;
          return type ? converted(cells, typeArgument(type, `${owner}.astype`, context), context) : cells;
        });
        if (types.kind === 'dict' && 'columns' in of)
          for (const { key } of types.entries.values())
            if (placesOfLabel(of.columns, key).length === 0)
              context.raise(
                'KeyError',
                `"Only a column name can be used for the key in a dtype mappings argument. '${context.str(key)}' not found in columns."`,
              );
        return valueOfMade(made);
      },
      'copy',
    ),
    ...(['head', 'tail'] as const).map((name) =>
      method(name, 'n=5', (of, args, context) => {
        const count = rowCountOf(of);
        const n = numberArgument(args, 'n', `${owner}.${name}`, context);
        const taken = n < 0 ? Math.max(count + n, 0) : Math.min(n, count);
        const from = name === 'head' ? 0 : count - taken;
        return valueOfMade(
          withPlaces(
            of,
            Array.from({ length: taken }, (_, i) => from + i),
          ),
        );
      }),
    ),
    method(
      'sample',
      'n=None, frac=None, replace=False, weights=None, random_state=None, axis=None, ignore_index=False',
      (of, args, context) => {
        const made = withPlaces(of, sampledPlaces(rowCountOf(of), args, `${owner}.sample`, context));
        const plain = 'columns' in of ? made : { ...made };
        return valueOfMade(
          context.truth(args.get('ignore_index')) ? { ...plain, index: rangeIndex(rowCountOf(made)) } : plain,
        );
      },
    ),
    method(
      'drop_duplicates',
      "subset=None, *, keep='first', inplace=False, ignore_index=False",
      (of, args, context) => {
        const repeated = repeatedRows(of, args, context);
        const left = withPlaces(
          of,
          everyPlace(of.index).filter((at) => !repeated[at]),
        );
        return outcome(
          args,
          context.truth(args.get('ignore_index')) ? { ...left, index: rangeIndex(rowCountOf(left)) } : left,
          context,
        );
      },
    ),
    method('duplicated', "subset=None, keep='first'", (of, args, context) => {
      const repeated = repeatedRows(of, args, context);
      return valueOfMade({
        index: of.index,
        name: undefined,
        cells: flags(repeated.length, (at) => repeated[at] as boolean),
      });
    }),
    ...Object.entries(operatorNames).map(([name, [operator, flipped]]) =>
      method(name, "other, axis='columns', level=None, fill_value=None", (_of, args, context) => {
        const axis = args.get('axis');
        const rows = (axis.kind === 'int' && axis.value === 0) || (axis.kind === 'str' && axis.value === 'index');
        return (
          operate(operator, args.get('self'), args.get('other'), flipped, context, rows ? 0 : 1) ??
          refuse('an operand of this kind', `${owner}.${name}`, context)
        );
      }),
    ),
    ...['where', 'mask'].map((name) =>
      method(name, 'cond, other=None', (of, args, context) => {
        const test = alikeColumns(args.get('cond'), of, `${owner}.${name}`, context);
        if (!test) return refuse('a condition of this kind', `${owner}.${name}`, context);
        const other = args.get('other');
        const others = alikeColumns(other, of, `${owner}.${name}`, context);
        let column = -1;
        return valueOfMade(
          eachColumn(of, (cells) => {
            column += 1;
            const condition = test[column] as Vector;
            if (condition.type !== 'bool') return refuse('a condition of this kind', `${owner}.${name}`, context);
            const places = everyPlace(of.index).filter((at) => (condition.data[at] !== 0) === (name === 'mask'));
            return widenedAt(cells, places, others ? take(others[column] as Vector, places) : other, context);
          }),
        );
      }),
    ),
  ];
}

/** Sums, products or extremes of all rows so far; what is missing is left out, and stays missing. */
function cumulated(cells: Vector, name: 'cumsum' | 'cumprod' | 'cummax' | 'cummin', context: Context): Vector {
  const numbers = tensorOfVector(cells, context);
  const gaps = Array.from({ length: cells.data.length }, (_, at) => at).filter((at) => isMissing(cells, at));
  const neutral = { cumsum: 0, cumprod: 1, cummax: Number.NEGATIVE_INFINITY, cummin: Number.POSITIVE_INFINITY }[name];
  const solid =
    gaps.length === 0
      ? numbers
      : tensorOfVector(filledAt(cells, gaps, { kind: 'float', value: neutral }, context), context);
  if (name === 'cumsum' || name === 'cumprod') {
    const made = vectorOfTensor(context.call(numpyFunction(name), [solid]), context);
    return filledAt(made, gaps, NaNValue, context);
  }
  if (cells.type === 'bool') return refuse('a column of booleans', `Series.${name}`, context);
  const data = (solid.data as Float64Array).slice();
  for (let at = 1; at < data.length; at += 1) {
    const [before, own] = [data[at - 1] as number, data[at] as number];
    data[at] = (name === 'cummax' ? own < before : own > before) ? before : own;
  }
  return filledAt({ type: cells.type, data } as Vector, gaps, NaNValue, context);
}

/** From where each row takes its element; -1: from nowhere. */
function shiftedPlaces(cells: Vector, by: number): number[] {
  return Array.from({ length: cells.data.length }, (_, at) => (at >= by && at - by < cells.data.length ? at - by : -1));
}

function wantedKeys(values: Value, _owner: string, context: Context): Set<string | undefined> {
  const row = rowOfValue(values);
  if (row) return new Set(everyPlace(row.index).map((at) => keyAt(row.cells, at)));
  const elements = values.kind === 'str' ? undefined : context.elements(values);
  if (!elements)
    return context.raise(
      'TypeError',
      `only list-like objects are allowed to be passed to isin(), you passed a \`${typeName(values)}\``,
    );
  return new Set(elements.map(keyOfScalar));
}

/** For each column another one of its rows, of a table, a column or an array of the same size; undefined for one value. */
function alikeColumns(value: Value, of: Table | Row, name: string, context: Context): readonly Vector[] | undefined {
  const table = tableOfValue(value);
  const row = rowOfValue(value);
  if (table) {
    if (!('columns' in of) || !identicalLabels(table.index, of.index))
      return refuse('a table of other rows', name, context);
    return labelValues(of.columns).map(
      (label) =>
        table.cells[placesOfLabel(table.columns, label)[0] ?? -1] ?? refuse('a table of other columns', name, context),
    );
  }
  if (row) {
    if (!identicalLabels(row.index, of.index)) return refuse('a column of other rows', name, context);
    return 'columns' in of ? of.cells.map(() => row.cells) : [row.cells];
  }
  if (!isListLike(value, context))
    return value.kind === 'object' ? refuse('values of this kind', name, context) : undefined;
  const list = 'columns' in of ? undefined : vectorOfValue(value, context);
  if (list?.data.length !== rowCountOf(of)) return refuse('an array of this shape', name, context);
  return [list];
}

function carried(cells: Vector, direction: 1 | -1): Vector {
  const count = cells.data.length;
  const places = new Int32Array(count);
  let last = -1;
  for (let i = 0; i < count; i += 1) {
    const at = direction === 1 ? i : count - 1 - i;
    if (!isMissing(cells, at)) last = at;
    places[at] = last < 0 ? at : last;
  }
  return take(cells, places);
}

/** What stands in for missing values of a column: one value, or a column of them. */
function fillFor(
  given: Value,
  label: Value | undefined,
  of: Table | Row,
  context: Context,
): Value | Vector | undefined {
  const row = rowOfValue(given);
  if (given.kind === 'dict') {
    if (!('columns' in of)) return refuse('a value for each label', 'Series.fillna', context);
    return label && given.entries.get(keyOfScalar(label) ?? '')?.value;
  }
  if (row) {
    if (!('columns' in of)) return aligned(row, of.index, context).cells;
    const [at] = label ? placesOfLabel(row.index, label) : [];
    return at === undefined ? undefined : (asObjects(row.cells).data[at] as Value);
  }
  const table = tableOfValue(given);
  if (table) return refuse('another table', 'DataFrame.fillna', context);
  if (given.kind === 'none') return context.raise('ValueError', "Must specify a fill 'value'.");
  return given;
}

function filledMissing(cells: Vector, fill: Value | Vector | undefined, context: Context): Vector {
  if (fill === undefined) return cells;
  const places = Array.from({ length: cells.data.length }, (_, at) => at).filter((at) => isMissing(cells, at));
  return widenedAt(cells, places, 'kind' in fill ? fill : take(fill, places), context);
}

function repeatedRows(of: Table | Row, args: Arguments, context: Context): boolean[] {
  const subset = args.get('subset');
  let parts = 'columns' in of ? [...of.cells] : [of.cells];
  if ('columns' in of && subset.kind !== 'none') {
    const labels = subset.kind === 'list' ? subset.elements : [subset];
    parts = labels.map(
      (label) =>
        of.cells[placesOfLabel(of.columns, label)[0] ?? context.raise('KeyError', context.repr(label) ?? '')] as Vector,
    );
  }
  const keep = args.get('keep');
  const keys = everyPlace(of.index).map((at) => parts.map((cells) => keyAt(cells, at)).join('\u0001'));
  const order = keep.kind === 'str' && keep.value === 'last' ? [...keys.keys()].reverse() : [...keys.keys()];
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  if (keep.kind === 'bool') return keys.map((key) => (counts.get(key) as number) > 1);
  const seen = new Set<string>();
  const result: boolean[] = new Array(keys.length).fill(false);
  for (const at of order) {
    result[at] = seen.has(keys[at] as string);
    seen.add(keys[at] as string);
  }
  return result;
}
