import { type Check, textOf } from './check.js';
import { layerArgument } from './layer-argument.js';

/** An argument by the name that it had in Keras 1 or 2: understood, but Keras 3 refuses it. */
export const legacyArgument: Check = {
  rule: 'legacy-argument',
  severity: 'warning',
  message(fault) {
    const [type, old, name] = ['type', 'argument', 'name'].map((detail) => textOf(fault, detail));
    const message = textOf(fault, 'message');
    if (message) return `${type}: ${message}`;
    return `${type}: \`${old}\` is what Keras 1 called \`${name}\`; Keras 3 does not take it.`;
  },
  ...(layerArgument.fixes ? { fixes: layerArgument.fixes } : {}),
};
