import type { LayerDefinition } from '../layer.js';
import { spatialRanks } from '../spatial-arguments.js';
import { convolution as convolutionOf } from './convolution.js';
import { depthwiseConvolution, separableConvolution } from './depthwise.js';
import { locallyConnected } from './locally-connected.js';
import { transposedConvolution } from './transposed.js';

export const convolution: readonly LayerDefinition[] = [
  ...spatialRanks.map(convolutionOf),
  ...spatialRanks.map(transposedConvolution),
  ...([1, 2] as const).map(depthwiseConvolution),
  ...([1, 2] as const).map(separableConvolution),
  ...([1, 2] as const).map(locallyConnected),
];
