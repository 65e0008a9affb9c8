import type { NativeModule } from '../../values/native-module.js';
import type { NativeType } from '../../values/native-type.js';
import { type NativeFunctionValue, str, type Value } from '../../values/value.js';
import { makeColumnTransformer, makePipeline, pipelineType } from './chains.js';
import { datasetFunctions } from './datasets.js';
import { metricFunctions } from './metrics.js';
import { preprocessingFunctions } from './numbers/functions.js';
import { predictorType } from './predictors.js';
import { selectionFunctions, splitters } from './selection.js';
import { rowShufflers, trainTestSplit } from './split.js';
import { labelBinarizer, labelEncoder, multiLabelBinarizer, transformers } from './transformers.js';

const classifiers: Readonly<Record<string, string>> = {
  linear_model:
    'LogisticRegression LogisticRegressionCV SGDClassifier Perceptron RidgeClassifier PassiveAggressiveClassifier',
  svm: 'SVC LinearSVC NuSVC',
  tree: 'DecisionTreeClassifier ExtraTreeClassifier',
  neighbors: 'KNeighborsClassifier',
  naive_bayes: 'GaussianNB MultinomialNB BernoulliNB',
  ensemble: `RandomForestClassifier GradientBoostingClassifier AdaBoostClassifier BaggingClassifier ExtraTreesClassifier
    VotingClassifier StackingClassifier HistGradientBoostingClassifier`,
  neural_network: 'MLPClassifier',
  discriminant_analysis: 'LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis',
  dummy: 'DummyClassifier',
};
const regressors: Readonly<Record<string, string>> = {
  linear_model: 'LinearRegression Ridge Lasso ElasticNet SGDRegressor RidgeCV LassoCV BayesianRidge HuberRegressor',
  svm: 'SVR LinearSVR',
  tree: 'DecisionTreeRegressor',
  neighbors: 'KNeighborsRegressor',
  ensemble: `RandomForestRegressor GradientBoostingRegressor AdaBoostRegressor ExtraTreesRegressor BaggingRegressor
    HistGradientBoostingRegressor`,
  neural_network: 'MLPRegressor',
  gaussian_process: 'GaussianProcessRegressor',
};
const clusterers: Readonly<Record<string, string>> = {
  cluster: 'KMeans MiniBatchKMeans DBSCAN AgglomerativeClustering SpectralClustering MeanShift',
  mixture: 'GaussianMixture',
};

const classes = new Map<string, Record<string, Value>>();

function put(module: string, name: string, value: Value): void {
  const members = classes.get(module) ?? {};
  members[name] = value;
  classes.set(module, members);
}

function putType(type: NativeType): void {
  put(type.module, type.name, { kind: 'type', type });
}

function putFunction(value: Value): void {
  const { name } = (value as NativeFunctionValue).function;
  const dot = name.lastIndexOf('.');
  put(name.slice(0, dot), name.slice(dot + 1), value);
}

for (const [kind, table] of [
  ['classifier', classifiers],
  ['regressor', regressors],
  ['clusterer', clusterers],
] as const)
  for (const [module, names] of Object.entries(table))
    for (const name of names.split(/\s+/)) putType(predictorType(name, `sklearn.${module}`, kind) as NativeType);
// What a search finds is another model; other packages have models of the same form.
for (const [module, name, kind] of [
  ['sklearn.model_selection', 'GridSearchCV', 'regressor'],
  ['sklearn.model_selection', 'RandomizedSearchCV', 'regressor'],
  ['xgboost', 'XGBClassifier', 'classifier'],
  ['xgboost', 'XGBRegressor', 'regressor'],
  ['lightgbm', 'LGBMClassifier', 'classifier'],
  ['lightgbm', 'LGBMRegressor', 'regressor'],
] as const)
  putType(predictorType(name, module, kind) as NativeType);
for (const type of [...transformers, labelEncoder, labelBinarizer, multiLabelBinarizer, pipelineType])
  putType(type as NativeType);
for (const type of splitters) putType(type as NativeType);
for (const value of [
  trainTestSplit,
  ...rowShufflers,
  makePipeline,
  makeColumnTransformer,
  ...preprocessingFunctions,
  ...datasetFunctions,
  ...metricFunctions,
  ...selectionFunctions,
])
  putFunction(value);

/** The modules that hold a name's like from other versions. */
const more: Readonly<Record<string, readonly string[]>> = {
  'sklearn.cross_validation': ['sklearn.model_selection'],
};

/** scikit-learn: what becomes of rows and columns; in a run, what prepares data is computed (`numbers/`). */
export const modules: readonly NativeModule[] = [
  { name: 'sklearn', members: { __version__: str('1.9.1') } },
  ...[...classes].map(([name, members]): NativeModule => ({ name, members })),
  ...Object.entries(more).map(
    ([name, from]): NativeModule => ({ name, members: Object.assign({}, ...from.map((other) => classes.get(other))) }),
  ),
];
