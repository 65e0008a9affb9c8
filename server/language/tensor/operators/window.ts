import { add, ceilDivide, type Dim, floorDivide, isKnown, multiply, subtract } from '../dim.js';
import type { Attributes } from '../graph.js';
import { formatShape, type Shape } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { int, ints, string } from './attributes.js';

/** How a convolution or pooling moves its window over the spatial axes: one number an axis. */
export interface Window {
  readonly kernel: readonly Dim[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Before all axes, then after all axes, as ONNX writes them. */
  readonly pads: readonly number[];
  readonly autoPad: string;
  readonly ceil: boolean;
}

export function windowOf(attributes: Attributes, kernel: readonly Dim[]): Window {
  const rank = kernel.length;
  return {
    kernel,
    strides: ints(attributes, 'strides') ?? kernel.map(() => 1),
    dilations: ints(attributes, 'dilations') ?? kernel.map(() => 1),
    pads: ints(attributes, 'pads') ?? Array.from({ length: 2 * rank }, () => 0),
    autoPad: string(attributes, 'auto_pad') ?? 'NOTSET',
    ceil: int(attributes, 'ceil_mode') === 1,
  };
}

/** Output sizes: ⌊(size + padding - extent) / stride⌋ + 1 with extent = (kernel - 1) · dilation + 1; ⌈size / stride⌉ for `SAME`. */
export function slide(spatial: Shape, window: Window, op: string): Dim[] {
  return spatial.map((size, axis) => {
    const stride = window.strides[axis] ?? 1;
    if (window.autoPad.startsWith('SAME')) return ceilDivide(size, stride);
    const explicit = window.autoPad === 'NOTSET';
    const padding = explicit ? (window.pads[axis] ?? 0) + (window.pads[axis + spatial.length] ?? 0) : 0;
    const extent = extentOf(window, axis);
    const room = subtract(add(size, padding), extent);
    if (isKnown(room) && room < 0) {
      throw new ShapeError(
        'window-size',
        `${op}: a window of ${formatShape(window.kernel)} is larger than the ${formatShape(spatial)} it moves over`,
        { received: spatial, kernel: window.kernel, axis },
      );
    }
    const steps = add(window.ceil ? ceilDivide(room, stride) : floorDivide(room, stride), 1);
    // In ceil mode a window may not start in the padding after the last element.
    const starts =
      isKnown(steps) &&
      isKnown(size) &&
      window.ceil &&
      (steps - 1) * stride >= size + (explicit ? (window.pads[axis] ?? 0) : 0);
    return starts ? subtract(steps, 1) : steps;
  });
}

/**
 * Padding before and after an axis of known `size`, over which the window makes `steps` steps. `SAME` pads what the
 * last window lacks, and puts an odd element after (`SAME_UPPER`) or before (`SAME_LOWER`).
 */
export function paddingOf(window: Window, axis: number, size: number, steps: number): readonly [number, number] {
  if (window.autoPad === 'VALID') return [0, 0];
  if (!window.autoPad.startsWith('SAME'))
    return [window.pads[axis] ?? 0, window.pads[axis + window.kernel.length] ?? 0];
  const reached = (steps - 1) * (window.strides[axis] ?? 1) + (extentOf(window, axis) as number);
  const total = Math.max(0, reached - size);
  const less = Math.floor(total / 2);
  return window.autoPad === 'SAME_UPPER' ? [less, total - less] : [total - less, less];
}

/** Elements from the first that a window covers to the last. */
export function extentOf(window: Window, axis: number): Dim {
  return add(multiply(subtract(window.kernel[axis] as Dim, 1), window.dilations[axis] ?? 1), 1);
}
