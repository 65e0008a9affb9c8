import { multiply } from '../dim.js';
import { sizeOf } from '../shape.js';
import { int } from './attributes.js';
import { axisFromFront, required, result } from './operand.js';
import type { Operator } from './operator.js';

/** Operators that look along one axis and keep the shape. */
export const softmax: readonly Operator[] = [
  alongAxis('Softmax', -1, 14),
  alongAxis('LogSoftmax', -1, 14),
  alongAxis('Hardmax', -1, 2),
];

function alongAxis(name: string, defaultAxis: number, cost: number): Operator {
  return {
    name,
    infer(inputs, attributes) {
      const x = required(inputs, 0, name);
      if (x.shape) axisFromFront(int(attributes, 'axis') ?? defaultAxis, x.shape.length, name, x.shape);
      return [result(x.dtype, x.shape)];
    },
    flops: (_inputs, [y]) => y?.shape && multiply(sizeOf(y.shape), cost),
  };
}
