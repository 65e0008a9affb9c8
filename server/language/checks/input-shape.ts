import { type Check, layerText, shown, textOf } from './check.js';

/** An axis of a layer's input has another size than its weights were made for, or operands do not fit. */
export const inputShape: Check = {
  rule: 'input-shape',
  severity: 'error',
  message(fault, text) {
    const wanted = textOf(fault, 'wanted');
    const layer = layerText(fault, text);
    if (wanted) {
      return `${layer} has weights for ${wanted} values on axis ${textOf(fault, 'axis')}, made by its first call, but gets ${shown(fault, 'received')} here. Use another layer, or inputs of one size.`;
    }
    const expected = textOf(fault, 'expected');
    if (expected) return `${layer} needs ${expected}, but gets ${shown(fault, 'received')}.`;
    return `${layer}: ${textOf(fault, 'message') ?? 'the input does not fit'}.`;
  },
};
