import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { int, list, str, tuple, type Value } from '../../../values/value.js';
import { array } from '../../numpy/view.js';
import { iteratorOf } from '../../python/sequence.js';
import { indexValue } from '../construct.js';
import { labelled, rangeIndex } from '../labels.js';
import { arrayOfVector, plainArrayOfVector } from './arrays.js';
import { converted, typeArgument } from './astype.js';
import { cellsOfAxis, indexOfVector, labelAt, labelValues, placesOfLabel } from './axis.js';
import { aligned, labelsOf } from './construct-table.js';
import { describedColumn } from './describe.js';
import { askedOf, singleOf } from './group-functions.js';
import { groupbyMethods } from './grouping.js';
import { sortedPlaces } from './ordering.js';
import {
  correlation,
  extremePlace,
  numbersOrError,
  quantile,
  quantileShares,
  type Reduction,
  reduced,
  reductionNames,
  sortedNumbers,
} from './reduce.js';
import { reindexMethods } from './reindex.js';
import { keyVector } from './select.js';
import { sharedMethods } from './shared-methods.js';
import {
  computed,
  elementsAt,
  methodsOf,
  missingKey,
  numberArgument,
  outcome,
  overwrite,
  type Row,
  refuse,
  rowCountOf,
  rowOfValue,
  rowValue,
  selfRow,
  tableValue,
} from './table.js';
import { valuesOf } from './table-reductions.js';
import {
  elementAt,
  firstPlaces,
  isMissing,
  isNumbers,
  keyAt,
  keyOfScalar,
  NaNValue,
  plainAt,
  plainValues,
  take,
  type Vector,
  vectorOf,
  wholeNumbers,
} from './vector.js';
import { csvText } from './write-csv.js';

const method = methodsOf('Series', selfRow);

const number = (value: number): Value => array('float64', [], Float64Array.of(value));

/** How often each element is there, the most frequent first. */
export function countedValues(row: Row, args: Arguments, context: Context): Row {
  const { cells } = row;
  const counts = new Map<string | undefined, number>();
  for (let at = 0; at < cells.data.length; at += 1)
    counts.set(keyAt(cells, at), (counts.get(keyAt(cells, at)) ?? 0) + 1);
  let places = firstPlaces(cells, context.truth(args.get('dropna')) === false);
  const count = (at: number) => counts.get(keyAt(cells, at)) as number;
  const ascending = context.truth(args.get('ascending')) === true;
  if (context.truth(args.get('sort')) !== false)
    places = places.sort((a, b) => (ascending ? count(a) - count(b) : count(b) - count(a)));
  const share = context.truth(args.get('normalize')) === true;
  const total = places.reduce((sum, at) => sum + count(at), 0);
  return {
    index: indexOfVector(take(cells, places), row.name),
    cells: share
      ? { type: 'float64', data: Float64Array.from(places, (at) => count(at) / total) }
      : wholeNumbers(places.map(count)),
    name: str(share ? 'proportion' : 'count'),
  };
}

/** What a function, a dict or a column makes of each element. */
function mappedCells(cells: Vector, by: Value, keepMissing: boolean, context: Context): Vector {
  const row = rowOfValue(by);
  const entries =
    by.kind === 'dict'
      ? new Map([...by.entries.values()].map(({ key, value }) => [keyOfScalar(key), value]))
      : undefined;
  const values = Array.from({ length: cells.data.length }, (_, at): Value => {
    if (entries) return entries.get(keyOfScalar(plainAt(cells, at))) ?? NaNValue;
    if (row) {
      const [place] = placesOfLabel(row.index, elementAt(cells, at));
      return place === undefined ? NaNValue : plainAt(row.cells, place);
    }
    if (keepMissing && isMissing(cells, at)) return plainAt(cells, at);
    return context.call(by, [isNumbers(cells) ? plainAt(cells, at) : elementAt(cells, at)]);
  });
  return vectorOf(values);
}

