import type { LayerDefinition } from '../layer.js';
import { elu, leakyRelu, relu, softmax } from './activation-layers.js';

export const activationLayers: readonly LayerDefinition[] = [relu, leakyRelu, elu, softmax];
