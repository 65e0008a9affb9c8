import { anonymous, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';
import type { Value } from '../../values/value.js';
import { elementTypeOf } from '../numpy/arguments.js';
import { toArray } from '../numpy/operand.js';
import { array } from '../numpy/view.js';
import { frame } from '../pandas/construct.js';
import { define } from '../python/define.js';
import { type Estimator, estimatorOf, estimatorType, fitted, parameter } from './estimator.js';
import { type Samples, samplesOf } from './samples.js';
import { sparse } from './sparse.js';
import { rowCount } from './split.js';

/** How a transformer's result follows from its data. */
interface Transformer {
  readonly name: string;
  readonly module: string;
  readonly parameters: readonly string[];
  /** How many columns it gives for so many; undefined where the data decides that. */
  width?(state: Estimator, features: Dim, rows: Dim): Dim | undefined;
  readonly dtype: 'float' | 'same' | ElementType | undefined;
  /** Whether it gives a sparse matrix; undefined where that is not known. */
  sparse?(state: Estimator, context: Context): boolean | undefined;
  /** Its data are texts: a list of them. */
  readonly texts?: boolean;
}

const kept = (_state: Estimator, features: Dim): Dim => features;

function transformer(definition: Transformer): NativeType<Estimator> {
  const { name, module, parameters } = definition;
  const samples = (x: Value, context: Context): Samples =>
    definition.texts
      ? { rows: rowCount(x, context) ?? anonymous(), columns: anonymous(), dtype: undefined }
      : samplesOf(x, name, context);
  const fit = (self: Value, x: Value, context: Context): Samples => {
    const data = samples(x, context);
    const state = estimatorOf(self);
    const width = definition.width?.(state, data.columns, data.rows) ?? anonymous();
    fitted(self, { features: data.columns, width }, context);
    return data;
  };
  const transform = (self: Value, data: Samples, context: Context): Value => {
    const state = estimatorOf(self);
    const follows = definition.width === kept;
    const columns = follows ? data.columns : (state.width ?? anonymous());
    if (state.tables) return frame({ count: data.rows }, { count: columns });
    const asked = parameter(state, 'dtype');
    const dtype = asked ? elementTypeOf(asked) : typeOf(definition.dtype, data.dtype);
    const isSparse = definition.sparse ? definition.sparse(state, context) : false;
    if (isSparse === undefined) return context.unknown('an array or a sparse matrix', `${name}.transform`);
    return isSparse ? sparse(data.rows, columns, dtype) : array(dtype, [data.rows, columns]);
  };
  return estimatorType(name, module, parameters, [
    define(`${name}.fit`, 'self, X, y=None, **params', [], (args, context) => {
      fit(args.get('self'), args.get('X'), context);
      return args.get('self');
    }),
    define(`${name}.partial_fit`, 'self, X, y=None, **params', [], (args, context) => {
      fit(args.get('self'), args.get('X'), context);
      return args.get('self');
    }),
    define(`${name}.fit_transform`, 'self, X, y=None, **params', [], (args, context) => {
      const data = fit(args.get('self'), args.get('X'), context);
      return transform(args.get('self'), data, context);
    }),
    define(`${name}.transform`, 'self, X, *args, **kwargs', [], (args, context) => {
      const data = samples(args.get('X'), context);
      return transform(args.get('self'), data, context);
    }),
    define(`${name}.inverse_transform`, 'self, X, *args, **kwargs', [], (args, context) => {
      const data = samplesOf(args.get('X'), name, context);
      const columns =
        definition.width === kept ? data.columns : (estimatorOf(args.get('self')).features ?? anonymous());
      return array(definition.dtype === 'float' ? typeOf('float', data.dtype) : undefined, [data.rows, columns]);
    }),
  ]);
}

/** Scalers compute in the precision that they are given, and whole numbers in double precision. */
function typeOf(rule: Transformer['dtype'], given: ElementType | undefined): ElementType | undefined {
  if (rule !== 'float') return rule === 'same' ? given : rule;
  if (given === undefined || given === 'float16') return undefined;
  return given === 'float32' ? 'float32' : 'float64';
}

const scaler = (name: string, parameters: readonly string[] = [], dtype: Transformer['dtype'] = 'float') =>
  transformer({ name, module: 'sklearn.preprocessing', parameters, width: kept, dtype });

/** `n_components=`: so many columns; a share, 'mle' or nothing leaves it to the data. */
const components = (state: Estimator, features: Dim, rows: Dim): Dim | undefined => {
  const count = parameter(state, 'n_components');
  if (count?.kind === 'int') return count.value;
  if (count?.kind === 'dim') return count.dim;
  if (count && count.kind !== 'none') return undefined;
  return typeof features === 'number' && typeof rows === 'number' ? Math.min(features, rows) : undefined;
};

const componentsOr =
  (usual?: number) =>
  (state: Estimator): Dim | undefined => {
    const count = parameter(state, 'n_components');
    return count === undefined ? usual : count.kind === 'int' ? count.value : undefined;
  };

const reducer = (
  name: string,
  module: string,
  width: NonNullable<Transformer['width']> = components,
  dtype: Transformer['dtype'] = 'float',
) => transformer({ name, module, parameters: ['n_components'], dtype, width });

/** `sparse_output=True`, or `sparse=True` before scikit-learn 1.2. */
function givesSparse(state: Estimator, context: Context): boolean | undefined {
  const given = parameter(state, 'sparse_output') ?? parameter(state, 'sparse');
  return given === undefined ? true : context.truth(given);
}

/** Binomial: how many ways there are to choose `k` of `n`. */
function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i += 1) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}

