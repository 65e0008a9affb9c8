import { channelsFirst } from '../../../../layers/channels.js';
import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import { isWhole, NotComputed, ranked, TO_THE_END, type Write, type Writing } from '../writing.js';
import { axesOf, largest, sizeOf } from './image.js';

/** A picture as float32 that goes up to 1. */
function unit(w: Writing, parameter: string): SymbolicTensor {
  const x = w.tensor(parameter);
  axesOf(w, x);
  if (!isWhole(x.dtype)) return w.cast(x, 'float32');
  const most = largest[x.dtype];
  if (!most) throw new NotComputed(`of pictures of ${x.dtype}`);
  return w.one('Mul', [w.cast(x, 'float32'), w.number(1 / most, 'float32')]);
}

/** The largest value that a picture can have, in the same measure. */
function most(w: Writing): number {
  const { dtype } = w.tensor('x1');
  return w.call.number('max_val') / (isWhole(dtype) ? (largest[dtype] ?? 1) : 1);
}

/** The axes of one picture: height, width and channels. */
function ofOne(x: SymbolicTensor): readonly number[] {
  const rank = ranked(x.shape).length;
  return [rank - 3, rank - 2, rank - 1];
}

export const psnr: Write = (w) => {
  const [a, b] = [unit(w, 'x1'), unit(w, 'b')];
  const apart = w.one('Sub', [a, b]);
  const error = w.reduce('ReduceMean', w.one('Mul', [apart, apart]), ofOne(a), false);
  const whole = w.number((20 * Math.log(most(w))) / Math.LN10, 'float32');
  return w.one('Sub', [whole, w.one('Mul', [w.one('Log', [error]), w.number(10 / Math.LN10, 'float32')])]);
};

/** Each channel's windows by weights of their own, `kernels` of (rows, columns) one after the other for each channel. */
function byWindows(
  w: Writing,
  x: SymbolicTensor,
  kernels: readonly (readonly number[])[],
  size: number,
): SymbolicTensor {
  const channels = sizeOf(x, 3);
  const one = kernels.flat();
  const data = new Float32Array(one.length * channels);
  for (let channel = 0; channel < channels; channel += 1) data.set(one, channel * one.length);
  const shape = [channels * kernels.length, 1, size, size];
  const weights = w.graph.constant({ dtype: 'float32', shape, data });
  return channelsFirst(w.graph, x, 'channels_last', 2, (first) =>
    w.one('Conv', [first, weights], { group: { int: channels } }),
  );
}

/** The weights of a bell-shaped window, which sum to 1. */
function bell(size: number, sigma: number): readonly number[] {
  const side = Array.from({ length: size }, (_, i) => Math.exp(-((i - (size - 1) / 2) ** 2) / (2 * sigma ** 2)));
  const sum = side.reduce((all, each) => all + each, 0);
  return side.flatMap((row) => side.map((column) => (row * column) / sum ** 2));
}

export const ssim: Write = (w) => {
  const given = [unit(w, 'x1'), unit(w, 'img2')] as const;
  const single = ranked(given[0].shape).length === 3;
  const [x, y] = single ? given.map((each) => w.withAxes(each, [0])) : given;
  if (!x || !y) throw new NotComputed('of no picture');
  const size = w.call.int('filter_size');
  if (sizeOf(x, 1) < size || sizeOf(x, 2) < size)
    return w.call.refuse(`pictures of at least ${size} by ${size} pixels are needed`);
  const window = [bell(size, w.call.number('filter_sigma'))];
  const smooth = (each: SymbolicTensor) => byWindows(w, each, window, size);
  const times = (a: SymbolicTensor, b: SymbolicTensor) => w.one('Mul', [a, b]);
  const plus = (a: SymbolicTensor, b: SymbolicTensor | number) =>
    w.one('Add', [a, typeof b === 'number' ? w.number(b, 'float32') : b]);
  const twice = (each: SymbolicTensor) => times(each, w.number(2, 'float32'));
  const [c1, c2] = ['k1', 'k2'].map((name) => (w.call.number(name) * most(w)) ** 2) as [number, number];
  const [first, second] = [smooth(x), smooth(y)];
  const means = twice(times(first, second));
  const squares = plus(times(first, first), times(second, second));
  const mixed = w.one('Sub', [twice(smooth(times(x, y))), means]);
  const spread = w.one('Sub', [smooth(plus(times(x, x), times(y, y))), squares]);
  const light = w.one('Div', [plus(means, c1), plus(squares, c1)]);
  const alike = times(light, w.one('Div', [plus(mixed, c2), plus(spread, c2)]));
  const asked = w.reduce('ReduceMean', alike, w.call.bool('return_index_map') ? [3] : [1, 2, 3], false);
  return single ? w.withoutAxes(asked, [0]) : asked;
};

/** How much each pixel differs from the next one along an axis. */
function steps(w: Writing, x: SymbolicTensor, axis: number): SymbolicTensor {
  return w.one('Sub', [w.slice(x, axis, 1, TO_THE_END), w.slice(x, axis, 0, -1)]);
}

export const totalVariation: Write = (w) => {
  const x = w.tensor('x');
  const [down, across] = axesOf(w, x).map((axis) =>
    w.reduce('ReduceSum', w.one('Abs', [steps(w, x, axis)]), ofOne(x), false),
  );
  return w.one('Add', [down, across]);
};

/** Each pixel's step to the next, 0 at the last. */
export const gradients: Write = (w) => {
  const x = w.tensor('x');
  const rank = ranked(x.shape).length;
  return axesOf(w, x).map((axis) => {
    const after = Array.from({ length: rank }, (_, i) => (i === axis ? 1 : 0));
    return w.one('Pad', [steps(w, x, axis), w.integers([...after.map(() => 0), ...after]), w.number(0, x)]);
  });
};

export const sobel: Write = (w) => {
  const x = w.tensor('x', 'float32');
  const shape = ranked(x.shape);
  if (shape.length !== 4) throw new NotComputed('of what is no batch of pictures');
  // Beyond an edge the picture is mirrored, without its last line.
  const framed = axesOf(w, x).reduce(
    (each, axis) =>
      w.one('Concat', [w.slice(each, axis, 1, 2), each, w.slice(each, axis, -2, -1)], { axis: { int: axis } }),
    x,
  );
  const kernels = [
    [-1, -2, -1, 0, 0, 0, 1, 2, 1],
    [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  ];
  return w.reshaped(byWindows(w, framed, kernels, 3), [...shape, kernels.length]);
};
