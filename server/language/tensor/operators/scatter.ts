import { anonymous, type Dim, isKnown } from '../dim.js';
import { formatShape } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { int } from './attributes.js';
import { equalRank, equalShape } from './gather.js';
import { atLeastRank, axisFromFront, elementsOf, required, result, sameElementType } from './operand.js';
import type { Operator } from './operator.js';

/** Operators that put elements where indices say. */
export const scatters: readonly Operator[] = [
  {
    name: 'ScatterElements',
    infer(inputs, attributes) {
      const data = required(inputs, 0, 'ScatterElements');
      const indices = required(inputs, 1, 'ScatterElements');
      const updates = required(inputs, 2, 'ScatterElements');
      const dtype = sameElementType([data, updates], 'ScatterElements');
      if (data.shape && indices.shape) {
        equalRank(data.shape, indices.shape, 'ScatterElements');
        axisFromFront(int(attributes, 'axis') ?? 0, data.shape.length, 'ScatterElements', data.shape);
      }
      equalShape(indices.shape, updates.shape, 'ScatterElements');
      return [result(dtype, data.shape)];
    },
  },
  {
    name: 'ScatterND',
    infer(inputs) {
      const data = required(inputs, 0, 'ScatterND');
      const indices = required(inputs, 1, 'ScatterND');
      const updates = required(inputs, 2, 'ScatterND');
      const dtype = sameElementType([data, updates], 'ScatterND');
      if (data.shape && indices.shape && updates.shape) {
        atLeastRank(indices.shape, 1, 'ScatterND');
        const depth = indices.shape.at(-1) as Dim;
        if (isKnown(depth)) {
          if (depth > data.shape.length)
            throw new ShapeError(
              'operand-rank',
              `ScatterND: indices ${formatShape(indices.shape)} name ${depth} axes of ${formatShape(data.shape)}`,
              { received: data.shape },
            );
          equalShape([...indices.shape.slice(0, -1), ...data.shape.slice(depth)], updates.shape, 'ScatterND');
        }
      }
      return [result(dtype, data.shape)];
    },
  },
  {
    name: 'OneHot',
    infer(inputs, attributes) {
      const indices = required(inputs, 0, 'OneHot');
      const values = required(inputs, 2, 'OneHot');
      const depth = required(inputs, 1, 'OneHot');
      if (!indices.shape) return [result(values.dtype, undefined)];
      const axis = axisFromFront(int(attributes, 'axis') ?? -1, indices.shape.length, 'OneHot', indices.shape, 1);
      const classes = elementsOf(depth)?.[0] ?? anonymous();
      return [result(values.dtype, [...indices.shape.slice(0, axis), classes, ...indices.shape.slice(axis)])];
    },
    flops: () => 0,
  },
];
