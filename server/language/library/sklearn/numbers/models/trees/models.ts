import type { Context } from '../../../../../values/context.js';
import { False, float, int, none, str, True, type Value } from '../../../../../values/value.js';
import { intOf, numberOfValue } from '../../../../numpy/arguments.js';
import { LegacyGenerator } from '../../../../numpy/random/legacy.js';
import { arrayOfLabels } from '../../categories.js';
import { chanceOf } from '../../chance.js';
import type { Computation, Learned, Parameters } from '../../learned.js';
import { type Matrix, matrixOf, vector } from '../../matrix.js';
import { byShares, classified, notATransformer, told, withFeatures } from '../targets.js';
import { type Criterion, Entropy, Gini, SquaredError } from './criteria.js';
import { type Growth, grow, importances, type Rows, type Tree, toldBy } from './tree.js';

type MakeCriterion = (samples: Int32Array, weights: Float64Array | undefined) => Criterion;

/** The greatest number that NumPy's 32-bit integers hold, which is the end of the range of seeds. */
const mostSeed = 2 ** 31 - 1;

/** A share of `rows`, or a number of them. */
function countOf(value: Value, rows: number, context: Context): number {
  return value.kind === 'float' ? Math.ceil(value.value * rows) : intOf(value, context);
}

function growthOf(x: Matrix, parameters: Parameters, name: string, context: Context): Growth {
  const minLeaf = countOf(parameters('min_samples_leaf'), x.rows, context);
  const split = parameters('min_samples_split');
  const minSplit = split.kind === 'float' ? Math.max(2, countOf(split, x.rows, context)) : intOf(split, context);
  const depth = parameters('max_depth');
  return {
    maxDepth: depth.kind === 'none' ? mostSeed : intOf(depth, context),
    minSplit: Math.max(minSplit, 2 * minLeaf),
    minLeaf,
    maxFeatures: featuresOf(parameters('max_features'), x.columns, name, context),
    minDecrease: numberOfValue(parameters('min_impurity_decrease')),
  };
}

function featuresOf(value: Value, columns: number, name: string, context: Context): number {
  if (value.kind === 'none') return columns;
  if (value.kind === 'int') return value.value;
  if (value.kind === 'float') return Math.max(1, Math.trunc(value.value * columns));
  if (value.kind === 'str' && value.value === 'sqrt') return Math.max(1, Math.trunc(Math.sqrt(columns)));
  if (value.kind === 'str' && value.value === 'log2') return Math.max(1, Math.trunc(Math.log2(columns)));
  return context.unknown('its argument max_features is of an unknown form', name) as never;
}

const single = (x: Matrix): Rows => ({ data: Float32Array.from(x.data), columns: x.columns });

/** One tree on all rows, or a forest of trees on rows drawn with giving back. */
function trees(
  x: Matrix,
  make: MakeCriterion,
  parameters: Parameters,
  name: string,
  context: Context,
): readonly Tree[] {
  const rows = single(x);
  const growth = growthOf(x, parameters, name, context);
  const chance = chanceOf(parameters('random_state'), context);
  const checkpoint = () => context.host.checkpoint();
  const one = (random: LegacyGenerator, weights: Float64Array | undefined): Tree => {
    const samples = Int32Array.from({ length: x.rows }, (_, i) => i).filter((i) => weights?.[i] !== 0);
    return grow(rows, samples, make(samples, weights), growth, random.below(mostSeed - 1), checkpoint);
  };
  if (!name.startsWith('RandomForest')) return [one(chance, undefined)];
  const isDrawn = context.truth(parameters('bootstrap')) !== false;
  const asked = parameters('max_samples');
  const drawn =
    asked.kind === 'none'
      ? x.rows
      : asked.kind === 'float'
        ? Math.max(1, Math.trunc(asked.value * x.rows))
        : intOf(asked, context);
  const seeds = Array.from({ length: intOf(parameters('n_estimators'), context) }, () => chance.below(mostSeed - 1));
  return seeds.map((seed) => {
    let weights: Float64Array | undefined;
    if (isDrawn) {
      weights = new Float64Array(x.rows);
      const random = new LegacyGenerator(seed);
      for (let i = 0; i < drawn; i += 1) {
        const at = random.below(x.rows - 1);
        weights[at] = (weights[at] as number) + 1;
      }
    }
    return one(new LegacyGenerator(seed), weights);
  });
}

/** What all trees tell of each row, on average. */
function average(grown: readonly Tree[], samples: Matrix, width: number): Float64Array {
  const rows = single(samples);
  const out = new Float64Array(samples.rows * width);
  for (const tree of grown)
    for (let i = 0; i < samples.rows; i += 1) {
      const value = toldBy(tree, rows, i);
      for (let k = 0; k < width; k += 1) out[i * width + k] = (out[i * width + k] as number) + (value[k] as number);
    }
  return grown.length === 1 ? out : out.map((sum) => sum / grown.length);
}

