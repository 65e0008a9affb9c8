import { type Dim, isKnown } from '../../../../server/language/tensor/dim.js';
import type { Attributes } from '../../../../server/language/tensor/graph.js';
import { int, ints, string } from '../../../../server/language/tensor/operators/attributes.js';
import { paddingOf, slide, type Window, windowOf } from '../../../../server/language/tensor/operators/window.js';
import type { Nodes, Ref } from '../nodes.js';
import { type Call, input, type Rules, refuse } from '../rules.js';
import { expandDims } from './layout.js';

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
  MaxPool(nodes, call) {
    const { x, spatial, window, pads } = pooling(nodes, call);
    if (call.wanted[1]) return withIndices(nodes, call, x, pads, window, spatial);
    return [pool(nodes, padded(nodes, x, pads, least(nodes, x.dtype)), 'MaxPool', window, spatial.length)];
  },
  AveragePool(nodes, call) {
    const { x, spatial, window, pads, output } = pooling(nodes, call);
    const mean = pool(nodes, padded(nodes, x, pads, nodes.scalar(0, x.dtype)), 'AvgPool', window, spatial.length);
    const counted = int(call.attributes, 'count_include_pad') === 1;
    const counts = spatial.map((size, axis) => {
      const window_ = { before: pads[axis]?.[0] ?? 0, after: counted ? declared(window, axis, size, output, pads) : 0 };
      const [from, to] = [counted ? -window_.before : 0, size + window_.after];
      return Array.from({ length: output[axis] as number }, (_, at) => {
        const start = at * stride(window, axis) - window_.before;
        return Math.min(to, start + extent(window, axis)) - Math.max(from, start);
      });
    });
    const taps = window.kernel.reduce<number>((product, size) => product * (size as number), 1);
    const share = counts.reduce<readonly number[]>(
      (all, along) => all.flatMap((product) => along.map((count) => product * count)),
      [1],
    );
    if (share.every((count) => count === taps)) return [mean];
    const factors = nodes.numbers(
      share.map((count) => taps / count),
      x.dtype,
      output,
    );
    return [nodes.same('Mul', [mean, factors])];
  },
  /** The root of a window's sum of powers: its mean, times the number of its elements. */
  LpPool(nodes, call) {
    const { x, spatial, window, pads } = pooling(nodes, call);
    const number = (value: number) => nodes.scalar(value, x.dtype);
    const power = int(call.attributes, 'p') ?? 2;
    const powers = nodes.same('Pow', [nodes.same('Abs', [x]), number(power)]);
    const mean = pool(nodes, padded(nodes, powers, pads, number(0)), 'AvgPool', window, spatial.length);
    const taps = window.kernel.reduce<number>((product, size) => product * (size as number), 1);
    return [nodes.same('Pow', [nodes.same('Mul', [mean, number(taps)]), number(1 / power)])];
  },
  GlobalAveragePool: (nodes, call) => [overSpace(nodes, call, 'Mean')],
  GlobalMaxPool: (nodes, call) => [overSpace(nodes, call, 'Max')],
};

function overSpace(nodes: Nodes, call: Call, op: string): Ref {
  const x = input(call, 0);
  const rank = x.shape?.length ?? refuse(call, 'on a tensor whose number of axes is not known');
  return nodes.reduce(
    op,
    x,
    Array.from({ length: rank - 2 }, (_, axis) => axis + 2),
    true,
  );
}

function known(dim: Dim | undefined, call: Call): number {
  return dim !== undefined && isKnown(dim) ? dim : refuse(call, 'over sizes that are not known');
}

const stride = (window: Window, axis: number) => window.strides[axis] ?? 1;
const extent = (window: Window, axis: number) =>
  ((window.kernel[axis] as number) - 1) * (window.dilations[axis] ?? 1) + 1;

