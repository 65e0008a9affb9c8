import { Unsupported } from '../unsupported.js';
import { adadelta } from './adadelta.js';
import { adafactor } from './adafactor.js';
import { adagrad } from './adagrad.js';
import { adam } from './adam.js';
import { adamax } from './adamax.js';
import { ftrl } from './ftrl.js';
import { lamb } from './lamb.js';
import { lion } from './lion.js';
import { muon } from './muon.js';
import { nadam } from './nadam.js';
import type { Optimizer } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { scheduleFreeAdamW } from './schedule-free-adamw.js';
import { sgd } from './sgd.js';

/** By Keras's class names. */
export const optimizers: ReadonlyMap<string, Optimizer> = new Map([
  ['SGD', sgd],
  ['RMSprop', rmsprop],
  ['Adam', adam],
  ['AdamW', adam],
  ['Adagrad', adagrad],
  ['Adadelta', adadelta],
  ['Adamax', adamax],
  ['Nadam', nadam],
  ['Ftrl', ftrl],
  ['Lion', lion],
  ['Lamb', lamb],
  ['Adafactor', adafactor],
  ['Muon', muon],
  ['ScheduleFreeAdamW', scheduleFreeAdamW],
]);

/** The optimiser that a specification names, by its name. Throws Unsupported. */
export function optimizerFor(name: string): Optimizer {
  const optimizer = optimizers.get(name);
  if (!optimizer) throw new Unsupported(`the optimizer ${name}`);
  return optimizer;
}
