import type { LayerDefinition } from '../layer.js';
import { spatialRanks } from '../spatial-arguments.js';
import { adaptiveAveragePooling, adaptiveMaxPooling } from './adaptive.js';
import { globalAveragePooling, globalMaxPooling } from './global.js';
import { averagePooling, maxPooling } from './windowed.js';

export const pooling: readonly LayerDefinition[] = spatialRanks.flatMap((rank) => [
  maxPooling(rank),
  averagePooling(rank),
  globalMaxPooling(rank),
  globalAveragePooling(rank),
  adaptiveMaxPooling(rank),
  adaptiveAveragePooling(rank),
]);
