import { noCallArguments } from '../../../../layers/call-arguments.js';
import { convolution } from '../../../../layers/convolution/convolution.js';
import { depthwiseConvolution, separableConvolution } from '../../../../layers/convolution/depthwise.js';
import { transposedConvolution } from '../../../../layers/convolution/transposed.js';
import type { LayerArguments, LayerDefinition } from '../../../../layers/layer.js';
import { averagePooling, maxPooling } from '../../../../layers/pooling/windowed.js';
import { isKnown } from '../../../../tensor/dim.js';
import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import { isWhole, NotComputed, ranked, type Write, type Writing } from '../writing.js';
import { meanOver, varianceOver } from './reduction.js';

/** A function that is a layer's computation. */
function asLayer(
  w: Writing,
  definition: LayerDefinition,
  args: LayerArguments,
  x: SymbolicTensor,
  weights: readonly (readonly [string, SymbolicTensor])[] = [],
): SymbolicTensor {
  const [result] = definition.call(args, [x], new Map(weights), {
    graph: w.graph,
    training: false,
    trainable: true,
    update() {},
    penalize() {},
    layer: definition.name,
    given: noCallArguments,
    variable: () => x,
    owned: () => ({ weight: () => undefined, update() {} }),
    apply: () => [],
  });
  return result as SymbolicTensor;
}

/** How windows move over `inputs`, as layers write it. */
function movement(
  w: Writing,
  x: SymbolicTensor,
  window: string | undefined,
): LayerArguments & { readonly rank: 1 | 2 | 3 } {
  const rank = ranked(x.shape).length - 2;
  if (rank !== 1 && rank !== 2 && rank !== 3) throw new NotComputed('of so many axes');
  const first = /channels_first|^NC/.test(w.call.str('data_format', 'channels_last'));
  const perAxis = (parameter: string, fallback: readonly number[]): readonly number[] => {
    if (!w.call.has(parameter)) return fallback;
    const given = w.call.numbers(parameter, rank);
    return given.length === rank + 2 ? given.slice(first ? 2 : 1, first ? undefined : -1) : given;
  };
  const padding = w.call.get('padding');
  if (padding.kind !== 'str') throw new NotComputed('with padding by numbers');
  const ones = Array.from({ length: rank }, () => 1);
  const size =
    window === undefined
      ? undefined
      : perAxis(
          window,
          ones.map(() => 2),
        );
  return {
    rank,
    data_format: first ? 'channels_first' : 'channels_last',
    padding: padding.value.toLowerCase(),
    strides: perAxis('strides', size ?? ones),
    dilation_rate: perAxis('dilation_rate', ones),
    pool_size: size,
    activation: null,
  };
}

/** The window of a kernel: its first sizes. */
function windowOf(kernel: SymbolicTensor, rank: number): readonly number[] {
  const window = ranked(kernel.shape).slice(0, rank);
  if (!window.every(isKnown)) throw new NotComputed('with a kernel whose size is not known');
  return window;
}

export const conv: Write = (w) => {
  const x = w.tensor('inputs', w.dtype);
  const kernel = w.tensor('kernel', w.dtype);
  const args = movement(w, x, undefined);
  const taken = ranked(kernel.shape).at(-2);
  const channels = ranked(x.shape).at(args['data_format'] === 'channels_first' ? 1 : -1);
  const groups = typeof taken === 'number' && typeof channels === 'number' ? channels / taken : 1;
  return asLayer(w, convolution(args.rank), { ...args, groups, kernel_size: windowOf(kernel, args.rank) }, x, [
    ['kernel', kernel],
  ]);
};

export const depthwiseConv: Write = (w) => {
  const x = w.tensor('inputs', w.dtype);
  const kernel = w.tensor('kernel', w.dtype);
  const args = movement(w, x, undefined);
  if (args.rank === 3) throw new NotComputed('of volumes');
  return asLayer(w, depthwiseConvolution(args.rank), { ...args, kernel_size: windowOf(kernel, args.rank) }, x, [
    ['kernel', kernel],
  ]);
};

export const separableConv: Write = (w) => {
  const x = w.tensor('inputs', w.dtype);
  const kernel = w.tensor('depthwise_kernel', w.dtype);
  const args = movement(w, x, undefined);
  if (args.rank === 3) throw new NotComputed('of volumes');
  return asLayer(w, separableConvolution(args.rank), { ...args, kernel_size: windowOf(kernel, args.rank) }, x, [
    ['depthwise_kernel', kernel],
    ['pointwise_kernel', w.tensor('pointwise_kernel', w.dtype)],
  ]);
};

