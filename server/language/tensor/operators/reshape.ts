import { anonymous, type Dim, differ, divideExactly, isKnown } from '../dim.js';
import { formatShape, type Shape, sizeOf } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { int } from './attributes.js';
import { axisFromFront, elementsOf, numbersOf, required, result } from './operand.js';
import type { Operand, Operator } from './operator.js';

/** The same elements in another shape: one -1 is worked out, a 0 copies the input's dim (unless `allowzero`). */
export const reshape: Operator = {
  name: 'Reshape',
  infer(inputs, attributes) {
    const x = required(inputs, 0, 'Reshape');
    const target = required(inputs, 1, 'Reshape');
    const wanted = elementsOf(target);
    if (!wanted) {
      const rank = target.shape?.[0];
      return [
        result(
          x.dtype,
          rank !== undefined && isKnown(rank) ? Array.from({ length: rank }, () => anonymous()) : undefined,
        ),
      ];
    }
    const copied = wanted.map((dim, axis) =>
      dim === 0 && !int(attributes, 'allowzero') ? (x.shape ? x.shape[axis] : anonymous()) : dim,
    );
    if (copied.includes(undefined)) throw misfit(x, wanted);
    const shape = copied as Dim[];
    const free = shape.indexOf(-1);
    if (free >= 0) shape[free] = x.shape ? restOf(x, shape, wanted) : anonymous();
    else if (x.shape && differ(sizeOf(x.shape), sizeOf(shape))) throw misfit(x, wanted);
    return [result(x.dtype, shape, x.shape && x.shape.length <= 1 ? elementsOf(x) : undefined)];
  },
  flops: () => 0,
};

/** The dim that -1 stands for. */
function restOf(x: Operand, shape: readonly Dim[], wanted: readonly Dim[]): Dim {
  const size = sizeOf(x.shape as Shape);
  const others = shape.filter((dim) => dim !== -1);
  if (others.length < shape.length - 1)
    throw new ShapeError('operand-shapes', `Reshape: only one dim of ${formatShape(wanted)} may be -1`);
  const rest = divideExactly(size, sizeOf(others));
  if (rest !== undefined) return rest;
  if (isKnown(size) && others.every(isKnown)) throw misfit(x, wanted);
  return anonymous();
}

function misfit(x: Operand, wanted: readonly Dim[]): ShapeError {
  return new ShapeError(
    'reshape-size',
    `cannot reshape ${formatShape(x.shape)} to ${formatShape(wanted)}: the number of elements differs`,
    { received: x.shape, wanted },
  );
}

/** To two axes: all before `axis`, and all from it on. */
export const flatten: Operator = {
  name: 'Flatten',
  infer(inputs, attributes) {
    const x = required(inputs, 0, 'Flatten');
    if (!x.shape) return [result(x.dtype, [anonymous(), anonymous()])];
    const axis = int(attributes, 'axis') ?? 1;
    const at = axis === x.shape.length ? axis : axisFromFront(axis, x.shape.length, 'Flatten', x.shape);
    return [result(x.dtype, [sizeOf(x.shape.slice(0, at)), sizeOf(x.shape.slice(at))])];
  },
  flops: () => 0,
};

/** Takes axes of size 1 away: those asked for, or all. */
export const squeeze: Operator = {
  name: 'Squeeze',
  infer(inputs) {
    const x = required(inputs, 0, 'Squeeze');
    const { shape } = x;
    const axes = numbersOf(inputs[1]);
    if (!shape || (inputs[1] && !axes) || (!axes && !shape.every(isKnown))) return [result(x.dtype, undefined)];
    const taken = new Set(
      axes
        ? axes.map((axis) => axisFromFront(axis, shape.length, 'Squeeze', shape))
        : shape.flatMap((dim, axis) => (dim === 1 ? [axis] : [])),
    );
    for (const axis of taken) {
      if (differ(shape[axis] as Dim, 1))
        throw new ShapeError('operand-shapes', `Squeeze: axis ${axis} of ${formatShape(shape)} is not 1`, {
          received: shape,
          axis,
        });
    }
    const kept = shape.filter((_, axis) => !taken.has(axis));
    return [result(x.dtype, kept, elementsOf(x))];
  },
  flops: () => 0,
};

/** Puts axes of size 1 in, counted in the result. */
export const unsqueeze: Operator = {
  name: 'Unsqueeze',
  infer(inputs) {
    const x = required(inputs, 0, 'Unsqueeze');
    const axes = numbersOf(inputs[1]);
    if (!x.shape || !axes) return [result(x.dtype, undefined)];
    const rank = x.shape.length + axes.length;
    const added = new Set(axes.map((axis) => axisFromFront(axis, rank, 'Unsqueeze', x.shape)));
    if (added.size < axes.length)
      throw new ShapeError('axis-range', `Unsqueeze: axes ${axes.join(', ')} name one axis twice`);
    const rest = [...x.shape];
    const shape = Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (rest.shift() as Dim)));
    return [result(x.dtype, shape, elementsOf(x))];
  },
  flops: () => 0,
};
