import { type Check, textOf } from './check.js';

export const notRead: Check = {
  rule: 'not-read',
  severity: 'information',
  message: (fault) => textOf(fault, 'message') ?? 'This is too long to be read while you type.',
};
