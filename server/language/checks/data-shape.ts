import { type Check, shown, sourceAt, textOf } from './check.js';

/** The data's samples have another shape than the model's input. */
export const dataShape: Check = {
  rule: 'data-shape',
  severity: 'error',
  message(fault, text) {
    const x = sourceAt(fault.details['range'], text) ?? 'x';
    return `\`${x}\` is ${shown(fault, 'received')} but \`${textOf(fault, 'model')}\` takes ${shown(fault, 'expected')}: reshape the data, or change the model's input shape.`;
  },
};
