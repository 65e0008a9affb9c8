import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { bool, type Value } from '../../../values/value.js';
import { array } from '../../numpy/view.js';
import { arrayOfVector, vectorOfValue } from './arrays.js';
import { numberOfText } from './astype.js';
import { concat, mergeFunctions } from './concat.js';
import { isListLike } from './construct-table.js';
import { getDummies } from './dummies.js';
import { eachColumn, madeOf } from './shared-methods.js';
import { computed, refuse, rowOfValue, rowValue, tableOfValue, valueOfMade } from './table.js';
import { timeFunctions } from './times.js';
import {
  firstPlaces,
  flags,
  isMissing,
  isMissingValue,
  isNumbers,
  numberOfScalar,
  plainAt,
  take,
  type Vector,
  vectorOf,
} from './vector.js';

/** The functions of pandas that compute in runs, by their names in `functions.ts`. */
export const functionsInRuns: readonly NativeFunction[] = [
  ...timeFunctions,
  concat,
  ...mergeFunctions,
  getDummies,
  ...(['isnull', 'isna', 'notnull', 'notna'] as const).map((name) =>
    computed(`pd.${name}`, 'obj', (args, context) => {
      const given = args.get('obj');
      const wanted = name.startsWith('is');
      if (tableOfValue(given) || rowOfValue(given))
        return valueOfMade(
          eachColumn(madeOf(given), (cells) => flags(cells.data.length, (at) => isMissing(cells, at) === wanted)),
        );
      if (!isListLike(given, context)) return bool(isMissingValue(given) === wanted);
      const cells = vectorOfValue(given, context) ?? refuse('what this is', `pd.${name}`, context);
      return array('bool', [cells.data.length], flags(cells.data.length, (at) => isMissing(cells, at) === wanted).data);
    }),
  ),
  computed('pd.to_numeric', "arg, errors='raise', downcast=None", (args, context) => {
    const row = rowOfValue(args.get('arg'));
    if (!row) return refuse('other than a column', 'pd.to_numeric', context);
    const errors = args.get('errors');
    return rowValue({
      ...row,
      cells: asNumbers(row.cells, errors.kind === 'str' && errors.value === 'coerce', context),
    });
  }),
  computed('pd.unique', 'values', (args, context) => {
    const cells =
      rowOfValue(args.get('values'))?.cells ??
      vectorOfValue(args.get('values'), context) ??
      refuse('what this is', 'pd.unique', context);
    return arrayOfVector(take(cells, firstPlaces(cells, true)));
  }),
  computed('pd.factorize', 'values, sort=False', (args, context) => {
    const row = rowOfValue(args.get('values'));
    if (!row) return refuse('other than a column', 'pd.factorize', context);
    return context.call(
      context.getAttribute(args.get('values'), 'factorize'),
      [],
      new Map([['sort', args.get('sort')]]),
    );
  }),
];

function asNumbers(cells: Vector, coerce: boolean, context: Context): Vector {
  if (isNumbers(cells)) return cells;
  const values = Array.from({ length: cells.data.length }, (_, at): Value => {
    if (isMissing(cells, at)) return { kind: 'float', value: Number.NaN };
    const value = plainAt(cells, at);
    if (value.kind !== 'str')
      return numberOfScalar(value) === undefined ? refuse('values of this kind', 'pd.to_numeric', context) : value;
    const said = value.value.trim();
    if (/^[+-]?\d+$/.test(said) && Number.isSafeInteger(Number(said))) return { kind: 'int', value: Number(said) };
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(said))
      return { kind: 'float', value: numberOfText(said, true, context) };
    if (coerce) return { kind: 'float', value: Number.NaN };
    return context.raise('ValueError', `Unable to parse string "${value.value}" at position ${at}`);
  });
  const made = vectorOf(values);
  return made.type === 'object' && values.length > 0
    ? { type: 'float64', data: Float64Array.from(values, (each) => numberOfScalar(each) as number) }
    : made;
}
