import type { Context } from '../../../values/context.js';
import { bool, False, float, int, none, str, True, tuple, type Value } from '../../../values/value.js';
import { numberOfValue } from '../../numpy/arguments.js';
import { fromNumbers } from '../../numpy/arrays/cells.js';
import { toArray } from '../../numpy/operand.js';
import { array } from '../../numpy/view.js';
import type { Computation, Learned, Parameters } from './learned.js';
import {
  alike,
  arrayIn,
  columnOf,
  columnSums,
  eachElement,
  lessMeans,
  type Matrix,
  matrixOf,
  vector,
  withoutZeros,
} from './matrix.js';
import { median, quantile } from './quantile.js';

type Floats = Float64Array | Float32Array;

const truth = (parameters: Parameters, name: string, context: Context) => context.truth(parameters(name)) === true;

/** Learned from columns alone: each element is changed by numbers of its column. */
function byColumn(
  name: string,
  x: Matrix,
  attributes: Readonly<Record<string, Value>>,
  forth: (element: number, column: number, round: (x: number) => number) => number,
  back: (element: number, column: number, round: (x: number) => number) => number,
): Learned {
  const applied = (f: typeof forth) => (value: Value, context: Context) => {
    const given = matrixOf(value, name, context, true);
    const round = given.data instanceof Float32Array ? Math.fround : (y: number) => y;
    return arrayIn(eachElement(given, (element, column) => f(element, column, round)));
  };
  return {
    features: x.columns,
    attributes,
    transform: applied(forth),
    inverse: applied(back),
    names: (inputs) => inputs,
  };
}

