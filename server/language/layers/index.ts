import { activationLayers } from './activations/index.js';
import { attentionLayers } from './attention/index.js';
import { convolution } from './convolution/index.js';
import { core } from './core/index.js';
import type { LayerDefinition } from './layer.js';
import { merging } from './merging/index.js';
import { normalization } from './normalization/index.js';
import { pooling } from './pooling/index.js';
import { preprocessing } from './preprocessing/index.js';
import { recurrent } from './recurrent/index.js';
import { regularization } from './regularization/index.js';
import { reshaping } from './reshaping/index.js';
import { wrappers } from './wrappers/index.js';

/** Every layer there is, by family. Adding one: its file, and a line in its family's index. */
export const layers: readonly LayerDefinition[] = [
  ...core,
  ...activationLayers,
  ...convolution,
  ...pooling,
  ...reshaping,
  ...regularization,
  ...normalization,
  ...merging,
  ...recurrent,
  ...wrappers,
  ...attentionLayers,
  ...preprocessing,
];
