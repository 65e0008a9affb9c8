import { False, float, int, none, str, True, type Value } from '../../../../values/value.js';
import { numberOfValue } from '../../../numpy/arguments.js';
import { choleskyFactor } from '../../../numpy/linear/factors.js';
import { singular } from '../../../numpy/linear/singular.js';
import { array } from '../../../numpy/view.js';
import type { Computation, Learned } from '../learned.js';
import { alike, columnSums, lessMeans, type Matrix, matrixOf, typeIn, vector } from '../matrix.js';
import { notATransformer, type Told, told, toldArray, withFeatures } from './targets.js';

/** Samples and numbers less their means, where there is an intercept to take these up. */
interface Centred {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly xMeans: Float64Array;
  readonly yMeans: Float64Array;
}

function centred({ x, y, columns }: Told, withIntercept: boolean): Centred {
  const targets: Matrix = { rows: x.rows, columns, data: y };
  const means = (m: Matrix) =>
    withIntercept ? columnSums(m, m.data).map((total) => total / m.rows) : new Float64Array(m.columns);
  const [xMeans, yMeans] = [means(x), means(targets)];
  return { x: lessMeans(x, xMeans), y: lessMeans(targets, yMeans), xMeans, yMeans };
}

/** A model that multiplies and adds: `coefficients` has a row of `x.columns` for each number that is told. */
function linear(
  name: string,
  data: Told,
  { xMeans, yMeans }: Centred,
  coefficients: Float64Array,
  withIntercept: boolean,
  more: Readonly<Record<string, Value>>,
): Learned {
  const { x, columns, isVector } = data;
  const [features, dtype] = [x.columns, typeIn(x.data)];
  const kept = alike(x.data, coefficients);
  const intercept = Float64Array.from({ length: columns }, (_, k) => {
    let at = yMeans[k] as number;
    for (let j = 0; j < features; j += 1) at -= (xMeans[j] as number) * (coefficients[k * features + j] as number);
    return at;
  });
  return {
    features,
    attributes: withFeatures(x, {
      coef_: array(dtype, isVector ? [features] : [columns, features], kept),
      intercept_:
        !withIntercept || isVector
          ? float(withIntercept ? (intercept[0] as number) : 0)
          : vector(alike(x.data, intercept)),
      ...more,
    }),
    transform: notATransformer(name),
    prediction: {
      kind: 'numbers',
      predict(value, context) {
        const given = matrixOf(value, name, context);
        const out = new Float64Array(given.rows * columns);
        for (let i = 0; i < given.rows; i += 1)
          for (let k = 0; k < columns; k += 1) {
            let sum = withIntercept ? (intercept[k] as number) : 0;
            for (let j = 0; j < features; j += 1)
              sum += (given.data[i * features + j] as number) * (coefficients[k * features + j] as number);
            out[i * columns + k] = sum;
          }
        return toldArray(alike(given.data, out), given.rows, data);
      },
    },
  };
}

/** `LinearRegression`: least squares; where many fit equally well the shortest coefficients. */
const linearRegression: Computation = {
  parameters: { fit_intercept: True, copy_X: True, tol: float(1e-6), n_jobs: none, positive: False },
  refused: ['positive'],
  fit(value, numbers, parameters, context) {
    const data = told(value, numbers, 'LinearRegression', context);
    const withIntercept = context.truth(parameters('fit_intercept')) !== false;
    const centre = centred(data, withIntercept);
    const { rows, columns: features } = data.x;
    const { values, vectors } = singular(centre.x, rows, features);
    // What counts as zero, as scikit-learn tells LAPACK.
    const least =
      (values[0] ?? 0) * Math.max(rows, features) * (data.x.data instanceof Float32Array ? 2 ** -23 : 2 ** -52);
    const coefficients = new Float64Array(data.columns * features);
    let rank = 0;
    for (const [at, size] of values.entries()) {
      if (size <= least) continue;
      rank += 1;
      const direction = vectors.subarray(at * features, (at + 1) * features);
      const along = new Float64Array(data.columns);
      for (let i = 0; i < rows; i += 1) {
        let product = 0;
        for (let j = 0; j < features; j += 1)
          product += (centre.x[i * features + j] as number) * (direction[j] as number);
        for (let k = 0; k < data.columns; k += 1)
          along[k] = (along[k] as number) + product * (centre.y[i * data.columns + k] as number);
      }
      for (let k = 0; k < data.columns; k += 1)
        for (let j = 0; j < features; j += 1)
          coefficients[k * features + j] =
            (coefficients[k * features + j] as number) + ((along[k] as number) / size ** 2) * (direction[j] as number);
    }
    return linear('LinearRegression', data, centre, coefficients, withIntercept, {
      rank_: int(rank),
      singular_: vector(alike(data.x.data, values)),
    });
  },
};

