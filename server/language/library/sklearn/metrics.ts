import { anonymous } from '../../tensor/dim.js';
import type { NativeFunctionValue } from '../../values/value.js';
import { tuple } from '../../values/value.js';
import { array } from '../numpy/view.js';
import { native } from '../python/define.js';
import { rowCount } from './split.js';

/** Scores: one number, unless the caller asks for one a class or a column. */
const scores = `accuracy_score balanced_accuracy_score f1_score fbeta_score precision_score recall_score jaccard_score
  roc_auc_score average_precision_score log_loss hamming_loss zero_one_loss matthews_corrcoef cohen_kappa_score
  brier_score_loss hinge_loss mean_squared_error root_mean_squared_error mean_absolute_error mean_squared_log_error
  median_absolute_error mean_absolute_percentage_error r2_score explained_variance_score max_error auc silhouette_score
  adjusted_rand_score normalized_mutual_info_score homogeneity_score completeness_score v_measure_score top_k_accuracy_score`;

/** What compares predictions with labels. Numbers that data decide stay unknown; their form does not. */
export const metricFunctions: readonly NativeFunctionValue[] = [
  ...scores
    .split(/\s+/)
    .map((name) =>
      native(`sklearn.metrics.${name}`, '*args, **kwargs', [], (_args, context) =>
        context.unknown('a score that data decides', name),
      ),
    ),
  native('sklearn.metrics.confusion_matrix', 'y_true, y_pred, **kwargs', [], (args, context) => {
    if (context.host.mode === 'numbers') return context.unknown('it is not computed in runs yet', 'confusion_matrix');
    const classes = anonymous();
    return array(args.keywords.has('normalize') || args.keywords.has('sample_weight') ? undefined : 'int64', [
      classes,
      classes,
    ]);
  }),
  native('sklearn.metrics.classification_report', '*args, **kwargs', [], (_args, context) =>
    context.unknown('a text about scores that data decide', 'classification_report'),
  ),
  ...['roc_curve', 'precision_recall_curve'].map((name) =>
    native(`sklearn.metrics.${name}`, '*args, **kwargs', [], (_args, context) => {
      if (context.host.mode === 'numbers') return context.unknown('it is not computed in runs yet', name);
      const points = anonymous();
      const thresholds = name === 'roc_curve' ? points : anonymous();
      return tuple([array('float64', [points]), array('float64', [points]), array(undefined, [thresholds])]);
    }),
  ),
  ...['cosine_similarity', 'euclidean_distances', 'pairwise_distances'].map((name) =>
    native(`sklearn.metrics.pairwise.${name}`, 'X, Y=None, *args, **kwargs', [], (args, context) => {
      if (context.host.mode === 'numbers') return context.unknown('it is not computed in runs yet', name);
      const rows = rowCount(args.get('X'), context) ?? anonymous();
      const others = args.get('Y').kind === 'none' ? rows : (rowCount(args.get('Y'), context) ?? anonymous());
      return array(undefined, [rows, others]);
    }),
  ),
];
