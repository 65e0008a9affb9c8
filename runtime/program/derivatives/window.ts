import { isKnown } from '../../../server/language/tensor/dim.js';
import type { Attributes } from '../../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { slide, windowOf } from '../../../server/language/tensor/operators/window.js';
import { shapeOf } from './broadcast.js';
import { NotDifferentiable } from './derivative.js';

/** A window's movement with all numbers known and padding spelt out: what convolutions' and pools' derivatives need. */
export interface KnownWindow {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Elements from the first that a window covers to the last. */
  readonly extent: readonly number[];
  /** Spatial sizes of what the window moves over, and of what comes out. */
  readonly input: readonly number[];
  readonly output: readonly number[];
}

export function knownWindow(
  op: string,
  layer: string | undefined,
  x: SymbolicTensor,
  kernel: readonly number[],
  attributes: Attributes,
): KnownWindow {
  const window = windowOf(attributes, kernel);
  const input = shapeOf(x).slice(2);
  const output = slide(input, window, op);
  if (!input.every(isKnown) || !output.every(isKnown))
    throw new NotDifferentiable(op, layer, 'the height or width of its input is not known');
  const rank = kernel.length;
  const extent = kernel.map((size, axis) => (size - 1) * (window.dilations[axis] as number) + 1);
  // SAME pads so that there are ⌈size / stride⌉ windows, and puts an odd one at the end (SAME_UPPER) or the start.
  const same = (axis: number) =>
    Math.max(
      0,
      ((output[axis] as number) - 1) * (window.strides[axis] as number) +
        (extent[axis] as number) -
        (input[axis] as number),
    );
  const padded = (axis: number): readonly [number, number] => {
    if (window.autoPad === 'SAME_UPPER') return [Math.floor(same(axis) / 2), Math.ceil(same(axis) / 2)];
    if (window.autoPad === 'SAME_LOWER') return [Math.ceil(same(axis) / 2), Math.floor(same(axis) / 2)];
    if (window.autoPad === 'VALID') return [0, 0];
    return [window.pads[axis] ?? 0, window.pads[axis + rank] ?? 0];
  };
  const pads = kernel.map((_, axis) => padded(axis));
  return {
    kernel,
    strides: window.strides,
    dilations: window.dilations,
    before: pads.map(([before]) => before),
    after: pads.map(([, after]) => after),
    extent,
    input,
    output,
  };
}

/** What a transposed convolution with these windows must add at the end of each axis to give the input's size back. */
export function outputPadding(window: KnownWindow): readonly number[] {
  return window.input.map((size, axis) => {
    const reached =
      ((window.output[axis] as number) - 1) * (window.strides[axis] as number) + (window.extent[axis] as number);
    return size + (window.before[axis] as number) + (window.after[axis] as number) - reached;
  });
}
