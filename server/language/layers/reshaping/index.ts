import type { LayerDefinition } from '../layer.js';
import { spatialRanks } from '../spatial-arguments.js';
import { flatten } from './flatten.js';
import { cropping, zeroPadding } from './margins.js';
import { permute } from './permute.js';
import { repeatVector } from './repeat-vector.js';
import { reshape } from './reshape.js';
import { upSampling } from './up-sampling.js';

export const reshaping: readonly LayerDefinition[] = [
  flatten,
  reshape,
  permute,
  repeatVector,
  ...spatialRanks.flatMap((rank) => [zeroPadding(rank), cropping(rank), upSampling(rank)]),
];
