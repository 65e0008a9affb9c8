import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { none, str, True, type Value } from '../../../values/value.js';
import { toArray } from '../../numpy/operand.js';
import { array } from '../../numpy/view.js';
import { accuracy } from './classification.js';
import type { Learned, Prediction } from './learned.js';
import { explained } from './regression.js';

const r2 = explained('r2_score');

/** The share of classes that are right, or of the variance that is told: `score`. */
export function scoreOf(prediction: Prediction, x: Value, y: Value, context: Context): Value {
  const predicted = prediction.predict(x, context);
  const given: Readonly<Record<string, Value>> = {
    y_true: y,
    y_pred: predicted,
    normalize: True,
    multioutput: str('uniform_average'),
    force_finite: True,
  };
  const args: Arguments = {
    get: (name) => given[name] ?? none,
    given: (name) => name in given,
    rest: [],
    keywords: new Map(),
  };
  return prediction.kind === 'classes' ? accuracy(args, context) : r2(args, context);
}

/** What a fitted model's method gives; undefined for a method that is not one of models. */
export function predicted(
  name: string,
  method: string,
  { prediction }: Learned,
  args: Arguments,
  context: Context,
): Value | undefined {
  if (!prediction) return undefined;
  const x = args.get('X');
  switch (method) {
    case 'predict':
      return prediction.predict(x, context);
    case 'score':
      return prediction.score?.(x, args.get('y'), context) ?? scoreOf(prediction, x, args.get('y'), context);
    case 'decision_function':
      return prediction.decide?.(x, context) ?? lacking(name, method, context);
    case 'predict_proba':
      return prediction.shares?.(x, context) ?? lacking(name, method, context);
    case 'predict_log_proba': {
      const shares = toArray(prediction.shares?.(x, context) ?? lacking(name, method, context), context);
      return shares?.data ? array(shares.dtype, shares.shape, (shares.data as Float64Array).map(Math.log)) : undefined;
    }
    default:
      return undefined;
  }
}

function lacking(name: string, method: string, context: Context): never {
  return context.raise('AttributeError', `'${name}' object has no attribute '${method}'`);
}
