import { int, ints } from '../../../../server/language/tensor/operators/attributes.js';
import { paddingOf, slide, type Window } from '../../../../server/language/tensor/operators/window.js';
import type { Nodes, Ref } from '../nodes.js';
import { type Call, input, type Rules, refuse } from '../rules.js';
import { expandDims } from './layout.js';
import { around, channelsFirst, extent, known, lifted, moving, padded, stride } from './windows.js';

/** Channels last, as convolutions are computed. */
export const pools: Rules = {
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
