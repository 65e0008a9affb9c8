import { type Dim, differ, multiply } from '../dim.js';
import { formatShape, sizeOf } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { int } from './attributes.js';
import { atLeastRank, axisFromFront, required, result } from './operand.js';
import type { Operator } from './operator.js';

export const normalizations: readonly Operator[] = [
  {
    /** Inputs: X (N, C, …), scale, bias, mean, variance, all of (C,). In training mode the running mean and variance come out too. */
    name: 'BatchNormalization',
    infer(inputs, attributes) {
      const x = required(inputs, 0, 'BatchNormalization');
      const statistics = inputs.slice(1, 5).map((_, i) => required(inputs, i + 1, 'BatchNormalization'));
      if (x.shape) {
        atLeastRank(x.shape, 1, 'BatchNormalization');
        const channels = x.shape.length > 1 ? (x.shape[1] as Dim) : 1;
        for (const { shape } of statistics) {
          if (shape && (shape.length !== 1 || differ(shape[0] as Dim, channels))) {
            throw new ShapeError(
              'operand-shapes',
              `BatchNormalization: ${formatShape(shape)} does not fit the ${formatShape([channels])} channels of ${formatShape(x.shape)}`,
              { received: x.shape },
            );
          }
        }
      }
      const y = result(x.dtype, x.shape);
      const [, , mean, variance] = statistics;
      return int(attributes, 'training_mode') && mean && variance
        ? [y, result(mean.dtype, mean.shape), result(variance.dtype, variance.shape)]
        : [y];
    },
    flops: (_inputs, [y]) => y?.shape && multiply(sizeOf(y.shape), 4),
  },
  {
    /** Over all axes from `axis` on: the result, and the mean and the reciprocal deviation that it was made with. */
    name: 'LayerNormalization',
    infer(inputs, attributes) {
      const x = required(inputs, 0, 'LayerNormalization');
      if (!x.shape) return [result(x.dtype, undefined), result('float32', undefined), result('float32', undefined)];
      const axis = axisFromFront(int(attributes, 'axis') ?? -1, x.shape.length, 'LayerNormalization', x.shape);
      const reduced = x.shape.map((dim, at) => (at < axis ? dim : 1));
      return [result(x.dtype, x.shape), result('float32', reduced), result('float32', reduced)];
    },
    flops: (_inputs, [y]) => y?.shape && multiply(sizeOf(y.shape), 8),
  },
];
