import { tuple } from '../../../values/value.js';
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
  ],
  ['leaky_relu', 'x, negative_slope=0.2', elementwise.floatTypeOnTensors],
  ['elu, celu', 'x, alpha=1.0', elementwise.sameType],
  ['gelu', 'x, approximate=True', elementwise.sameType],
  ['hard_shrink, soft_shrink', 'x, threshold=0.5', elementwise.sameType],
  ['threshold', 'x, threshold, default_value', elementwise.sameType],
  ['squareplus', 'x, b=4', elementwise.sameType],
  ['softmax, log_softmax, sparsemax', 'x, axis=-1', elementwise.sameType],
  ['glu', 'x, axis=-1', convolution.glu],
  ['max_pool, average_pool', `inputs, ${window}`, convolution.pool],
  ['adaptive_average_pool, adaptive_max_pool', 'inputs, output_size, data_format=None', convolution.adaptivePool],
  ['conv', "inputs, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1", convolution.conv],
  [
    'depthwise_conv',
    "inputs, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1",
    convolution.depthwiseConv,
  ],
  [
    'separable_conv',
    "inputs, depthwise_kernel, pointwise_kernel, strides=1, padding='valid', data_format=None, dilation_rate=1",
    convolution.separableConv,
  ],
  [
    'conv_transpose',
    "inputs, kernel, strides=1, padding='valid', output_padding=None, data_format=None, dilation_rate=1",
    convolution.convTranspose,
  ],
  ['batch_normalization', 'x, mean, variance, axis, offset=None, scale=None, epsilon=0.001', convolution.normalized],
  ['layer_normalization', 'x, gamma=None, beta=None, axis=-1, epsilon=None, **kwargs', convolution.normalized],
  ['rms_normalization', 'x, scale=None, axis=-1, epsilon=None', convolution.normalized],
  ['moments', 'x, axes>axis, keepdims=False, synchronized=False', reduction.moments],
  ['binary_crossentropy', 'target>x1, output>x, from_logits=False', elementwise.sameType],
  ['categorical_crossentropy', 'target>x1, output>x2, from_logits=False, axis=-1', reduction.lastAxisOfTwo],
  ['sparse_categorical_crossentropy', 'target>x1, output>x2, from_logits=False, axis=-1', reduction.sparseCrossEntropy],
  ['ctc_loss', 'target>x1, output>x2, target_length, output_length, mask_index=0', convolution.perSample],
  ['psnr', 'x1>x, x2, max_val', convolution.oneNumber],
  [
    'dot_product_attention',
    'query, key, value, bias=None, mask=None, scale=None, is_causal=False, flash_attention=None, attn_logits_soft_cap=None',
    convolution.attention,
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
  ['nn.one_hot', 'x, num_classes, axis=-1, dtype=None, sparse=False', indexing.oneHot],
];
