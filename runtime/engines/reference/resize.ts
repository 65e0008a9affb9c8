import type { Attributes } from '../../../server/language/tensor/graph.js';
import { ints, string } from '../../../server/language/tensor/operators/attributes.js';
import { EngineError } from '../engine.js';
import type { Kernels } from './kernel.js';
import { given, indicesOf, numbers, positionOf, rearrange } from './tensors.js';

/** `Resize` to the nearest element: what upsampling layers and the gradient of poolings need. */
export const resizing: Kernels = {
  Resize(inputs, attributes) {
    const x = given(inputs, 0);
    const mode = string(attributes, 'mode') ?? 'nearest';
    if (mode !== 'nearest') throw new EngineError(`the reference engine resizes to the nearest element, not ${mode}`);
    const policy = string(attributes, 'keep_aspect_ratio_policy') ?? 'stretch';
    if (policy !== 'stretch') throw new EngineError(`the reference engine does not resize with ${policy}`);
    const axes = (ints(attributes, 'axes') ?? x.shape.map((_, axis) => axis)).map((axis) =>
      axis < 0 ? axis + x.shape.length : axis,
    );
    const factors = inputs[2] && inputs[2].data.length > 0 ? numbers(inputs[2]) : undefined;
    const sizes = inputs[3] && numbers(inputs[3]);
    const [shape, scales] = [[...x.shape], x.shape.map(() => 1)];
    axes.forEach((axis, i) => {
      const dim = x.shape[axis] as number;
      shape[axis] = sizes ? (sizes[i] as number) : Math.floor(dim * (factors?.[i] ?? 1));
      scales[axis] = sizes ? (sizes[i] as number) / dim : (factors?.[i] ?? 1);
    });
    const sources = shape.map((length, axis) =>
      nearestElements(x.shape[axis] as number, length, scales[axis] as number, attributes),
    );
    return [
      rearrange(x, shape, (i) =>
        positionOf(
          indicesOf(i, shape).map((index, axis) => sources[axis]?.[index] as number),
          x.shape,
        ),
      ),
    ];
  },
};

/** Of an axis that is resized from `before` to `after` elements: which each is taken from. */
export function nearestElements(before: number, after: number, scale: number, attributes: Attributes): number[] {
  const coordinate = coordinateOf(string(attributes, 'coordinate_transformation_mode') ?? 'half_pixel');
  const round = roundingOf(string(attributes, 'nearest_mode') ?? 'round_prefer_floor');
  return Array.from({ length: after }, (_, i) =>
    Math.max(0, Math.min(before - 1, round(coordinate(i, scale, before, after)))),
  );
}

type Coordinate = (index: number, scale: number, before: number, after: number) => number;

/** Where in the input, in elements, an index of the output lies. */
function coordinateOf(mode: string): Coordinate {
  switch (mode) {
    case 'half_pixel':
      return (index, scale) => (index + 0.5) / scale - 0.5;
    case 'pytorch_half_pixel':
      return (index, scale, _before, after) => (after > 1 ? (index + 0.5) / scale - 0.5 : 0);
    case 'asymmetric':
      return (index, scale) => index / scale;
    case 'align_corners':
      return (index, _scale, before, after) => (after > 1 ? (index * (before - 1)) / (after - 1) : 0);
    case 'half_pixel_symmetric':
      return (index, scale, before, after) =>
        (before / 2) * (1 - after / (scale * before)) + (index + 0.5) / scale - 0.5;
    default:
      throw new EngineError(`the reference engine does not resize by ${mode}`);
  }
}

function roundingOf(mode: string): (x: number) => number {
  switch (mode) {
    case 'round_prefer_floor':
      return (x) => (x - Math.floor(x) === 0.5 ? Math.floor(x) : Math.round(x));
    case 'round_prefer_ceil':
      return Math.round;
    case 'floor':
      return Math.floor;
    case 'ceil':
      return Math.ceil;
    default:
      throw new EngineError(`the reference engine does not round by ${mode}`);
  }
}
