import type { Context } from '../../../../../values/context.js';
import { False, float, int, none, str, True, type Value } from '../../../../../values/value.js';
import { intOf, numberOfValue } from '../../../../numpy/arguments.js';
import { array } from '../../../../numpy/view.js';
import { arrayOfLabels } from '../../categories.js';
import type { Computation, Parameters } from '../../learned.js';
import { arrayIn, type Matrix, matrixOf, vector } from '../../matrix.js';
import { classArray, classified, greatest, notATransformer, withFeatures } from '../targets.js';
import { part } from './solver.js';

type Kernel = (a: Float64Array, i: number, b: Float64Array, j: number) => number;

/** `gamma`: what products or distances are multiplied by. */
function gammaOf(x: Matrix, parameters: Parameters, context: Context): number {
  const gamma = parameters('gamma');
  if (gamma.kind !== 'str') return numberOfValue(gamma);
  if (gamma.value === 'auto') return 1 / x.columns;
  if (gamma.value !== 'scale') return context.unknown('gamma of an unknown form', 'SVC') as never;
  let sum = 0;
  for (const each of x.data) sum += each;
  const mean = sum / x.data.length;
  let squares = 0;
  for (const each of x.data) squares += (each - mean) ** 2;
  const variance = squares / x.data.length;
  return variance === 0 ? 1 : 1 / (x.columns * variance);
}

function kernelOf(x: Matrix, parameters: Parameters, context: Context): Kernel {
  const n = x.columns;
  const product: Kernel = (a, i, b, j) => {
    let sum = 0;
    for (let k = 0; k < n; k += 1) sum += (a[i * n + k] as number) * (b[j * n + k] as number);
    return sum;
  };
  const gamma = gammaOf(x, parameters, context);
  const [shift, degree] = [numberOfValue(parameters('coef0')), numberOfValue(parameters('degree'))];
  const asked = parameters('kernel');
  switch (asked.kind === 'str' ? asked.value : '') {
    case 'linear':
      return product;
    case 'rbf':
      return (a, i, b, j) => Math.exp(-gamma * (product(a, i, a, i) + product(b, j, b, j) - 2 * product(a, i, b, j)));
    case 'poly':
      return (a, i, b, j) => (gamma * product(a, i, b, j) + shift) ** degree;
    case 'sigmoid':
      return (a, i, b, j) => Math.tanh(gamma * product(a, i, b, j) + shift);
    default:
      return context.unknown('this kernel is not supported yet', 'SVC') as never;
  }
}

/** One class against another. */
interface Border {
  readonly first: number;
  readonly second: number;
  /** Rows that say where the border is, and how much. */
  readonly rows: Int32Array;
  readonly weights: Float64Array;
  readonly offset: number;
}