interface Moments {
  readonly counts: Float64Array;
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** Means and variances of columns, beside those of earlier data; gaps are left out. */
function moments(x: Matrix, before: Moments | undefined): Moments {
  const gaps = columnSums(
    x,
    x.data.map((v) => (Number.isNaN(v) ? 1 : 0)),
  );
  const hasGaps = gaps.some((missing) => missing > 0);
  const filled = (data: Floats) => (hasGaps ? data.map((v) => (Number.isNaN(v) ? 0 : v)) : data);
  const sums = columnSums(x, filled(x.data));
  const counts = gaps.map((missing) => x.rows - missing);
  const means = sums.map((total, j) => total / (counts[j] as number));
  const apart = lessMeans(x, means);
  const corrections = columnSums(x, filled(apart));
  for (let at = 0; at < apart.length; at += 1) apart[at] = (apart[at] as number) ** 2;
  const squares = columnSums(x, filled(apart));
  const unscaled = squares.map((s, j) => s - (corrections[j] as number) ** 2 / (counts[j] as number));
  if (!before) return { counts, means, variances: unscaled.map((v, j) => v / (counts[j] as number)) };
  const all = counts.map((n, j) => n + (before.counts[j] as number));
  const lastSums = before.means.map((mean, j) => mean * (before.counts[j] as number));
  return {
    counts: all,
    means: all.map((n, j) => ((lastSums[j] as number) + (sums[j] as number)) / n),
    variances: all.map((n, j) => {
      const last = before.counts[j] as number;
      if (last === 0) return (unscaled[j] as number) / n;
      const share = last / (counts[j] as number);
      const shift = (lastSums[j] as number) / share - (sums[j] as number);
      return ((before.variances[j] as number) * last + (unscaled[j] as number) + (share / n) * shift ** 2) / n;
    }),
  };
}

export function standard(x: Matrix, parameters: Parameters, context: Context, before?: Moments): Learned {
  const found = moments(x, before);
  const { counts, means, variances } = found;
  const centres = truth(parameters, 'with_mean', context);
  const scales = truth(parameters, 'with_std', context);
  const tiny = 2 ** -52;
  const scale = variances.map((variance, j) => {
    const [n, mean] = [counts[j] as number, means[j] as number];
    return variance <= n * tiny * variance + (n * mean * tiny) ** 2 ? 1 : Math.sqrt(variance);
  });
  const even = counts.every((n) => n === counts[0]);
  const seen = even ? int(counts[0] as number) : vector(counts);
  const learned = byColumn(
    'StandardScaler',
    x,
    {
      mean_: centres || scales ? vector(means) : none,
      var_: scales ? vector(variances) : none,
      scale_: scales ? vector(scale) : none,
      n_samples_seen_: seen,
    },
    (v, j, round) => {
      const centred = centres ? round(v - round(means[j] as number)) : v;
      return scales ? centred / round(scale[j] as number) : centred;
    },
    (v, j, round) => {
      const scaled = scales ? round(v * round(scale[j] as number)) : v;
      return centres ? scaled + round(means[j] as number) : scaled;
    },
  );
  return {
    ...learned,
    further: (value, also) => standard(matrixOf(value, 'StandardScaler', also, true), parameters, also, found),
  };
}

interface Bounds {
  readonly least: Floats;
  readonly most: Floats;
  readonly seen: number;
}

/** The least and the greatest of each column, gaps left out. */
function bounds(x: Matrix, before: Bounds | undefined, of: (v: number) => number = (v) => v): Bounds {
  const least = before?.least.slice() ?? alike(x.data, new Float64Array(x.columns).fill(Number.POSITIVE_INFINITY));
  const most = before?.most.slice() ?? alike(x.data, new Float64Array(x.columns).fill(Number.NEGATIVE_INFINITY));
  for (let at = 0; at < x.data.length; at += 1) {
    const v = of(x.data[at] as number);
    const j = at % x.columns;
    if (v < (least[j] as number)) least[j] = v;
    if (v > (most[j] as number)) most[j] = v;
  }
  if (!before)
    for (let j = 0; j < x.columns; j += 1)
      if ((least[j] as number) > (most[j] as number)) least[j] = most[j] = Number.NaN;
  return { least, most, seen: x.rows + (before?.seen ?? 0) };
}

function minMax(x: Matrix, parameters: Parameters, context: Context, before?: Bounds): Learned {
  const [low, high] = pair(parameters('feature_range'), context);
  if (low >= high)
    context.raise(
      'ValueError',
      `Minimum of desired feature range must be smaller than maximum. Got ${context.repr(parameters('feature_range'))}.`,
    );
  const found = bounds(x, before);
  const { least, most } = found;
  const single = x.data instanceof Float32Array;
  const fl = single ? Math.fround : (v: number) => v;
  const range = most.map((v, j) => v - (least[j] as number));
  const scale = withoutZeros(range).map((v) => fl(fl(high) - fl(low)) / v);
  const min = scale.map((s, j) => fl(low) - fl((least[j] as number) * s));
  const clips = truth(parameters, 'clip', context);
  const learned = byColumn(
    'MinMaxScaler',
    x,
    {
      data_min_: vector(least),
      data_max_: vector(most),
      data_range_: vector(range),
      scale_: vector(scale),
      min_: vector(min),
      n_samples_seen_: int(found.seen),
    },
    (v, j, round) => {
      const scaled = round(round(v * (scale[j] as number)) + (min[j] as number));
      return clips ? Math.min(Math.max(scaled, low), high) : scaled;
    },
    (v, j, round) => round(v - (min[j] as number)) / (scale[j] as number),
  );
  return {
    ...learned,
    further: (value, also) => minMax(matrixOf(value, 'MinMaxScaler', also, true), parameters, also, found),
  };
}

function maxAbs(x: Matrix, parameters: Parameters, context: Context, before?: Bounds): Learned {
  const found = bounds(x, before, Math.abs);
  const scale = withoutZeros(found.most);
  const clips = truth(parameters, 'clip', context);
  const learned = byColumn(
    'MaxAbsScaler',
    x,
    { max_abs_: vector(found.most), scale_: vector(scale), n_samples_seen_: int(found.seen) },
    (v, j) => {
      const scaled = v / (scale[j] as number);
      return clips ? Math.min(Math.max(scaled, -1), 1) : scaled;
    },
    (v, j) => v * (scale[j] as number),
  );
  return {
    ...learned,
    further: (value, also) => maxAbs(matrixOf(value, 'MaxAbsScaler', also, true), parameters, also, found),
  };
}

function robust(x: Matrix, parameters: Parameters, context: Context): Learned {
  const [low, high] = pair(parameters('quantile_range'), context);
  if (!(low >= 0 && low <= high && high <= 100))
    context.raise('ValueError', `Invalid quantile range: ${context.repr(parameters('quantile_range'))}`);
  const centres = truth(parameters, 'with_centering', context);
  const scales = truth(parameters, 'with_scaling', context);
  const columns = Array.from({ length: x.columns }, (_, j) =>
    columnOf(x, j)
      .filter((v) => !Number.isNaN(v))
      .sort(),
  );
  const centre = alike(x.data, columns.map(median));
  // In double precision, whatever the data have.
  const scale = withoutZeros(
    Float64Array.from(columns, (column) => quantile(column, high / 100) - quantile(column, low / 100)),
  );
  return byColumn(
    'RobustScaler',
    x,
    { center_: centres ? vector(centre) : none, scale_: scales ? vector(scale) : none },
    (v, j, round) => {
      const centred = centres ? round(v - (centre[j] as number)) : v;
      return scales ? centred / (scale[j] as number) : centred;
    },
    (v, j, round) => {
      const scaled = scales ? round(v * (scale[j] as number)) : v;
      return centres ? scaled + (centre[j] as number) : scaled;
    },
  );
}

function pair(value: Value, context: Context): readonly [number, number] {
  const [low, high] = (context.elements(value) ?? []).map(numberOfValue);
  return [low ?? Number.NaN, high ?? Number.NaN];
}

/** `Normalizer` and `normalize`: rows of length one, by the norm asked for. */
export function normalized(x: Matrix, norm: Value, context: Context): Value {
  const kind = norm.kind === 'str' ? norm.value : '';
  const data = x.data.slice();
  for (let row = 0; row < x.rows; row += 1) {
    const part = Array.from(x.data.subarray(row * x.columns, (row + 1) * x.columns));
    let length = 0;
    if (kind === 'l2') length = Math.sqrt(part.reduce((total, v) => total + v * v, 0));
    else if (kind === 'l1') length = part.reduce((total, v) => total + Math.abs(v), 0);
    else if (kind === 'max') length = part.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    else
      context.raise(
        'ValueError',
        `The 'norm' parameter of Normalizer must be a str among {'l1', 'l2', 'max'}. Got ${context.repr(norm)} instead.`,
      );
    const [divisor] = withoutZeros(alike(x.data, [length]));
    for (let j = 0; j < x.columns; j += 1) data[row * x.columns + j] = (part[j] as number) / (divisor as number);
  }
  return arrayIn({ ...x, data });
}

const scaler = (
  name: string,
  parameters: Readonly<Record<string, Value>>,
  fit: (x: Matrix, parameters: Parameters, context: Context) => Learned,
  refused: readonly string[] = [],
): readonly [string, Computation] => [
  name,
  {
    parameters: { ...parameters, copy: True },
    refused,
    fit: (x, _y, given, context) => fit(matrixOf(x, name, context, true), given, context),
  },
];

export const scalers: readonly (readonly [string, Computation])[] = [
  scaler('StandardScaler', { with_mean: True, with_std: True }, standard),
  scaler('MinMaxScaler', { feature_range: tuple([int(0), int(1)]), clip: False }, minMax),
  scaler('MaxAbsScaler', { clip: False }, maxAbs),
  scaler(
    'RobustScaler',
    {
      with_centering: True,
      with_scaling: True,
      quantile_range: tuple([float(25), float(75)]),
      unit_variance: bool(false),
    },
    robust,
    ['unit_variance'],
  ),
  [
    'Normalizer',
    {
      parameters: { norm: str('l2'), copy: True },
      fit: (x, _y, parameters, context) => ({
        features: matrixOf(x, 'Normalizer', context).columns,
        attributes: {},
        transform: (value, also) => normalized(matrixOf(value, 'Normalizer', also), parameters('norm'), also),
        names: (inputs) => inputs,
      }),
    },
  ],
  [
    'Binarizer',
    {
      parameters: { threshold: float(0), copy: True },
      fit: (x, _y, parameters, context) => ({
        features: matrixOf(x, 'Binarizer', context).columns,
        attributes: {},
        transform: (value, also) => {
          const threshold = numberOfValue(parameters('threshold'));
          const found = eachElement(matrixOf(value, 'Binarizer', also), (v) => (v > threshold ? 1 : 0));
          const dtype = toArray(value, also)?.dtype ?? 'float64';
          return array(dtype, [found.rows, found.columns], fromNumbers(found.data, dtype));
        },
        names: (inputs) => inputs,
      }),
    },
  ],
];
