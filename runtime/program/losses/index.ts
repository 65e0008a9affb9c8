import { Unsupported } from '../unsupported.js';
import { binaryCrossentropy } from './binary-crossentropy.js';
import { categoricalCrossentropy } from './categorical-crossentropy.js';
import type { Loss } from './loss.js';
import { meanSquaredError } from './mean-squared-error.js';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.js';

/** By Keras's function names. */
export const losses: ReadonlyMap<string, Loss> = new Map([
  ['binary_crossentropy', binaryCrossentropy],
  ['categorical_crossentropy', categoricalCrossentropy],
  ['sparse_categorical_crossentropy', sparseCategoricalCrossentropy],
  ['mean_squared_error', meanSquaredError],
]);

/** The loss that a specification names, by its name. Throws Unsupported. */
export function lossFor(name: string): Loss {
  const loss = losses.get(name);
  if (!loss) throw new Unsupported(`the loss ${name}`);
  return loss;
}
