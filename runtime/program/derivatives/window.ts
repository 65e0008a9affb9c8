import { isKnown } from '../../../server/language/tensor/dim.js';
import type { Attributes } from '../../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { extentOf, paddingOf, slide, windowOf } from '../../../server/language/tensor/operators/window.js';
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
  const pads = input.map((size, axis) => paddingOf(window, axis, size, output[axis] as number));
  return {
    kernel,
    strides: window.strides,
    dilations: window.dilations,
    before: pads.map(([before]) => before),
    after: pads.map(([, after]) => after),
    extent: kernel.map((_, axis) => extentOf(window, axis) as number),
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
