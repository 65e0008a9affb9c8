import { type Check, textOf } from './check.js';

/** A file of the program that an import could not run to its end. */
export const importCheck: Check = {
  rule: 'import',
  severity: 'information',
  message: (fault) =>
    `${textOf(fault, 'file')} could not be imported: its line ${textOf(fault, 'line')} raises ${textOf(fault, 'message')}. What comes from it is taken as unknown.`,
};
