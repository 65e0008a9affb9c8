import { add, type Dim, differ, isKnown, multiply, subtract } from '../dim.js';
import type { Attributes } from '../graph.js';
import { formatShape, type Shape, sizeOf } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { int, ints } from './attributes.js';
import { sameRank } from './conv.js';
import { required, result, sameElementType } from './operand.js';
import type { Operator } from './operator.js';
import { extentOf, windowOf } from './window.js';

/** The gradient of a convolution with respect to its input: X (N, C, …) with W (C, M/group, …) gives (N, M, …). */
export const convTranspose: Operator = {
  name: 'ConvTranspose',
  infer(inputs, attributes) {
    const x = required(inputs, 0, 'ConvTranspose');
    const w = required(inputs, 1, 'ConvTranspose');
    const dtype = sameElementType(inputs[2] ? [x, w, inputs[2]] : [x, w], 'ConvTranspose');
    if (!x.shape || !w.shape) return [result(dtype, undefined)];
    sameRank(x.shape, w.shape, 'ConvTranspose');
    const [samples, channels] = x.shape as [Dim, Dim];
    const [depth, filters] = w.shape as [Dim, Dim];
    if (differ(channels, depth)) {
      throw new ShapeError(
        'operand-shapes',
        `ConvTranspose: the input ${formatShape(x.shape)} has ${formatShape([channels])} channels, the kernel ${formatShape(w.shape)} is made for ${formatShape([depth])}`,
        { received: x.shape },
      );
    }
    return [
      result(dtype, [
        samples,
        multiply(filters, int(attributes, 'group') ?? 1),
        ...transposedSizes(x.shape.slice(2), w.shape.slice(2), attributes),
      ]),
    ];
  },
  /** Each input element is multiplied with one kernel's window for every filter of its group. */
  flops: ([x, w]) => x?.shape && w?.shape && multiply(multiply(2, sizeOf(w.shape.slice(1))), sizeOf(x.shape)),
};

/** `output_shape` where given; size · stride for `SAME`; else stride · (size - 1) + output padding + extent - padding. */
export function transposedSizes(spatial: Shape, kernel: Shape, attributes: Attributes): Dim[] {
  const window = windowOf(attributes, kernel);
  const wanted = ints(attributes, 'output_shape');
  const extra = ints(attributes, 'output_padding');
  return spatial.map((size, axis) => {
    const stride = window.strides[axis] ?? 1;
    if (wanted) return wanted[axis + wanted.length - spatial.length] as Dim;
    if (window.autoPad.startsWith('SAME')) return multiply(size, stride);
    const padding =
      window.autoPad === 'NOTSET' ? (window.pads[axis] ?? 0) + (window.pads[axis + spatial.length] ?? 0) : 0;
    const covered = add(multiply(subtract(size, 1), stride), extentOf(window, axis));
    const result = add(covered, (extra?.[axis] ?? 0) - padding);
    if (isKnown(result) && result < 0)
      throw new ShapeError(
        'window-size',
        `ConvTranspose: padding of ${padding} leaves nothing of ${formatShape(spatial)}`,
        { received: spatial, axis },
      );
    return result;
  });
}