/** `SVC`: each class against each other by LIBSVM's steps; the class with the most votes. */
const svc: Computation = {
  parameters: {
    C: float(1),
    kernel: str('rbf'),
    degree: int(3),
    gamma: str('scale'),
    coef0: float(0),
    shrinking: True,
    probability: str('deprecated'),
    tol: float(1e-3),
    cache_size: int(200),
    class_weight: none,
    verbose: False,
    max_iter: int(-1),
    decision_function_shape: str('ovr'),
    break_ties: False,
    random_state: none,
  },
  refused: ['class_weight', 'verbose', 'break_ties'],
  fit(value, labels, parameters, context) {
    const name = 'SVC';
    const probability = parameters('probability');
    if (probability.kind === 'bool' && probability.value)
      return context.unknown('shares by probability=True are not supported yet', name) as never;
    const { x, classes, places } = classified(value, labels, name, context);
    const width = classes.keys.length;
    if (width < 2) context.raise('ValueError', `The number of classes has to be greater than one; got ${width} class`);
    const data = Float64Array.from(x.data);
    const kernel = kernelOf(x, parameters, context);
    const members = Array.from({ length: width }, (_, c) =>
      Int32Array.from(places.keys()).filter((i) => places[i] === c),
    );
    const borders: Border[] = [];
    for (let first = 0; first < width; first += 1)
      for (let second = first + 1; second < width; second += 1) {
        const [a, b] = [members[first] as Int32Array, members[second] as Int32Array];
        const rows = Int32Array.of(...a, ...b);
        const y = new Int8Array(rows.length).fill(1).fill(-1, a.length);
        const found = part({
          size: rows.length,
          y,
          cost: numberOfValue(parameters('C')),
          tolerance: numberOfValue(parameters('tol')),
          mostSteps: intOf(parameters('max_iter'), context),
          shrinks: context.truth(parameters('shrinking')) !== false,
          kernel: (i, j) => kernel(data, rows[i] as number, data, rows[j] as number),
          checkpoint: () => context.host.checkpoint(),
        });
        const support = Int32Array.from(rows.keys()).filter((i) => (found.weights[i] as number) !== 0);
        borders.push({
          first,
          second,
          rows: support.map((i) => rows[i] as number),
          weights: Float64Array.from(support, (i) => (found.weights[i] as number) * (y[i] as number)),
          offset: found.offset,
        });
      }
    const isSupport = new Set(borders.flatMap((border) => [...border.rows]));
    const support = members.map((rows) => rows.filter((i) => isSupport.has(i)));
    const rows = support.flatMap((each) => [...each]);
    const sides = (samples: Matrix): Float64Array => {
      const given = Float64Array.from(samples.data);
      const out = new Float64Array(samples.rows * borders.length);
      const near = new Map<number, number>();
      for (let i = 0; i < samples.rows; i += 1) {
        near.clear();
        for (const row of rows) near.set(row, kernel(given, i, data, row));
        for (const [k, border] of borders.entries()) {
          let sum = -border.offset;
          for (const [at, row] of border.rows.entries())
            sum += (border.weights[at] as number) * (near.get(row) as number);
          out[i * borders.length + k] = sum;
        }
      }
      return out;
    };
    const votes = (cells: Float64Array): Float64Array => {
      const out = new Float64Array((cells.length / borders.length) * width);
      for (const [at, side] of cells.entries()) {
        const { first, second } = borders[at % borders.length] as Border;
        const row = Math.floor(at / borders.length) * width;
        const winner = row + (side > 0 ? first : second);
        out[winner] = (out[winner] as number) + 1;
      }
      return out;
    };
    const attributes: Record<string, Value> = {
      classes_: arrayOfLabels(classes),
      n_support_: array(
        'int32',
        [width],
        Int32Array.from(support, (each) => each.length),
      ),
      support_: array('int32', [rows.length], Int32Array.from(rows)),
      support_vectors_: arrayIn({
        rows: rows.length,
        columns: x.columns,
        data: Float64Array.from(rows.flatMap((row) => [...data.subarray(row * x.columns, (row + 1) * x.columns)])),
      }),
      intercept_: vector(Float64Array.from(borders, ({ offset }) => (width === 2 ? offset : -offset))),
    };
    return {
      features: x.columns,
      attributes: withFeatures(x, attributes),
      transform: notATransformer(name),
      prediction: {
        kind: 'classes',
        predict: (asked, also) => classArray(classes, greatest(votes(sides(matrixOf(asked, name, also))), width)),
        decide: (asked, also) => {
          const samples = matrixOf(asked, name, also);
          const cells = sides(samples);
          if (width === 2) return vector(cells.map((side) => -side));
          const shape = parameters('decision_function_shape');
          if (shape.kind === 'str' && shape.value === 'ovo')
            return arrayIn({ rows: samples.rows, columns: borders.length, data: cells });
          return arrayIn({ rows: samples.rows, columns: width, data: confident(cells, borders, votes(cells), width) });
        },
      },
    };
  },
};

/** Votes, and between equal ones how sure they are: never as much as a vote. */
function confident(cells: Float64Array, borders: readonly Border[], votes: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(votes.length);
  for (const [at, side] of cells.entries()) {
    const { first, second } = borders[at % borders.length] as Border;
    const row = Math.floor(at / borders.length) * width;
    sums[row + first] = (sums[row + first] as number) + side;
    sums[row + second] = (sums[row + second] as number) - side;
  }
  return votes.map((vote, at) => {
    const sum = sums[at] as number;
    return vote + sum / (3 * (Math.abs(sum) + 1));
  });
}

export const vectorModels: readonly (readonly [string, Computation])[] = [['SVC', svc]];
