import type { LayerDefinition } from '../layer.js';
import { activation } from './activation.js';
import { dense } from './dense.js';
import { embedding } from './embedding.js';
import { inputLayer } from './input.js';

export const core: readonly LayerDefinition[] = [inputLayer, dense, activation, embedding];
