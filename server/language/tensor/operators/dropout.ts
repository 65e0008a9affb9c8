import { required, result } from './operand.js';
import type { Operator } from './operator.js';

/** Inputs: data, ratio, training mode. Outputs: the data with a share set to 0 and the rest scaled by 1/(1 - ratio), and the mask of what is kept. */
export const dropout: Operator = {
  name: 'Dropout',
  infer(inputs) {
    const x = required(inputs, 0, 'Dropout');
    return [result(x.dtype, x.shape), result('bool', x.shape)];
  },
};
