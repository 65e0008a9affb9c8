import { add, anonymous, type Dim, differ, divideExactly, isKnown } from '../dim.js';
import { formatShape, type Shape } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { int } from './attributes.js';
import { axisFromFront, elementsOf, numbersOf, required, result, sameElementType } from './operand.js';
import type { Operator } from './operator.js';

/** Tensors one after the other along an axis; the other axes must be equal. */
export const concat: Operator = {
  name: 'Concat',
  infer(inputs, attributes) {
    const first = required(inputs, 0, 'Concat');
    const dtype = sameElementType(inputs, 'Concat');
    const shapes = inputs.map((each) => each?.shape).filter((shape) => shape !== undefined);
    if (!first.shape || shapes.length < inputs.length) return [result(dtype, undefined)];
    const axis = axisFromFront(int(attributes, 'axis') ?? 0, first.shape.length, 'Concat', first.shape);
    const joined = shapes.reduce((whole, part) => join(whole, part, axis, shapes));
    const elements = inputs.map(elementsOf).filter((each) => each !== undefined);
    return [result(dtype, joined, elements.length === inputs.length ? elements.flat() : undefined)];
  },
  flops: () => 0,
};

function join(whole: Shape, part: Shape, axis: number, all: readonly Shape[]): Shape {
  if (whole.length !== part.length || whole.some((dim, i) => i !== axis && differ(dim, part[i] as Dim))) {
    throw new ShapeError(
      'concat-shapes',
      `${all.map(formatShape).join(' and ')} cannot be joined along axis ${axis}: their other axes differ`,
      { received: part, axis },
    );
  }
  return whole.map((dim, i) => (i === axis ? add(dim, part[i] as Dim) : isKnown(dim) ? dim : (part[i] as Dim)));
}

/** Parts of an axis: of the sizes in the second input, or `num_outputs` equal ones, the last smaller where they do not come out even. */
export const split: Operator = {
  name: 'Split',
  infer(inputs, attributes) {
    const x = required(inputs, 0, 'Split');
    const sizes = inputs[1] ? elementsOf(inputs[1]) : undefined;
    const parts = sizes?.length ?? int(attributes, 'num_outputs') ?? (inputs[1]?.shape?.[0] as number | undefined) ?? 2;
    const { shape } = x;
    if (!shape) return Array.from({ length: parts }, () => result(x.dtype, undefined));
    const axis = axisFromFront(int(attributes, 'axis') ?? 0, shape.length, 'Split', shape);
    const dim = shape[axis] as Dim;
    if (sizes && differ(sizes.reduce<Dim>(add, 0), dim)) {
      throw new ShapeError(
        'operand-shapes',
        `Split: parts of ${sizes.join(', ')} do not add up to axis ${axis} of ${formatShape(shape)}`,
        { received: shape, axis },
      );
    }
    return Array.from({ length: parts }, (_, i) =>
      result(
        x.dtype,
        shape.map((each, at) =>
          at === axis ? (sizes?.[i] ?? (inputs[1] ? anonymous() : evenPart(dim, parts, i))) : each,
        ),
      ),
    );
  },
  flops: () => 0,
};

function evenPart(dim: Dim, parts: number, index: number): Dim {
  if (!isKnown(dim)) return divideExactly(dim, parts) ?? anonymous();
  const part = Math.ceil(dim / parts);
  return index < parts - 1 ? part : dim - part * (parts - 1);
}

/** Elements added, or with negative counts taken away, before and after each axis. */
export const pad: Operator = {
  name: 'Pad',
  infer(inputs) {
    const x = required(inputs, 0, 'Pad');
    const { shape } = x;
    const pads = elementsOf(inputs[1]);
    const axes = inputs[3] ? numbersOf(inputs[3]) : shape?.map((_, axis) => axis);
    if (!shape) return [result(x.dtype, undefined)];
    if (!pads || !axes)
      return [
        result(
          x.dtype,
          shape.map(() => anonymous()),
        ),
      ];
    if (pads.length !== 2 * axes.length)
      throw new ShapeError(
        'operand-shapes',
        `Pad: ${pads.length} counts do not fit ${axes.length} axes: two for each are needed`,
        { received: shape },
      );
    const padded = [...shape];
    axes.forEach((each, i) => {
      const axis = axisFromFront(each, shape.length, 'Pad', shape);
      padded[axis] = add(padded[axis] as Dim, add(pads[i] as Dim, pads[i + axes.length] as Dim));
    });
    return [result(x.dtype, padded)];
  },
  flops: () => 0,
};
