import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { float, type Value } from '../../../values/value.js';
import { numberOfValue } from '../../numpy/arguments.js';
import { lanesOf, sum } from '../../numpy/arrays/reduce.js';
import { array } from '../../numpy/view.js';
import { columnOf, typeIn } from './matrix.js';
import { median } from './quantile.js';
import { type Numbers, numbersIn, sameLengths, weightsOf } from './targets.js';

type Floats = Float64Array | Float32Array;

interface Pair {
  readonly rows: number;
  readonly columns: number;
  readonly truth: Floats;
  readonly predicted: Floats;
  readonly weights: Float64Array | undefined;
}

/** `y_true` and `y_pred` in the precision of the floats among them. */
function pairOf(args: Arguments, name: string, context: Context): Pair {
  const truth = numbersIn(args.get('y_true'), name, context);
  const predicted = numbersIn(args.get('y_pred'), name, context);
  sameLengths([truth.rows, predicted.rows], context);
  if (truth.columns !== predicted.columns)
    context.raise(
      'ValueError',
      `y_true and y_pred have different number of output (${truth.columns}!=${predicted.columns})`,
    );
  const single = (x: Numbers) => x.isWhole || x.data instanceof Float32Array;
  const both = single(truth) && single(predicted) && !(truth.isWhole && predicted.isWhole);
  const as = (data: Floats): Floats => (both ? Float32Array.from(data) : Float64Array.from(data));
  return {
    rows: truth.rows,
    columns: truth.columns,
    truth: as(truth.data),
    predicted: as(predicted.data),
    weights: weightsOf(args.get('sample_weight'), name, context),
  };
}

/** Sums of columns in the data's own precision. */
function sums({ rows, columns }: Pair, data: Floats): Floats {
  const dtype = typeIn(data);
  return sum({ data, dtype, shape: [rows, columns] }, lanesOf([rows, columns], 0), dtype) as Floats;
}

function means(pair: Pair, data: Floats): Floats {
  const { weights, rows, columns } = pair;
  if (!weights) return sums(pair, data).map((total) => total / rows);
  const all = weights.reduce((total, x) => total + x, 0);
  const weighted = new Float64Array(data).map((x, at) => x * (weights[Math.floor(at / columns)] as number));
  return sums(pair, weighted).map((total) => total / all);
}

const differences = ({ truth, predicted }: Pair): Floats => truth.map((x, i) => x - (predicted[i] as number));

/** One number of all columns, or theirs. */
function together(scores: Floats, args: Arguments, weights: Float64Array | undefined, context: Context): Value {
  const how = args.get('multioutput');
  if (how.kind === 'str' && how.value === 'raw_values') return array(typeIn(scores), [scores.length], scores);
  const shares =
    how.kind === 'str' && how.value === 'uniform_average'
      ? undefined
      : how.kind === 'str' && how.value === 'variance_weighted'
        ? weights
        : (context.elements(how) ?? []).map(numberOfValue);
  const used = shares ?? new Float64Array(scores.length).fill(1);
  let [total, all] = [0, 0];
  for (const [i, score] of scores.entries()) {
    total += score * (used[i] as number);
    all += used[i] as number;
  }
  return float(scores instanceof Float32Array ? Math.fround(total / all) : total / all);
}

/** Means over samples of what a rule makes of the difference. */
export function meanError(name: string, rule: (difference: number, truth: number) => number, root = false) {
  return (args: Arguments, context: Context): Value => {
    const pair = pairOf(args, name, context);
    const scores = means(
      pair,
      differences(pair).map((d, i) => rule(d, pair.truth[i] as number)),
    );
    return together(root ? scores.map(Math.sqrt) : scores, args, undefined, context);
  };
}

/** Means of squares of the logarithms' differences, of one more than each number. */
export function logError(name: string, root = false) {
  return (args: Arguments, context: Context): Value => {
    const pair = pairOf(args, name, context);
    if ([...pair.truth, ...pair.predicted].some((x) => x <= -1))
      context.raise(
        'ValueError',
        `${root ? 'Root Mean' : 'Mean'} Squared Logarithmic Error cannot be used when targets contain values less than or equal to -1.`,
      );
    const logs = { ...pair, truth: pair.truth.map(Math.log1p), predicted: pair.predicted.map(Math.log1p) };
    const scores = means(
      logs,
      differences(logs).map((d) => d * d),
    );
    return together(root ? scores.map(Math.sqrt) : scores, args, undefined, context);
  };
}

export function medianError(args: Arguments, context: Context): Value {
  const pair = pairOf(args, 'median_absolute_error', context);
  if (pair.weights) return context.unknown('its argument sample_weight is not supported yet', 'median_absolute_error');
  const data = differences(pair).map(Math.abs);
  const scores = Float64Array.from({ length: pair.columns }, (_, j) =>
    median(columnOf({ rows: pair.rows, columns: pair.columns, data }, j).sort()),
  );
  return together(scores, args, undefined, context);
}

export function maxError(args: Arguments, context: Context): Value {
  const pair = pairOf(
    { ...args, get: (name) => (name === 'sample_weight' ? { kind: 'none' } : args.get(name)) },
    'max_error',
    context,
  );
  if (pair.columns > 1) context.raise('ValueError', 'Multioutput not supported in max_error');
  return float(Array.from(differences(pair)).reduce((most, d) => Math.max(most, Math.abs(d)), 0));
}

/** `r2_score` and `explained_variance_score`: the share of the variance that the prediction explains. */
export function explained(name: 'r2_score' | 'explained_variance_score') {
  return (args: Arguments, context: Context): Value => {
    const pair = pairOf(args, name, context);
    if (name === 'r2_score' && pair.rows < 2) return float(Number.NaN);
    const { columns, weights } = pair;
    const off = differences(pair);
    const offMeans = means(pair, off);
    const centres = means(pair, pair.truth);
    const weighted = (data: Floats) =>
      weights ? data.map((x, at) => x * (weights[Math.floor(at / columns)] as number)) : data;
    const total = (data: Floats) => sums(pair, weighted(data));
    const above = total(off.map((d, at) => (name === 'r2_score' ? d : d - (offMeans[at % columns] as number)) ** 2));
    const below = total(pair.truth.map((x, at) => (x - (centres[at % columns] as number)) ** 2));
    const finite = context.truth(args.get('force_finite')) === true;
    const scores = above.map((a, j) => {
      const b = below[j] as number;
      if (b !== 0 || !finite) return 1 - a / b;
      return a === 0 ? 1 : 0;
    });
    return together(scores, args, Float64Array.from(below), context);
  };
}
