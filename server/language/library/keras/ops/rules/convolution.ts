import {
  add,
  anonymous,
  ceilDivide,
  type Dim,
  differ,
  floorDivide,
  formatDim,
  isKnown,
  multiply,
  subtract,
} from '../../../../tensor/dim.js';
import { formatShape, type Shape } from '../../../../tensor/shape.js';
import { tuple } from '../../../../values/value.js';
import { NotKnown } from '../../../numpy/arguments.js';
import type { OpCall, Rule } from '../call.js';
import { outcome } from '../operand.js';

/** How many places a window takes along an axis. */
function windows(call: OpCall, size: Dim, window: Dim, stride: number, dilation: number, same: boolean): Dim {
  if (same) return ceilDivide(size, stride);
  const span = add(multiply(add(window, -1), dilation), 1);
  const count = add(floorDivide(subtract(size, span), stride), 1);
  if (isKnown(count) && count < 1)
    return call.refuse(`a window of ${formatDim(span)} does not fit into ${formatDim(size)}`);
  return count;
}

interface Layout {
  readonly spatial: readonly number[];
  readonly channels: number;
  readonly rank: number;
}

/** Where the spatial axes and the channels are. */
function layoutOf(call: OpCall, rank: number): Layout {
  const format = call.str('data_format', 'channels_last');
  const first = /channels_first|^NC/.test(format);
  const count = rank - 2;
  return {
    spatial: Array.from({ length: count }, (_, i) => i + (first ? 2 : 1)),
    channels: first ? 1 : rank - 1,
    rank,
  };
}

/** Strides, windows and dilations: a number, one for each spatial axis, or (TensorFlow) one for every axis. */
function perAxis(call: OpCall, parameter: string, layout: Layout, fallback: number): readonly number[] {
  const count = layout.spatial.length;
  if (!call.has(parameter)) return new Array<number>(count).fill(fallback);
  const given = call.dimsOf(call.get(parameter));
  if (!given.every(isKnown)) throw new NotKnown(`its argument ${parameter} is not known`);
  if (given.length === layout.rank) return layout.spatial.map((axis) => given[axis] as number);
  return given.length === 1 ? new Array<number>(count).fill(given[0] as number) : given;
}

function isSame(call: OpCall): boolean {
  const padding = call.get('padding');
  if (padding.kind !== 'str') throw new NotKnown('padding by numbers is not followed');
  return padding.value.toLowerCase() === 'same';
}

function placed(shape: Shape, layout: Layout, sizes: readonly Dim[], channels: Dim): Shape {
  return shape.map((dim, axis) => {
    const at = layout.spatial.indexOf(axis);
    return at >= 0 ? (sizes[at] as Dim) : axis === layout.channels ? channels : dim;
  });
}

function convolved(call: OpCall, channelsOf: (kernel: Shape, inputs: Dim) => Dim, kernelName = 'kernel') {
  const { shape, dtype } = call.tensor('inputs');
  const kernel = call.tensor(kernelName).shape;
  if (!shape || !kernel) return outcome(dtype, undefined);
  const layout = layoutOf(call, shape.length);
  if (kernel.length !== shape.length)
    return call.refuse(
      `inputs of shape ${formatShape(shape)} need a kernel of ${shape.length} dimensions, got ${formatShape(kernel)}`,
    );
  const strides = perAxis(call, 'strides', layout, 1);
  const dilations = perAxis(call, 'dilation_rate', layout, 1);
  const same = isSame(call);
  const sizes = layout.spatial.map((axis, i) =>
    windows(call, shape[axis] as Dim, kernel[i] as Dim, strides[i] as number, dilations[i] as number, same),
  );
  return outcome(dtype, placed(shape, layout, sizes, channelsOf(kernel, shape[layout.channels] as Dim)));
}

export const conv: Rule = (call) =>
  convolved(call, (kernel, inputs) => {
    const taken = kernel.at(-2) as Dim;
    if (isKnown(inputs) && isKnown(taken) && taken !== 0 && inputs % taken !== 0)
      call.refuse(`the kernel takes ${taken} channels, the inputs have ${inputs}`);
    return kernel.at(-1) as Dim;
  });

export const depthwiseConv: Rule = (call) =>
  convolved(call, (kernel, inputs) => {
    if (differ(inputs, kernel.at(-2) as Dim))
      call.refuse(`the kernel takes ${formatDim(kernel.at(-2) as Dim)} channels, the inputs have ${formatDim(inputs)}`);
    return multiply(kernel.at(-1) as Dim, kernel.at(-2) as Dim);
  });

export const separableConv: Rule = (call) => {
  const pointwise = call.tensor('pointwise_kernel').shape?.at(-1) ?? anonymous();
  return convolved(call, () => pointwise, 'depthwise_kernel');
};