/** The tensor with its channels last, and how a window of that size moves over it. */
function moving(nodes: Nodes, call: Call, kernel: readonly Dim[]) {
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

function pooling(nodes: Nodes, call: Call) {
  const found = moving(nodes, call, ints(call.attributes, 'kernel_shape') ?? []);
  const { window, spatial } = found;
  if (window.dilations.some((step) => step !== 1)) return refuse(call, 'with dilations');
  const output = slide(spatial, window, call.op) as number[];
  // In ceil mode the last window reaches past the padding.
  const pads = spatial.map((size, axis) => {
    const [before, after] = paddingOf(window, axis, size, output[axis] as number);
    const reached = ((output[axis] as number) - 1) * stride(window, axis) + extent(window, axis);
    return [before, Math.max(after, reached - size - before)] as const;
  });
  return { ...found, output, pads };
}

/** Padding after an axis that counts: what is beyond it, in ceil mode, does not. */
function declared(
  window: Window,
  axis: number,
  size: number,
  output: readonly number[],
  pads: readonly (readonly [number, number])[],
): number {
  const after = paddingOf(window, axis, size, output[axis] as number)[1];
  return Math.min(after, pads[axis]?.[1] ?? 0);
}

function padded(nodes: Nodes, x: Ref, pads: readonly (readonly [number, number])[], value: Ref): Ref {
  if (pads.every(([before, after]) => before === 0 && after === 0)) return x;
  const paddings = nodes.numbers([0, 0, ...pads.flat(), 0, 0], 'int32', [pads.length + 2, 2]);
  return nodes.same('PadV2', [x, paddings, value], { T: { type: x.dtype }, Tpaddings: { type: 'int32' } });
}

/** With two spatial axes at least. */
function lifted(nodes: Nodes, x: Ref, rank: number): Ref {
  return rank === 1 ? expandDims(nodes, x, 1) : x;
}

function channelsFirst(nodes: Nodes, x: Ref, rank: number): Ref {
  const flat = rank === 1 ? nodes.same('Squeeze', [x], { T: { type: x.dtype }, squeeze_dims: { ints: [1] } }) : x;
  return nodes.transpose(flat, [0, rank + 1, ...Array.from({ length: rank }, (_, axis) => axis + 1)]);
}

/** One number an axis of the tensor: 1 for samples and channels. */
function around(values: readonly number[]): readonly number[] {
  return [1, ...(values.length === 1 ? [1] : []), ...values, 1];
}

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

function pool(nodes: Nodes, x: Ref, op: string, window: Window, rank: number): Ref {
  const result = nodes.same(rank === 3 ? `${op}3D` : op, [lifted(nodes, x, rank)], {
    T: { type: x.dtype },
    ksize: { ints: around(window.kernel as readonly number[]) },
    strides: { ints: around(window.strides) },
    padding: { string: 'VALID' },
  });
  return channelsFirst(nodes, result, rank);
}

/** The largest elements, and where they stand in the whole tensor as ONNX counts: channels before heights and widths. */
function withIndices(
  nodes: Nodes,
  call: Call,
  x: Ref,
  pads: readonly (readonly [number, number])[],
  window: Window,
  spatial: readonly number[],
): readonly Ref[] {
  const rank = spatial.length;
  if (int(call.attributes, 'storage_order') === 1) return refuse(call, 'with indices column by column');
  if (rank === 3) return inVolumes(nodes, call, x, pads, window, spatial);
  const largest = nodes.add(
    'MaxPoolWithArgmax',
    [lifted(nodes, padded(nodes, x, pads, least(nodes, x.dtype)), rank)],
    {
      T: { type: x.dtype },
      Targmax: { type: 'int64' },
      ksize: { ints: around(window.kernel as readonly number[]) },
      strides: { ints: around(window.strides) },
      padding: { string: 'VALID' },
    },
    x.dtype,
  );
  const found = channelsFirst(nodes, { ref: `${largest.ref}:1`, dtype: 'int64' }, rank);
  const whole = (op: string, a: Ref, b: Ref) => nodes.same(op, [a, b]);
  const number = (value: number) => nodes.scalar(value, 'int64');
  const channels = nodes.element(nodes.shape(input(call, 0)), 1);
  // TensorFlow counts in the padded sample, channels last.
  const position = whole('FloorDiv', found, channels);
  const [height, width] = rank === 1 ? [0, 0] : [pads[0]?.[0] ?? 0, pads[1]?.[0] ?? 0];
  const across = spatial[rank - 1] as number;
  const line = across + (pads[rank - 1]?.[0] ?? 0) + (pads[rank - 1]?.[1] ?? 0);
  const place =
    rank === 1
      ? whole('Sub', position, number(pads[0]?.[0] ?? 0))
      : whole(
          'AddV2',
          whole('Mul', whole('Sub', whole('FloorDiv', position, number(line)), number(height)), number(across)),
          whole('Sub', whole('FloorMod', position, number(line)), number(width)),
        );
  return [channelsFirst(nodes, largest, rank), whole('AddV2', place, startOf(nodes, call, spatial))];
}

/** As `withIndices`, of volumes: TensorFlow finds no indices there, so each window is laid out as a row. */
function inVolumes(
  nodes: Nodes,
  call: Call,
  x: Ref,
  pads: readonly (readonly [number, number])[],
  window: Window,
  spatial: readonly number[],
): readonly Ref[] {
  const kernel = window.kernel as readonly number[];
  const output = (call.outputs[0]?.shape ?? []).slice(2).map((size) => known(size, call));
  const product = (sizes: readonly number[]) => sizes.reduce((all, size) => all * size, 1);
  const strips = nodes.same('ExtractVolumePatches', [padded(nodes, x, pads, least(nodes, x.dtype))], {
    T: { type: x.dtype },
    ksizes: { ints: around(kernel) },
    strides: { ints: around(window.strides) },
    padding: { string: 'VALID' },
  });
  const shape = nodes.shape(x);
  const laidOut = [
    nodes.element(shape, 0, 1),
    nodes.numbers([product(output), product(kernel)]),
    nodes.element(shape, 4, 1),
  ];
  const rows = nodes.reshape(strips, nodes.concat(laidOut, 0));
  const first = nodes.add(
    'ArgMax',
    [rows, nodes.scalar(2, 'int32')],
    { T: { type: x.dtype }, Tidx: { type: 'int32' }, output_type: { type: 'int64' } },
    'int64',
  );
  const [, height, width] = spatial as [number, number, number];
  const flat = (z: number, y: number, at: number) => (z * height + y) * width + at;
  /** Of all places in a box, where they are moved by `from` and `step`. */
  const places = (box: readonly number[], step: readonly number[], from: readonly number[]) =>
    Array.from({ length: product(box) }, (_, index) => {
      const [, b, c] = box as [number, number, number];
      const at = [Math.floor(index / (b * c)), Math.floor(index / c) % b, index % c];
      const [z, y, w] = at.map((each, axis) => each * (step[axis] as number) - (from[axis] as number));
      return flat(z as number, y as number, w as number);
    });
  const within = nodes.gather(nodes.numbers(places(kernel, [1, 1, 1], [0, 0, 0])), first, 0);
  const corners = places(
    output,
    window.strides,
    pads.map(([before]) => before),
  );
  const place = nodes.same('AddV2', [within, nodes.numbers(corners, 'int64', [corners.length, 1])]);
  const whole = nodes.concat([nodes.element(shape, 0, 1), nodes.numbers(output), nodes.element(shape, 4, 1)], 0);
  const unfolded = (tensor: Ref) => channelsFirst(nodes, nodes.reshape(tensor, whole), 3);
  return [
    unfolded(nodes.reduce('Max', rows, [2])),
    nodes.same('AddV2', [unfolded(place), startOf(nodes, call, spatial)]),
  ];
}

/** Where each channel of each sample starts in the whole tensor. */
function startOf(nodes: Nodes, call: Call, spatial: readonly number[]): Ref {
  const whole = (op: string, a: Ref, b: Ref) => nodes.same(op, [a, b]);
  const shape = nodes.shape(input(call, 0));
  const channels = nodes.element(shape, 1);
  const rows = whole('Mul', expandDims(nodes, nodes.upTo(nodes.element(shape, 0)), 1), channels);
  const first = whole('AddV2', rows, nodes.upTo(channels));
  const size = spatial.reduce((product, each) => product * each, 1);
  return nodes.reshape(
    whole('Mul', first, nodes.scalar(size, 'int64')),
    nodes.concat([nodes.slice(shape, [0], [2], [1]), nodes.numbers(spatial.map(() => 1))], 0),
  );
}

/** Less than every number of a type. */
function least(nodes: Nodes, dtype: Ref['dtype']): Ref {
  if (dtype.startsWith('u') || dtype === 'bool') return nodes.scalar(0, dtype);
  const bits = { int8: 8, int16: 16, int32: 32, int64: 64 }[dtype as string];
  return nodes.scalar(bits ? -(2 ** (bits - 1)) : Number.NEGATIVE_INFINITY, dtype);
}
