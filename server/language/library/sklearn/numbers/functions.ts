import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { False, int, type NativeFunctionValue, tuple, type Value } from '../../../values/value.js';
import { intOf } from '../../numpy/arguments.js';
import { toArray } from '../../numpy/operand.js';
import { array } from '../../numpy/view.js';
import { native } from '../../python/define.js';
import { samplesOf } from '../samples.js';
import { rowCount } from '../split.js';
import { labelsOf } from './categories.js';
import { computations } from './index.js';
import { binarized } from './labels.js';
import type { Parameters } from './learned.js';
import { matrixOf } from './matrix.js';
import { normalized } from './scalers.js';

/** A function that does at once what a transformer learns and does; on shapes what it is given, in floats. */
function atOnce(
  name: string,
  signature: string,
  examples: readonly string[],
  compute: (args: Arguments, context: Context) => Value,
): NativeFunctionValue {
  return native(
    `sklearn.preprocessing.${name}`,
    signature,
    examples.map((each) => `sklearn.preprocessing.${name}(${each})`),
    (args, context) => {
      if (context.host.mode === 'numbers') return compute(args, context);
      const x = args.get('X');
      const samples = samplesOf(x, name, context);
      return array(samples.dtype === 'float32' ? 'float32' : samples.dtype && 'float64', [
        samples.rows,
        samples.columns,
      ]);
    },
  );
}

/** By a transformer with these parameters. */
function by(name: string, x: Value, given: Readonly<Record<string, Value>>, context: Context): Value {
  const computation = computations.get(name);
  const parameters: Parameters = (key) => given[key] ?? computation?.parameters[key] ?? False;
  return (
    computation?.fit(x, undefined, parameters, context).transform(x, context) ??
    context.unknown('it is not computed in runs yet', name)
  );
}

function onColumns(args: Arguments, name: string, context: Context): void {
  const axis = args.get('axis');
  if (axis.kind !== 'int' || axis.value !== 0) context.unknown('another axis than 0 is not supported yet', name);
}

export const preprocessingFunctions: readonly NativeFunctionValue[] = [
  atOnce(
    'scale',
    'X, *, axis=0, with_mean=True, with_std=True, copy=True',
    ['np.arange(6.0).reshape(3, 2)'],
    (args, context) => {
      onColumns(args, 'scale', context);
      const given = { with_mean: args.get('with_mean'), with_std: args.get('with_std') };
      return by('StandardScaler', args.get('X'), given, context);
    },
  ),
  atOnce(
    'minmax_scale',
    'X, feature_range=(0, 1), *, axis=0, copy=True',
    ['np.arange(6.0).reshape(3, 2)'],
    (args, context) => {
      onColumns(args, 'minmax_scale', context);
      const range = args.given('feature_range') ? args.get('feature_range') : tuple([int(0), int(1)]);
      return by('MinMaxScaler', args.get('X'), { feature_range: range }, context);
    },
  ),
  atOnce(
    'normalize',
    "X, norm='l2', *, axis=1, copy=True, return_norm=False",
    ['np.arange(1.0, 7).reshape(3, 2)', "[[1.0, -3.0]], norm='l1'"],
    (args, context) => {
      const axis = args.get('axis');
      if (axis.kind !== 'int' || axis.value !== 1 || context.truth(args.get('return_norm')))
        return context.unknown('its arguments axis and return_norm are not supported yet', 'normalize');
      return normalized(matrixOf(args.get('X'), 'the normalize function', context), args.get('norm'), context);
    },
  ),
  native(
    'sklearn.preprocessing.label_binarize',
    'y, *, classes, neg_label=0, pos_label=1, sparse_output=False',
    ['sklearn.preprocessing.label_binarize([1, 6], classes=[1, 2, 4, 6])'],
    (args, context) => {
      const classes = rowCount(args.get('classes'), context);
      const rows = rowCount(args.get('y'), context);
      if (context.host.mode === 'shapes')
        return rows !== undefined && typeof classes === 'number' && context.truth(args.get('sparse_output')) === false
          ? array(toArray(args.get('y'), context)?.dtype === 'int64' ? 'int64' : undefined, [
              rows,
              classes <= 2 ? 1 : classes,
            ])
          : context.unknown('a column for each class', 'label_binarize');
      if (context.truth(args.get('sparse_output')) !== false)
        return context.unknown('its argument sparse_output is not supported yet', 'label_binarize');
      const numbers = [intOf(args.get('neg_label'), context), intOf(args.get('pos_label'), context)] as const;
      return binarized(
        labelsOf(args.get('y'), 'label_binarize', context),
        labelsOf(args.get('classes'), 'label_binarize', context),
        ...numbers,
      );
    },
  ),
];
