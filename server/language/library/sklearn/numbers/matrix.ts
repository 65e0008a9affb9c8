import type { ElementType } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { numbersOf } from '../../numpy/arrays/cells.js';
import { lanesOf, sum } from '../../numpy/arrays/reduce.js';
import { toArray } from '../../numpy/operand.js';
import { array } from '../../numpy/view.js';
import { numbersOfObjects } from '../../pandas/cells/object-array.js';
import { samplesOf } from '../samples.js';

/** Samples by rows, in the precision in which an estimator computes: float32 stays, all other numbers are float64. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array | Float32Array;
}

/** Data for an estimator; scikit-learn's errors for what has another rank, no rows, or numbers that are none. */
export function matrixOf(value: Value, name: string, context: Context, allowsMissing = false): Matrix {
  const given = numbersOfObjects(value) ?? toArray(value, context);
  if (!given?.data || !given.dtype) return context.unknown(`its data are no array of numbers`, name) as never;
  samplesOf(given, name, context);
  if (given.dtype === 'float16') return context.unknown('data of float16 are not supported yet', name) as never;
  const [rows, columns] = given.shape as readonly [number, number];
  for (const [count, what] of [
    [rows, 'sample'],
    [columns, 'feature'],
  ] as const)
    if (count === 0)
      context.raise(
        'ValueError',
        `Found array with 0 ${what}(s) (shape=(${rows}, ${columns})) while a minimum of 1 is required by ${name}.`,
      );
  const numbers = numbersOf(given.data, given.dtype);
  const data = given.dtype === 'float32' ? new Float32Array(numbers) : new Float64Array(numbers);
  checkFinite(data, name, allowsMissing, context);
  return { rows, columns, data };
}

function checkFinite(data: Float64Array | Float32Array, name: string, allowsMissing: boolean, context: Context): void {
  for (const x of data) {
    if (Number.isFinite(x) || (allowsMissing && Number.isNaN(x))) continue;
    if (!allowsMissing && data.some(Number.isNaN))
      context.raise(
        'ValueError',
        `Input X contains NaN.\n${name} does not accept missing values encoded as NaN natively. For supervised learning, you might want to consider sklearn.ensemble.HistGradientBoostingClassifier and Regressor which accept missing values encoded as NaNs natively. Alternatively, it is possible to preprocess the data, for instance by using an imputer transformer in a pipeline or drop samples with missing values. See https://scikit-learn.org/stable/modules/impute.html You can find a list of all estimators that handle NaN values at the following page: https://scikit-learn.org/stable/modules/impute.html#estimators-that-handle-nan-values`,
      );
    context.raise(
      'ValueError',
      `Input X contains infinity or a value too large for dtype('${data instanceof Float32Array ? 'float32' : 'float64'}').`,
    );
  }
}

export const typeIn = (data: Float64Array | Float32Array): ElementType =>
  data instanceof Float32Array ? 'float32' : 'float64';

export function arrayIn({ rows, columns, data }: Matrix): TensorValue {
  return array(typeIn(data), [rows, columns], data);
}

export function vector(data: Float64Array | Float32Array): TensorValue {
  return array(typeIn(data), [data.length], data);
}

/** Numbers in a matrix's own precision. */
export function alike(data: Float64Array | Float32Array, values: ArrayLike<number>): Float64Array | Float32Array {
  return data instanceof Float32Array ? Float32Array.from(values) : Float64Array.from(values);
}

/** The same shape, each element from its own and the number of its column. Rounded to the matrix's precision. */
export function eachElement(x: Matrix, f: (element: number, column: number) => number): Matrix {
  const data = x.data.slice();
  for (let at = 0; at < data.length; at += 1) data[at] = f(data[at] as number, at % x.columns);
  return { ...x, data };
}

export function columnOf({ rows, columns, data }: Matrix, column: number): Float64Array {
  const found = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) found[row] = data[row * columns + column] as number;
  return found;
}

/** Sums of columns in double precision, added up in NumPy's order. */
export function columnSums({ rows, columns }: Matrix, data: Float64Array | Float32Array): Float64Array {
  const found = sum({ data, dtype: typeIn(data), shape: [rows, columns] }, lanesOf([rows, columns], 0), 'float64');
  return found as Float64Array;
}

/** Each element less its column's mean, in double precision. */
export function lessMeans({ data, columns }: Matrix, means: Float64Array): Float64Array {
  const apart = new Float64Array(data);
  for (let at = 0; at < apart.length; at += 1) apart[at] = (apart[at] as number) - (means[at % columns] as number);
  return apart;
}

/** Scales that are zero but for rounding divide by one. */
export function withoutZeros(scale: Float64Array | Float32Array): Float64Array | Float32Array {
  const least = 10 * (scale instanceof Float32Array ? 2 ** -23 : 2 ** -52);
  return scale.map((x) => (x < least ? 1 : x));
}
