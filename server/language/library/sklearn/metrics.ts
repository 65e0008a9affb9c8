import { anonymous } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { type NativeFunctionValue, tuple, type Value } from '../../values/value.js';
import { array } from '../numpy/view.js';
import { native } from '../python/define.js';
import {
  accuracy,
  allLabelScores,
  balancedAccuracy,
  classificationReport,
  cohenKappa,
  confusionMatrix,
  hammingLoss,
  labelScore,
  matthews,
} from './numbers/classification.js';
import { pairwise } from './numbers/pairwise.js';
import { areaUnder, averagePrecision, logLoss, precisionRecallCurve, rocAuc, rocCurve } from './numbers/ranking.js';
import { explained, logError, maxError, meanError, medianError } from './numbers/regression.js';
import { rowCount } from './split.js';

/** Scores that runs do not compute: one number, unless the caller asks for one a class or a column. */
const scores = `jaccard_score zero_one_loss brier_score_loss hinge_loss silhouette_score adjusted_rand_score
  normalized_mutual_info_score homogeneity_score completeness_score v_measure_score top_k_accuracy_score`;

type Compute = (args: Arguments, context: Context) => Value;

const byLabel = "labels=None, pos_label=1, average='binary', sample_weight=None, zero_division='warn'";
const errors = "y_true, y_pred, *, sample_weight=None, multioutput='uniform_average'";

/** Scores that runs compute. */
const computed: Readonly<Record<string, readonly [signature: string, compute: Compute]>> = {
  accuracy_score: ['y_true, y_pred, *, normalize=True, sample_weight=None', accuracy],
  balanced_accuracy_score: ['y_true, y_pred, *, sample_weight=None, adjusted=False', balancedAccuracy],
  f1_score: [`y_true, y_pred, *, ${byLabel}`, labelScore('f1_score', 'f')],
  fbeta_score: [`y_true, y_pred, *, beta, ${byLabel}`, labelScore('fbeta_score', 'f')],
  precision_score: [`y_true, y_pred, *, ${byLabel}`, labelScore('precision_score', 'precision')],
  recall_score: [`y_true, y_pred, *, ${byLabel}`, labelScore('recall_score', 'recall')],
  hamming_loss: ['y_true, y_pred, *, sample_weight=None', hammingLoss],
  matthews_corrcoef: ['y_true, y_pred, *, sample_weight=None', matthews],
  cohen_kappa_score: ['y1, y2, *, labels=None, weights=None, sample_weight=None', cohenKappa],
  roc_auc_score: [
    "y_true, y_score, *, average='macro', sample_weight=None, max_fpr=None, multi_class='raise', labels=None",
    rocAuc,
  ],
  average_precision_score: ["y_true, y_score, *, average='macro', pos_label=1, sample_weight=None", averagePrecision],
  log_loss: ['y_true, y_proba=None, *, normalize=True, sample_weight=None, labels=None, y_pred=None', logLoss],
  auc: ['x, y', areaUnder],
  mean_squared_error: [errors, meanError('mean_squared_error', (d) => d * d)],
  mean_squared_log_error: [errors, logError('mean_squared_log_error')],
  root_mean_squared_log_error: [errors, logError('root_mean_squared_log_error', true)],
  root_mean_squared_error: [errors, meanError('root_mean_squared_error', (d) => d * d, true)],
  mean_absolute_error: [errors, meanError('mean_absolute_error', Math.abs)],
  mean_absolute_percentage_error: [
    errors,
    meanError('mean_absolute_percentage_error', (d, truth) => Math.abs(d) / Math.max(Math.abs(truth), 2 ** -52)),
  ],
  median_absolute_error: ["y_true, y_pred, *, multioutput='uniform_average', sample_weight=None", medianError],
  max_error: ['y_true, y_pred', maxError],
  r2_score: [`${errors}, force_finite=True`, explained('r2_score')],
  explained_variance_score: [`${errors}, force_finite=True`, explained('explained_variance_score')],
};

const onNumbers = (context: Context) => context.host.mode === 'numbers';

/** What compares predictions with labels. Numbers that data decide stay unknown on shapes; their form does not. */
export const metricFunctions: readonly NativeFunctionValue[] = [
  ...scores
    .split(/\s+/)
    .map((name) =>
      native(`sklearn.metrics.${name}`, '*args, **kwargs', [], (_args, context) =>
        context.unknown('a score that data decides', name),
      ),
    ),
  ...Object.entries(computed).map(([name, [signature, compute]]) =>
    native(`sklearn.metrics.${name}`, signature, [], (args, context) =>
      onNumbers(context) ? compute(args, context) : context.unknown('a score that data decides', name),
    ),
  ),
  native(
    'sklearn.metrics.confusion_matrix',
    'y_true, y_pred, *, labels=None, sample_weight=None, normalize=None',
    [],
    (args, context) => {
      if (onNumbers(context)) return confusionMatrix(args, context);
      const classes = anonymous();
      const whole = args.get('normalize').kind === 'none' && args.get('sample_weight').kind === 'none';
      return array(whole ? 'int64' : undefined, [classes, classes]);
    },
  ),
  native(
    'sklearn.metrics.classification_report',
    "y_true, y_pred, *, labels=None, target_names=None, sample_weight=None, digits=2, output_dict=False, zero_division='warn'",
    [],
    (args, context) =>
      onNumbers(context)
        ? classificationReport(args, context)
        : context.unknown('a text about scores that data decide', 'classification_report'),
  ),
  native(
    'sklearn.metrics.precision_recall_fscore_support',
    `y_true, y_pred, *, beta=1.0, ${byLabel.replace("'binary'", 'None')}`,
    [],
    (args, context) =>
      onNumbers(context)
        ? allLabelScores(args, context)
        : context.unknown('scores that data decide', 'precision_recall_fscore_support'),
  ),
  ...(['roc_curve', 'precision_recall_curve'] as const).map((name) =>
    native(
      `sklearn.metrics.${name}`,
      `y_true, y_score=None, *, pos_label=None, sample_weight=None, drop_intermediate=${name === 'roc_curve' ? 'True' : 'False'}`,
      [],
      (args, context) => {
        if (onNumbers(context)) return (name === 'roc_curve' ? rocCurve : precisionRecallCurve)(args, context);
        const points = anonymous();
        const thresholds = name === 'roc_curve' ? points : anonymous();
        return tuple([array('float64', [points]), array('float64', [points]), array(undefined, [thresholds])]);
      },
    ),
  ),
  ...(
    [
      ['pairwise.cosine_similarity', 'cosine_similarity'],
      ['pairwise.euclidean_distances', 'euclidean_distances'],
      ['pairwise.pairwise_distances', 'pairwise_distances'],
      ['pairwise_distances', 'pairwise_distances'],
      ['euclidean_distances', 'euclidean_distances'],
    ] as const
  ).map(([place, name]) =>
    native(`sklearn.metrics.${place}`, 'X, Y=None, *args, **kwargs', [], (args, context) => {
      if (onNumbers(context)) return pairwise(name, args, context);
      const rows = rowCount(args.get('X'), context) ?? anonymous();
      const others = args.get('Y').kind === 'none' ? rows : (rowCount(args.get('Y'), context) ?? anonymous());
      return array(undefined, [rows, others]);
    }),
  ),
];
