import type { LayerDefinition } from '../layer.js';
import { concatenate } from './concatenate.js';
import { dot } from './dot.js';
import { add, average, maximum, minimum, multiply, subtract } from './elementwise.js';

export const merging: readonly LayerDefinition[] = [
  add,
  subtract,
  multiply,
  average,
  maximum,
  minimum,
  concatenate,
  dot,
];
