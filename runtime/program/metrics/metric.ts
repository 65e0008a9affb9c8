import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { MetricSpec } from '../../../server/language/training-request.js';
import type { Prediction } from '../losses/loss.js';
import type { Tape } from '../tape.js';

/**
 * Writes a metric as nodes: numbers whose mean over all axes is the batch's value. Over an epoch
 * Keras averages the batches' values weighted by their samples.
 */
export type Metric = (tape: Tape, target: SymbolicTensor, prediction: Prediction, spec: MetricSpec) => SymbolicTensor;
