import type { LayerDefinition } from '../layer.js';
import { activation } from './activation.js';
import { dense } from './dense.js';
import { einsumDense } from './einsum-dense.js';
import { embedding } from './embedding.js';
import { identity } from './identity.js';
import { inputLayer } from './input.js';
import { masking } from './masking.js';
import { reversibleEmbedding } from './reversible-embedding.js';

export const core: readonly LayerDefinition[] = [
  inputLayer,
  dense,
  activation,
  embedding,
  masking,
  identity,
  einsumDense,
  reversibleEmbedding,
];