/** `Ridge`: least squares with the squares of the coefficients times `alpha`. */
const ridge: Computation = {
  parameters: {
    alpha: float(1),
    fit_intercept: True,
    copy_X: True,
    max_iter: none,
    tol: float(1e-4),
    solver: str('auto'),
    positive: False,
    random_state: none,
  },
  refused: ['positive'],
  fit(value, numbers, parameters, context) {
    const solver = parameters('solver');
    if (solver.kind !== 'str' || !['auto', 'cholesky', 'svd'].includes(solver.value))
      return context.unknown(`solver=${context.repr(solver)} is not supported yet`, 'Ridge') as never;
    const data = told(value, numbers, 'Ridge', context);
    const withIntercept = context.truth(parameters('fit_intercept')) !== false;
    const centre = centred(data, withIntercept);
    const { rows, columns: n } = data.x;
    const alpha = numberOfValue(parameters('alpha'));
    const left = new Float64Array(n * n);
    const right = new Float64Array(n * data.columns);
    for (let i = 0; i < rows; i += 1)
      for (let j = 0; j < n; j += 1) {
        const x = centre.x[i * n + j] as number;
        for (let k = 0; k <= j; k += 1)
          left[j * n + k] = (left[j * n + k] as number) + x * (centre.x[i * n + k] as number);
        for (let k = 0; k < data.columns; k += 1)
          right[j * data.columns + k] =
            (right[j * data.columns + k] as number) + x * (centre.y[i * data.columns + k] as number);
      }
    for (let j = 0; j < n; j += 1) left[j * n + j] = (left[j * n + j] as number) + alpha;
    const solved = solveByCholesky(left, right, n, data.columns);
    if (!solved) return context.unknown('columns that depend on each other, without alpha', 'Ridge') as never;
    const coefficients = new Float64Array(n * data.columns);
    for (let j = 0; j < n; j += 1)
      for (let k = 0; k < data.columns; k += 1) coefficients[k * n + j] = solved[j * data.columns + k] as number;
    return linear('Ridge', data, centre, coefficients, withIntercept, { n_iter_: none });
  },
};

/** A symmetric matrix's lower half against columns; undefined where it is not positive. */
function solveByCholesky(a: Float64Array, b: Float64Array, n: number, columns: number): Float64Array | undefined {
  const l = choleskyFactor(a, n);
  if (!l) return undefined;
  const x = b.slice();
  for (let c = 0; c < columns; c += 1) {
    for (let i = 0; i < n; i += 1) {
      let sum = x[i * columns + c] as number;
      for (let k = 0; k < i; k += 1) sum -= (l[i * n + k] as number) * (x[k * columns + c] as number);
      x[i * columns + c] = sum / (l[i * n + i] as number);
    }
    for (let i = n - 1; i >= 0; i -= 1) {
      let sum = x[i * columns + c] as number;
      for (let k = i + 1; k < n; k += 1) sum -= (l[k * n + i] as number) * (x[k * columns + c] as number);
      x[i * columns + c] = sum / (l[i * n + i] as number);
    }
  }
  return x;
}

export const linearModels: readonly (readonly [string, Computation])[] = [
  ['LinearRegression', linearRegression],
  ['Ridge', ridge],
];
