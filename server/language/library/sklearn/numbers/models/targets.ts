import type { Context } from '../../../../values/context.js';
import type { Value } from '../../../../values/value.js';
import { array } from '../../../numpy/view.js';
import { arrayOfLabels, distinct, type Labels, labelsAt, labelsOf, placesAmong } from '../categories.js';
import type { Learned, Prediction } from '../learned.js';
import { type Matrix, matrixOf, typeIn } from '../matrix.js';
import { kindOfTarget, numbersIn, sameLengths } from '../targets.js';

type Floats = Float64Array | Float32Array;

/** Samples, the classes that occur, and the place among these of each sample's class. */
export interface Classified {
  readonly x: Matrix;
  readonly classes: Labels;
  readonly places: Int32Array;
  readonly counts: Float64Array;
}

/** What a classifier is fitted on; scikit-learn's errors where labels are no classes. */
export function classified(value: Value, labels: Value | undefined, name: string, context: Context): Classified {
  const x = matrixOf(value, name, context);
  if (!labels || labels.kind === 'none') return withoutLabels(name, context);
  const given = labelsOf(labels, name, context);
  sameLengths([x.rows, given.keys.length], context);
  const kind = kindOfTarget(given, [given.keys.length]);
  if (kind === 'continuous')
    context.raise(
      'ValueError',
      'Unknown label type: continuous. Maybe you are trying to fit a classifier, which expects discrete classes on a regression target with continuous values.',
    );
  const classes = distinct(given);
  const places = placesAmong(classes, given.keys);
  const counts = new Float64Array(classes.keys.length);
  for (const at of places) counts[at] = (counts[at] as number) + 1;
  return { x, classes, places, counts };
}

/** Samples with the numbers that belong to them, `columns` a sample. */
export interface Told {
  readonly x: Matrix;
  readonly columns: number;
  /** Whether the numbers came as a vector, and so go. */
  readonly isVector: boolean;
  readonly y: Floats;
}

export function told(value: Value, numbers: Value | undefined, name: string, context: Context): Told {
  const x = matrixOf(value, name, context);
  if (!numbers || numbers.kind === 'none') return withoutLabels(name, context);
  const found = numbersIn(numbers, name, context);
  sameLengths([x.rows, found.rows], context);
  return { x, columns: found.columns, isVector: found.rank === 1, y: found.data };
}

function withoutLabels(name: string, context: Context): never {
  return context.raise('ValueError', `This ${name} estimator requires y to be passed, but the target y is None.`);
}

/** Predicted numbers, in the form of those that a model was fitted on. */
export function toldArray(
  data: Floats,
  rows: number,
  { columns, isVector }: Pick<Told, 'columns' | 'isVector'>,
): Value {
  return array(typeIn(data), isVector ? [rows] : [rows, columns], data);
}

export const classArray = (classes: Labels, places: ArrayLike<number>): Value =>
  arrayOfLabels(labelsAt(classes, places));

/** Where each row of `columns` numbers is greatest, at the first such place. */
export function greatest(cells: ArrayLike<number>, columns: number): Int32Array {
  const found = new Int32Array(cells.length / columns);
  for (let i = 0; i < found.length; i += 1) {
    let best = 0;
    for (let j = 1; j < columns; j += 1)
      if ((cells[i * columns + j] as number) > (cells[i * columns + best] as number)) best = j;
    found[i] = best;
  }
  return found;
}

/** Models learn and predict; data they do not change. */
export function notATransformer(name: string): Learned['transform'] {
  return (_x, context) => context.raise('AttributeError', `'${name}' object has no attribute 'transform'`);
}

/** Each row made to sum to one as shares, from logarithms. */
export function softmaxRows(scores: Float64Array, columns: number): Float64Array {
  const shares = scores.slice();
  for (let from = 0; from < shares.length; from += columns) {
    const row = shares.subarray(from, from + columns);
    const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    let total = 0;
    for (let j = 0; j < columns; j += 1) {
      row[j] = Math.exp((row[j] as number) - most);
      total += row[j] as number;
    }
    for (let j = 0; j < columns; j += 1) row[j] = (row[j] as number) / total;
  }
  return shares;
}

/** `n_features_in_`, which all models have, and further attributes. */
export const withFeatures = (
  x: Matrix,
  attributes: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> => ({
  n_features_in_: { kind: 'int', value: x.columns },
  ...attributes,
});

/** Predicts the class of which a sample has the greatest share, the first of equals. */
export function byShares(
  classes: Labels,
  shares: (x: Value, context: Context) => readonly [Matrix, Float64Array],
): Prediction {
  const width = classes.keys.length;
  return {
    kind: 'classes',
    predict: (data, also) => classArray(classes, greatest(shares(data, also)[1], width)),
    shares: (data, also) => {
      const [samples, found] = shares(data, also);
      return array('float64', [samples.rows, width], found);
    },
  };
}
