import { type Dim, isKnown } from '../../../../server/language/tensor/dim.js';
import { type Window, windowOf } from '../../../../server/language/tensor/operators/window.js';
import type { Nodes, Ref } from '../nodes.js';
import { type Call, input, refuse } from '../rules.js';
import { expandDims } from './layout.js';

export const stride = (window: Window, axis: number) => window.strides[axis] ?? 1;
export const extent = (window: Window, axis: number) =>
  ((window.kernel[axis] as number) - 1) * (window.dilations[axis] ?? 1) + 1;

export function known(dim: Dim | undefined, call: Call): number {
  return dim !== undefined && isKnown(dim) ? dim : refuse(call, 'over sizes that are not known');
}

/** The tensor with its channels last, and how a window of that size moves over it. */
export function moving(nodes: Nodes, call: Call, kernel: readonly Dim[]) {
  const x = input(call, 0);
  const spatial = (x.shape ?? refuse(call, 'on a tensor whose number of axes is not known')).slice(2);
  if (spatial.length < 1 || spatial.length > 3) return refuse(call, `over ${spatial.length} axes`);
  const sizes = spatial.map((size) => known(size, call));
  const window = windowOf(
    call.attributes,
    kernel.map((size) => known(size, call)),
  );
  const order = [0, ...sizes.map((_, axis) => axis + 2), 1];
  return { x: nodes.transpose(x, order), spatial: sizes, window };
}

export function padded(nodes: Nodes, x: Ref, pads: readonly (readonly [number, number])[], value: Ref): Ref {
  if (pads.every(([before, after]) => before === 0 && after === 0)) return x;
  const paddings = nodes.numbers([0, 0, ...pads.flat(), 0, 0], 'int32', [pads.length + 2, 2]);
  return nodes.same('PadV2', [x, paddings, value], { T: { type: x.dtype }, Tpaddings: { type: 'int32' } });
}

/** With two spatial axes at least. */
export function lifted(nodes: Nodes, x: Ref, rank: number): Ref {
  return rank === 1 ? expandDims(nodes, x, 1) : x;
}

export function channelsFirst(nodes: Nodes, x: Ref, rank: number): Ref {
  const flat = rank === 1 ? nodes.same('Squeeze', [x], { T: { type: x.dtype }, squeeze_dims: { ints: [1] } }) : x;
  return nodes.transpose(flat, [0, rank + 1, ...Array.from({ length: rank }, (_, axis) => axis + 1)]);
}

/** One number an axis of the tensor: 1 for samples and channels. */
export function around(values: readonly number[]): readonly number[] {
  return [1, ...(values.length === 1 ? [1] : []), ...values, 1];
}
