import { type Check, textOf } from './check.js';

export const budget: Check = {
  rule: 'budget',
  severity: 'information',
  message: (fault) =>
    textOf(fault, 'message') ??
    'The script takes too long to follow from here on: shapes after this line are not known.',
};
