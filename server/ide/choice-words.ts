import type { Words } from './named-choices.js';

/** y is the target, p the model's output; means are over samples and axes. */

const crossentropies: Words = {
  binary_crossentropy: [
    '-mean(y · log p + (1 - y) · log(1 - p)): for outputs between 0 and 1 (sigmoid).',
    'probabilistic_losses',
  ],
  categorical_crossentropy: [
    '-mean(Σ y · log p): for one-hot targets and an output for each class (softmax).',
    'probabilistic_losses',
  ],
  sparse_categorical_crossentropy: [
    '-mean(log p of the class y): for targets that are the numbers of classes, and an output for each class (softmax).',
    'probabilistic_losses',
  ],
  kl_divergence: ['mean(Σ y · log(y / p)).', 'probabilistic_losses'],
  poisson: ['mean(p - y · log p).', 'probabilistic_losses'],
};

const errors: Words = {
  mean_squared_error: ['mean((y - p)²).', 'regression_losses'],
  mean_absolute_error: ['mean(|y - p|).', 'regression_losses'],
  mean_absolute_percentage_error: ['100 · mean(|y - p| / |y|).', 'regression_losses'],
  mean_squared_logarithmic_error: ['mean((log(1 + y) - log(1 + p))²).', 'regression_losses'],
  cosine_similarity: [
    'Σ y · p of both scaled to length 1: -1 (as a loss) or 1 (as a metric) where they point the same way.',
    'regression_losses',
  ],
};

const hinges: Words = {
  hinge: ['mean(max(0, 1 - y · p)), for targets -1 and 1.', 'hinge_losses'],
  squared_hinge: ['mean(max(0, 1 - y · p)²), for targets -1 and 1.', 'hinge_losses'],
  categorical_hinge: ['max(0, 1 + the largest p of a wrong class - p of the right one).', 'hinge_losses'],
};

export const lossWords: Words = {
  ...crossentropies,
  ...errors,
  ...hinges,
  huber: [
    '½ (y - p)² where |y - p| ≤ delta, delta · |y - p| - ½ delta² beyond: outliers count less.',
    'regression_losses',
  ],
  log_cosh: ['mean(log(cosh(p - y))).', 'regression_losses'],
  binary_focal_crossentropy: [
    'Binary crossentropy in which what is already right counts less.',
    'probabilistic_losses',
  ],
  categorical_focal_crossentropy: [
    'Categorical crossentropy in which what is already right counts less.',
    'probabilistic_losses',
  ],
};

export const metricWords: Words = {
  ...within(crossentropies, 'probabilistic_metrics'),
  ...within(errors, 'regression_metrics'),
  ...within(hinges, 'hinge_metrics'),
  accuracy: [
    'The share of samples that are right. `compile` takes the binary, the categorical or the sparse form, whichever fits the output and the targets.',
    'accuracy_metrics',
  ],
  binary_accuracy: [
    'The share of outputs that lie on the side of the threshold where their target does.',
    'accuracy_metrics',
  ],
  categorical_accuracy: [
    'The share of samples whose largest output is that of their one-hot target.',
    'accuracy_metrics',
  ],
  sparse_categorical_accuracy: [
    'The share of samples whose largest output is that of the class that their target numbers.',
    'accuracy_metrics',
  ],
  top_k_categorical_accuracy: [
    'The share of samples whose class is among the k largest outputs; one-hot targets.',
    'accuracy_metrics',
  ],
  sparse_top_k_categorical_accuracy: [
    'The share of samples whose class is among the k largest outputs; targets are numbers of classes.',
    'accuracy_metrics',
  ],
  root_mean_squared_error: ['√mean((y - p)²).', 'regression_metrics'],
  auc: ['The area under the ROC curve (or that of precision and recall).', 'classification_metrics'],
  precision: ['True positives / (true positives + false positives).', 'classification_metrics'],
  recall: ['True positives / (true positives + false negatives).', 'classification_metrics'],
  f1_score: ['2 · precision · recall / (precision + recall).', 'classification_metrics'],
};

export const optimizerWords: Words = {
  sgd: [
    'Stochastic gradient descent: each weight goes learning_rate · gradient down, with momentum if there is one.',
    'sgd/',
  ],
  rmsprop: ['Divides each gradient by a moving mean of its size.', 'rmsprop/'],
  adam: ['Follows moving means of the gradient and of its square.', 'adam/'],
  adam_w: ['Adam, with weights that decay by themselves.', 'adamw/'],
  adagrad: ['Divides each gradient by the size of all that came before: frequent features learn slower.', 'adagrad/'],
  adadelta: ['As Adagrad, over a moving window of past gradients.', 'adadelta/'],
  adamax: ['Adam with the largest gradient instead of the mean square.', 'adamax/'],
  nadam: ["Adam with Nesterov's momentum.", 'Nadam/'],
  ftrl: ['Follow the regularised leader: for large sparse models.', 'ftrl/'],
  lion: ['Takes the sign of the momentum alone.', 'lion/'],
  adafactor: ['Keeps the mean squares of a matrix by rows and columns: less memory than Adam.', 'adafactor/'],
  lamb: ['Adam, scaled layer by layer: for very large batches.', 'lamb/'],
};

/** fan_in and fan_out are the sizes of a layer's input and output. */
export const initializerWords: Words = {
  zeros: ['All 0.'],
  ones: ['All 1.'],
  constant: ['All the same value.'],
  random_normal: ['Normal around the mean.'],
  truncated_normal: ['Normal around the mean; what lies beyond two standard deviations is drawn again.'],
  random_uniform: ['Uniform between minval and maxval.'],
  glorot_uniform: ['Uniform in ±√(6 / (fan_in + fan_out)).'],
  glorot_normal: ['Truncated normal around 0 with standard deviation √(2 / (fan_in + fan_out)).'],
  he_uniform: ['Uniform in ±√(6 / fan_in): for layers with ReLU.'],
  he_normal: ['Truncated normal around 0 with standard deviation √(2 / fan_in): for layers with ReLU.'],
  lecun_uniform: ['Uniform in ±√(3 / fan_in).'],
  lecun_normal: ['Truncated normal around 0 with standard deviation √(1 / fan_in): for layers with SELU.'],
  variance_scaling: ['Drawn with a variance that fits the size of the input, of the output, or of both.'],
  orthogonal: ['An orthogonal matrix.'],
  identity: ['The identity matrix.'],
};

export const regularizerWords: Words = {
  l1: ['l1 · Σ |w| is added to the loss: many weights become 0.'],
  l2: ['l2 · Σ w² is added to the loss: weights stay small.'],
  l1_l2: ['l1 · Σ |w| + l2 · Σ w² is added to the loss.'],
  l1l2: ['l1 · Σ |w| + l2 · Σ w² is added to the loss.'],
  orthogonal_regularizer: ['Rows (or columns) are pushed to be orthogonal to each other.'],
};

export const constraintWords: Words = {
  max_norm: ['Scales weights down whose norm is above max_value.'],
  non_neg: ['Sets negative weights to 0.'],
  unit_norm: ['Scales weights to norm 1.'],
  min_max_norm: ['Scales weights so that their norm lies between min_value and max_value.'],
};

/** The same words on another page. */
function within(all: Words, page: string): Words {
  return Object.fromEntries(Object.entries(all).map(([name, [words]]) => [name, [words, page] as const]));
}
