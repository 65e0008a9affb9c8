import type { LayerDefinition } from '../layer.js';
import { bidirectional } from './bidirectional.js';
import { spectralNormalization } from './spectral-normalization.js';
import { timeDistributed } from './time-distributed.js';

export const wrappers: readonly LayerDefinition[] = [bidirectional, spectralNormalization, timeDistributed];
