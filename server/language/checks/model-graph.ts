import { type Check, textOf } from './check.js';

export const modelGraph: Check = {
  rule: 'model-graph',
  severity: 'error',
  message: (fault) =>
    `The model is not connected: ${textOf(fault, 'message') ?? 'an output does not come from its inputs'}. Give Model every Input that the outputs are made from.`,
};
