import { snakeCase } from '../../model/names.js';

/** Keras 3's losses: class, signature. The settings before `reduction`, `name` and `dtype` are the loss's own. */
export const lossDefinitions: readonly (readonly [name: string, signature: string])[] = [
  ...[
    ['BinaryCrossentropy', 'from_logits=False, label_smoothing=0.0, axis=-1, '],
    [
      'BinaryFocalCrossentropy',
      'apply_class_balancing=False, alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1, ',
    ],
    ['CategoricalCrossentropy', 'from_logits=False, label_smoothing=0.0, axis=-1, '],
    ['CategoricalFocalCrossentropy', 'alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1, '],
    ['CategoricalGeneralizedCrossEntropy', 'q=0.5, '],
    ['MeanSquaredError', ''],
    ['MeanAbsoluteError', ''],
    ['MeanAbsolutePercentageError', ''],
    ['MeanSquaredLogarithmicError', ''],
    ['Huber', 'delta=1.0, ', 'huber_loss'],
    ['LogCosh', ''],
    ['Hinge', ''],
    ['SquaredHinge', ''],
    ['CategoricalHinge', ''],
    ['KLDivergence', ''],
    ['Poisson', ''],
    ['CosineSimilarity', 'axis=-1, '],
    ['Circle', 'gamma=80.0, margin=0.4, remove_diagonal=True, '],
    ['CTC', ''],
  ].map(
    ([name = '', own = '', base = snakeCase(name)]) =>
      [name, `${own}reduction='sum_over_batch_size', name='${base}', dtype=None`] as const,
  ),
  [
    'SparseCategoricalCrossentropy',
    "from_logits=False, ignore_class=None, reduction='sum_over_batch_size', axis=-1, name='sparse_categorical_crossentropy', dtype=None",
  ],
  ['Loss', "name=None, reduction='sum_over_batch_size', dtype=None"],
  ['Dice', "reduction='sum_over_batch_size', name='dice', axis=None, dtype=None"],
  ['Tversky', "alpha=0.5, beta=0.5, reduction='sum_over_batch_size', name='tversky', axis=None, dtype=None"],
];

/** What functions take beside labels and outputs. */
export const lossFunctions: ReadonlyMap<string, string> = new Map([
  ...['binary_crossentropy', 'categorical_crossentropy'].map(
    (name) => [name, 'from_logits=False, label_smoothing=0.0, axis=-1'] as const,
  ),
  [
    'binary_focal_crossentropy',
    'apply_class_balancing=False, alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1',
  ],
  ['categorical_focal_crossentropy', 'alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1'],
  ['categorical_generalized_cross_entropy', 'q'],
  ['sparse_categorical_crossentropy', 'from_logits=False, ignore_class=None, axis=-1'],
  ['huber', 'delta=1.0'],
  ['cosine_similarity', 'axis=-1'],
  ['circle', 'ref_labels=None, ref_embeddings=None, remove_diagonal=True, gamma=80, margin=0.4'],
  ['dice', 'axis=None'],
  ['tversky', 'alpha=0.5, beta=0.5, axis=None'],
  ...[
    ...['mean_squared_error', 'mean_absolute_error', 'mean_absolute_percentage_error'],
    ...['mean_squared_logarithmic_error', 'log_cosh', 'hinge', 'squared_hinge', 'categorical_hinge'],
    ...['kl_divergence', 'poisson', 'ctc'],
  ].map((name) => [name, ''] as const),
]);

/** Short names that Keras takes besides the functions' own, which it also takes in capitals. */
export const shortNames: ReadonlyMap<string, string> = new Map([
  ['bce', 'binary_crossentropy'],
  ['mse', 'mean_squared_error'],
  ['mae', 'mean_absolute_error'],
  ['mape', 'mean_absolute_percentage_error'],
  ['msle', 'mean_squared_logarithmic_error'],
  ['kld', 'kl_divergence'],
]);

/** Names that Keras 2 had besides. */
export const oldNames: ReadonlyMap<string, string> = new Map([
  ['logcosh', 'log_cosh'],
  ['huber_loss', 'huber'],
  ['kullback_leibler_divergence', 'kl_divergence'],
  ['cosine_proximity', 'cosine_similarity'],
  ['cosine', 'cosine_similarity'],
]);
