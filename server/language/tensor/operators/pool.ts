import { type Dim, multiply } from '../dim.js';
import type { Shape } from '../shape.js';
import { sizeOf } from '../shape.js';
import { ints } from './attributes.js';
import { atLeastRank, required, result } from './operand.js';
import type { Operand, Operator } from './operator.js';
import { slide, windowOf } from './window.js';

/** Poolings of (N, C, …): a window moves over the axes after the channels. MaxPool's second output says where each maximum was. */
export const pools: readonly Operator[] = [
  pooling('MaxPool', (y) => [y, result('int64', y.shape)]),
  pooling('AveragePool', (y) => [y]),
  pooling('LpPool', (y) => [y]),
  globalPooling('GlobalAveragePool'),
  globalPooling('GlobalMaxPool'),
];

function pooling(name: string, outputs: (y: Operand) => Operand[]): Operator {
  return {
    name,
    infer(inputs, attributes) {
      const x = required(inputs, 0, name);
      if (!x.shape) return outputs(result(x.dtype, undefined));
      atLeastRank(x.shape, 3, name);
      const kernel = ints(attributes, 'kernel_shape') ?? [];
      return outputs(
        result(x.dtype, [...x.shape.slice(0, 2), ...slide(x.shape.slice(2), windowOf(attributes, kernel), name)]),
      );
    },
    flops: (_inputs, [y], attributes) =>
      y?.shape && multiply(sizeOf(y.shape), sizeOf(ints(attributes, 'kernel_shape') ?? [])),
  };
}

function globalPooling(name: string): Operator {
  return {
    name,
    infer(inputs) {
      const x = required(inputs, 0, name);
      return [result(x.dtype, x.shape && pooled(x.shape, name))];
    },
    flops: ([x]) => x?.shape && sizeOf(x.shape),
  };
}

function pooled(shape: Shape, name: string): Dim[] {
  atLeastRank(shape, 2, name);
  return shape.map((dim, axis) => (axis < 2 ? dim : 1));
}
