import { anonymous, type Dim } from '../../tensor/dim.js';
import type { NativeType } from '../../values/native-type.js';
import type { Value } from '../../values/value.js';
import { array } from '../numpy/view.js';
import { define } from '../python/define.js';
import { type Estimator, estimatorOf, estimatorType, fitted, labelsOf } from './estimator.js';
import { samplesOf } from './samples.js';
import { rowCount } from './split.js';

/** The parameters that can be given without their names. */
const positional: Readonly<Record<string, readonly string[]>> = {
  LogisticRegression: ['penalty'],
  Ridge: ['alpha'],
  Lasso: ['alpha'],
  KNeighborsClassifier: ['n_neighbors'],
  KNeighborsRegressor: ['n_neighbors'],
  RandomForestClassifier: ['n_estimators'],
  RandomForestRegressor: ['n_estimators'],
  KMeans: ['n_clusters'],
  GridSearchCV: ['estimator', 'param_grid'],
};

/** Models of scikit-learn: what they predict has the form of the labels that they were fitted on. */
export function predictorType(
  name: string,
  module: string,
  kind: 'classifier' | 'regressor' | 'clusterer',
): NativeType<Estimator> {
  const predicted = (self: Value, rows: Dim): Value => {
    const { labels } = estimatorOf(self);
    if (kind === 'clusterer') return array(undefined, [rows]);
    if (!labels) return array(undefined, undefined);
    // A classifier takes a column of labels as a row of them.
    const column = labels.sample.length === 1 && labels.sample[0] === 1;
    const sample = kind === 'classifier' && column ? [] : labels.sample;
    return array(kind === 'classifier' && labels.dtype !== 'string' ? labels.dtype : undefined, [rows, ...sample]);
  };
  return estimatorType(name, module, positional[name] ?? [], [
    define(`${name}.fit`, 'self, X, y=None, *args, **params', [], (args, context) =>
      fitted(args.get('self'), labelsOf(args.get('y'), context), context),
    ),
    define(`${name}.predict`, 'self, X, *args, **params', [], (args, context) =>
      predicted(args.get('self'), samplesOf(args.get('X'), name, context).rows),
    ),
    define(`${name}.fit_predict`, 'self, X, y=None, **params', [], (args, context) =>
      predicted(args.get('self'), rowCount(args.get('X'), context) ?? anonymous()),
    ),
    ...['predict_proba', 'predict_log_proba'].map((method) =>
      define(`${name}.${method}`, 'self, X, **params', [], (args, context) => {
        const { labels } = estimatorOf(args.get('self'));
        const rows = samplesOf(args.get('X'), name, context).rows;
        return labels?.sample.length === 0
          ? array(undefined, [rows, anonymous()])
          : context.unknown('shares of classes', `${name}.${method}`);
      }),
    ),
    define(`${name}.score`, 'self, X, y=None, *args, **params', [], (_args, context) =>
      context.unknown('a score that data decides', `${name}.score`),
    ),
    define(`${name}.decision_function`, 'self, X, **params', [], (_args, context) =>
      context.unknown('how far samples lie from a border', `${name}.decision_function`),
    ),
  ]);
}
