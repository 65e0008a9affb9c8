import type { LayerDefinition } from '../layer.js';
import { additiveAttention, attention } from './attention.js';
import { groupedQueryAttention } from './grouped-query-attention.js';
import { multiHeadAttention } from './multi-head-attention.js';

export const attentionLayers: readonly LayerDefinition[] = [
  attention,
  additiveAttention,
  multiHeadAttention,
  groupedQueryAttention,
];
