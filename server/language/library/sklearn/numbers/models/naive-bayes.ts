import type { Context } from '../../../../values/context.js';
import { float, none, type Value } from '../../../../values/value.js';
import { numberOfValue } from '../../../numpy/arguments.js';
import { numbersOf } from '../../../numpy/arrays/cells.js';
import { toArray } from '../../../numpy/operand.js';
import { array } from '../../../numpy/view.js';
import { arrayOfLabels } from '../categories.js';
import type { Computation } from '../learned.js';
import { alike, type Matrix, matrixOf, typeIn, vector } from '../matrix.js';
import { classArray, classified, greatest, notATransformer, softmaxRows, withFeatures } from './targets.js';

/** Means and variances of the columns, over the samples that `takes` says. */
function moments(x: Matrix, takes: (row: number) => boolean): { means: Float64Array; variances: Float64Array } {
  const [means, variances] = [new Float64Array(x.columns), new Float64Array(x.columns)];
  let count = 0;
  for (let i = 0; i < x.rows; i += 1) {
    if (!takes(i)) continue;
    count += 1;
    for (let j = 0; j < x.columns; j += 1) means[j] = (means[j] as number) + (x.data[i * x.columns + j] as number);
  }
  for (let j = 0; j < x.columns; j += 1) means[j] = (means[j] as number) / count;
  for (let i = 0; i < x.rows; i += 1)
    if (takes(i))
      for (let j = 0; j < x.columns; j += 1)
        variances[j] = (variances[j] as number) + ((x.data[i * x.columns + j] as number) - (means[j] as number)) ** 2;
  return { means, variances: variances.map((sum) => sum / count) };
}

/** How frequent classes are, as the caller says. */
function givenPriors(value: Value, classes: number, context: Context): Float64Array | undefined {
  if (value.kind === 'none') return undefined;
  const made = toArray(value, context);
  if (!made?.data || !made.dtype) return context.unknown('priors that are no numbers', 'GaussianNB') as never;
  const priors = Float64Array.from(numbersOf(made.data, made.dtype));
  if (priors.length !== classes) context.raise('ValueError', 'Number of priors must match number of classes.');
  if (Math.abs(priors.reduce((a, b) => a + b, 0) - 1) > 1e-8)
    context.raise('ValueError', 'The sum of the priors should be 1.');
  if (priors.some((p) => p < 0)) context.raise('ValueError', 'Priors must be non-negative.');
  return priors;
}

/** `GaussianNB`: in each class each column is normal by itself. */
const gaussian: Computation = {
  parameters: { priors: none, var_smoothing: float(1e-9) },
  fit(value, labels, parameters, context) {
    const name = 'GaussianNB';
    const { x, classes, places, counts } = classified(value, labels, name, context);
    const [n, width] = [x.columns, classes.keys.length];
    const widest = moments(x, () => true).variances.reduce((a, b) => Math.max(a, b), 0);
    const epsilon = numberOfValue(parameters('var_smoothing')) * widest;
    const each = Array.from(counts, (_, c) => moments(x, (row) => places[row] === c));
    const means = each.map((m) => m.means);
    const variances = each.map((m) => m.variances.map((v) => v + epsilon));
    const priors = givenPriors(parameters('priors'), width, context) ?? counts.map((count) => count / x.rows);
    const scores = (samples: Matrix): Float64Array => {
      const out = new Float64Array(samples.rows * width);
      for (let c = 0; c < width; c += 1) {
        const [m, v] = [means[c] as Float64Array, variances[c] as Float64Array];
        const base =
          Math.log(priors[c] as number) - 0.5 * v.reduce((sum, each) => sum + Math.log(2 * Math.PI * each), 0);
        for (let i = 0; i < samples.rows; i += 1) {
          let sum = 0;
          for (let j = 0; j < n; j += 1)
            sum += ((samples.data[i * n + j] as number) - (m[j] as number)) ** 2 / (v[j] as number);
          out[i * width + c] = base - 0.5 * sum;
        }
      }
      return out;
    };
    const table = (rows: readonly Float64Array[]) =>
      array(
        typeIn(x.data),
        [width, n],
        alike(
          x.data,
          rows.flatMap((row) => Array.from(row)),
        ),
      );
    return {
      features: n,
      attributes: withFeatures(x, {
        classes_: arrayOfLabels(classes),
        theta_: table(means),
        var_: table(variances),
        class_count_: vector(alike(x.data, counts)),
        class_prior_: vector(alike(x.data, priors)),
        epsilon_: float(epsilon),
      }),
      transform: notATransformer(name),
      prediction: {
        kind: 'classes',
        predict: (data, also) => classArray(classes, greatest(scores(matrixOf(data, name, also)), width)),
        shares: (data, also) => {
          const samples = matrixOf(data, name, also);
          return array(
            typeIn(samples.data),
            [samples.rows, width],
            alike(samples.data, softmaxRows(scores(samples), width)),
          );
        },
      },
    };
  },
};

export const naiveBayesModels: readonly (readonly [string, Computation])[] = [['GaussianNB', gaussian]];
