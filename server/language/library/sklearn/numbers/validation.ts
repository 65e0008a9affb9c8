import type { Context } from '../../../values/context.js';
import { object } from '../../../values/native-type.js';
import { list, none, type ObjectValue, type Value } from '../../../values/value.js';
import { numberOfValue } from '../../numpy/arguments.js';
import type { Estimator } from '../estimator.js';
import { metricFunctions } from '../metrics.js';
import { rowCount, rowsAt, sizes } from '../split.js';
import { type Fold, foldsOf, type Given, splitParameters } from './splits.js';

/** A model's parts: estimators by their types' names. */
const isEstimator = (value: Value): value is ObjectValue<Estimator> =>
  value.kind === 'object' &&
  (value.type.module ?? '').startsWith('sklearn.') &&
  value.type.methods?.['fit'] !== undefined;

/** The same estimator before it was fitted, with copies of those that are in it. */
export function cloned(value: Value): Value {
  if (value.kind === 'list') return list(value.elements.map(cloned));
  if (value.kind === 'tuple' && !value.type) return { ...value, elements: value.elements.map(cloned) };
  if (!isEstimator(value)) return value;
  const parameters = new Map([...value.state.parameters].map(([name, each]) => [name, cloned(each)]));
  return object(value.type, { parameters });
}

/** The estimators in a pipeline by their names. */
function stepsOf(value: ObjectValue<Estimator>): readonly (readonly [string, Value])[] {
  const steps = value.state.parameters.get('steps');
  return (steps?.kind === 'list' ? steps.elements : []).flatMap((step) => {
    const [name, made] = step.kind === 'tuple' ? step.elements : [];
    return name?.kind === 'str' && made ? [[name.value, made] as const] : [];
  });
}

/** Sets a parameter; `step__name` is that of a step of a pipeline. */
export function setParameter(target: Value, name: string, value: Value, context: Context): void {
  if (!isEstimator(target)) return void context.unknown('an estimator of this kind is not supported yet', name);
  const at = name.indexOf('__');
  if (at < 0) {
    context.call(context.getAttribute(target, 'set_params'), [], new Map([[name, value]]));
    return;
  }
  const step = stepsOf(target).find(([each]) => each === name.slice(0, at))?.[1];
  if (step) setParameter(step, name.slice(at + 2), value, context);
  else context.unknown('a parameter of an estimator within this one is not supported yet', name);
}

function isClassifier(value: Value): boolean {
  if (!isEstimator(value)) return false;
  if (value.type.name !== 'Pipeline') return /Classifier$|SVC$|NB$|^LogisticRegression$/.test(value.type.name);
  const last = stepsOf(value).at(-1)?.[1];
  return last !== undefined && isClassifier(last);
}

/** The rows to train and to test on, turn by turn, as `cv` says; classifiers keep the shares of their classes. */
export function turnsOf(cv: Value, estimator: Value, x: Value, y: Value, context: Context): readonly Fold[] {
  const rows = rowCount(x, context);
  if (typeof rows !== 'number') return context.unknown('samples that are not known', 'cross-validation') as never;
  const sizesOf = (own: Given, usual: number) =>
    sizes(rows, own('test_size'), own('train_size'), usual, context) as readonly [number, number];
  const given = cv.kind === 'object' ? (cv.state as { given?: Given }).given : undefined;
  if (cv.kind === 'object' && given) return [...foldsOf(cv.type.name, given, rows, y, sizesOf, context)];
  if (cv.kind !== 'none' && cv.kind !== 'int')
    return context.unknown('its argument cv of this form is not supported yet', 'cross-validation') as never;
  const name = isClassifier(estimator) ? 'StratifiedKFold' : 'KFold';
  const usual: Given = (key) => (key === 'n_splits' && cv.kind === 'int' ? cv : (splitParameters[name]?.[key] ?? none));
  return [...foldsOf(name, usual, rows, y, sizesOf, context)];
}

/** Scores by name: a metric, and whether less of it is better. */
const scorings: Readonly<Record<string, readonly [metric: string, sign: 1 | -1]>> = {
  accuracy: ['accuracy_score', 1],
  balanced_accuracy: ['balanced_accuracy_score', 1],
  r2: ['r2_score', 1],
  neg_mean_squared_error: ['mean_squared_error', -1],
  neg_mean_absolute_error: ['mean_absolute_error', -1],
  neg_root_mean_squared_error: ['root_mean_squared_error', -1],
};

/** How well a fitted model does on samples. */
export function scoreOn(model: Value, scoring: Value, x: Value, y: Value, context: Context): number {
  if (scoring.kind === 'none') return numberOfValue(context.call(context.getAttribute(model, 'score'), [x, y]));
  const [name, sign] = (scoring.kind === 'str' ? scorings[scoring.value] : undefined) ?? [];
  const metric = metricFunctions.find((each) => each.function.name === `sklearn.metrics.${name}`);
  if (!metric || !sign)
    return context.unknown('its argument scoring of this form is not supported yet', 'scoring') as never;
  const predicted = context.call(context.getAttribute(model, 'predict'), [x]);
  return sign * numberOfValue(context.call(metric, [y, predicted]));
}

/** The score of each turn, each by a model of its own. */
export function scoresByTurn(
  estimator: Value,
  x: Value,
  y: Value,
  turns: readonly Fold[],
  scoring: Value,
  context: Context,
): Float64Array {
  if (!isEstimator(estimator))
    return context.unknown('only models of scikit-learn are validated in runs yet', 'cross-validation') as never;
  return Float64Array.from(turns, ({ train, test }) => {
    const model = cloned(estimator);
    context.call(context.getAttribute(model, 'fit'), [rowsAt(x, train, context), rowsAt(y, train, context)]);
    return scoreOn(model, scoring, rowsAt(x, test, context), rowsAt(y, test, context), context);
  });
}
