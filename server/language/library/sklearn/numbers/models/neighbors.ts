import type { Context } from '../../../../values/context.js';
import { int, none, str, type Value } from '../../../../values/value.js';
import { intOf, numberOfValue } from '../../../numpy/arguments.js';
import { arrayOfLabels } from '../categories.js';
import type { Computation, Parameters } from '../learned.js';
import { alike, type Matrix, matrixOf } from '../matrix.js';
import { byShares, classified, notATransformer, told, toldArray, withFeatures } from './targets.js';

/** The nearest samples of one: their places, and their weights in what they say together. */
interface Near {
  readonly places: Int32Array;
  readonly weights: Float64Array;
}

type Search = (value: Value, context: Context, each: (row: number, near: Near) => void) => Matrix;

/** How the nearest of some samples are found, by what the parameters say. */
function searchIn(x: Matrix, name: string, parameters: Parameters, context: Context): Search {
  const count = intOf(parameters('n_neighbors'), context);
  const weights = parameters('weights');
  const metric = parameters('metric');
  const power = metric.kind === 'str' && metric.value === 'manhattan' ? 1 : numberOfValue(parameters('p'));
  const isKnown = metric.kind === 'str' && ['minkowski', 'euclidean', 'manhattan'].includes(metric.value);
  const isEuclidean = (metric.kind === 'str' && metric.value === 'euclidean') || power === 2;
  if (!isKnown || (!isEuclidean && power !== 1) || parameters('metric_params').kind !== 'none')
    context.unknown('distances of this kind are not supported yet', name);
  if (weights.kind !== 'str' && weights.kind !== 'none')
    context.unknown('weights by a function are not supported yet', name);
  if (count < 1) context.raise('ValueError', `Expected n_neighbors > 0. Got ${count}`);
  const byDistance = weights.kind === 'str' && weights.value === 'distance';
  return (value, also, each) => {
    const given = matrixOf(value, name, also);
    if (count > x.rows)
      also.raise(
        'ValueError',
        `Expected n_neighbors <= n_samples_fit, but n_neighbors = ${count}, n_samples_fit = ${x.rows}, n_samples = ${given.rows}`,
      );
    const distances = new Float64Array(count);
    const places = new Int32Array(count);
    for (let i = 0; i < given.rows; i += 1) {
      also.host.checkpoint();
      nearest(x, given, i, isEuclidean, distances, places);
      if (isEuclidean) for (let k = 0; k < count; k += 1) distances[k] = Math.sqrt(distances[k] as number);
      each(i, { places, weights: byDistance ? inverse(distances) : new Float64Array(count).fill(1) });
    }
    return given;
  };
}

/** Samples at no distance alone say what is, where there are any. */
function inverse(distances: Float64Array): Float64Array {
  return distances.includes(0) ? distances.map((d) => (d === 0 ? 1 : 0)) : distances.map((d) => 1 / d);
}

/** Fills in the nearest, the nearest first and of equals the earlier; squares of Euclidean distances. */
function nearest(
  x: Matrix,
  given: Matrix,
  row: number,
  isEuclidean: boolean,
  distances: Float64Array,
  places: Int32Array,
): void {
  const [n, count] = [x.columns, distances.length];
  distances.fill(Number.POSITIVE_INFINITY);
  const from = row * n;
  for (let i = 0; i < x.rows; i += 1) {
    const most = distances[count - 1] as number;
    let distance = 0;
    const at = i * n;
    if (isEuclidean)
      for (let j = 0; j < n && distance < most; j += 1) {
        const d = (given.data[from + j] as number) - (x.data[at + j] as number);
        distance += d * d;
      }
    else
      for (let j = 0; j < n && distance < most; j += 1)
        distance += Math.abs((given.data[from + j] as number) - (x.data[at + j] as number));
    if (distance >= most) continue;
    let k = count - 1;
    for (; k > 0 && (distances[k - 1] as number) > distance; k -= 1) {
      distances[k] = distances[k - 1] as number;
      places[k] = places[k - 1] as number;
    }
    distances[k] = distance;
    places[k] = i;
  }
}

const parameters: Computation['parameters'] = {
  n_neighbors: int(5),
  weights: str('uniform'),
  algorithm: str('auto'),
  leaf_size: int(30),
  p: int(2),
  metric: str('minkowski'),
  metric_params: none,
  n_jobs: none,
};

const classifier: Computation = {
  parameters,
  fit(value, labels, given, context) {
    const name = 'KNeighborsClassifier';
    const { x, classes, places } = classified(value, labels, name, context);
    const search = searchIn(x, name, given, context);
    const width = classes.keys.length;
    const shares = (data: Value, also: Context): readonly [Matrix, Float64Array] => {
      const found: number[] = [];
      const samples = search(data, also, (_row, near) => {
        const votes = new Float64Array(width);
        let total = 0;
        for (const [k, at] of near.places.entries()) {
          const weight = near.weights[k] as number;
          votes[places[at] as number] = (votes[places[at] as number] as number) + weight;
          total += weight;
        }
        for (const vote of votes) found.push(vote / (total || 1));
      });
      return [samples, Float64Array.from(found)];
    };
    return {
      features: x.columns,
      attributes: withFeatures(x, {
        classes_: arrayOfLabels(classes),
        n_samples_fit_: int(x.rows),
        effective_metric_: str('euclidean'),
      }),
      transform: notATransformer(name),
      prediction: byShares(classes, shares),
    };
  },
};

const regressor: Computation = {
  parameters,
  fit(value, numbers, given, context) {
    const name = 'KNeighborsRegressor';
    const data = told(value, numbers, name, context);
    const { x, y, columns } = data;
    const search = searchIn(x, name, given, context);
    return {
      features: x.columns,
      attributes: withFeatures(x, { n_samples_fit_: int(x.rows), effective_metric_: str('euclidean') }),
      transform: notATransformer(name),
      prediction: {
        kind: 'numbers',
        predict: (asked, also) => {
          const out: number[] = [];
          const samples = search(asked, also, (_row, near) => {
            const total = near.weights.reduce((a, b) => a + b, 0);
            for (let c = 0; c < columns; c += 1) {
              let sum = 0;
              for (const [k, at] of near.places.entries())
                sum += (near.weights[k] as number) * (y[at * columns + c] as number);
              out.push(sum / total);
            }
          });
          return toldArray(alike(y, out), samples.rows, data);
        },
      },
    };
  },
};

export const neighborModels: readonly (readonly [string, Computation])[] = [
  ['KNeighborsClassifier', classifier],
  ['KNeighborsRegressor', regressor],
];
