import { anonymous, type Dim, floorDivide, isKnown, multiply } from '../dim.js';
import { broadcast, formatShape } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { ints, string } from './attributes.js';
import { elementsOf, required, result } from './operand.js';
import type { Operand, Operator } from './operator.js';

/** Operators that repeat elements. */
export const expansions: readonly Operator[] = [
  {
    name: 'Expand',
    infer(inputs) {
      const x = required(inputs, 0, 'Expand');
      const wanted = elementsOf(inputs[1]);
      if (!x.shape || !wanted) return [result(x.dtype, undefined)];
      const shape = broadcast(x.shape, wanted);
      if (!shape)
        throw new ShapeError(
          'operand-shapes',
          `Expand: ${formatShape(x.shape)} does not broadcast to ${formatShape(wanted)}`,
          { received: x.shape },
        );
      return [result(x.dtype, shape)];
    },
    flops: () => 0,
  },
  {
    name: 'Tile',
    infer(inputs) {
      const x = required(inputs, 0, 'Tile');
      const repeats = elementsOf(inputs[1]);
      if (!x.shape) return [result(x.dtype, undefined)];
      if (repeats && repeats.length !== x.shape.length) {
        throw new ShapeError(
          'operand-shapes',
          `Tile: ${repeats.length} counts for ${formatShape(x.shape)}, which has ${x.shape.length} axes`,
          { received: x.shape },
        );
      }
      return [
        result(
          x.dtype,
          x.shape.map((dim, axis) => (repeats ? multiply(dim, repeats[axis] as Dim) : anonymous())),
        ),
      ];
    },
    flops: () => 0,
  },
  {
    name: 'Resize',
    infer(inputs, attributes) {
      const x = required(inputs, 0, 'Resize');
      if (!x.shape) return [result(x.dtype, undefined)];
      const axes = (ints(attributes, 'axes') ?? x.shape.map((_, axis) => axis)).map((axis) =>
        axis < 0 ? axis + (x.shape?.length ?? 0) : axis,
      );
      const sizes = elementsOf(inputs[3]);
      const scales = scalesOf(inputs[2]);
      const shape: Dim[] = [...x.shape];
      const dims = axes.map((axis) => shape[axis] as Dim);
      const resized = sizes
        ? keepingAspect(dims, sizes, string(attributes, 'keep_aspect_ratio_policy'))
        : dims.map((dim, i) => (scales ? scaled(dim, scales[i] ?? 1) : anonymous()));
      axes.forEach((axis, i) => {
        shape[axis] = resized[i] ?? anonymous();
      });
      return [result(x.dtype, shape)];
    },
  },
];

function scalesOf(operand: Operand | undefined): readonly number[] | undefined {
  const data = operand?.constant?.data;
  return data && data.length > 0 ? Array.from(data, Number) : undefined;
}

function scaled(dim: Dim, scale: number): Dim {
  if (isKnown(dim)) return Math.floor(dim * scale);
  if (Number.isInteger(scale)) return multiply(dim, scale);
  return Number.isInteger(1 / scale) ? floorDivide(dim, 1 / scale) : anonymous();
}

/** The sizes as they are with the policy `stretch`; else one scale for all axes, the smallest or the largest that they ask for. */
function keepingAspect(dims: readonly Dim[], sizes: readonly Dim[], policy = 'stretch'): readonly Dim[] {
  if (policy === 'stretch') return sizes;
  if (!dims.every(isKnown) || !sizes.every(isKnown)) return dims.map(() => anonymous());
  const scales = dims.map((dim, i) => (sizes[i] ?? dim) / dim);
  const scale = policy === 'not_larger' ? Math.min(...scales) : Math.max(...scales);
  return dims.map((dim) => Math.round(dim * scale));
}
