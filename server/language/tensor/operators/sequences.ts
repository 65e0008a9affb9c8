import { anonymous, type Dim, isKnown } from '../dim.js';
import { formatShape } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { int } from './attributes.js';
import { atLeastRank, axisFromFront, elementsOf, required, result } from './operand.js';
import type { Operator } from './operator.js';

/** Operators that order, add up or pick along an axis. */
export const sequences: readonly Operator[] = [
  {
    name: 'CumSum',
    infer(inputs) {
      const x = required(inputs, 0, 'CumSum');
      return [result(x.dtype, x.shape)];
    },
  },
  {
    name: 'TopK',
    infer(inputs, attributes) {
      const x = required(inputs, 0, 'TopK');
      const count = elementsOf(inputs[1])?.[0] ?? anonymous();
      if (!x.shape) return [result(x.dtype, undefined), result('int64', undefined)];
      const axis = axisFromFront(int(attributes, 'axis') ?? -1, x.shape.length, 'TopK', x.shape);
      const dim = x.shape[axis] as Dim;
      if (isKnown(dim) && isKnown(count) && count > dim) {
        throw new ShapeError(
          'operand-shapes',
          `TopK: ${count} elements are wanted of axis ${axis} of ${formatShape(x.shape)}, which has ${dim}`,
          { received: x.shape, axis },
        );
      }
      const shape = x.shape.map((each, at) => (at === axis ? count : each));
      return [result(x.dtype, shape), result('int64', shape)];
    },
  },
  {
    name: 'NonZero',
    infer(inputs) {
      const { shape } = required(inputs, 0, 'NonZero');
      return [result('int64', [shape ? shape.length : anonymous(), anonymous()])];
    },
  },
  {
    name: 'Trilu',
    infer(inputs) {
      const x = required(inputs, 0, 'Trilu');
      if (x.shape) atLeastRank(x.shape, 2, 'Trilu');
      return [result(x.dtype, x.shape)];
    },
    flops: () => 0,
  },
];
