import type { LayerDefinition } from '../layer.js';
import { batchNormalization, syncBatchNormalization } from './batch-normalization.js';
import { groupNormalization } from './group-normalization.js';
import { layerNormalization, rmsNormalization } from './layer-normalization.js';
import { unitNormalization } from './unit-normalization.js';

export const normalization: readonly LayerDefinition[] = [
  batchNormalization,
  syncBatchNormalization,
  layerNormalization,
  groupNormalization,
  unitNormalization,
  rmsNormalization,
];
