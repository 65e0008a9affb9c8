import type { Attributes } from '../../../../server/language/tensor/graph.js';
import { int, ints, string } from '../../../../server/language/tensor/operators/attributes.js';
import { paddingOf, slide, type Window } from '../../../../server/language/tensor/operators/window.js';
import type { Nodes, Ref } from '../nodes.js';
import { type Call, input, type Rules } from '../rules.js';
import { expandDims } from './layout.js';
import { around, channelsFirst, extent, known, lifted, moving, padded, stride } from './windows.js';

/*
 * TensorFlow's kernels on the CPU count channels last: tensors are turned before and after. What has one spatial axis
 * is computed with two, the first of length 1.
 */
export const convolutions: Rules = {
  Conv(nodes, call) {
    const { x, spatial, window } = moving(nodes, call, (call.inputs[1]?.shape ?? []).slice(2));
    const output = slide(spatial, window, call.op) as number[];
    const pads = spatial.map((size, axis) => paddingOf(window, axis, size, output[axis] as number));
    const kernel = filterOf(nodes, call, window, spatial.length === 3);
    const dilations = spatial.length === 3 ? [1, 1, 1] : window.dilations;
    const result = nodes.same(
      spatial.length === 3 ? 'Conv3D' : 'Conv2D',
      [lifted(nodes, padded(nodes, x, pads, nodes.scalar(0, x.dtype)), spatial.length), kernel],
      {
        T: { type: x.dtype },
        strides: { ints: around(window.strides) },
        dilations: { ints: around(dilations) },
        padding: { string: 'VALID' },
      },
    );
    return [channelsFirst(nodes, biased(nodes, result, call.inputs[2]), spatial.length)];
  },
  ConvTranspose(nodes, call) {
    const { x, spatial, window } = moving(nodes, call, (call.inputs[1]?.shape ?? []).slice(2));
    const rank = spatial.length;
    const output = (call.outputs[0]?.shape ?? []).slice(2).map((size) => known(size, call));
    const full = spatial.map((size, axis) => (size - 1) * stride(window, axis) + extent(window, axis));
    const groups = int(call.attributes, 'group') ?? 1;
    const filter = filterOf(nodes, call, window, true);
    const sizes = around(full).slice(1, -1);
    /** Of one group: its channels of the input, and its part of the kernel. */
    const spreadOf = (tensor: Ref, weights: Ref): Ref => {
      const samples = nodes.element(nodes.shape(tensor), 0, 1);
      const depth = nodes.element(nodes.shape(weights), -2 + Math.max(rank, 2) + 2, 1);
      const shape = nodes.cast(nodes.concat([samples, nodes.numbers(sizes), depth], 0), 'int32');
      return nodes.add(
        rank === 3 ? 'Conv3DBackpropInputV2' : 'Conv2DBackpropInput',
        [shape, weights, tensor],
        {
          T: { type: x.dtype },
          ...(rank === 3 ? { Tshape: { type: 'int32' } } : {}),
          strides: { ints: around(window.strides) },
          padding: { string: 'VALID' },
        },
        x.dtype,
      );
    };
    const lastAxis = Math.max(rank, 2) + 1;
    const tensors = split(nodes, lifted(nodes, x, rank), groups, lastAxis);
    const filters = split(nodes, filter, groups, lastAxis);
    const parts = tensors.map((tensor, group) => spreadOf(tensor, filters[group] as Ref));
    const whole = channelsFirst(nodes, nodes.concat(parts, lastAxis), rank);
    const before = spatial.map((_, axis) => cutBefore(call.attributes, axis, full, output));
    const kept = nodes.slice(
      whole,
      [0, 0, ...before],
      [0, 0, ...before.map((start, axis) => Math.min(full[axis] as number, start + (output[axis] as number)))],
      Array(rank + 2).fill(1),
      { begin_mask: { int: 3 }, end_mask: { int: 3 } },
    );
    const missing = before.map((start, axis) => Math.max(0, start + (output[axis] as number) - (full[axis] as number)));
    const result = missing.some((size) => size > 0)
      ? nodes.same(
          'Pad',
          [kept, nodes.numbers([0, 0, 0, 0, ...missing.flatMap((size) => [0, size])], 'int32', [rank + 2, 2])],
          { T: { type: x.dtype }, Tpaddings: { type: 'int32' } },
        )
      : kept;
    const bias = call.inputs[2];
    if (!bias) return [result];
    return [nodes.same('AddV2', [result, nodes.reshape(bias, [-1, ...spatial.map(() => 1)])])];
  },
};

/** A kernel (M, C, …) as TensorFlow takes it (…, C, M); `spread` puts its dilations in, as zeros. */
function filterOf(nodes: Nodes, call: Call, window: Window, spread: boolean): Ref {
  const w = input(call, 1);
  const rank = window.kernel.length;
  const turned = nodes.transpose(w, [...window.kernel.map((_, axis) => axis + 2), 1, 0]);
  const wide = window.dilations.reduce<Ref>((all, step, axis) => {
    if (!spread || step === 1) return all;
    const size = window.kernel[axis] as number;
    const one = Array.from({ length: rank + 2 }, (_, at) => (at === axis ? [0, 1] : [0, 0])).flat();
    const zeros = nodes.same('Pad', [all, nodes.numbers(one, 'int32', [rank + 2, 2])], {
      T: { type: w.dtype },
      Tpaddings: { type: 'int32' },
    });
    const from = Array.from({ length: extent(window, axis) }, (_, at) => (at % step === 0 ? at / step : size));
    return nodes.gather(zeros, nodes.numbers(from), axis);
  }, turned);
  return rank === 1 ? expandDims(nodes, wide, 0) : wide;
}

function biased(nodes: Nodes, x: Ref, bias: Ref | undefined): Ref {
  return bias ? nodes.same('BiasAdd', [x, bias]) : x;
}

function split(nodes: Nodes, x: Ref, count: number, axis: number): readonly Ref[] {
  if (count === 1) return [x];
  const first = nodes.add(
    'Split',
    [nodes.scalar(axis, 'int32'), x],
    { T: { type: x.dtype }, num_split: { int: count } },
    x.dtype,
  );
  return Array.from({ length: count }, (_, part) => ({ ...first, ref: `${first.ref}:${part}` }));
}

function cutBefore(attributes: Attributes, axis: number, full: readonly number[], output: readonly number[]): number {
  const pads = ints(attributes, 'pads');
  const auto = string(attributes, 'auto_pad') ?? 'NOTSET';
  if (auto === 'VALID') return 0;
  if (auto === 'NOTSET' && !ints(attributes, 'output_shape')) return pads?.[axis] ?? 0;
  const extra = ints(attributes, 'output_padding')?.[axis] ?? 0;
  const total = Math.max(0, (full[axis] as number) + extra - (output[axis] as number));
  return auto === 'SAME_UPPER' ? Math.floor(total / 2) : total - Math.floor(total / 2);
}
