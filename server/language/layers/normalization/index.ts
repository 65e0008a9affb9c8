import type { LayerDefinition } from '../layer.js';
import { batchNormalization, syncBatchNormalization } from './batch-normalization.js';

export const normalization: readonly LayerDefinition[] = [batchNormalization, syncBatchNormalization];
