import { tuple } from '../../../values/value.js';
import * as unary from './compute/elementwise.js';
import * as picks from './compute/indexing.js';
import * as losses from './compute/losses.js';
import * as networks from './compute/networks.js';
import * as reduce from './compute/reduction.js';
import type { Row } from './function.js';
import { outcome } from './operand.js';
import * as convolution from './rules/convolution.js';
import * as elementwise from './rules/elementwise.js';
import * as image from './rules/image.js';
import * as indexing from './rules/indexing.js';
import * as reduction from './rules/reduction.js';
import * as signal from './rules/signal.js';

const window = "pool_size, strides=None, padding='valid', data_format=None";

/** Functions of `keras.ops` that networks are made of, and `keras.ops.image`. */
export const networkRows: readonly Row[] = [
  [
    'relu, relu6, sigmoid, softplus, softsign, silu, swish, log_sigmoid, hard_sigmoid, hard_silu, hard_swish, hard_tanh, selu, tanh_shrink, sparse_plus, sparse_sigmoid',
    'x',
    elementwise.sameType,
    unary.unaries,
  ],
  ['leaky_relu', 'x, negative_slope=0.2', elementwise.floatTypeOnTensors, unary.leakyRelu],
  ['elu, celu', 'x, alpha=1.0', elementwise.sameType, unary.elu],
  ['gelu', 'x, approximate=True', elementwise.sameType, unary.gelu],
  ['hard_shrink, soft_shrink', 'x, threshold=0.5', elementwise.sameType, unary.shrink],
  ['threshold', 'x, threshold, default_value', elementwise.sameType, unary.threshold],
  ['squareplus', 'x, b=4', elementwise.sameType, unary.squareplus],
  ['softmax, log_softmax, sparsemax', 'x, axis=-1', elementwise.sameType, unary.softmaxes],
  ['glu', 'x, axis=-1', convolution.glu, networks.glu],
  ['max_pool, average_pool', `inputs, ${window}`, convolution.pool, networks.pool],
  ['adaptive_average_pool, adaptive_max_pool', 'inputs, output_size, data_format=None', convolution.adaptivePool],
  [
    'conv',
    "inputs, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1",
    convolution.conv,
    networks.conv,
  ],
  [
    'depthwise_conv',
    "inputs, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1",
    convolution.depthwiseConv,
    networks.depthwiseConv,
  ],
  [
    'separable_conv',
    "inputs, depthwise_kernel, pointwise_kernel, strides=1, padding='valid', data_format=None, dilation_rate=1",
    convolution.separableConv,
    networks.separableConv,
  ],
  [
    'conv_transpose',
    "inputs, kernel, strides=1, padding='valid', output_padding=None, data_format=None, dilation_rate=1",
    convolution.convTranspose,
    networks.convTranspose,
  ],
  [
    'batch_normalization',
    'x, mean, variance, axis, offset=None, scale=None, epsilon=0.001',
    convolution.normalized,
    networks.batchNormalization,
  ],
  [
    'layer_normalization',
    'x, gamma=None, beta=None, axis=-1, epsilon=None, **kwargs',
    convolution.normalized,
    networks.layerNormalization,
  ],
  ['rms_normalization', 'x, scale=None, axis=-1, epsilon=None', convolution.normalized, networks.rmsNormalization],
  ['moments', 'x, axes>axis, keepdims=False, synchronized=False', reduction.moments, reduce.moments],
  ['binary_crossentropy', 'target>x1, output>x, from_logits=False', elementwise.sameType, losses.binaryCrossentropy],
  [
    'categorical_crossentropy',
    'target>x1, output>x2, from_logits=False, axis=-1',
    reduction.lastAxisOfTwo,
    losses.categoricalCrossentropy,
  ],
  [
    'sparse_categorical_crossentropy',
    'target>x1, output>x2, from_logits=False, axis=-1',
    reduction.sparseCrossEntropy,
    losses.sparseCrossentropy,
  ],
  ['ctc_loss', 'target>x1, output>x2, target_length, output_length, mask_index=0', convolution.perSample],
  ['psnr', 'x1>x, x2, max_val', convolution.oneNumber],
  [
    'dot_product_attention',
    'query, key, value, bias=None, mask=None, scale=None, is_causal=False, flash_attention=None, attn_logits_soft_cap=None',
    convolution.attention,
    networks.attention,
  ],
  ['polar', 'abs_>x, angle', (call) => outcome(undefined, call.tensor('x').shape)],
  [
    'rfft',
    'x, fft_length=None',
    (call) => {
      const half = image.realSpectrum(call);
      return half.kind === 'tensor' ? tuple([outcome('float32', half.shape), outcome('float32', half.shape)]) : half;
    },
  ],
  ['fft, fft2, ifft2', 'x', signal.spectrum],
  ['irfft', 'x, fft_length=None', signal.realOfSpectrum],
  ['extract_sequences', 'x, sequence_length, sequence_stride', signal.sequences],
  ['stft', "x, sequence_length, sequence_stride, fft_length, window='hann', center=True", signal.stft],
  ['erosion', 'x', elementwise.sameType],
  ['nn.one_hot', 'x, num_classes, axis=-1, dtype=None, sparse=False', indexing.oneHot, picks.oneHot],
];
