import type { LayerDefinition } from '../layer.js';
import { averagePooling2d, maxPooling2d } from './pooling2d.js';

export const pooling: readonly LayerDefinition[] = [maxPooling2d, averagePooling2d];
