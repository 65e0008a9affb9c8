import type { ElementType } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { int, str, type Value } from '../../../values/value.js';
import { sum } from '../../numpy/arrays/reduce.js';
import { array } from '../../numpy/view.js';
import { comparison } from './ordering.js';
import { numberArgument, refuse } from './table.js';
import { asObjects, doublesOf, elementAt, isMissing, isNumbers, keyAt, NaNValue, type Vector } from './vector.js';

/** What one number of a column is: `mean`, `std`, `max` … Missing elements are left out unless `skipna=False`. */

export interface Reducing {
  readonly skipna: boolean;
  readonly ddof: number;
  /** Of a group: pandas adds these up with what rounding lost, and finds their variance one by one. */
  readonly ofGroup?: boolean;
}

export const reductionNames = [
  'sum',
  'mean',
  'std',
  'var',
  'sem',
  'min',
  'max',
  'median',
  'count',
  'nunique',
  'prod',
  'product',
  'any',
  'all',
  'skew',
  'kurt',
] as const;
export type Reduction = (typeof reductionNames)[number];

const number = (value: number, type: ElementType = 'float64'): Value =>
  array(
    type,
    [],
    type === 'int64'
      ? BigInt64Array.of(BigInt(value))
      : type === 'float32'
        ? Float32Array.of(value)
        : Float64Array.of(value),
  );

/** The elements as doubles with zeros for missing ones, as pandas adds them up, and how many there are. */
function zeroed(
  cells: Vector,
  name: string,
  context: Context,
): { values: Float64Array; count: number; missing: Uint8Array } {
  const doubles = doublesOf(cells);
  if (!doubles) return context.raise('TypeError', `Cannot perform reduction '${name}' with string dtype`);
  const values = Float64Array.from(doubles);
  const missing = new Uint8Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at += 1) {
    if (Number.isNaN(values[at])) {
      values[at] = 0;
      missing[at] = 1;
    } else count += 1;
  }
  return { values, count, missing };
}

export function total(values: Float64Array): number {
  return (
    sum(
      { dtype: 'float64', shape: [values.length], data: values },
      { outer: 1, length: values.length, inner: 1 },
      'float64',
    ) as Float64Array
  )[0] as number;
}

export function reduced(cells: Vector, name: Reduction, { skipna, ddof, ofGroup }: Reducing, context: Context): Value {
  const size = cells.data.length;
  const single: ElementType = cells.type === 'float32' ? 'float32' : 'float64';
  if (name === 'count')
    return int(Array.from({ length: size }, (_, at) => at).filter((at) => !isMissing(cells, at)).length);
  if (name === 'nunique') {
    const keys = new Set(Array.from({ length: size }, (_, at) => keyAt(cells, at)));
    keys.delete('nan');
    return int(keys.size);
  }
  if (name === 'min' || name === 'max') return extreme(cells, name, skipna, context);
  if (cells.type === 'datetime64[us]') return refuse('a column of moments', `Series.${name}`, context);
  if (name === 'any' || name === 'all') {
    const truths = Array.from(
      { length: size },
      (_, at) => isMissing(cells, at) || context.truth(elementAt(cells, at)) === true,
    );
    const some = Array.from(
      { length: size },
      (_, at) => !isMissing(cells, at) && context.truth(elementAt(cells, at)) === true,
    );
    return array('bool', [], Uint8Array.of((name === 'all' ? truths.every(Boolean) : some.some(Boolean)) ? 1 : 0));
  }
  if (name === 'sum' && cells.type === 'object') {
    const there = cells.data.filter((_, at) => !isMissing(cells, at));
    if (there.length < size && !skipna) return NaNValue;
    return there.length === 0 ? int(0) : there.reduce((all, each) => context.binary('+', all, each));
  }
  if (name === 'sum' && cells.type === 'str') return str(cells.data.map((each) => each ?? '').join(''));
  if (name === 'skew' || name === 'kurt') return refuse('it is not computed yet', `Series.${name}`, context);
  const whole = isNumbers(cells) && !cells.type.startsWith('float');
  if (whole && (name === 'sum' || name === 'prod' || name === 'product')) {
    let result = name === 'sum' ? 0n : 1n;
    for (const each of cells.data as ArrayLike<number | bigint> & Iterable<number | bigint>)
      result = name === 'sum' ? result + BigInt(each) : result * BigInt(each);
    return array('int64', [], BigInt64Array.of(BigInt.asIntN(64, result)));
  }
  const { values, count, missing } = zeroed(cells, name, context);
  if (!skipna && count < size) return number(Number.NaN, single);
  const rounding = single === 'float32' ? Math.fround : (x: number) => x;
  const add = ofGroup ? (each: Float64Array) => compensated(each, missing, rounding) : total;
  if (name === 'sum') return number(add(values), single);
  if (name === 'prod' || name === 'product')
    return number(
      values.reduce((product, each, at) => (missing[at] ? product : product * each), 1),
      single,
    );
  if (name === 'mean') return number(count === 0 ? Number.NaN : add(values) / count, single);
  if (name === 'median') return number(quantile(present(values, missing), 0.5), single);
  const variance = ofGroup ? runningVariance(values, missing, count, ddof) : varianceOf(values, missing, count, ddof);
  if (name === 'var') return number(variance, single);
  return number(name === 'std' ? Math.sqrt(variance) : Math.sqrt(variance) / Math.sqrt(count), single);
}