export const columnMethods: readonly NativeFunction[] = [
  ...sharedMethods('Series'),
  ...groupbyMethods.filter(({ name }) => name.startsWith('Series')),
  ...reindexMethods.filter(({ name }) => name.startsWith('Series')),
  ...['agg', 'aggregate'].map((name) =>
    method(name, 'func=None, axis=0, *args, **kwargs', (row, args, context) => {
      const func = args.get('func');
      if (args.rest.length > 0 || args.keywords.size > 0) return refuse('its arguments', `Series.${name}`, context);
      const by = (each: Value): Value => {
        const asked = askedOf(each, `Series.${name}`, context);
        return 'name' in asked
          ? context.call(context.getAttribute(rowValue(row), asked.name), [])
          : refuse('functions of the program', `Series.${name}`, context);
      };
      if (func.kind !== 'list') return by(func);
      if (func.elements.some(({ kind }) => kind !== 'str'))
        return refuse('functions of the program', `Series.${name}`, context);
      const values = func.elements.map((each) => singleOf(by(each), `Series.${name}`, context));
      return rowValue({ index: labelsOf(func.elements), cells: valuesOf(values), name: row.name });
    }),
  ),
  method(
    'to_numpy',
    'dtype=None, copy=False, na_value=...',
    ({ cells }, args, context) => {
      const wanted = args.get('dtype');
      if (wanted.kind === 'none') return plainArrayOfVector(cells);
      return plainArrayOfVector(converted(cells, typeArgument(wanted, 'Series.to_numpy', context), context));
    },
    'copy',
  ),
  method('ravel', '', ({ cells }) => arrayOfVector(cells)),
  ...['tolist', 'to_list'].map((name) => method(name, '', ({ cells }) => list(plainValues(cells)))),
  method('to_dict', '', (row) => {
    const entries = new Map(
      labelValues(row.index).map((key, at) => [keyOfScalar(key) ?? '', { key, value: plainAt(row.cells, at) }]),
    );
    return { kind: 'dict', entries };
  }),
  method('unique', '', ({ cells }) => arrayOfVector(take(cells, firstPlaces(cells, true)))),
  method('value_counts', 'normalize=False, sort=True, ascending=False, bins=None, dropna=True', (row, args, context) =>
    rowValue(countedValues(row, args, context)),
  ),
  method('map', 'func=None, na_action=None', (row, args, context) =>
    rowValue({
      ...row,
      cells: mappedCells(row.cells, args.get('func'), args.get('na_action').kind === 'str', context),
    }),
  ),
  method(
    'apply',
    'func, convert_dtype=True, args=(), **kwargs',
    (row, args, context) => {
      const func = args.get('func');
      const more = context.elements(args.get('args')) ?? [];
      if (func.kind === 'str') return refuse('a function by its name', 'Series.apply', context);
      const call: Value[] = plainValues(row.cells).map((each) => context.call(func, [each, ...more], args.keywords));
      if (call.some((each) => rowOfValue(each)))
        return refuse('a function that gives columns', 'Series.apply', context);
      return rowValue({ ...row, cells: vectorOf(call) });
    },
    'convert_dtype',
  ),
  method('dropna', '*, axis=0, inplace=False, how=None, ignore_index=False', (row, args, context) => {
    const left = elementsAt(
      row,
      Array.from({ length: rowCountOf(row) }, (_, at) => at).filter((at) => !isMissing(row.cells, at)),
    );
    return outcome(
      args,
      context.truth(args.get('ignore_index')) ? { ...left, index: rangeIndex(rowCountOf(left)) } : left,
      context,
    );
  }),
  method('drop', "labels=None, *, axis=0, index=None, inplace=False, errors='raise'", (row, args, context) => {
    const labels = args.get('labels').kind === 'none' ? args.get('index') : args.get('labels');
    const wanted = keyVector(labels, context);
    const values = wanted ? plainValues(wanted) : [labels];
    const missing = values.filter((label) => placesOfLabel(row.index, label).length === 0);
    const errors = args.get('errors');
    if (missing.length > 0 && !(errors.kind === 'str' && errors.value === 'ignore'))
      context.raise('KeyError', `"[${missing.map((each) => context.repr(each)).join(', ')}] not found in axis"`);
    const gone = new Set(values.flatMap((label) => placesOfLabel(row.index, label)));
    return outcome(
      args,
      elementsAt(
        row,
        Array.from({ length: rowCountOf(row) }, (_, at) => at).filter((at) => !gone.has(at)),
      ),
      context,
    );
  }),
  method(
    'sort_values',
    "*, axis=0, ascending=True, inplace=False, kind='quicksort', na_position='last', ignore_index=False, key=None",
    (row, args, context) => {
      const order = sortedPlaces(
        [{ vector: row.cells, ascending: context.truth(args.get('ascending')) !== false }],
        context,
      );
      const made = elementsAt(row, order);
      return outcome(
        args,
        context.truth(args.get('ignore_index')) ? { ...made, index: rangeIndex(order.length) } : made,
        context,
      );
    },
    'kind',
  ),
  method(
    'sort_index',
    "*, axis=0, level=None, ascending=True, inplace=False, kind='quicksort'",
    (row, args, context) =>
      outcome(
        args,
        elementsAt(
          row,
          sortedPlaces(
            [{ vector: cellsOfAxis(row.index), ascending: context.truth(args.get('ascending')) !== false }],
            context,
          ),
        ),
        context,
      ),
    'kind',
  ),
  method('reset_index', 'level=None, *, drop=False, name=..., inplace=False', (row, args, context) => {
    const index = rangeIndex(rowCountOf(row));
    if (context.truth(args.get('drop'))) return outcome(args, { ...row, index }, context);
    const label = row.index.name && row.index.name.kind !== 'none' ? row.index.name : str('index');
    const name = args.given('name') ? args.get('name') : (row.name ?? int(0));
    return tableValue({ index, columns: labelled([label, name]), cells: [cellsOfAxis(row.index), row.cells] });
  }),
  method('to_frame', 'name=None', (row, args) => {
    const label = args.get('name').kind === 'none' ? (row.name ?? int(0)) : args.get('name');
    return tableValue({ index: row.index, columns: labelled([label]), cells: [row.cells] });
  }),
  method(
    'rename',
    'index=None, *, axis=None, copy=None, inplace=False',
    (row, args, context) => {
      const given = args.get('index');
      if (given.kind === 'dict' || given.kind === 'function') {
        const labels = labelValues(row.index).map((label) =>
          given.kind === 'dict'
            ? (given.entries.get(keyOfScalar(label) ?? '')?.value ?? label)
            : context.call(given, [label]),
        );
        return outcome(args, { ...row, index: labelsOf(labels) }, context);
      }
      return outcome(args, { ...row, name: given }, context);
    },
    'copy',
  ),
  method('quantile', "q=0.5, interpolation='linear'", (row, args, context) => {
    const sorted = sortedNumbers(row.cells, 'quantile', context);
    const q = args.get('q');
    const many = keyVector(q, context);
    const shares = quantileShares(many, args, 'Series.quantile', context);
    if (!many) return number(quantile(sorted, shares[0] as number));
    return rowValue({
      index: indexOfVector({ type: 'float64', data: Float64Array.from(shares) }),
      cells: { type: 'float64', data: Float64Array.from(shares, (share) => quantile(sorted, share)) },
      name: row.name,
    });
  }),
  method('mode', 'dropna=True', (row, _args, context) => {
    const counts = new Map<string | undefined, number>();
    for (let at = 0; at < row.cells.data.length; at += 1)
      counts.set(keyAt(row.cells, at), (counts.get(keyAt(row.cells, at)) ?? 0) + 1);
    const places = firstPlaces(row.cells, false);
    const most = Math.max(0, ...places.map((at) => counts.get(keyAt(row.cells, at)) as number));
    const cells = take(
      row.cells,
      places.filter((at) => counts.get(keyAt(row.cells, at)) === most),
    );
    const sorted = take(cells, sortedPlaces([{ vector: cells, ascending: true }], context));
    return rowValue({ index: rangeIndex(sorted.data.length), cells: sorted, name: row.name });
  }),
  ...(['max', 'min'] as const).flatMap((side) => [
    method(
      `idx${side}`,
      'axis=0, skipna=True',
      (row, _args, context) => labelAt(row.index, extremePlace(row.cells, side, context)),
      'axis',
    ),
    method(
      `arg${side}`,
      'axis=None, skipna=True',
      (row, _args, context) => int(extremePlace(row.cells, side, context)),
      'axis',
    ),
  ]),
  method('corr', "other, method='pearson'", (row, args, context) => {
    const given = rowOfValue(args.get('other')) ?? refuse('what is no column', 'Series.corr', context);
    const other = aligned(given, row.index, context);
    return number(correlation(numbersOrError(row.cells, context), numbersOrError(other.cells, context), false));
  }),
  ...reductionNames.map((name: Reduction) =>
    method(
      name,
      'axis=None, skipna=True, numeric_only=False, ddof=1, dropna=True, min_count=0, bool_only=False',
      (row, args, context) => {
        const ddof = args.get('ddof');
        return reduced(
          row.cells,
          name,
          { skipna: context.truth(args.get('skipna')) !== false, ddof: ddof.kind === 'int' ? ddof.value : 1 },
          context,
        );
      },
      'axis numeric_only bool_only',
    ),
  ),
  method('nunique', 'dropna=True', ({ cells }, args, context) =>
    int(firstPlaces(cells, context.truth(args.get('dropna')) === false).length),
  ),
  method('describe', 'percentiles=None, include=None, exclude=None', (row, _args, context) => {
    const { labels, cells } = describedColumn(row.cells, context);
    return rowValue({ index: labelsOf(labels.map(str)), cells, name: row.name });
  }),
  method('factorize', 'sort=False, use_na_sentinel=True', (row, args, context) => {
    let places = firstPlaces(row.cells, false);
    if (context.truth(args.get('sort'))) {
      const found = take(row.cells, places);
      places = sortedPlaces([{ vector: found, ascending: true }], context).map((at) => places[at] as number);
    }
    const codes = new Map(places.map((at, code) => [keyAt(row.cells, at), code]));
    const numbers = wholeNumbers(
      Array.from({ length: rowCountOf(row) }, (_, at) => codes.get(keyAt(row.cells, at)) ?? -1),
    );
    return tuple([arrayOfVector(numbers), indexValue(indexOfVector(take(row.cells, places)))]);
  }),
  method('items', '', (row) =>
    iteratorOf(
      labelValues(row.index).map((label, at) => tuple([label, plainAt(row.cells, at)])),
      'zip',
    ),
  ),
  method('keys', '', (row) => indexValue(row.index)),
  method('item', '', (row, _args, context) =>
    rowCountOf(row) === 1
      ? plainAt(row.cells, 0)
      : context.raise('ValueError', 'can only convert an array of size 1 to a Python scalar'),
  ),
  computed('Series.pop', 'self, item', (args, context) => {
    const row = selfRow(args);
    const [at] = placesOfLabel(row.index, args.get('item'));
    if (at === undefined) return missingKey(args.get('item'), context);
    overwrite(
      args.get('self'),
      elementsAt(
        row,
        Array.from({ length: rowCountOf(row) }, (_, i) => i).filter((i) => i !== at),
      ),
    );
    return elementAt(row.cells, at);
  }),
  method('between', "left, right, inclusive='both'", (_row, args, context) => {
    const self = args.get('self');
    return context.binary(
      '&',
      context.compare('>=', self, args.get('left')),
      context.compare('<=', self, args.get('right')),
    );
  }),
  method('nlargest', "n=5, keep='first'", (row, args, context) => {
    const order = sortedPlaces([{ vector: row.cells, ascending: false }], context);
    return rowValue(elementsAt(row, order.slice(0, numberArgument(args, 'n', 'Series.nlargest', context))));
  }),
  method('nsmallest', "n=5, keep='first'", (row, args, context) => {
    const order = sortedPlaces([{ vector: row.cells, ascending: true }], context);
    return rowValue(elementsAt(row, order.slice(0, numberArgument(args, 'n', 'Series.nsmallest', context))));
  }),
  computed(
    'Series.to_csv',
    "self, path_or_buf=None, *, sep=',', na_rep='', float_format=None, columns=None, header=True, index=True, index_label=None, mode='w', encoding=None, compression='infer', lineterminator=None",
    (args, context) => {
      const row = selfRow(args);
      return csvText(
        { index: row.index, columns: labelled([row.name ?? int(0)]), cells: [row.cells] },
        args,
        'Series.to_csv',
        context,
      );
    },
  ),
];
