import { type Check, textOf } from './check.js';

/** A name that older Keras had and Keras 3 has not: what it meant is known. */
export const olderName: Check = {
  rule: 'older-name',
  severity: 'warning',
  message: (fault) => `${textOf(fault, 'message')}.`,
};
