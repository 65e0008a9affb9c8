import type { Context } from '../../../values/context.js';
import { False, int, type Value } from '../../../values/value.js';
import { intOf, numberOfValue } from '../../numpy/arguments.js';
import { fromNumbers, numbersOf } from '../../numpy/arrays/cells.js';
import { toArray } from '../../numpy/operand.js';
import { array } from '../../numpy/view.js';
import { arrayOfLabels, distinct, keyRepr, type Labels, labelsAt, labelsOf, placesAmong } from './categories.js';
import type { Computation, Learned, Parameters } from './learned.js';

const whole = (values: ArrayLike<number>, shape: readonly number[]) =>
  array('int64', shape, fromNumbers(Float64Array.from(values), 'int64'));

/** `LabelEncoder`: labels as their places among the distinct ones. */
const labelEncoder: Computation = {
  parameters: {},
  fit(y, _y, _parameters, context) {
    const classes = distinct(labelsOf(y, 'LabelEncoder', context));
    return {
      attributes: { classes_: arrayOfLabels(classes) },
      transform: (value, also) => {
        const given = labelsOf(value, 'LabelEncoder', also);
        const places = placesAmong(classes, given.keys);
        if (places.includes(-1)) {
          const unseen = distinct({ ...given, keys: given.keys.filter((_, i) => places[i] === -1) });
          const said = classes.dtype
            ? `[${unseen.keys.map((key) => keyRepr(key, given, also)).join(', ')}]`
            : keyRepr(given.keys[places.indexOf(-1)] as string, given, also);
          also.raise('ValueError', `y contains previously unseen labels: ${said}`);
        }
        return whole(places, [places.length]);
      },
      inverse: (value, also) => {
        const given = toArray(value, also);
        if (!given?.data || !given.dtype) return also.unknown('labels that are not known', 'LabelEncoder');
        const places = numbersOf(given.data, given.dtype);
        const wrong = [...new Set(places)].filter((at) => !(at in classes.keys)).sort((a, b) => a - b);
        if (wrong.length > 0)
          also.raise(
            'ValueError',
            `y contains previously unseen labels: ${also.str(array(given.dtype, [wrong.length], fromNumbers(Float64Array.from(wrong), given.dtype)))}`,
          );
        return arrayOfLabels(labelsAt(classes, places));
      },
    };
  },
};

/** A column for each class, and where there are two one for the second alone. */
export function binarized(y: Labels, classes: Labels, low: number, high: number): Value {
  const width = classes.keys.length;
  const places = placesAmong(classes, y.keys);
  // One class alone: a column that never says so.
  const single = width <= 2;
  const columns = single ? 1 : width;
  const cells = new Float64Array(places.length * columns).fill(low);
  for (const [i, at] of places.entries()) {
    if (!single && at >= 0) cells[i * columns + at] = high;
    else if (single && at === 1) cells[i] = high;
  }
  const dtype = y.dtype && /^int/.test(y.dtype) ? y.dtype : 'int64';
  return array(dtype, [places.length, columns], fromNumbers(cells, dtype));
}

const labelBinarizer: Computation = {
  parameters: { neg_label: int(0), pos_label: int(1), sparse_output: False },
  refused: ['sparse_output'],
  fit(y, _y, parameters, context) {
    const classes = distinct(labelsOf(y, 'LabelBinarizer', context));
    const [low, high] = [intOf(parameters('neg_label'), context), intOf(parameters('pos_label'), context)];
    if (low >= high) context.raise('ValueError', `neg_label=${low} must be strictly less than pos_label=${high}.`);
    return {
      attributes: { classes_: arrayOfLabels(classes) },
      transform: (value, also) => binarized(labelsOf(value, 'LabelBinarizer', also), classes, low, high),
      inverse: (value, also) => classOfRows(value, classes, (low + high) / 2, also),
    };
  },
};

/** The class that each row says: the first greatest column; of two classes the second where it is past the threshold. */
function classOfRows(value: Value, classes: Labels, threshold: number, context: Context): Value {
  const given = toArray(value, context);
  if (!given?.data || !given.dtype || !given.shape) return context.unknown('rows that are not known', 'LabelBinarizer');
  const cells = numbersOf(given.data, given.dtype);
  const rows = given.shape[0] as number;
  const columns = (given.shape[1] as number | undefined) ?? 1;
  const places = Int32Array.from({ length: rows }, (_, i) => {
    const row = cells.subarray(i * columns, (i + 1) * columns);
    if (classes.keys.length > 2) return Math.min(greatest(row), classes.keys.length - 1);
    return classes.keys.length === 2 && (row[columns - 1] as number) > threshold ? 1 : 0;
  });
  return arrayOfLabels(labelsAt(classes, places));
}

function greatest(row: ArrayLike<number>): number {
  let best = 0;
  for (let j = 1; j < row.length; j += 1) if ((row[j] as number) > (row[best] as number)) best = j;
  return best;
}

/** `MultiLabelBinarizer`: of each sample several labels, or none. */
const multiLabelBinarizer: Computation = {
  parameters: { classes: { kind: 'none' }, sparse_output: False },
  refused: ['sparse_output', 'classes'],
  fit(y, _y, _parameters: Parameters, context): Learned {
    const sets = (value: Value, also: Context) =>
      (also.elements(value) ?? []).map((each) => {
        const elements = [...(also.elements(each) ?? [])];
        return elements.length === 0 ? undefined : labelsOf({ kind: 'list', elements }, 'MultiLabelBinarizer', also);
      });
    const known = sets(y, context).flatMap((each) => each ?? []);
    const [first] = known;
    if (!first) return context.unknown('data without any label', 'MultiLabelBinarizer') as never;
    const classes = distinct({ ...first, width: undefined, keys: known.flatMap(({ keys }) => keys) });
    return {
      attributes: { classes_: arrayOfLabels(classes) },
      transform: (value, also) => {
        const rows = sets(value, also);
        const cells = new Float64Array(rows.length * classes.keys.length);
        for (const [i, row] of rows.entries())
          for (const at of placesAmong(classes, row?.keys ?? [])) if (at >= 0) cells[i * classes.keys.length + at] = 1;
        return whole(cells, [rows.length, classes.keys.length]);
      },
      inverse: (value, also) => {
        const given = toArray(value, also);
        if (!given?.data || !given.dtype || given.shape?.[1] !== classes.keys.length)
          return also.unknown('an array of another form', 'MultiLabelBinarizer.inverse_transform');
        const cells = numbersOf(given.data, given.dtype);
        const width = classes.keys.length;
        const elements = Array.from({ length: given.shape[0] as number }, (_, i): Value => {
          const places = [...classes.keys.keys()].filter(
            (j) => numberOfValue(int(cells[i * width + j] as number)) !== 0,
          );
          return { kind: 'tuple', elements: also.elements(arrayOfLabels(labelsAt(classes, places))) ?? [] };
        });
        return { kind: 'list', elements };
      },
    };
  },
};

export const labelComputations: readonly (readonly [string, Computation])[] = [
  ['LabelEncoder', labelEncoder],
  ['LabelBinarizer', labelBinarizer],
  ['MultiLabelBinarizer', multiLabelBinarizer],
];