export const convTranspose: Write = (w) => {
  if (w.call.has('output_shape')) throw new NotComputed('with output_shape=');
  const x = w.tensor('inputs', w.dtype);
  const kernel = w.tensor('kernel', w.dtype);
  const args = movement(w, x, undefined);
  const extra = w.call.has('output_padding') ? w.call.numbers('output_padding', args.rank) : null;
  const settings = { ...args, output_padding: extra, kernel_size: windowOf(kernel, args.rank) };
  return asLayer(w, transposedConvolution(args.rank), settings, x, [['kernel', kernel]]);
};

export const pool: Write = (w) => {
  const x = w.tensor('inputs', w.dtype);
  const args = movement(w, x, 'pool_size');
  if (w.call.has('dilation_rate') && (args['dilation_rate'] as readonly number[]).some((rate) => rate !== 1))
    throw new NotComputed('with dilations');
  const kind = ['pool_mode', 'pooling_type'].map((name) => w.call.str(name, '').toLowerCase()).join('');
  const mean = /avg|average/.test(w.call.name) || kind === 'avg';
  return asLayer(w, (mean ? averagePooling : maxPooling)(args.rank), args, x);
};

export const biasAdd: Write = (w) => {
  const x = w.tensor('x');
  const bias = w.tensor('bias', x.dtype);
  const first = /first|^NC/.test(w.call.str('data_format', 'NHWC'));
  const rank = ranked(x.shape).length;
  const axes = first ? Array.from({ length: rank - 2 }, (_, i) => i + 1) : [];
  return w.one('Add', [x, w.withAxes(bias, axes)]);
};

/** A statistic or factor of an axis, beside the other axes of `x`. */
function along(w: Writing, parameter: string, x: SymbolicTensor, axis: number): SymbolicTensor | undefined {
  const value = w.optional(parameter, x.dtype);
  const rank = ranked(x.shape).length;
  if (!value || ranked(value.shape).length !== 1 || axis === rank - 1) return value;
  return w.withAxes(
    value,
    Array.from({ length: rank - 1 - axis }, (_, i) => i + 1),
  );
}

/** (x - mean) / √(variance + ε) · scale + offset, with names as Keras, TensorFlow and `K` spell them. */
export const batchNormalization: Write = (w) => {
  const x = w.tensor('x');
  const axis = w.call.has('axis') ? w.call.axis('axis', ranked(x.shape).length) : ranked(x.shape).length - 1;
  const of = (...names: readonly string[]) =>
    names.map((name) => along(w, name, x, axis)).find((each) => each !== undefined);
  const [mean, variance] = [of('mean'), of('variance', 'var')];
  if (!mean || !variance) throw new NotComputed('without statistics');
  const epsilon = w.call.number(w.call.has('epsilon') ? 'epsilon' : 'variance_epsilon');
  const deviation = w.one('Sqrt', [w.one('Add', [variance, w.number(epsilon, x)])]);
  return affine(w, w.one('Div', [w.one('Sub', [x, mean]), deviation]), of('scale', 'gamma'), of('offset', 'beta'));
};

function affine(
  w: Writing,
  x: SymbolicTensor,
  scale: SymbolicTensor | undefined,
  shift: SymbolicTensor | undefined,
): SymbolicTensor {
  const scaled = scale ? w.one('Mul', [x, scale]) : x;
  return shift ? w.one('Add', [scaled, shift]) : scaled;
}

/** Of each sample, over `axis` and, where that is one, its own alone. */
export const layerNormalization: Write = (w) => {
  const x = w.tensor('x');
  const axes = w.axes(x);
  const epsilon = w.call.has('epsilon') ? w.call.number('epsilon') : 1e-7;
  const deviation = w.one('Sqrt', [w.one('Add', [varianceOver(w, x, axes, true), w.number(epsilon, x)])]);
  const unit = w.one('Div', [w.one('Sub', [x, meanOver(w, x, axes, true)]), deviation]);
  return affine(w, unit, w.optional('gamma', x.dtype), w.optional('beta', x.dtype));
};

