import type { LayerDefinition } from '../layer.js';
import { flatten } from './flatten.js';
import { reshape } from './reshape.js';

export const reshaping: readonly LayerDefinition[] = [flatten, reshape];