/** Products of up to `degree` features, the constant 1 among them. */
function polynomials(state: Estimator, features: Dim): Dim | undefined {
  const degree = parameter(state, 'degree') ?? { kind: 'int', value: 2 };
  const once = parameter(state, 'interaction_only') ?? { kind: 'bool', value: false };
  const bias = parameter(state, 'include_bias') ?? { kind: 'bool', value: true };
  if (typeof features !== 'number' || degree.kind !== 'int' || once.kind !== 'bool' || bias.kind !== 'bool')
    return undefined;
  let count = bias.value ? 1 : 0;
  for (let d = 1; d <= degree.value; d += 1) count += once.value ? choose(features, d) : choose(features + d - 1, d);
  return count;
}

const vectorizer = (name: string, dtype: ElementType): NativeType<Estimator> =>
  transformer({
    name,
    module: 'sklearn.feature_extraction.text',
    parameters: [],
    dtype,
    texts: true,
    sparse: () => true,
  });

/** Transformers that work on rows and columns, by the module that they are in. */
export const transformers: readonly NativeType<Estimator>[] = [
  scaler('StandardScaler'),
  scaler('MinMaxScaler', ['feature_range']),
  scaler('MaxAbsScaler'),
  scaler('RobustScaler'),
  scaler('Normalizer', ['norm']),
  scaler('PowerTransformer', ['method']),
  scaler('QuantileTransformer'),
  scaler('Binarizer', [], 'same'),
  scaler('FunctionTransformer', ['func'], undefined),
  transformer({
    name: 'OrdinalEncoder',
    module: 'sklearn.preprocessing',
    parameters: [],
    width: kept,
    dtype: 'float64',
  }),
  transformer({
    name: 'OneHotEncoder',
    module: 'sklearn.preprocessing',
    parameters: [],
    dtype: 'float64',
    sparse: givesSparse,
  }),
  transformer({
    name: 'PolynomialFeatures',
    module: 'sklearn.preprocessing',
    parameters: ['degree'],
    width: polynomials,
    dtype: 'float',
  }),
  transformer({ name: 'SimpleImputer', module: 'sklearn.impute', parameters: [], width: kept, dtype: undefined }),
  transformer({ name: 'KNNImputer', module: 'sklearn.impute', parameters: [], width: kept, dtype: undefined }),
  transformer({
    name: 'IterativeImputer',
    module: 'sklearn.impute',
    parameters: ['estimator'],
    width: kept,
    dtype: undefined,
  }),
  transformer({ name: 'Imputer', module: 'sklearn.preprocessing', parameters: [], width: kept, dtype: undefined }),
  reducer('PCA', 'sklearn.decomposition'),
  reducer('IncrementalPCA', 'sklearn.decomposition'),
  reducer('KernelPCA', 'sklearn.decomposition', componentsOr(), undefined),
  reducer('TruncatedSVD', 'sklearn.decomposition', componentsOr(2)),
  reducer('FastICA', 'sklearn.decomposition', components),
  reducer('NMF', 'sklearn.decomposition', componentsOr()),
  reducer('TSNE', 'sklearn.manifold', componentsOr(2), 'float32'),
  reducer('MDS', 'sklearn.manifold', componentsOr(2), undefined),
  reducer('Isomap', 'sklearn.manifold', componentsOr(), undefined),
  vectorizer('TfidfVectorizer', 'float64'),
  vectorizer('CountVectorizer', 'int64'),
  transformer({
    name: 'ColumnTransformer',
    module: 'sklearn.compose',
    parameters: ['transformers'],
    dtype: undefined,
    sparse: () => undefined,
  }),
];

