import { closestName } from '../../layers/closest-name.js';
import type { PlainValue } from '../../layers/layer.js';
import { snakeCase } from '../../model/names.js';
import type { Shape } from '../../tensor/shape.js';
import type { LossSpec, MetricSpec, Reduction, Setting, Settings } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';
import type { Value } from '../../values/value.js';
import { type Configured, configuredState, configuredType, settingOf } from './configured.js';
import { lossMembers, metricMembers, objectiveAttributes, objectiveFunction } from './objective-values.js';

const lossName = (type: string) => (type === 'Huber' ? 'huber_loss' : snakeCase(type));

/** Keras's losses: class and signature. */
const lossDefinitions: readonly (readonly [name: string, signature: string])[] = [
  [
    'BinaryCrossentropy',
    "from_logits=False, label_smoothing=0.0, axis=-1, reduction='sum_over_batch_size', name='binary_crossentropy', dtype=None",
  ],
  [
    'CategoricalCrossentropy',
    "from_logits=False, label_smoothing=0.0, axis=-1, reduction='sum_over_batch_size', name='categorical_crossentropy', dtype=None",
  ],
  [
    'SparseCategoricalCrossentropy',
    "from_logits=False, ignore_class=None, reduction='sum_over_batch_size', axis=-1, name='sparse_categorical_crossentropy', dtype=None",
  ],
  ...[
    ['MeanSquaredError', ''],
    ['MeanAbsoluteError', ''],
    ['MeanAbsolutePercentageError', ''],
    ['MeanSquaredLogarithmicError', ''],
    ['Huber', 'delta=1.0, '],
    ['LogCosh', ''],
    ['Hinge', ''],
    ['SquaredHinge', ''],
    ['CategoricalHinge', ''],
    ['KLDivergence', ''],
    ['Poisson', ''],
    ['CosineSimilarity', 'axis=-1, '],
    [
      'BinaryFocalCrossentropy',
      'apply_class_balancing=False, alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1, ',
    ],
    ['CategoricalFocalCrossentropy', 'alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1, '],
    ['CategoricalGeneralizedCrossEntropy', 'q=0.5, '],
    ['Circle', 'gamma=80.0, margin=0.4, remove_diagonal=True, '],
    ['CTC', ''],
  ].map(
    ([name = '', own = '']) =>
      [name, `${own}reduction='sum_over_batch_size', name='${lossName(name)}', dtype=None`] as const,
  ),
  ['Dice', "reduction='sum_over_batch_size', name='dice', axis=None, dtype=None"],
  ['Tversky', "alpha=0.5, beta=0.5, reduction='sum_over_batch_size', name='tversky', axis=None, dtype=None"],
];

const metricDefinitions: readonly (readonly [name: string, signature: string])[] = [
  ['Accuracy', "name='accuracy', dtype=None"],
  ['BinaryAccuracy', "name='binary_accuracy', dtype=None, threshold=0.5"],
  ['CategoricalAccuracy', "name='categorical_accuracy', dtype=None"],
  ['SparseCategoricalAccuracy', "name='sparse_categorical_accuracy', dtype=None"],
  ['TopKCategoricalAccuracy', "k=5, name='top_k_categorical_accuracy', dtype=None"],
  ['SparseTopKCategoricalAccuracy', "k=5, name='sparse_top_k_categorical_accuracy', dtype=None"],
  ['BinaryCrossentropy', "name='binary_crossentropy', dtype=None, from_logits=False, label_smoothing=0"],
  [
    'CategoricalCrossentropy',
    "name='categorical_crossentropy', dtype=None, from_logits=False, label_smoothing=0, axis=-1",
  ],
  ['SparseCategoricalCrossentropy', "name='sparse_categorical_crossentropy', dtype=None, from_logits=False, axis=-1"],
  ...[
    'MeanSquaredError',
    'RootMeanSquaredError',
    'MeanAbsoluteError',
    'MeanAbsolutePercentageError',
    'MeanSquaredLogarithmicError',
    'CosineSimilarity',
    'LogCoshError',
    'Hinge',
    'SquaredHinge',
    'CategoricalHinge',
    'KLDivergence',
    'Poisson',
    'R2Score',
    'AUC',
    'Precision',
    'Recall',
    'F1Score',
    'FBetaScore',
    'ConcordanceCorrelation',
    'PearsonCorrelation',
    'TruePositives',
    'TrueNegatives',
    'FalsePositives',
    'FalseNegatives',
    'MeanIoU',
    'IoU',
    'BinaryIoU',
    'OneHotIoU',
    'OneHotMeanIoU',
    'Mean',
    'Sum',
    'MeanMetricWrapper',
    'PrecisionAtRecall',
    'RecallAtPrecision',
    'SensitivityAtSpecificity',
    'SpecificityAtSensitivity',
  ].map((name) => [name, `name='${snakeCase(name)}', dtype=None`] as const),
];

export const lossTypes: ReadonlyMap<string, NativeType<Configured>> = types(
  'keras.losses',
  lossDefinitions,
  lossMembers(functionName),
);
export const metricTypes: ReadonlyMap<string, NativeType<Configured>> = types(
  'keras.metrics',
  metricDefinitions,
  metricMembers,
);

/** Short names that Keras takes besides the classes' own. */
const shortLosses: Readonly<Record<string, string>> = {
  bce: 'binary_crossentropy',
  mse: 'mean_squared_error',
  mae: 'mean_absolute_error',
  mape: 'mean_absolute_percentage_error',
  msle: 'mean_squared_logarithmic_error',
  kld: 'kl_divergence',
};

