import { Unsupported } from '../unsupported.js';
import { binaryCrossentropy, binaryFocalCrossentropy } from './binary-crossentropy.js';
import { categoricalCrossentropy, categoricalFocalCrossentropy } from './categorical-crossentropy.js';
import { circle } from './circle.js';
import { ctc } from './ctc.js';
import { klDivergence, poisson } from './divergences.js';
import {
  huber,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
} from './errors.js';
import { categoricalHinge, hinge, squaredHinge } from './hinges.js';
import type { Loss } from './loss.js';
import { cosineSimilarity, dice, tversky } from './similarities.js';
import {
  categoricalGeneralizedCrossEntropy,
  sparseCategoricalCrossentropy,
} from './sparse-categorical-crossentropy.js';

/** By Keras's function names. */
export const losses: ReadonlyMap<string, Loss> = new Map<string, Loss>([
  ['binary_crossentropy', binaryCrossentropy],
  ['binary_focal_crossentropy', binaryFocalCrossentropy],
  ['categorical_crossentropy', categoricalCrossentropy],
  ['categorical_focal_crossentropy', categoricalFocalCrossentropy],
  ['categorical_generalized_cross_entropy', categoricalGeneralizedCrossEntropy],
  ['sparse_categorical_crossentropy', sparseCategoricalCrossentropy],
  ['mean_squared_error', meanSquaredError],
  ['mean_absolute_error', meanAbsoluteError],
  ['mean_absolute_percentage_error', meanAbsolutePercentageError],
  ['mean_squared_logarithmic_error', meanSquaredLogarithmicError],
  ['huber', huber],
  ['log_cosh', logCosh],
  ['hinge', hinge],
  ['squared_hinge', squaredHinge],
  ['categorical_hinge', categoricalHinge],
  ['kl_divergence', klDivergence],
  ['poisson', poisson],
  ['cosine_similarity', cosineSimilarity],
  ['dice', dice],
  ['tversky', tversky],
  ['circle', circle],
  ['ctc', ctc],
]);

/** The loss that a specification names, by its name. Throws Unsupported. */
export function lossFor(name: string): Loss {
  const loss = losses.get(name);
  if (!loss) throw new Unsupported(`the loss ${name}`);
  return loss;
}