/** How many classes it was fitted on: one and the same dim wherever it is asked for. */
function classesOf(state: Estimator): Dim {
  state.width ??= anonymous();
  return state.width;
}

/** `LabelEncoder`: labels as numbers, one for one. */
export const labelEncoder = labelType('LabelEncoder', (rows) => array('int64', [rows]));

/** `LabelBinarizer`: a column for each class; one alone where there are two. */
export const labelBinarizer = labelType('LabelBinarizer', (rows, state) => array('int64', [rows, classesOf(state)]));

/** `MultiLabelBinarizer`. */
export const multiLabelBinarizer = labelType('MultiLabelBinarizer', (rows, state) =>
  array('int64', [rows, classesOf(state)]),
);

function labelType(name: string, give: (rows: Dim, state: Estimator) => Value): NativeType<Estimator> {
  const rows = (y: Value, context: Context): Dim => {
    const shape = name === 'MultiLabelBinarizer' || y.kind === 'unknown' ? undefined : toArray(y, context)?.shape;
    if (shape && shape.length > 1 && name === 'LabelEncoder' && typeof shape[1] === 'number' && shape[1] !== 1)
      context.raise(
        'ValueError',
        `y should be a 1d array, got an array of shape (${shape.join(', ')}) instead.`,
        'array-shape',
      );
    return rowCount(y, context) ?? anonymous();
  };
  return estimatorType(
    name,
    'sklearn.preprocessing',
    [],
    [
      define(`${name}.fit`, 'self, y', [], (args, context) => {
        rows(args.get('y'), context);
        return fitted(args.get('self'), { width: anonymous() }, context);
      }),
      define(`${name}.fit_transform`, 'self, y', [], (args, context) => {
        fitted(args.get('self'), { width: anonymous() }, context);
        return give(rows(args.get('y'), context), estimatorOf(args.get('self')));
      }),
      define(`${name}.transform`, 'self, y', [], (args, context) =>
        give(rows(args.get('y'), context), estimatorOf(args.get('self'))),
      ),
      define(`${name}.inverse_transform`, 'self, y, *args', [], (args, context) =>
        array(undefined, [rowCount(args.get('y'), context) ?? anonymous()]),
      ),
    ],
    {
      attributes: {
        classes_: (self, context) =>
          estimatorOf(self).learned?.attributes['classes_'] ??
          (context.host.mode === 'numbers'
            ? context.unknown('it is not fitted yet', `${name}.classes_`)
            : array(undefined, [classesOf(estimatorOf(self))])),
      },
    },
  );
}
