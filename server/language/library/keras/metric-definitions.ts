import { snakeCase } from '../../model/names.js';

const confusion = 'thresholds=None, name=None, dtype=None';
const atPoint = 'num_thresholds=200, class_id=None, name=None, dtype=None';
const iou = 'name=None, dtype=None, ignore_class=None, sparse_y_true=True, sparse_y_pred=True, axis=-1';
const oneHotIou = 'name=None, dtype=None, ignore_class=None, sparse_y_pred=False, axis=-1';

/** Keras 3's metrics: class, signature. `name=None` makes the name of the class, counted as layers' names are. */
export const metricDefinitions: readonly (readonly [name: string, signature: string])[] = [
  ...[
    ['Accuracy', ''],
    ['BinaryAccuracy', ', threshold=0.5'],
    ['CategoricalAccuracy', ''],
    ['SparseCategoricalAccuracy', ''],
    ['BinaryCrossentropy', ', from_logits=False, label_smoothing=0'],
    ['CategoricalCrossentropy', ', from_logits=False, label_smoothing=0, axis=-1'],
    ['SparseCategoricalCrossentropy', ', from_logits=False, ignore_class=None, axis=-1'],
    ['MeanSquaredError', ''],
    ['RootMeanSquaredError', ''],
    ['MeanAbsoluteError', ''],
    ['MeanAbsolutePercentageError', ''],
    ['MeanSquaredLogarithmicError', ''],
    ['LogCoshError', '', 'logcosh'],
    ['Hinge', ''],
    ['SquaredHinge', ''],
    ['CategoricalHinge', ''],
    ['KLDivergence', ''],
    ['Poisson', ''],
    ['CosineSimilarity', ', axis=-1'],
    ['PearsonCorrelation', ', axis=-1'],
    ['ConcordanceCorrelation', ', axis=-1'],
    ['Mean', ''],
    ['Sum', ''],
  ].map(([name = '', own = '', base = snakeCase(name)]) => [name, `name='${base}', dtype=None${own}`] as const),
  ['TopKCategoricalAccuracy', "k=5, name='top_k_categorical_accuracy', dtype=None"],
  ['SparseTopKCategoricalAccuracy', "k=5, name='sparse_top_k_categorical_accuracy', dtype=None, from_sorted_ids=False"],
  ['R2Score', "class_aggregation='uniform_average', num_regressors=0, name='r2_score', dtype=None"],
  ['F1Score', "average=None, threshold=None, name='f1_score', dtype=None"],
  ['FBetaScore', "average=None, beta=1.0, threshold=None, name='fbeta_score', dtype=None"],
  [
    'AUC',
    "num_thresholds=200, curve='ROC', summation_method='interpolation', name=None, dtype=None, thresholds=None, multi_label=False, num_labels=None, label_weights=None, from_logits=False",
  ],
  ...['Precision', 'Recall'].map(
    (name) => [name, 'thresholds=None, top_k=None, class_id=None, name=None, dtype=None'] as const,
  ),
  ...['TruePositives', 'TrueNegatives', 'FalsePositives', 'FalseNegatives'].map((name) => [name, confusion] as const),
  ['PrecisionAtRecall', `recall, ${atPoint}`],
  ['RecallAtPrecision', `precision, ${atPoint}`],
  ['SensitivityAtSpecificity', `specificity, ${atPoint}`],
  ['SpecificityAtSensitivity', `sensitivity, ${atPoint}`],
  ['IoU', `num_classes, target_class_ids, ${iou}`],
  ['MeanIoU', `num_classes, ${iou}`],
  ['BinaryIoU', 'target_class_ids=(0, 1), threshold=0.5, name=None, dtype=None'],
  ['OneHotIoU', `num_classes, target_class_ids, ${oneHotIou}`],
  ['OneHotMeanIoU', `num_classes, ${oneHotIou}`],
  ['MeanMetricWrapper', 'fn, name=None, dtype=None'],
];

/** What metrics' own functions take beside labels and outputs. */
export const metricFunctions: ReadonlyMap<string, string> = new Map([
  ['binary_accuracy', 'threshold=0.5'],
  ['categorical_accuracy', ''],
  ['sparse_categorical_accuracy', ''],
  ['top_k_categorical_accuracy', 'k=5'],
  ['sparse_top_k_categorical_accuracy', 'k=5, from_sorted_ids=False'],
  ['pearson_correlation', 'axis=-1'],
  ['concordance_correlation', 'axis=-1'],
]);
