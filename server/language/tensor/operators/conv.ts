import { type Dim, differ, isKnown, multiply } from '../dim.js';
import { formatShape, type Shape, sizeOf } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { int } from './attributes.js';
import { atLeastRank, required, result, sameElementType } from './operand.js';
import type { Operator } from './operator.js';
import { slide, windowOf } from './window.js';

/** X (N, C, …) with W (M, C/group, …) gives (N, M, …). */
export const conv: Operator = {
  name: 'Conv',
  infer(inputs, attributes) {
    const x = required(inputs, 0, 'Conv');
    const w = required(inputs, 1, 'Conv');
    const dtype = sameElementType(inputs[2] ? [x, w, inputs[2]] : [x, w], 'Conv');
    if (!x.shape || !w.shape) return [result(dtype, undefined)];
    sameRank(x.shape, w.shape, 'Conv');
    const [samples, channels] = x.shape as [Dim, Dim];
    const [filters, depth] = w.shape as [Dim, Dim];
    const groups = int(attributes, 'group') ?? 1;
    const expected = multiply(depth, groups);
    if (differ(channels, expected)) {
      throw new ShapeError(
        'operand-shapes',
        `Conv: the input ${formatShape(x.shape)} has ${formatShape([channels])} channels, the kernel ${formatShape(w.shape)} is made for ${formatShape([expected])}`,
        { received: x.shape },
      );
    }
    if (isKnown(filters) && filters % groups !== 0) {
      throw new ShapeError('operand-shapes', `Conv: ${filters} filters do not part into ${groups} groups`);
    }
    return [
      result(dtype, [samples, filters, ...slide(x.shape.slice(2), windowOf(attributes, w.shape.slice(2)), 'Conv')]),
    ];
  },
  /** Each output element is a dot product over one group's channels and the kernel's window. */
  flops: ([, w], [y]) => w?.shape && y?.shape && multiply(multiply(2, sizeOf(w.shape.slice(1))), sizeOf(y.shape)),
};

export function sameRank(x: Shape, w: Shape, op: string): void {
  atLeastRank(x, 3, op);
  if (x.length !== w.length) {
    throw new ShapeError(
      'operand-rank',
      `${op}: input ${formatShape(x)} and kernel ${formatShape(w)} need the same number of axes`,
      { received: x, expected: `${w.length} dimensions` },
    );
  }
}