export const rmsNormalization: Write = (w) => {
  const x = w.tensor('x');
  const epsilon = w.call.has('epsilon') ? w.call.number('epsilon') : 1e-7;
  const squares = meanOver(w, w.one('Mul', [x, x]), w.axes(x), true);
  const root = w.one('Reciprocal', [w.one('Sqrt', [w.one('Add', [squares, w.number(epsilon, x)])])]);
  return affine(w, w.one('Mul', [x, root]), w.optional('scale', x.dtype), undefined);
};

/** x / √max(Σ x², ε). */
export const l2Normalize: Write = (w) => {
  const x = w.tensor('x');
  const squares = w.reduce('ReduceSum', w.one('Mul', [x, x]), w.axes(x), true);
  const epsilon = w.call.has('epsilon') ? w.call.number('epsilon') : 1e-12;
  return w.one('Div', [x, w.one('Sqrt', [w.one('Max', [squares, w.number(epsilon, x)])])]);
};

/** `normalize(x, axis, order)` of Keras. */
export const normalize: Write = (w) => {
  const x = w.tensor('x', w.dtype);
  if (w.call.has('order') && w.call.number('order') !== 2) throw new NotComputed('by another norm than the second');
  const squares = w.reduce('ReduceSum', w.one('Mul', [x, x]), w.axes(x), true);
  const epsilon = w.call.has('epsilon') ? w.call.number('epsilon') : 1e-7;
  return w.one('Div', [x, w.one('Sqrt', [w.one('Max', [squares, w.number(epsilon ** 2, x)])])]);
};

/** Rows of a table at places. */
export const embeddingLookup: Write = (w) => {
  if (w.call.has('max_norm')) throw new NotComputed('with max_norm=');
  const places = w.tensor('indices');
  return w.one('Gather', [w.tensor('x'), isWhole(places.dtype) ? places : w.cast(places, 'int64')]);
};

/** Half of the squares' sum. */
export const l2Loss: Write = (w) => {
  const x = w.reshaped(w.tensor('x'), [-1]);
  return w.one('Mul', [w.reduce('ReduceSum', w.one('Mul', [x, x]), [0], false), w.number(0.5, x)]);
};

/** a · sigmoid(b) of the two halves of an axis. */
export const glu: Write = (w) => {
  const x = w.tensor('x');
  const axis = w.call.axis('axis', ranked(x.shape).length, -1);
  const size = ranked(x.shape)[axis];
  if (typeof size !== 'number') throw new NotComputed('along an axis whose size is not known');
  const [a, b] = [w.slice(x, axis, 0, size / 2), w.slice(x, axis, size / 2, size)];
  return w.one('Mul', [a, w.one('Sigmoid', [b])]);
};

export const crelu: Write = (w) => {
  const x = w.tensor('x');
  const parts = [w.one('Relu', [x]), w.one('Relu', [w.one('Neg', [x])])];
  return w.one('Concat', parts, { axis: { int: w.call.int('axis', -1) } });
};

/** Keras's, on (batch, time, heads, width). */
export const attention: Write = (w) => {
  if (['flash_attention', 'attn_logits_soft_cap'].some((name) => w.call.has(name)))
    throw new NotComputed('with such settings');
  const [query, key, value] = ['query', 'key', 'value'].map((name) =>
    w.transposed(w.tensor(name, w.dtype), [0, 2, 1, 3]),
  ) as [SymbolicTensor, SymbolicTensor, SymbolicTensor];
  const width = ranked(query.shape)[3];
  const scale = w.call.has('scale') ? w.call.number('scale') : typeof width === 'number' ? width ** -0.5 : undefined;
  if (scale === undefined) throw new NotComputed('of a width that is not known');
  let scores = w.one('Mul', [w.one('MatMul', [query, w.transposed(key, [0, 1, 3, 2])]), w.number(scale, query)]);
  const bias = w.optional('bias', scores.dtype);
  if (bias) scores = w.one('Add', [scores, bias]);
  const [mask, causal] = [w.optional('mask', 'bool'), w.call.bool('is_causal')];
  const least = w.number(-0.7 * 3.4028234663852886e38, scores);
  if (mask) scores = w.one('Where', [mask, scores, least]);
  if (causal) {
    const ones = w.filled(w.number(1, 'float32'), w.one('Shape', [scores], { start: { int: -2 } }));
    const seen = w.cast(w.one('Trilu', [ones], { upper: { int: 0 } }), 'bool');
    scores = w.one('Where', [seen, scores, least]);
  }
  const shares = w.one('Softmax', [scores], { axis: { int: -1 } });
  return w.transposed(w.one('MatMul', [shares, value]), [0, 2, 1, 3]);
};
