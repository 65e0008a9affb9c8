import { type Check, sourceAt, textOf } from './check.js';

/** As many labels as samples. */
export const sampleCount: Check = {
  rule: 'sample-count',
  severity: 'error',
  message(fault, text) {
    const x = sourceAt(fault.details['x'], text) ?? 'x';
    const y = sourceAt(fault.details['y'], text) ?? 'y';
    return `\`${x}\` has ${textOf(fault, 'samples')} samples but \`${y}\` has ${textOf(fault, 'labels')}: each sample needs one label.`;
  },
};
