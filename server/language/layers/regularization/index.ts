import type { LayerDefinition } from '../layer.js';
import { dropout } from './dropout.js';

export const regularization: readonly LayerDefinition[] = [dropout];
