import type { Context } from '../../../../values/context.js';
import { False, float, int, none, str, True, type Value } from '../../../../values/value.js';
import { intOf, numberOfValue } from '../../../numpy/arguments.js';
import { array } from '../../../numpy/view.js';
import { arrayOfLabels } from '../categories.js';
import type { Computation, Parameters } from '../learned.js';
import { alike, type Matrix, matrixOf, typeIn } from '../matrix.js';
import { minimum } from './lbfgs.js';
import {
  type Classified,
  classArray,
  classified,
  greatest,
  notATransformer,
  softmaxRows,
  withFeatures,
} from './targets.js';

/** What each sample counts. */
function weightsOf({ places, counts, x }: Classified, parameters: Parameters, context: Context): Float64Array {
  const given = parameters('class_weight');
  if (given.kind === 'none') return new Float64Array(x.rows).fill(1);
  if (given.kind !== 'str' || given.value !== 'balanced')
    return context.unknown('class_weight of this form is not supported yet', 'LogisticRegression') as never;
  return Float64Array.from(places, (at) => x.rows / (counts.length * (counts[at] as number)));
}

/** `x` times each row of weights: of `width` scores a sample. The last weight of a row stands alone. */
function scoresOf(x: Matrix, weights: Float64Array, width: number, withIntercept: boolean): Float64Array {
  const n = x.columns;
  const each = n + (withIntercept ? 1 : 0);
  const scores = new Float64Array(x.rows * width);
  for (let i = 0; i < x.rows; i += 1)
    for (let k = 0; k < width; k += 1) {
      let sum = withIntercept ? (weights[k * each + n] as number) : 0;
      for (let j = 0; j < n; j += 1) sum += (x.data[i * n + j] as number) * (weights[k * each + j] as number);
      scores[i * width + k] = sum;
    }
  return scores;
}

/** `log(1 + exp(x))` without overflow. */
const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
const sigmoid = (x: number): number => {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
};

/** Mean loss of the samples with half the squares of the coefficients, and its gradient. */
function lossAt(
  data: Classified,
  weights: Float64Array,
  width: number,
  withIntercept: boolean,
  shares: Float64Array,
  strength: number,
): { value: number; gradient: Float64Array } {
  const { x, places } = data;
  const n = x.columns;
  const each = n + (withIntercept ? 1 : 0);
  const scores = scoresOf(x, weights, width, withIntercept);
  const likely = width === 1 ? scores.map(sigmoid) : softmaxRows(scores, width);
  const gradient = new Float64Array(weights.length);
  let value = 0;
  for (let i = 0; i < x.rows; i += 1) {
    const share = shares[i] as number;
    const at = places[i] as number;
    if (width === 1) value += share * (softplus(scores[i] as number) - at * (scores[i] as number));
    else {
      const row = scores.subarray(i * width, (i + 1) * width);
      const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      value += share * (Math.log(row.reduce((sum, s) => sum + Math.exp(s - most), 0)) + most - (row[at] as number));
    }
    for (let k = 0; k < width; k += 1) {
      const isOne = width === 1 ? at === 1 : at === k;
      const off = share * ((likely[i * width + k] as number) - (isOne ? 1 : 0));
      for (let j = 0; j < n; j += 1)
        gradient[k * each + j] = (gradient[k * each + j] as number) + off * (x.data[i * n + j] as number);
      if (withIntercept) gradient[k * each + n] = (gradient[k * each + n] as number) + off;
    }
  }
  for (let k = 0; k < width; k += 1)
    for (let j = 0; j < n; j += 1) {
      const w = weights[k * each + j] as number;
      value += 0.5 * strength * w * w;
      gradient[k * each + j] = (gradient[k * each + j] as number) + strength * w;
    }
  return { value, gradient };
}

