import { anonymous, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { list, none, str, tuple, type Value } from '../../values/value.js';
import { array } from '../numpy/view.js';
import { frame, series } from '../pandas/construct.js';
import { labelled, rangeIndex } from '../pandas/labels.js';
import { native } from '../python/define.js';
import { bunch } from './bunch.js';
import { californiaHousing } from './california-housing.js';
import { generated } from './numbers/generated.js';
import { loadShipped } from './shipped-sets.js';

/** A data set that comes with scikit-learn: rows, and the names of its columns as scikit-learn has them. */
interface DataSet {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly string[] | number;
  readonly target: ElementType;
  readonly classes?: readonly string[];
  readonly targetName?: string;
  /** What else it has, beside data and target. */
  readonly more?: Readonly<Record<string, readonly [dtype: ElementType, ...shape: number[]]>>;
  readonly namesAreArray?: boolean;
}

const dataSets: readonly DataSet[] = [
  {
    name: 'load_iris',
    rows: 150,
    columns: ['sepal length (cm)', 'sepal width (cm)', 'petal length (cm)', 'petal width (cm)'],
    target: 'int64',
    classes: ['setosa', 'versicolor', 'virginica'],
  },
  {
    name: 'load_digits',
    rows: 1797,
    columns: Array.from({ length: 64 }, (_, i) => `pixel_${Math.floor(i / 8)}_${i % 8}`),
    target: 'int64',
    more: { images: ['float64', 1797, 8, 8], target_names: ['int64', 10] },
  },
  {
    name: 'load_breast_cancer',
    rows: 569,
    columns: 30,
    target: 'int64',
    classes: ['malignant', 'benign'],
    namesAreArray: true,
  },
  {
    name: 'load_wine',
    rows: 178,
    columns: [
      ...['alcohol', 'malic_acid', 'ash', 'alcalinity_of_ash', 'magnesium', 'total_phenols', 'flavanoids'],
      ...[
        'nonflavanoid_phenols',
        'proanthocyanins',
        'color_intensity',
        'hue',
        'od280/od315_of_diluted_wines',
        'proline',
      ],
    ],
    target: 'int64',
    classes: ['class_0', 'class_1', 'class_2'],
  },
  {
    name: 'load_diabetes',
    rows: 442,
    columns: ['age', 'sex', 'bmi', 'bp', 's1', 's2', 's3', 's4', 's5', 's6'],
    target: 'float64',
  },
  // Scripts from before scikit-learn 1.2 have it.
  {
    name: 'load_boston',
    rows: 506,
    columns: ['CRIM', 'ZN', 'INDUS', 'CHAS', 'NOX', 'RM', 'AGE', 'DIS', 'RAD', 'TAX', 'PTRATIO', 'B', 'LSTAT'],
    target: 'float64',
    namesAreArray: true,
  },
  {
    name: 'fetch_california_housing',
    rows: 20640,
    columns: ['MedInc', 'HouseAge', 'AveRooms', 'AveBedrms', 'Population', 'AveOccup', 'Latitude', 'Longitude'],
    target: 'float64',
    targetName: 'MedHouseVal',
  },
  { name: 'fetch_covtype', rows: 581012, columns: 54, target: 'int32' },
  {
    name: 'fetch_olivetti_faces',
    rows: 400,
    columns: 4096,
    target: 'int64',
    more: { images: ['float32', 400, 64, 64] },
  },
];

export const datasetFunctions: readonly Value[] = [
  ...dataSets.map((set) =>
    native(
      `sklearn.datasets.${set.name}`,
      set.name === 'load_digits'
        ? '*, n_class=10, return_X_y=False, as_frame=False, **kwargs'
        : set.name === 'load_diabetes'
          ? '*, return_X_y=False, as_frame=False, scaled=True'
          : '*, data_home=None, return_X_y=False, as_frame=False, **kwargs',
      [],
      (args, context) => {
        if (context.host.mode === 'numbers')
          return set.name === 'fetch_california_housing'
            ? californiaHousing(args, context)
            : loadShipped(set.name, args, context);
        return loaded(set, args, context);
      },
    ),
  ),
  ...made(),
  ...['fetch_openml', 'fetch_20newsgroups', 'fetch_lfw_people', 'load_files', 'load_sample_image', 'fetch_mldata'].map(
    (name) =>
      native(`sklearn.datasets.${name}`, '*args, **kwargs', [], (_args, context) =>
        context.unknown('data that would have to be downloaded or read', `sklearn.datasets.${name}`),
      ),
  ),
];

function loaded(set: DataSet, args: Arguments, context: Context): Value {
  const asFrame = context.truth(args.get('as_frame'));
  const pair = context.truth(args.get('return_X_y'));
  const count = typeof set.columns === 'number' ? set.columns : set.columns.length;
  const fewer = set.name === 'load_digits' && !(args.get('n_class').kind === 'int' && args.given('n_class') === false);
  const rows: Dim = fewer ? anonymous() : set.rows;
  const columns = typeof set.columns === 'number' ? { count } : labelled(set.columns.map(str));
  const dtype: ElementType = set.name === 'fetch_olivetti_faces' ? 'float32' : 'float64';
  if (asFrame === undefined || pair === undefined)
    return context.unknown('arrays or tables', `sklearn.datasets.${set.name}`);
  const index = rangeIndex(rows);
  const x = asFrame ? frame(index, columns, dtype) : array(dtype, [rows, count]);
  const y = asFrame ? series(index, set.target, str(set.targetName ?? 'target')) : array(set.target, [rows]);
  if (pair) return tuple([x, y]);
  const names =
    typeof set.columns === 'number' || set.namesAreArray ? array('string', [count]) : list(set.columns.map(str));
  const whole = columns.labels ? labelled([...columns.labels, str(set.targetName ?? 'target')]) : { count: count + 1 };
  const entries = new Map<string, Value>([
    ['data', x],
    ['target', y],
    ['frame', asFrame ? frame(index, whole) : none],
    ['feature_names', names],
  ]);
  if (set.classes) entries.set('target_names', array('string', [set.classes.length]));
  for (const [name, [type, ...shape]] of Object.entries(set.more ?? {}))
    entries.set(name, array(type, name === 'images' ? [rows, ...shape.slice(1)] : shape));
  return bunch(entries);
}

/** Functions that draw data by chance. */
function made(): readonly Value[] {
  const whole = (value: Value): Dim =>
    value.kind === 'int' ? value.value : value.kind === 'dim' ? value.dim : anonymous();
  const define = (
    name: string,
    signature: string,
    shapes: (args: Arguments) => readonly [x: readonly Dim[], y: readonly Dim[] | undefined, y: ElementType],
  ): Value =>
    native(`sklearn.datasets.${name}`, signature, [], (args, context) => {
      if (context.host.mode === 'numbers') return generated(name, args, context);
      const [x, y, dtype] = shapes(args);
      return tuple([array('float64', x), array(dtype, y)]);
    });
  return [
    define(
      'make_classification',
      'n_samples=100, n_features=20, *, n_informative=2, n_redundant=2, n_repeated=0, n_classes=2, n_clusters_per_class=2, weights=None, flip_y=0.01, class_sep=1.0, hypercube=True, shift=0.0, scale=1.0, shuffle=True, random_state=None, return_X_y=True',
      (args) => [
        [whole(args.get('n_samples')), whole(args.get('n_features'))],
        [whole(args.get('n_samples'))],
        'int64',
      ],
    ),
    ...['make_moons', 'make_circles'].map((name) =>
      define(name, 'n_samples=100, *, shuffle=True, noise=None, random_state=None, factor=0.8', (args) => {
        const given = args.get('n_samples');
        const rows = given.kind === 'tuple' ? anonymous() : whole(given);
        return [[rows, 2], [rows], 'int64'];
      }),
    ),
    define(
      'make_blobs',
      'n_samples=100, n_features=2, *, centers=None, cluster_std=1.0, center_box=(-10.0, 10.0), shuffle=True, random_state=None, return_centers=False',
      (args) => {
        const given = args.get('n_samples');
        const rows = given.kind === 'int' || given.kind === 'dim' ? whole(given) : anonymous();
        const centers = args.get('centers');
        const columns = centers.kind === 'none' || centers.kind === 'int' ? whole(args.get('n_features')) : anonymous();
        return [[rows, columns], [rows], 'int64'];
      },
    ),
    define(
      'make_regression',
      'n_samples=100, n_features=100, *, n_informative=10, n_targets=1, bias=0.0, effective_rank=None, tail_strength=0.5, noise=0.0, shuffle=True, coef=False, random_state=None',
      (args) => {
        const rows = whole(args.get('n_samples'));
        const targets = args.get('n_targets');
        const y = targets.kind === 'int' ? (targets.value === 1 ? [rows] : [rows, targets.value]) : undefined;
        return [[rows, whole(args.get('n_features'))], y, 'float64'];
      },
    ),
    define('make_multilabel_classification', 'n_samples=100, n_features=20, *, n_classes=5, **kwargs', (args) => [
      [whole(args.get('n_samples')), whole(args.get('n_features'))],
      [whole(args.get('n_samples')), whole(args.get('n_classes'))],
      'int64',
    ]),
    define('make_gaussian_quantiles', '*, mean=None, cov=1.0, n_samples=100, n_features=2, **kwargs', (args) => [
      [whole(args.get('n_samples')), whole(args.get('n_features'))],
      [whole(args.get('n_samples'))],
      'int64',
    ]),
    define('make_friedman1', 'n_samples=100, n_features=10, **kwargs', (args) => [
      [whole(args.get('n_samples')), whole(args.get('n_features'))],
      [whole(args.get('n_samples'))],
      'float64',
    ]),
    define('make_swiss_roll', 'n_samples=100, **kwargs', (args) => [
      [whole(args.get('n_samples')), 3],
      [whole(args.get('n_samples'))],
      'float64',
    ]),
  ];
}