/** Kahan's sum. */
function compensated(values: Float64Array, missing: Uint8Array, rounding: (x: number) => number): number {
  let [sum, lost] = [0, 0];
  for (let at = 0; at < values.length; at += 1) {
    if (missing[at]) continue;
    const each = rounding((values[at] as number) - lost);
    const next = rounding(sum + each);
    lost = rounding(rounding(next - sum) - each);
    // Infinities leave no rest.
    if (Number.isNaN(lost)) lost = 0;
    sum = next;
  }
  return sum;
}

/** Welford's variance. */
function runningVariance(values: Float64Array, missing: Uint8Array, count: number, ddof: number): number {
  if (count - ddof <= 0) return Number.NaN;
  let [mean, squares, found] = [0, 0, 0];
  for (let at = 0; at < values.length; at += 1) {
    if (missing[at]) continue;
    found += 1;
    const before = mean;
    mean += ((values[at] as number) - before) / found;
    squares += ((values[at] as number) - mean) * ((values[at] as number) - before);
  }
  return squares / (count - ddof);
}

export function varianceOf(values: Float64Array, missing: Uint8Array, count: number, ddof: number): number {
  if (count - ddof <= 0) return Number.NaN;
  const mean = total(values) / count;
  const squares = values.map((each, at) => (missing[at] ? 0 : (mean - each) ** 2));
  return total(squares) / (count - ddof);
}

const present = (values: Float64Array, missing: Uint8Array): Float64Array =>
  values.filter((_, at) => !missing[at]).sort();

/** The sorted elements that are there. */
export function sortedNumbers(cells: Vector, name: string, context: Context): Float64Array {
  const { values, missing } = zeroed(cells, name, context);
  return present(values, missing);
}

/** The shares that `q=` gives, each between 0 and 1. */
export function quantileShares(many: Vector | undefined, args: Arguments, name: string, context: Context): number[] {
  const shares = many ? numbersOrError(many, context) : [numberArgument(args, 'q', name, context)];
  return Array.from(shares, (share) =>
    share >= 0 && share <= 1 ? share : context.raise('ValueError', 'percentiles should all be in the interval [0, 1]'),
  );
}

/** Numbers as doubles; a ValueError where there are others. */
export function numbersOrError(cells: Vector, context: Context): ArrayLike<number> {
  const numbers = doublesOf(cells);
  if (numbers) return numbers;
  if (cells.type === 'datetime64[us]') return refuse('a column of moments', 'DataFrame', context);
  const first = asObjects(cells).data.find((each) => each.kind === 'str');
  return context.raise('ValueError', `could not convert string to float: ${first ? context.repr(first) : ''}`);
}

/** Between the two elements that a share falls between, as NumPy interpolates. */
export function quantile(sorted: Float64Array, share: number): number {
  const { length } = sorted;
  if (length === 0) return Number.NaN;
  const at = share * (length - 1);
  const below = Math.floor(at);
  const [a, b] = [sorted[below] as number, sorted[Math.min(below + 1, length - 1)] as number];
  const t = at - below;
  if (share === 0.5 && length % 2 === 0 && t === 0.5) return (a + b) / 2;
  return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t;
}

function extreme(cells: Vector, name: 'min' | 'max', skipna: boolean, context: Context): Value {
  const compare = comparison(cells, context);
  let best = -1;
  for (let at = 0; at < cells.data.length; at += 1) {
    if (isMissing(cells, at)) {
      if (!skipna) return NaNValue;
      continue;
    }
    if (best < 0 || (name === 'max' ? compare(at, best) > 0 : compare(at, best) < 0)) best = at;
  }
  return best < 0 ? number(Number.NaN) : elementAt(cells, best);
}

/** Where the first greatest (or least) element stands; a ValueError where there is none. */
export function extremePlace(cells: Vector, name: 'max' | 'min', context: Context): number {
  const compare = comparison(cells, context);
  let best = -1;
  for (let at = 0; at < cells.data.length; at += 1)
    if (!isMissing(cells, at) && (best < 0 || (name === 'max' ? compare(at, best) > 0 : compare(at, best) < 0)))
      best = at;
  if (cells.data.length === 0) context.raise('ValueError', `attempt to get arg${name} of an empty sequence`);
  return best < 0 ? context.raise('ValueError', 'Encountered all NA values') : best;
}

/** The numbers of two columns' correlation (or covariance), pair by pair as pandas adds them up. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>, covariance: boolean, ddof = 1): number {
  let [count, meanX, meanY, squaresX, squaresY, products] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < x.length; at += 1) {
    const [a, b] = [x[at] as number, y[at] as number];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    count += 1;
    const [dx, dy] = [a - meanX, b - meanY];
    meanX += (1 / count) * dx;
    meanY += (1 / count) * dy;
    squaresX += (a - meanX) * dx;
    squaresY += (b - meanY) * dy;
    products += (a - meanX) * dy;
  }
  if (count < 1) return Number.NaN;
  const divisor = covariance ? count - ddof : Math.sqrt(squaresX * squaresY);
  if (divisor === 0) return Number.NaN;
  const value = products / divisor;
  return covariance ? value : Math.min(1, Math.max(-1, value));
}
