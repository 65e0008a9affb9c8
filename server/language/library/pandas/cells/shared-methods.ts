import type { BinaryOperator, ComparisonOperator } from '../../../syntax/tree.js';
import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import type { Value } from '../../../values/value.js';
import { rangeIndex } from '../labels.js';
import { filledAt } from './assign.js';
import { converted, typeArgument } from './astype.js';
import { labelValues, placesOfLabel } from './axis.js';
import { aligned } from './construct-table.js';
import { numpyFunction } from './numpy-functions.js';
import { operate, tensorOfVector, vectorOfTensor } from './operators.js';
import { replaced } from './replace.js';
import { sampledPlaces } from './sample.js';
import { everyPlace } from './select.js';
import {
  computed,
  elementsAt,
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
import {
  asObjects,
  flags,
  isMissing,
  isNumbers,
  keyAt,
  keyOfScalar,
  plainScalar,
  take,
  type Vector,
} from './vector.js';

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
  const method = (
    name: string,
    signature: string,
    call: (of: Table | Row, args: Arguments, context: Context) => Value,
    idle = '',
  ) =>
    computed(
      `${owner}.${name}`,
      ['self', signature].filter(Boolean).join(', '),
      (args, context) => call(madeOf(args.get('self')), args, context),
      idle,
    );
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
      vectorOfTensor(context.call(numpyFunction('absolute'), [tensorOfVector(cells)]), context),
    ),
    mapped('round', 'decimals=0', (cells, args, context) => {
      const decimals = args.get('decimals');
      if (!isNumbers(cells)) return cells;
      if (decimals.kind === 'dict') return refuse('decimals of each column', `${owner}.round`, context);
      return vectorOfTensor(context.call(numpyFunction('round'), [tensorOfVector(cells), decimals]), context);
    }),
    mapped('clip', 'lower=None, upper=None', (cells, args, context) =>
      vectorOfTensor(
        context.call(numpyFunction('clip'), [tensorOfVector(cells), args.get('lower'), args.get('upper')]),
        context,
      ),
    ),
    mapped('isin', 'values', (cells, args, context) => {
      const given = args.get('values');
      const row = rowOfValue(given);
      const keys = new Set(
        row
          ? Array.from({ length: row.cells.data.length }, (_, at) => keyAt(row.cells, at))
          : (context.elements(given) ?? refuse('values of this kind', `${owner}.isin`, context)).map(keyOfScalar),
      );
      return flags(cells.data.length, (at) => keys.has(keyAt(cells, at)));
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
    mapped('shift', 'periods=1', (cells, args) => {
      const by = (args.get('periods') as { value: number }).value;
      return take(
        cells,
        Array.from({ length: cells.data.length }, (_, at) =>
          at - by >= 0 && at - by < cells.data.length ? at - by : -1,
        ),
      );
    }),
    mapped('diff', 'periods=1', (cells, args, context) => {
      const by = (args.get('periods') as { value: number }).value;
      const before = take(
        cells,
        Array.from({ length: cells.data.length }, (_, at) =>
          at - by >= 0 && at - by < cells.data.length ? at - by : -1,
        ),
      );
      return vectorOfTensor(context.binary('-', tensorOfVector(cells), tensorOfVector(before)), context);
    }),
    ...['cumsum', 'cumprod'].map((name) =>
      mapped(name, '', (cells, _args, context) => {
        if (
          isNumbers(cells) &&
          Array.from({ length: cells.data.length }, (_, at) => at).some((at) => isMissing(cells, at))
        )
          return refuse('a column with missing values', `${owner}.${name}`, context);
        return vectorOfTensor(context.call(numpyFunction(name), [tensorOfVector(cells)]), context);
      }),
    ),
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
      method(name, 'n=5', (of, args) => {
        const count = rowCountOf(of);
        const n = (plainScalar(args.get('n')) as { value: number }).value;
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
        const condition = rowOfValue(args.get('cond'));
        const flagsOf = tableOfValue(args.get('cond'));
        const other = args.get('other');
        if (!condition && !flagsOf) return refuse('a condition of this kind', `${owner}.${name}`, context);
        let at = -1;
        return valueOfMade(
          eachColumn(of, (cells) => {
            at += 1;
            const test = flagsOf ? (flagsOf.cells[at] as Vector) : (condition as Row).cells;
            const places = everyPlace(of.index).filter(
              (i) => (Number((test.data as Uint8Array)[i]) !== 0) === (name === 'mask'),
            );
            const row = rowOfValue(other);
            return filledAt(
              cells,
              places,
              row
                ? take(aligned(row, of.index).cells, places)
                : other.kind === 'none'
                  ? { kind: 'float', value: Number.NaN }
                  : other,
              context,
            );
          }),
        );
      }),
    ),
  ];
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
    if (!('columns' in of)) return aligned(row, of.index).cells;
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
  return filledAt(cells, places, 'kind' in fill ? fill : take(fill, places), context);
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
