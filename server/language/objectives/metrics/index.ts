import type { MetricSpec } from '../../training-request.js';
import { Unsupported } from '../unsupported.js';
import {
  accuracy,
  binaryAccuracy,
  categoricalAccuracy,
  sparseCategoricalAccuracy,
  sparseTopKCategoricalAccuracy,
  topKCategoricalAccuracy,
} from './accuracies.js';
import { auc } from './auc.js';
import {
  countOf,
  precision,
  precisionAtRecall,
  recall,
  recallAtPrecision,
  sensitivityAtSpecificity,
  specificityAtSensitivity,
} from './confusion.js';
import { concordanceCorrelation, cosineSimilarity, pearsonCorrelation, rootMeanSquaredError } from './correlations.js';
import { fScore } from './f-score.js';
import {
  binaryIntersectionOverUnion,
  intersectionOverUnion,
  meanIntersectionOverUnion,
  oneHotIntersectionOverUnion,
  oneHotMeanIntersectionOverUnion,
} from './iou.js';
import { lossAsMetric } from './losses.js';
import { type MeanMetric, meanOf } from './mean.js';
import type { Metric } from './metric.js';
import { r2Score } from './r2-score.js';
import { sumOfValues } from './sum.js';

/** By the snake-case names of Keras's functions and classes. */
export const metrics: ReadonlyMap<string, Metric> = new Map<string, Metric>([
  ['accuracy', accuracy],
  ['binary_accuracy', binaryAccuracy],
  ['categorical_accuracy', categoricalAccuracy],
  ['sparse_categorical_accuracy', sparseCategoricalAccuracy],
  ['top_k_categorical_accuracy', topKCategoricalAccuracy],
  ['sparse_top_k_categorical_accuracy', sparseTopKCategoricalAccuracy],
  ...[
    ...['binary_crossentropy', 'categorical_crossentropy', 'sparse_categorical_crossentropy'],
    ...['mean_squared_error', 'mean_absolute_error', 'mean_absolute_percentage_error'],
    ...['mean_squared_logarithmic_error', 'hinge', 'squared_hinge', 'categorical_hinge', 'kl_divergence', 'poisson'],
  ].map((name): [string, Metric] => [name, lossAsMetric(name)]),
  ['log_cosh_error', lossAsMetric('log_cosh')],
  ['root_mean_squared_error', rootMeanSquaredError],
  ['cosine_similarity', cosineSimilarity],
  ['pearson_correlation', pearsonCorrelation],
  ['concordance_correlation', concordanceCorrelation],
  ['r2_score', r2Score],
  ['true_positives', countOf('truePositives')],
  ['false_positives', countOf('falsePositives')],
  ['true_negatives', countOf('trueNegatives')],
  ['false_negatives', countOf('falseNegatives')],
  ['precision', precision],
  ['recall', recall],
  ['precision_at_recall', precisionAtRecall],
  ['recall_at_precision', recallAtPrecision],
  ['sensitivity_at_specificity', sensitivityAtSpecificity],
  ['specificity_at_sensitivity', specificityAtSensitivity],
  ['auc', auc],
  ['f1_score', fScore],
  ['f_beta_score', fScore],
  ['io_u', intersectionOverUnion],
  ['mean_io_u', meanIntersectionOverUnion],
  ['binary_io_u', binaryIntersectionOverUnion],
  ['one_hot_io_u', oneHotIntersectionOverUnion],
  ['one_hot_mean_io_u', oneHotMeanIntersectionOverUnion],
]);

/** The metrics that a program calls itself: those of models, and those of any values, which take them as `y_pred`. */
export function calledMetric(name: string): Metric | undefined {
  return ofValues.get(name) ?? metrics.get(name);
}

const ofValues: ReadonlyMap<string, Metric> = new Map<string, Metric>([
  ['mean', meanOf((_graph, { prediction }) => prediction.output)],
  ['sum', sumOfValues],
]);

/** The functions that Keras has under their own names in `keras.metrics`, before they are averaged; undefined: it is none. */
export function metricValuesFor(name: string): MeanMetric | undefined {
  return functions.get(name);
}

const functions: ReadonlyMap<string, MeanMetric> = new Map<string, MeanMetric>([
  ['binary_accuracy', binaryAccuracy],
  ['categorical_accuracy', categoricalAccuracy],
  ['sparse_categorical_accuracy', sparseCategoricalAccuracy],
  ['top_k_categorical_accuracy', topKCategoricalAccuracy],
  ['sparse_top_k_categorical_accuracy', sparseTopKCategoricalAccuracy],
  ['pearson_correlation', pearsonCorrelation],
  ['concordance_correlation', concordanceCorrelation],
]);

/** The metric that a specification names. Throws Unsupported. */
export function metricFor({ name, loss }: Pick<MetricSpec, 'name' | 'loss'>): Metric {
  if (loss) return lossAsMetric(name, loss);
  const metric = metrics.get(name);
  if (!metric) throw new Unsupported(`the metric ${name}`);
  return metric;
}
