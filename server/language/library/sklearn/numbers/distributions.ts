import type { Context } from '../../../values/context.js';
import { False, int, none, str, True, type Value } from '../../../values/value.js';
import { intOf } from '../../numpy/arguments.js';
import { array } from '../../numpy/view.js';
import { chanceOf } from './chance.js';
import type { Computation, Learned, Parameters } from './learned.js';
import { arrayIn, columnOf, type Matrix, matrixOf, vector } from './matrix.js';
import { leastWithin } from './minimum.js';
import { quantile } from './quantile.js';
import { standard } from './scalers.js';

/** Transformers that give columns another distribution: QuantileTransformer, PowerTransformer. */

/** In double precision alone: how scikit-learn rounds single precision on the way is not followed. */
function doubles(value: Value, name: string, context: Context): Matrix {
  const x = matrixOf(value, name, context, true);
  return x.data instanceof Float64Array ? x : (context.unknown('data of float32 are not supported yet', name) as never);
}

const present = (x: Matrix, column: number): Float64Array => columnOf(x, column).filter((v) => !Number.isNaN(v));

/** Each element of a column by a rule of that column; gaps stay. */
function byColumns(x: Matrix, rule: (column: number) => (element: number) => number): Matrix {
  const data = x.data.slice();
  for (let j = 0; j < x.columns; j += 1) {
    const change = rule(j);
    for (let at = j; at < data.length; at += x.columns)
      if (!Number.isNaN(data[at])) data[at] = change(data[at] as number);
  }
  return { ...x, data };
}

/** `np.interp` of one number: on the line between the two points beside it; points at the same place: the last. */
function between(x: number, places: Float64Array, values: Float64Array): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) <= x) low = middle + 1;
    else high = middle;
  }
  const at = low - 1;
  if (at < 0) return values[0] as number;
  const [place, value] = [places[at] as number, values[at] as number];
  if (at === places.length - 1 || place === x) return value;
  const slope = ((values[at + 1] as number) - value) / ((places[at + 1] as number) - place);
  return slope * (x - place) + value;
}

const mirrored = (numbers: Float64Array): Float64Array => numbers.map((x) => -x).reverse();

const quantileTransformer: Computation = {
  parameters: {
    n_quantiles: int(1000),
    output_distribution: str('uniform'),
    ignore_implicit_zeros: False,
    subsample: int(10_000),
    random_state: none,
    copy: True,
  },
  refused: ['output_distribution', 'ignore_implicit_zeros'],
  fit(value, _y, parameters, context): Learned {
    const name = 'QuantileTransformer';
    const most = parameters('subsample').kind === 'none' ? undefined : intOf(parameters('subsample'), context);
    const wanted = intOf(parameters('n_quantiles'), context);
    if (most !== undefined && wanted > most)
      context.raise(
        'ValueError',
        `The number of quantiles cannot be greater than the number of samples used. Got ${wanted} quantiles and ${most} samples.`,
      );
    const x = doubles(value, name, context);
    const count = Math.max(1, Math.min(wanted, x.rows));
    const step = 1 / (count - 1);
    const references = Float64Array.from({ length: count }, (_, k) =>
      count > 1 && k === count - 1 ? 1 : k && k * step,
    );
    const order =
      most !== undefined && most < x.rows
        ? chanceOf(parameters('random_state'), context).permutation(x.rows).subarray(0, most)
        : undefined;
    const quantiles = Array.from({ length: x.columns }, (_, j) => {
      const column = columnOf(x, j);
      const drawn = order ? Float64Array.from(order, (at) => column[at] as number) : column;
      const sorted = drawn.filter((v) => !Number.isNaN(v)).sort();
      if (sorted.length === 0) return context.unknown('a column of gaps alone is not supported yet', name) as never;
      return references.map((share) => quantile(sorted, (share * 100) / 100));
    });
    return {
      features: x.columns,
      attributes: {
        n_quantiles_: int(count),
        references_: vector(references),
        quantiles_: array(
          'float64',
          [count, x.columns],
          Float64Array.from({ length: count * x.columns }, (_, at) => {
            const [k, j] = [Math.floor(at / x.columns), at % x.columns];
            return quantiles[j]?.[k] as number;
          }),
        ),
      },
      names: (inputs) => inputs,
      transform: (given, also) => {
        const falling = mirrored(references);
        return arrayIn(
          byColumns(doubles(given, name, also), (j) => {
            const rising = quantiles[j] as Float64Array;
            const backwards = mirrored(rising);
            const [least, greatest] = [rising[0] as number, rising[count - 1] as number];
            return (v) => {
              if (v === least) return 0;
              if (v === greatest) return 1;
              // From both ends, so that equal quantiles are met in their middle.
              return 0.5 * (between(v, rising, references) - between(-v, backwards, falling));
            };
          }),
        );
      },
      inverse: (given, also) =>
        arrayIn(
          byColumns(doubles(given, name, also), (j) => (v) => between(v, references, quantiles[j] as Float64Array)),
        ),
    };
  },
};