/** `conv_transpose`: the output's size where it is given, else by stride and padding. */
export const convTranspose: Rule = (call) => {
  const { shape, dtype } = call.tensor('inputs');
  if (call.has('output_shape')) {
    const given = call.dims('output_shape');
    return outcome(dtype, shape && given.length === shape.length ? given : undefined);
  }
  const kernel = call.tensor('kernel').shape;
  if (!shape || !kernel) return outcome(dtype, undefined);
  const layout = layoutOf(call, shape.length);
  const strides = perAxis(call, 'strides', layout, 1);
  const dilations = perAxis(call, 'dilation_rate', layout, 1);
  const same = isSame(call);
  const extra = call.has('output_padding') ? perAxis(call, 'output_padding', layout, 0) : undefined;
  const sizes = layout.spatial.map((axis, i): Dim => {
    const [size, stride] = [shape[axis] as Dim, strides[i] as number];
    const span = add(multiply(add(kernel[i] as Dim, -1), dilations[i] as number), 1);
    if (extra) {
      if (same && !isKnown(span)) return anonymous();
      const pad = same ? 2 * Math.floor((span as number) / 2) : 0;
      return add(add(multiply(add(size, -1), stride), subtract(span, pad)), extra[i] as number);
    }
    if (same) return multiply(size, stride);
    const overlap = isKnown(span) ? Math.max(span - stride, 0) : anonymous();
    return add(multiply(size, stride), overlap);
  });
  return outcome(dtype, placed(shape, layout, sizes, kernel.at(-2) as Dim));
};

export const pool: Rule = (call) => {
  const { shape, dtype } = call.tensor('inputs');
  if (!shape) return outcome(dtype, undefined);
  const layout = layoutOf(call, shape.length);
  const sizes = perAxis(call, 'pool_size', layout, 2);
  const strides = call.has('strides') ? perAxis(call, 'strides', layout, 1) : sizes;
  const dilations = perAxis(call, 'dilation_rate', layout, 1);
  const same = isSame(call);
  const taken = layout.spatial.map((axis, i) =>
    windows(call, shape[axis] as Dim, sizes[i] as number, strides[i] as number, dilations[i] as number, same),
  );
  return outcome(dtype, placed(shape, layout, taken, shape[layout.channels] as Dim));
};

export const adaptivePool: Rule = (call) => {
  const { shape, dtype } = call.tensor('inputs');
  if (!shape) return outcome(dtype, undefined);
  const layout = layoutOf(call, shape.length);
  return outcome(dtype, placed(shape, layout, perAxis(call, 'output_size', layout, 1), shape[layout.channels] as Dim));
};

/** The shape of `x`: normalisations, dropout. */
export const normalized: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(dtype, shape);
};

/** `tf.nn.fused_batch_norm` and `tf.nn.batch_norm_with_global_normalization` give statistics too. */
export const normalizedWithStatistics: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const part = outcome(dtype, shape && [shape.at(-1) as Dim]);
  return tuple([outcome(dtype, shape), part, part]);
};

/** `dot_product_attention(query, key, value)`: (batch, time, heads, width). */
export const attention: Rule = (call) => {
  const query = call.tensor('query');
  const width = call.tensor('value').shape?.at(-1);
  return outcome(query.dtype, query.shape && width !== undefined ? [...query.shape.slice(0, -1), width] : undefined);
};

/** `glu(x, axis)`: half of the axis. */
export const glu: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (!shape) return outcome(dtype, undefined);
  const axis = call.axis('axis', shape.length, -1);
  return outcome(
    dtype,
    shape.map((dim, at) => (at === axis ? floorDivide(dim, 2) : dim)),
  );
};

/** `tf.nn.crelu`: the positive and the negative parts beside each other. */
export const doubledLast: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(dtype, shape && [...shape.slice(0, -1), multiply(shape.at(-1) ?? 1, 2)]);
};

/** `tf.nn.embedding_lookup(params, ids)`. */
export const embeddingLookup: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const ids = call.tensor('indices').shape;
  return outcome(dtype, shape && ids && [...ids, ...shape.slice(1)]);
};

/** `tf.nn.bias_add`. */
export const biasAdd: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const bias = call.tensor('bias').shape;
  const first = /first|^NC/.test(call.str('data_format', 'NHWC'));
  const channels = first ? shape?.[1] : shape?.at(-1);
  const size = bias?.[0];
  if (shape && bias?.length === 1 && channels !== undefined && size !== undefined && differ(channels, size))
    return call.refuse(`a bias of ${formatShape(bias)} does not fit ${formatShape(shape)}`);
  return outcome(dtype, shape);
};

/** A number for each sample: `ctc_loss`, `tf.nn.l2_loss` (for all). */
export const oneNumber: Rule = (call) => outcome(call.tensor('x').dtype, []);
export const perSample: Rule = (call) => {
  const { shape, dtype } = call.tensor('x2');
  return outcome(dtype, shape?.slice(0, 1));
};
