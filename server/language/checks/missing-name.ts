import type { Check } from './check.js';
import { layerArgument } from './layer-argument.js';

/** A name that no module of Keras has had. */
export const missingName: Check = {
  rule: 'missing-name',
  severity: 'error',
  message: layerArgument.message,
  ...(layerArgument.fixes ? { fixes: layerArgument.fixes } : {}),
};