const epsilon = 2 ** -52;

/** Yeo and Johnson's power of a number. */
function powered(x: number, lambda: number): number {
  if (x >= 0) {
    if (Math.abs(lambda) < epsilon) return Math.log1p(x);
    return Math.expm1(lambda * Math.log1p(x)) / lambda;
  }
  if (Math.abs(lambda - 2) <= epsilon) return -Math.log1p(-x);
  return -Math.expm1((2 - lambda) * Math.log1p(-x)) / (2 - lambda);
}

function unpowered(x: number, lambda: number): number {
  if (x >= 0) {
    if (Math.abs(lambda) < epsilon) return Math.exp(x) - 1;
    return (x * lambda + 1) ** (1 / lambda) - 1;
  }
  if (Math.abs(lambda - 2) <= epsilon) return 1 - Math.exp(-x);
  return 1 - (-(2 - lambda) * x + 1) ** (1 / (2 - lambda));
}

const mean = (numbers: Float64Array): number => numbers.reduce((total, x) => total + x, 0) / numbers.length;

function variance(numbers: Float64Array): number {
  const middle = mean(numbers);
  return mean(numbers.map((x) => (x - middle) ** 2));
}

/** The power under which the numbers are likeliest those of a normal distribution, where SciPy looks for it. */
function likeliestPower(x: Float64Array): number {
  const [least, greatest] = [x.reduce((a, b) => Math.min(a, b)), x.reduce((a, b) => Math.max(a, b))];
  const slant = x.reduce((total, each) => total + Math.sign(each) * Math.log1p(Math.abs(each)), 0);
  const unlikelihood = (lambda: number): number => {
    const spread = variance(x.map((each) => powered(each, lambda)));
    // Of a variance that vanishes SciPy learns nothing: numbers so near to each other are not the likeliest.
    if (spread < 2 ** -1022) return Number.POSITIVE_INFINITY;
    return (x.length / 2) * Math.log(spread) - (lambda - 1) * slant;
  };
  // Powers under which numbers twenty times as large still have a variance.
  const size = Math.log1p(20 * Math.max(Math.abs(least), Math.abs(greatest)));
  let low = (Math.log(2 ** -1022) - Math.log(epsilon)) / 2 / size;
  let high = (Math.log(Number.MAX_VALUE) + Math.log(epsilon)) / 2 / size;
  if (greatest < 0) [low, high] = [2 - high, 2 - low];
  else if (least < 0) [low, high] = [Math.max(2 - high, low), Math.min(2 - low, high)];
  return leastWithin(unlikelihood, low, high, 1.48e-8);
}

function powerOf(x: Float64Array): number {
  const [spread, middle] = [variance(x), mean(x)];
  const isConstant = spread <= x.length * epsilon * spread + (x.length * middle * epsilon) ** 2;
  return isConstant ? 1 : likeliestPower(x);
}

const powerTransformer: Computation = {
  parameters: { method: str('yeo-johnson'), standardize: True, copy: True },
  refused: ['method'],
  fit(value, _y, parameters: Parameters, context): Learned {
    const name = 'PowerTransformer';
    const x = doubles(value, name, context);
    const lambdas = Float64Array.from({ length: x.columns }, (_, j) => {
      const numbers = present(x, j);
      return numbers.length > 0
        ? powerOf(numbers)
        : (context.unknown('a column of gaps alone is not supported yet', name) as never);
    });
    const powers = (given: Matrix) => byColumns(given, (j) => (v) => powered(v, lambdas[j] as number));
    const scales = context.truth(parameters('standardize')) === true;
    const scaling = scales ? standard(powers(x), () => True, context) : undefined;
    return {
      features: x.columns,
      attributes: { lambdas_: vector(lambdas) },
      names: (inputs) => inputs,
      transform: (given, also) => {
        const made = arrayIn(powers(doubles(given, name, also)));
        return scaling ? scaling.transform(made, also) : made;
      },
      inverse: (given, also) => {
        const scaled = scaling?.inverse?.(given, also) ?? given;
        return arrayIn(byColumns(doubles(scaled, name, also), (j) => (v) => unpowered(v, lambdas[j] as number)));
      },
    };
  },
};

export const distributionComputations: readonly (readonly [string, Computation])[] = [
  ['QuantileTransformer', quantileTransformer],
  ['PowerTransformer', powerTransformer],
];
