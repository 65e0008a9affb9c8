import type { Context } from '../../../values/context.js';
import { False, float, int, none, str, True } from '../../../values/value.js';
import { numberOfValue } from '../../numpy/arguments.js';
import { type Eigen, symmetricEigen } from '../../numpy/linear/eigen.js';
import { singular } from '../../numpy/linear/singular.js';
import { array } from '../../numpy/view.js';
import type { Computation, Learned, Parameters } from './learned.js';
import { alike, arrayIn, columnSums, lessMeans, type Matrix, matrixOf, vector } from './matrix.js';

/** How scikit-learn finds the components when it is left to it. */
function solverOf(x: Matrix, parameters: Parameters): string {
  const asked = parameters('svd_solver');
  if (asked.kind === 'str' && asked.value !== 'auto') return asked.value;
  if (x.columns <= 1000 && x.rows >= 10 * x.columns) return 'covariance_eigh';
  const wanted = parameters('n_components');
  const count = wanted.kind === 'int' ? wanted.value : 0;
  if (Math.max(x.rows, x.columns) <= 500 || count < 1 || count >= 0.8 * Math.min(x.rows, x.columns)) return 'full';
  return 'randomized';
}

/** Variances along the components and the components, as rows. */
function spectrum(x: Matrix, means: Float64Array, solver: string): Eigen {
  const { rows, columns } = x;
  if (solver === 'covariance_eigh') {
    const c = new Float64Array(columns * columns);
    const row = new Float64Array(columns);
    for (let i = 0; i < rows; i += 1) {
      for (let j = 0; j < columns; j += 1) row[j] = (x.data[i * columns + j] as number) - (means[j] as number);
      for (let j = 0; j < columns; j += 1) {
        const left = row[j] as number;
        if (left !== 0)
          for (let k = j; k < columns; k += 1)
            c[j * columns + k] = (c[j * columns + k] as number) + left * (row[k] as number);
      }
    }
    for (let j = 0; j < columns; j += 1)
      for (let k = j; k < columns; k += 1) {
        const value = (c[j * columns + k] as number) / (rows - 1);
        c[j * columns + k] = value;
        c[k * columns + j] = value;
      }
    const found = symmetricEigen(c, columns);
    return { values: found.values.map((value) => Math.max(value, 0)), vectors: found.vectors };
  }
  const centred = lessMeans(x, means);
  const found = singular(centred, rows, columns);
  return { values: found.values.map((value) => (value * value) / (rows - 1)), vectors: found.vectors };
}

/** The entry of each component that is farthest from zero is positive (`svd_flip`). */
function flip(vectors: Float64Array, columns: number): void {
  for (let from = 0; from < vectors.length; from += columns) {
    const row = vectors.subarray(from, from + columns);
    let at = 0;
    for (let j = 1; j < columns; j += 1) if (Math.abs(row[j] as number) > Math.abs(row[at] as number)) at = j;
    if ((row[at] as number) < 0) for (let j = 0; j < columns; j += 1) row[j] = -(row[j] as number);
  }
}

function countOf(x: Matrix, ratios: Float64Array, parameters: Parameters, context: Context): number {
  const wanted = parameters('n_components');
  const most = Math.min(x.rows, x.columns);
  if (wanted.kind === 'none') return most;
  if (wanted.kind === 'str') return context.unknown("n_components='mle' is not supported yet", 'PCA') as never;
  const count = numberOfValue(wanted);
  if (wanted.kind === 'float' && count > 0 && count < 1) {
    let total = 0;
    for (const [i, ratio] of ratios.entries()) {
      total += ratio;
      if (total > count) return i + 1;
    }
    return most;
  }
  if (count < 0 || count > most)
    context.raise(
      'ValueError',
      `n_components=${context.repr(wanted)} must be between 0 and min(n_samples, n_features)=${most} with svd_solver='${solverOf(x, parameters)}'`,
    );
  return count;
}

const pca: Computation = {
  parameters: {
    n_components: none,
    copy: True,
    whiten: False,
    svd_solver: str('auto'),
    tol: float(0),
    iterated_power: str('auto'),
    n_oversamples: int(10),
    power_iteration_normalizer: str('auto'),
    random_state: none,
  },
  fit(value, _y, parameters, context): Learned {
    const x = matrixOf(value, 'PCA', context);
    const solver = solverOf(x, parameters);
    if (solver !== 'full' && solver !== 'covariance_eigh')
      return context.unknown(
        `components by svd_solver='${solver}', which scikit-learn takes for data of this size, are not computed yet: ask for svd_solver='full'`,
        'PCA',
      ) as never;
    // Jacobi's rotations take minutes for so many columns.
    if (x.columns > 1500 && x.rows > 1500)
      return context.unknown('data of more than 1,500 columns and rows are not supported yet', 'PCA') as never;
    const means = columnSums(x, x.data).map((total) => total / x.rows);
    const { values, vectors } = spectrum(x, means, solver);
    flip(vectors, x.columns);
    const total = values.reduce((sum, v) => sum + v, 0);
    const ratios = values.map((v) => v / total);
    const count = countOf(x, ratios, parameters, context);
    const rest = values.subarray(count, Math.min(x.rows, x.columns));
    const components = vectors.subarray(0, count * x.columns);
    const whitens = context.truth(parameters('whiten')) === true;
    const tiny = 2 ** -52;
    const scale = Float64Array.from({ length: count }, (_, k) =>
      whitens ? Math.max(Math.sqrt(values[k] as number), tiny) : 1,
    );
    const kept = (numbers: Float64Array) => vector(alike(x.data, numbers));
    return {
      features: x.columns,
      attributes: {
        mean_: kept(means),
        components_: array(
          x.data instanceof Float32Array ? 'float32' : 'float64',
          [count, x.columns],
          alike(x.data, components),
        ),
        explained_variance_: kept(values.subarray(0, count)),
        explained_variance_ratio_: kept(ratios.subarray(0, count)),
        singular_values_: kept(values.subarray(0, count).map((v) => Math.sqrt(v * (x.rows - 1)))),
        noise_variance_: float(rest.length > 0 ? rest.reduce((sum, v) => sum + v, 0) / rest.length : 0),
        n_components_: int(count),
        n_samples_: int(x.rows),
      },
      names: () => Array.from({ length: count }, (_, k) => `pca${k}`),
      transform(given, also) {
        const y = matrixOf(given, 'PCA', also);
        const out = new Float64Array(y.rows * count);
        for (let i = 0; i < y.rows; i += 1)
          for (let k = 0; k < count; k += 1) {
            let product = 0;
            for (let j = 0; j < y.columns; j += 1)
              product +=
                ((y.data[i * y.columns + j] as number) - (means[j] as number)) *
                (components[k * y.columns + j] as number);
            out[i * count + k] = product / (scale[k] as number);
          }
        return arrayIn({ rows: y.rows, columns: count, data: alike(y.data, out) });
      },
      inverse(given, also) {
        const y = matrixOf(given, 'PCA', also);
        const out = new Float64Array(y.rows * x.columns);
        for (let i = 0; i < y.rows; i += 1)
          for (let j = 0; j < x.columns; j += 1) {
            let sum = means[j] as number;
            for (let k = 0; k < count; k += 1)
              sum +=
                (y.data[i * count + k] as number) * (scale[k] as number) * (components[k * x.columns + j] as number);
            out[i * x.columns + j] = sum;
          }
        return arrayIn({ rows: y.rows, columns: x.columns, data: alike(y.data, out) });
      },
    };
  },
};

export const reductionComputations: readonly (readonly [string, Computation])[] = [['PCA', pca]];
