import type { LayerDefinition } from '../layer.js';
import { elu, leakyRelu, softmax } from './activation-layers.js';
import { prelu } from './prelu.js';
import { relu, thresholdedRelu } from './relu.js';

export const activationLayers: readonly LayerDefinition[] = [relu, leakyRelu, prelu, elu, softmax, thresholdedRelu];
