import type { LayerDefinition } from '../layer.js';
import { dropout, spatialDropouts } from './dropout.js';
import { activityRegularization, noises } from './noise.js';

export const regularization: readonly LayerDefinition[] = [
  dropout,
  ...spatialDropouts,
  ...noises,
  activityRegularization,
];