/** Trees of one node alone say nothing of columns. */
function allImportances(grown: readonly Tree[], columns: number): Value {
  const each = grown.filter((tree) => tree.feature.length > 1).map((tree) => importances(tree, columns));
  if (grown.length === 1) return vector(each[0] ?? new Float64Array(columns));
  const mean = Float64Array.from({ length: columns }, (_, j) => {
    let sum = 0;
    for (const one of each) sum += one[j] as number;
    return each.length > 0 ? sum / each.length : 0;
  });
  const total = mean.reduce((sum, share) => sum + share, 0);
  return vector(total > 0 ? mean.map((share) => share / total) : mean);
}

function attributesOf(x: Matrix, grown: readonly Tree[], parameters: Parameters, name: string, context: Context) {
  return withFeatures(x, {
    feature_importances_: allImportances(grown, x.columns),
    ...(grown.length === 1 && !name.startsWith('RandomForest')
      ? { max_features_: int(featuresOf(parameters('max_features'), x.columns, name, context)) }
      : {}),
    n_outputs_: int(1),
  });
}

function classifier(name: string, parameters: Computation['parameters'], refused: readonly string[]): Computation {
  return {
    parameters,
    refused,
    fit(value, labels, given, context): Learned {
      const { x, classes, places } = classified(value, labels, name, context);
      const width = classes.keys.length;
      const asked = given('criterion');
      const Kind =
        asked.kind === 'str' && asked.value === 'gini'
          ? Gini
          : asked.kind === 'str' && ['entropy', 'log_loss'].includes(asked.value)
            ? Entropy
            : undefined;
      if (!Kind) return context.unknown('this criterion is not supported yet', name) as never;
      const grown = trees(x, (samples, weights) => new Kind(samples, weights, places, width), given, name, context);
      const shares = (data: Value, also: Context): readonly [Matrix, Float64Array] => {
        const samples = matrixOf(data, name, also);
        return [samples, average(grown, samples, width)];
      };
      return {
        features: x.columns,
        attributes: {
          ...attributesOf(x, grown, given, name, context),
          classes_: arrayOfLabels(classes),
          n_classes_: int(width),
        },
        transform: notATransformer(name),
        prediction: byShares(classes, shares),
      };
    },
  };
}

function regressor(name: string, parameters: Computation['parameters'], refused: readonly string[]): Computation {
  return {
    parameters,
    refused,
    fit(value, numbers, given, context): Learned {
      const { x, y, columns } = told(value, numbers, name, context);
      const asked = given('criterion');
      if (columns !== 1 || asked.kind !== 'str' || asked.value !== 'squared_error')
        return context.unknown('several numbers a row, and this criterion, are not supported yet', name) as never;
      const truth = Float64Array.from(y);
      const grown = trees(x, (samples, weights) => new SquaredError(samples, weights, truth), given, name, context);
      return {
        features: x.columns,
        attributes: attributesOf(x, grown, given, name, context),
        transform: notATransformer(name),
        prediction: { kind: 'numbers', predict: (data, also) => vector(average(grown, matrixOf(data, name, also), 1)) },
      };
    },
  };
}

const common = {
  max_depth: none,
  min_samples_split: int(2),
  min_samples_leaf: int(1),
  min_weight_fraction_leaf: float(0),
  random_state: none,
  max_leaf_nodes: none,
  min_impurity_decrease: float(0),
  ccp_alpha: float(0),
  monotonic_cst: none,
};
const refused = ['min_weight_fraction_leaf', 'max_leaf_nodes', 'ccp_alpha', 'monotonic_cst'];
const ofClasses = { criterion: str('gini'), class_weight: none };
const ofNumbers = { criterion: str('squared_error') };
const oneTree = { splitter: str('best'), max_features: none };
const ofForests = {
  n_estimators: int(100),
  bootstrap: True,
  oob_score: False,
  n_jobs: none,
  verbose: int(0),
  warm_start: False,
  max_samples: none,
};
const refusedOfForests = [...refused, 'oob_score', 'warm_start'];

export const treeModels: readonly (readonly [string, Computation])[] = [
  [
    'DecisionTreeClassifier',
    classifier('DecisionTreeClassifier', { ...common, ...ofClasses, ...oneTree }, [
      ...refused,
      'splitter',
      'class_weight',
    ]),
  ],
  [
    'DecisionTreeRegressor',
    regressor('DecisionTreeRegressor', { ...common, ...ofNumbers, ...oneTree }, [...refused, 'splitter']),
  ],
  [
    'RandomForestClassifier',
    classifier('RandomForestClassifier', { ...common, ...ofClasses, ...ofForests, max_features: str('sqrt') }, [
      ...refusedOfForests,
      'class_weight',
    ]),
  ],
  [
    'RandomForestRegressor',
    regressor(
      'RandomForestRegressor',
      { ...common, ...ofNumbers, ...ofForests, max_features: float(1) },
      refusedOfForests,
    ),
  ],
];