/** `LogisticRegression`, with squares as its penalty and by its usual solver. */
const logisticRegression: Computation = {
  parameters: {
    penalty: str('deprecated'),
    C: float(1),
    l1_ratio: float(0),
    dual: False,
    tol: float(1e-4),
    fit_intercept: True,
    intercept_scaling: int(1),
    class_weight: none,
    random_state: none,
    solver: str('lbfgs'),
    max_iter: int(100),
    verbose: int(0),
    warm_start: False,
    n_jobs: none,
  },
  refused: ['solver', 'l1_ratio', 'dual', 'warm_start'],
  fit(value, labels, parameters, context) {
    const name = 'LogisticRegression';
    const penalty = parameters('penalty');
    if (penalty.kind === 'str' && penalty.value !== 'l2' && penalty.value !== 'deprecated')
      return context.unknown('this penalty is not supported yet', name) as never;
    const data = classified(value, labels, name, context);
    const { x, classes } = data;
    if (classes.keys.length < 2)
      context.raise(
        'ValueError',
        `This solver needs samples of at least 2 classes in the data, but the data contains only one class: ${context.repr(classAt(data))}`,
      );
    const width = classes.keys.length === 2 ? 1 : classes.keys.length;
    const withIntercept = context.truth(parameters('fit_intercept')) !== false;
    const each = x.columns + (withIntercept ? 1 : 0);
    const weights = weightsOf(data, parameters, context);
    const total = weights.reduce((a, b) => a + b, 0);
    const shares = weights.map((w) => w / total);
    const strength = penalty.kind === 'none' ? 0 : 1 / (numberOfValue(parameters('C')) * total);
    const found = minimum(
      (w) => {
        context.host.checkpoint();
        return lossAt(data, w, width, withIntercept, shares, strength);
      },
      new Float64Array(width * each),
      {
        gradientTolerance: numberOfValue(parameters('tol')),
        valueTolerance: 64 * 2 ** -52,
        mostIterations: intOf(parameters('max_iter'), context),
        mostProbes: 50,
      },
    );
    const rows = Array.from({ length: width }, (_, k) => found.x.subarray(k * each, k * each + x.columns));
    const coefficients = rows.flatMap((row) => Array.from(row));
    const intercepts = rows.map((_, k) => (withIntercept ? (found.x[k * each + x.columns] as number) : 0));
    const scores = (samples: Matrix) => scoresOf(samples, found.x, width, withIntercept);
    const shown = (samples: Matrix, cells: Float64Array, columns: number): Value =>
      array(typeIn(samples.data), columns === 1 ? [samples.rows] : [samples.rows, columns], alike(samples.data, cells));
    return {
      features: x.columns,
      attributes: withFeatures(x, {
        classes_: arrayOfLabels(classes),
        coef_: array(typeIn(x.data), [width, x.columns], alike(x.data, coefficients)),
        intercept_: array(typeIn(x.data), [width], alike(x.data, intercepts)),
        n_iter_: array('int32', [1], Int32Array.of(found.iterations)),
      }),
      transform: notATransformer(name),
      prediction: {
        kind: 'classes',
        predict(asked, also) {
          const cells = scores(matrixOf(asked, name, also));
          return classArray(classes, width === 1 ? Array.from(cells, (s) => (s > 0 ? 1 : 0)) : greatest(cells, width));
        },
        decide(asked, also) {
          const samples = matrixOf(asked, name, also);
          return shown(samples, scores(samples), width);
        },
        shares(asked, also) {
          const samples = matrixOf(asked, name, also);
          const cells = scores(samples);
          if (width > 1) return shown(samples, softmaxRows(cells, width), width);
          const both = new Float64Array(2 * samples.rows);
          for (const [i, score] of cells.entries()) {
            both[2 * i + 1] = sigmoid(score);
            both[2 * i] = 1 - (both[2 * i + 1] as number);
          }
          return shown(samples, both, 2);
        },
      },
    };
  },
};

const classAt = ({ classes }: Classified): Value => {
  const first = arrayOfLabels({ ...classes, keys: classes.keys.slice(0, 1) }, []);
  return first;
};

export const logisticModels: readonly (readonly [string, Computation])[] = [['LogisticRegression', logisticRegression]];
