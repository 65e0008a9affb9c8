import type { OptimizerSpec } from '../../../server/language/training-request.js';
import { adam } from './adam.js';
import type { Optimizer } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

const optimizers: { readonly [Name in OptimizerSpec['name']]: Optimizer<OptimizerSpec & { name: Name }> } = {
  SGD: sgd,
  RMSprop: rmsprop,
  Adam: adam,
};

/** The optimiser that a specification names. */
export function optimizerFor<Spec extends OptimizerSpec>(spec: Spec): Optimizer<Spec> {
  return optimizers[spec.name] as Optimizer<Spec>;
}
