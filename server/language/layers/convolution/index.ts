import type { LayerDefinition } from '../layer.js';
import { conv2d } from './conv2d.js';

export const convolution: readonly LayerDefinition[] = [conv2d];
