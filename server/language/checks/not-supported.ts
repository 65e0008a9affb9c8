import { type Check, textOf } from './check.js';

export const notSupported: Check = {
  rule: 'not-supported',
  severity: 'information',
  message: (fault) => textOf(fault, 'message') ?? 'Layerscope does not support this yet.',
};
