import type { LossSpec, MetricSpec, OptimizerSpec, Settings } from '../../server/language/training-request.js';

/** Specifications as the language makes them, with Keras's defaults. */

export function lossSpec(name: string, settings: Settings = {}): LossSpec {
  const defaults = { from_logits: false, label_smoothing: 0 };
  return { name, settings: { ...defaults, ...settings }, reduction: 'sum_over_batch_size' };
}

export function metricSpec(name: string, key = name, settings: Settings = {}): MetricSpec {
  return { key, name, settings: { from_logits: false, label_smoothing: 0, threshold: 0.5, ...settings } };
}

export function sgd(learningRate: number, settings: Settings = {}): OptimizerSpec {
  return { name: 'SGD', learningRate, settings: { momentum: 0, nesterov: false, ...settings } };
}

export function rmsprop(learningRate: number, settings: Settings = {}): OptimizerSpec {
  const defaults = { rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false };
  return { name: 'RMSprop', learningRate, settings: { ...defaults, ...settings } };
}

export function adam(learningRate: number, settings: Settings = {}): OptimizerSpec {
  const defaults = { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, amsgrad: false };
  return { name: 'Adam', learningRate, settings: { ...defaults, ...settings } };
}

/** What every optimiser of Keras has beside its own settings, where nothing of it is asked for. */
export const sharedSettings: Settings = {
  weight_decay: null,
  clipnorm: null,
  clipvalue: null,
  global_clipnorm: null,
  use_ema: false,
  ema_momentum: 0.99,
  ema_overwrite_frequency: null,
  gradient_accumulation_steps: null,
};
