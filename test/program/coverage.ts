import { constraints } from '../../runtime/program/constraints/index.js';
import { optimizers } from '../../runtime/program/optimizers/index.js';
import { regularizers } from '../../runtime/program/regularizers/index.js';
import type { KerasVersion } from '../../server/language/keras-version.js';
import { layers } from '../../server/language/layers/index.js';
import { losses } from '../../server/language/objectives/losses/index.js';
import { metrics } from '../../server/language/objectives/metrics/index.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { schedules } from '../../server/language/schedules/index.js';
import type { FitRequest } from '../../server/language/training-request.js';
import { requestOf, type StepCase } from './step-programs.js';

/** What training steps are compared of, by the tables that the program itself goes by: a new entry is asked for here. */
export const subjects: Readonly<Record<Kind, readonly string[]>> = {
  layer: layers.filter(({ isOperation }) => !isOperation).map(({ name }) => name),
  loss: [...losses.keys()],
  metric: [...metrics.keys()],
  optimizer: [...optimizers.keys()],
  regularizer: [...regularizers.keys()],
  constraint: [...constraints.keys()],
  schedule: [...schedules.keys()],
};

export type Kind = 'layer' | 'loss' | 'metric' | 'optimizer' | 'regularizer' | 'constraint' | 'schedule';

/** What no training step is compared of, and why. */
export const notStepped: Readonly<Record<string, readonly string[]>> = {
  'draws anew at each step, by another generator than Keras: compared by statistics (test/program/noise-layers.test.ts)':
    ['SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout'],
  'draws anew at each step, by another generator than Keras, and changes images before anything is learnt': [
    ...['RandomFlip', 'RandomHeight', 'RandomWidth'],
  ],
  'changes data before anything is learnt: no gradient goes through it': [
    ...['Normalization', 'Hashing', 'HashedCrossing', 'StringLookup', 'TextVectorization', 'MelSpectrogram'],
    ...['STFTSpectrogram', 'Pipeline', 'Equalization', 'ContrastLimitedAdaptiveHistogramEqualization'],
  ],
  'Keras 2’s name for another layer, which has its own row': ['SyncBatchNormalization', 'CuDNNLSTM', 'CuDNNGRU'],
};

export interface Traced {
  readonly request: FitRequest;
  /** `layer Dense`, `loss mean_squared_error` … */
  readonly subjects: ReadonlySet<string>;
}

/** A case's training, and what takes part in it. */
export function traced(each: StepCase, version: KerasVersion): Traced {
  const found = new Set<string>();
  const request = requestOf(each, version, {
    ...silentRecorder,
    layerCall: ({ layer }) => found.add(`layer ${layer.definition.name}`),
    layer: ({ definition, sublayers }) => {
      found.add(`layer ${definition.name}`);
      for (const own of sublayers ?? []) found.add(`layer ${own.definition.name}`);
    },
  });
  for (const { loss, metrics: judged } of request.objectives) {
    if (loss && !loss.program) found.add(`loss ${loss.name}`);
    for (const metric of judged) if (!metric.program) found.add(`${metric.loss ? 'loss' : 'metric'} ${metric.name}`);
  }
  const { optimizer, model } = request;
  found.add(`optimizer ${optimizer.name}`);
  if (typeof optimizer.learningRate === 'object') found.add(`schedule ${optimizer.learningRate.name}`);
  for (const { regularizer, constraint } of model.weights) {
    if (regularizer) found.add(`regularizer ${regularizer.name}`);
    if (constraint) found.add(`constraint ${constraint.name}`);
  }
  for (const { regularizer } of model.effects.training.activities ?? []) found.add(`regularizer ${regularizer.name}`);
  return { request, subjects: found };
}
