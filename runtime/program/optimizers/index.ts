import { Unsupported } from '../unsupported.js';
import { adam } from './adam.js';
import type { Optimizer } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

/** By Keras's class names. */
export const optimizers: ReadonlyMap<string, Optimizer> = new Map([
  ['SGD', sgd],
  ['RMSprop', rmsprop],
  ['Adam', adam],
]);

/** The optimiser that a specification names, by its name. Throws Unsupported. */
export function optimizerFor(name: string): Optimizer {
  const optimizer = optimizers.get(name);
  if (!optimizer) throw new Unsupported(`the optimizer ${name}`);
  return optimizer;
}
