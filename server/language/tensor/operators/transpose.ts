import { anonymous, type Dim } from '../dim.js';
import { formatShape } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { ints } from './attributes.js';
import { required, result } from './operand.js';
import type { Operator } from './operator.js';

/** Axes in another order; reversed where `perm` is left out. */
export const transpose: Operator = {
  name: 'Transpose',
  infer(inputs, attributes) {
    const x = required(inputs, 0, 'Transpose');
    const order = ints(attributes, 'perm');
    if (!x.shape)
      return [
        result(
          x.dtype,
          order?.map(() => anonymous()),
        ),
      ];
    const axes = order ?? x.shape.map((_, axis, all) => all.length - 1 - axis);
    if (axes.length !== x.shape.length || [...axes].sort((a, b) => a - b).some((axis, i) => axis !== i)) {
      throw new ShapeError(
        'axis-range',
        `Transpose: (${axes.join(', ')}) is no order of the axes of ${formatShape(x.shape)}`,
        { received: x.shape },
      );
    }
    return [
      result(
        x.dtype,
        axes.map((axis) => x.shape?.[axis] as Dim),
      ),
    ];
  },
  flops: () => 0,
};
