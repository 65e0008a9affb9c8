import type { Context } from '../../../values/context.js';
import { False, int, none, str, True, type Value } from '../../../values/value.js';
import { numberOfValue } from '../../numpy/arguments.js';
import { fromNumbers, numbersOf } from '../../numpy/arrays/cells.js';
import { toArray } from '../../numpy/operand.js';
import { array } from '../../numpy/view.js';
import type { Computation, Learned } from './learned.js';
import { arrayIn, type Matrix, matrixOf, vector } from './matrix.js';
import { median } from './quantile.js';

/** Which features are multiplied with each other, in scikit-learn's order: by degree, then as they stand. */
function combinations(features: number, from: number, to: number, once: boolean, bias: boolean): readonly number[][] {
  const found: number[][] = bias ? [[]] : [];
  const extend = (start: number, left: number, chosen: readonly number[]) => {
    if (left === 0) found.push([...chosen]);
    else for (let j = start; j < features; j += 1) extend(once ? j + 1 : j, left - 1, [...chosen, j]);
  };
  for (let degree = Math.max(1, from); degree <= to; degree += 1) extend(0, degree, []);
  return found;
}

const polynomialFeatures: Computation = {
  parameters: { degree: int(2), interaction_only: False, include_bias: True, order: str('C') },
  fit(x, _y, parameters, context): Learned {
    const { columns } = matrixOf(x, 'PolynomialFeatures', context);
    const degree = parameters('degree');
    const [from, to] =
      degree.kind === 'int' ? [0, degree.value] : (context.elements(degree) ?? []).map((each) => numberOfValue(each));
    if (from === undefined || to === undefined)
      return context.raise(
        'ValueError',
        `degree must be a non-negative int or tuple (min_degree, max_degree), got ${context.repr(degree)}.`,
      );
    const once = context.truth(parameters('interaction_only')) === true;
    const terms = combinations(columns, from, to, once, context.truth(parameters('include_bias')) === true);
    const powers = terms.flatMap((term) =>
      Array.from({ length: columns }, (_, j) => term.filter((k) => k === j).length),
    );
    return {
      features: columns,
      attributes: {
        n_output_features_: int(terms.length),
        powers_: array('int64', [terms.length, columns], fromNumbers(Float64Array.from(powers), 'int64')),
      },
      names: (inputs) =>
        terms.map((term) => {
          const parts = [...new Set(term)].map((j) => {
            const power = term.filter((k) => k === j).length;
            return power === 1 ? inputs[j] : `${inputs[j]}^${power}`;
          });
          return parts.length > 0 ? parts.join(' ') : '1';
        }),
      transform(value, also) {
        const given = matrixOf(value, 'PolynomialFeatures', also);
        const out =
          given.data.constructor === Float32Array
            ? new Float32Array(given.rows * terms.length)
            : new Float64Array(given.rows * terms.length);
        const round = out instanceof Float32Array ? Math.fround : (v: number) => v;
        for (let i = 0; i < given.rows; i += 1)
          for (const [k, term] of terms.entries()) {
            // From the last factor to the first, as scikit-learn builds products on products.
            let product = 1;
            for (let f = term.length - 1; f >= 0; f -= 1)
              product = round(product * (given.data[i * columns + (term[f] as number)] as number));
            out[i * terms.length + k] = product;
          }
        return arrayIn({ rows: given.rows, columns: terms.length, data: out });
      },
    };
  },
};

/** The value that stands for each gap of a column; NaN where the column has none. */
function statistic(strategy: string, present: Float64Array): number {
  if (present.length === 0) return Number.NaN;
  if (strategy === 'mean') return present.reduce((total, v) => total + v, 0) / present.length;
  const sorted = present.slice().sort();
  if (strategy === 'median') return median(sorted);
  const counts = new Map<number, number>();
  for (const v of sorted) counts.set(v, (counts.get(v) ?? 0) + 1);
  let best = sorted[0] as number;
  for (const [v, count] of counts) if (count > (counts.get(best) as number)) best = v;
  return best;
}

const simpleImputer: Computation = {
  parameters: {
    missing_values: { kind: 'float', value: Number.NaN },
    strategy: str('mean'),
    fill_value: none,
    copy: True,
    add_indicator: False,
    keep_empty_features: False,
  },
  refused: ['add_indicator', 'keep_empty_features'],
  fit(x, _y, parameters, context): Learned {
    const given = parameters('strategy');
    const strategy = given.kind === 'str' ? given.value : '';
    if (!['mean', 'median', 'most_frequent', 'constant'].includes(strategy))
      return context.unknown('a strategy of the program is not supported yet', 'SimpleImputer') as never;
    const gap = numberOfValue(parameters('missing_values'));
    const isGap = Number.isNaN(gap) ? Number.isNaN : (v: number) => v === gap;
    const data = (value: Value, also: Context): Matrix => matrixOf(value, 'SimpleImputer', also, Number.isNaN(gap));
    const fitted = data(x, context);
    const filling = parameters('fill_value');
    const constant = filling.kind === 'none' ? 0 : numberOfValue(filling);
    const statistics = Float64Array.from({ length: fitted.columns }, (_, j) =>
      strategy === 'constant'
        ? constant
        : statistic(
            strategy,
            Float64Array.from({ length: fitted.rows }, (__, i) => fitted.data[i * fitted.columns + j] as number).filter(
              (v) => !isGap(v),
            ),
          ),
    );
    if (statistics.some(Number.isNaN))
      return context.unknown('a column of gaps alone is not supported yet', 'SimpleImputer') as never;
    return {
      features: fitted.columns,
      // Those of a constant are Python's objects.
      attributes: strategy === 'constant' ? {} : { statistics_: vector(statistics) },
      names: (inputs) => inputs,
      transform(value, also) {
        const found = data(value, also);
        const out = found.data.map((v, at) => (isGap(v) ? (statistics[at % found.columns] as number) : v));
        const dtype = toArray(value, also)?.dtype ?? 'float64';
        const keeps = dtype.includes('int') && (strategy === 'most_frequent' || strategy === 'constant');
        const made = arrayIn({ ...found, data: out });
        return keeps ? array(dtype, made.shape, fromNumbers(numbersOf(out, 'float64'), dtype)) : made;
      },
    };
  },
};

const functionTransformer: Computation = {
  parameters: {
    func: none,
    inverse_func: none,
    validate: False,
    accept_sparse: False,
    check_inverse: True,
    feature_names_out: none,
    kw_args: none,
    inv_kw_args: none,
  },
  refused: ['kw_args', 'inv_kw_args', 'feature_names_out', 'validate'],
  fit: (_x, _y, parameters) => ({
    attributes: {},
    transform: (value, also) => (parameters('func').kind === 'none' ? value : also.call(parameters('func'), [value])),
    inverse: (value, also) =>
      parameters('inverse_func').kind === 'none' ? value : also.call(parameters('inverse_func'), [value]),
  }),
};

export const featureComputations: readonly (readonly [string, Computation])[] = [
  ['PolynomialFeatures', polynomialFeatures],
  ['SimpleImputer', simpleImputer],
  ['FunctionTransformer', functionTransformer],
];