export const lossNames: ReadonlySet<string> = new Set([
  ...lossDefinitions.flatMap(([name]) => [name, snakeCase(name)]),
  ...Object.keys(shortLosses).flatMap((name) => [name, name.toUpperCase()]),
  'kl_divergence',
  'log_cosh',
  'crossentropy',
  'ce',
  'ctc',
]);
export const metricNames: ReadonlySet<string> = new Set([
  ...metricDefinitions.flatMap(([name]) => [name, snakeCase(name)]),
  ...lossNames,
  'acc',
  'Acc',
  'accuracy',
  'auc',
  'r2_score',
]);

/** A loss or metric as `compile` got it. */
export interface Choice {
  /** Keras's snake-case name of the function: `sparse_categorical_crossentropy`, `accuracy`. */
  readonly function: string;
  /** The key in logs. */
  readonly name: string;
  readonly settings: ReadonlyMap<string, PlainValue | undefined>;
}

/** Reads one loss or metric: a name, a function, a class, an object. `misspelt` is a name that Keras does not have. */
export function choiceOf(
  value: Value,
  kind: 'loss' | 'metric',
): Choice | { readonly misspelt: string; readonly suggestion: string | undefined } | undefined {
  const made = configuredState(value);
  if (made) {
    const name = made.settings.get('name');
    const base = functionName(made.name);
    return { function: base, name: typeof name === 'string' ? name : base, settings: made.settings };
  }
  if (value.kind === 'type')
    return { function: functionName(value.type.name), name: functionName(value.type.name), settings: new Map() };
  if (value.kind === 'native') {
    const name = value.function.name.slice(value.function.name.lastIndexOf('.') + 1);
    return { function: functionName(name), name, settings: new Map() };
  }
  if (value.kind !== 'str') return undefined;
  const names = kind === 'loss' ? lossNames : metricNames;
  if (!names.has(value.value)) return { misspelt: value.value, suggestion: closestName(value.value, names) };
  return { function: functionName(value.value), name: value.value, settings: new Map() };
}

/** `crossentropy` and `accuracy` mean different functions for different shapes; the rest stay. `y` and `output` with their first axes. */
export function resolve(name: string, y: Shape | undefined, output: Shape | undefined): string | undefined {
  const accuracy = name === 'accuracy' || name === 'acc';
  const crossentropy = name === 'crossentropy' || name === 'ce';
  if (!accuracy && !crossentropy) return name;
  if (!output) return undefined;
  const suffix = accuracy ? 'accuracy' : 'crossentropy';
  const classes = output.at(-1);
  if (classes === 1) return `binary_${suffix}`;
  if (!y) return undefined;
  return y.length < output.length || y.at(-1) === 1 ? `sparse_categorical_${suffix}` : `categorical_${suffix}`;
}

/** For the runtime; a string says what is not known. */
export function lossSpec(choice: Choice, resolved: string, context: Context): LossSpec | string {
  const settings = settingsOf(choice, 'loss', resolved, context);
  if (typeof settings === 'string') return settings;
  const { reduction = 'sum_over_batch_size', ...own } = settings;
  if (!isReduction(reduction)) return `reduction=${String(reduction)}`;
  return { name: resolved, settings: own, reduction };
}

export function metricSpec(choice: Choice, resolved: string, context: Context): MetricSpec | string {
  const settings = settingsOf(choice, 'metric', resolved, context);
  return typeof settings === 'string' ? settings : { key: choice.name, name: resolved, settings };
}

function isReduction(value: Setting): value is Reduction {
  return value === 'sum_over_batch_size' || value === 'sum' || value === 'mean' || value === 'mean_with_sample_weight';
}

/** What the program gave, and Keras's defaults for the rest. */
function settingsOf(choice: Choice, kind: 'loss' | 'metric', resolved: string, context: Context): Settings | string {
  const types = kind === 'loss' ? lossTypes : metricTypes;
  const type = [...types].find(([name]) => snakeCase(name) === resolved || functionName(name) === resolved)?.[1];
  const made = type && configuredState(context.call({ kind: 'type', type: type as NativeType }, []));
  const settings: Record<string, Setting> = {};
  for (const [name, value] of [...(made?.settings ?? []), ...choice.settings]) {
    if (name === 'name' || name === 'dtype') continue;
    const setting = settingOf(value);
    if (setting === undefined) return `${name}= other than what can be known`;
    settings[name] = setting;
  }
  return settings;
}

/** `keras.losses.mean_squared_error` and the like: as values for `compile`, or called by hand. */
export function objectiveFunctions(module: string, names: Iterable<string>): Record<string, Value> {
  const functions: Record<string, Value> = {};
  for (const name of names) {
    if (!/^([a-z_0-9]+|[A-Z]+)$/.test(name)) continue;
    functions[name] = { kind: 'native', function: objectiveFunction(module, name, functionName(name)) };
  }
  return functions;
}

function functionName(name: string): string {
  const lower = shortLosses[name.toLowerCase()];
  return lower ?? (/[A-Z]/.test(name) ? snakeCase(name) : name);
}

function types(
  module: string,
  definitions: readonly (readonly [string, string])[],
  members: Partial<NativeType<Configured>>,
): Map<string, NativeType<Configured>> {
  return new Map(
    definitions.map(([name, signature]) => [
      name,
      configuredType(module, name, signature, { attributes: objectiveAttributes, ...members }),
    ]),
  );
}
