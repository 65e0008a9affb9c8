import { anonymous } from '../../../tensor/dim.js';
import { none } from '../../../values/value.js';
import * as made from '../../keras/ops/compute/creation.js';
import * as unary from '../../keras/ops/compute/elementwise.js';
import * as pictures from '../../keras/ops/compute/image.js';
import * as changes from '../../keras/ops/compute/image-changes.js';
import * as measures from '../../keras/ops/compute/image-measures.js';
import * as losses from '../../keras/ops/compute/losses.js';
import * as networks from '../../keras/ops/compute/networks.js';
import * as reduce from '../../keras/ops/compute/reduction.js';
import type { Row } from '../../keras/ops/function.js';
import { outcome } from '../../keras/ops/operand.js';
import * as convolution from '../../keras/ops/rules/convolution.js';
import * as elementwise from '../../keras/ops/rules/elementwise.js';
import * as image from '../../keras/ops/rules/image.js';
import * as reduction from '../../keras/ops/rules/reduction.js';

const pooled = 'ksize>pool_size, strides, padding, data_format=None';

/** `tf.nn` and `tf.image`. */
export const networkRows: readonly Row[] = [
  [
    'nn.relu, nn.relu6, nn.elu, nn.selu, math.softplus nn.softplus, nn.softsign math.softsign',
    'features>x',
    elementwise.sameType,
    { ...unary.unaries, ...unary.elu },
  ],
  ['nn.silu nn.swish', 'features>x, beta=1.0', elementwise.sameType, unary.unaries],
  ['nn.leaky_relu', 'features>x, alpha=0.2', elementwise.sameType, unary.leakyRelu],
  ['nn.gelu', 'features>x, approximate=False', elementwise.sameType, unary.gelu],
  ['nn.crelu', 'features>x, axis=-1', convolution.doubledLast, networks.crelu],
  [
    'nn.softmax math.softmax, nn.log_softmax math.log_softmax',
    'logits>x, axis=None',
    elementwise.sameType,
    unary.softmaxes,
  ],
  ['nn.dropout', 'x, rate, noise_shape=None, seed=None', elementwise.sameType, made.dropout],
  ['nn.bias_add', 'value>x, bias, data_format=None', convolution.biasAdd, networks.biasAdd],
  [
    'nn.batch_normalization',
    'x, mean, variance, offset, scale, variance_epsilon',
    elementwise.sameType,
    networks.batchNormalization,
  ],
  [
    'nn.local_response_normalization nn.lrn',
    'input>x, depth_radius=5, bias=1, alpha=1, beta=0.5',
    elementwise.sameType,
  ],
  ['nn.moments', 'x, axes>axis, shift=None, keepdims=False', reduction.moments, reduce.moments],
  ['nn.l2_loss', 't>x', convolution.oneNumber, networks.l2Loss],
  [
    'nn.embedding_lookup',
    'params>x, ids>indices, max_norm=None',
    convolution.embeddingLookup,
    networks.embeddingLookup,
  ],
  [
    'nn.conv1d',
    "input>inputs, filters>kernel, stride>strides, padding, data_format='NWC', dilations>dilation_rate=None",
    convolution.conv,
    networks.conv,
  ],
  [
    'nn.conv2d',
    "input>inputs, filters>kernel, strides, padding, data_format='NHWC', dilations>dilation_rate=None",
    convolution.conv,
    networks.conv,
  ],
  [
    'nn.conv3d',
    "input>inputs, filters>kernel, strides, padding, data_format='NDHWC', dilations>dilation_rate=None",
    convolution.conv,
    networks.conv,
  ],
  [
    'nn.convolution',
    "input>inputs, filters>kernel, strides=None, padding='VALID', data_format=None, dilations>dilation_rate=None",
    convolution.conv,
    networks.conv,
  ],
  ['nn.atrous_conv2d', 'value>inputs, filters>kernel, rate>dilation_rate, padding', convolution.conv, networks.conv],
  [
    'nn.depthwise_conv2d',
    'input>inputs, filter>kernel, strides, padding, data_format=None, dilations>dilation_rate=None',
    convolution.depthwiseConv,
    networks.depthwiseConv,
  ],
  [
    'nn.separable_conv2d',
    'input>inputs, depthwise_filter>depthwise_kernel, pointwise_filter>pointwise_kernel, strides, padding, data_format=None, dilations>dilation_rate=None',
    convolution.separableConv,
    networks.separableConv,
  ],
  [
    'nn.conv1d_transpose, nn.conv2d_transpose, nn.conv3d_transpose, nn.conv_transpose',
    "input>inputs, filters>kernel, output_shape, strides, padding='SAME', data_format=None, dilations>dilation_rate=None",
    convolution.convTranspose,
  ],
  [
    'nn.max_pool, nn.max_pool1d, nn.max_pool2d, nn.max_pool3d, nn.avg_pool, nn.avg_pool1d, nn.avg_pool2d, nn.avg_pool3d',
    `input>inputs, ${pooled}`,
    convolution.pool,
    networks.pool,
  ],
  [
    'nn.pool',
    "input>inputs, window_shape>pool_size, pooling_type, strides=1, padding='VALID', data_format=None, dilations>dilation_rate=None",
    convolution.pool,
    networks.pool,
  ],
  [
    'nn.softmax_cross_entropy_with_logits',
    'labels>x1, logits>x2, axis=-1',
    reduction.lastAxisOfTwo,
    losses.categoricalCrossentropy,
  ],
  [
    'nn.sparse_softmax_cross_entropy_with_logits',
    'labels>x1, logits>x2',
    reduction.sparseCrossEntropy,
    losses.sparseCrossentropy,
  ],
  [
    'nn.sigmoid_cross_entropy_with_logits',
    'labels>x1=None, logits>x2=None',
    elementwise.arithmetic,
    losses.sigmoidCrossEntropy,
  ],
  ['nn.weighted_cross_entropy_with_logits', 'labels>x1, logits>x2, pos_weight', elementwise.arithmetic],
  ['nn.compute_average_loss', 'per_example_loss>x, sample_weight=None, global_batch_size=None', convolution.oneNumber],
  ['nn.scale_regularization_loss', 'regularization_loss>x', elementwise.sameType],
  [
    'nn.ctc_loss',
    'labels>x, logits, label_length, logit_length, logits_time_major=True, unique=None, blank_index=None',
    (call) => {
      const { shape } = call.tensor('logits');
      const at = call.bool('logits_time_major') ? 1 : 0;
      return outcome('float32', shape && [shape[at] ?? 1]);
    },
  ],
  [
    'image.resize',
    "images>x, size, method='bilinear', preserve_aspect_ratio=False, antialias=False",
    image.resize,
    pictures.resize,
  ],
  ['image.resize_with_crop_or_pad', 'image>x, target_height, target_width', image.toSize, changes.fitted],
  ['image.resize_with_pad', "image>x, target_height, target_width, method='bilinear', antialias=False", image.toSize],
  [
    'image.crop_to_bounding_box, image.pad_to_bounding_box',
    'image>x, offset_height, offset_width, target_height, target_width',
    image.toSize,
    pictures.boxes,
  ],
  ['image.random_crop', 'value>x, size, seed=None', image.randomCrop],
  ['image.stateless_random_crop', 'value>x, size, seed', image.randomCrop],
  ['image.central_crop', 'image>x, central_fraction>fraction', image.centralCrop, pictures.centralCrop],
  ['image.rgb_to_grayscale', 'images>x', image.toGray, pictures.toGray],
  ['image.grayscale_to_rgb', 'images>x', image.fromGray, pictures.fromGray],
  [
    'image.rgb_to_hsv, image.hsv_to_rgb, image.rgb_to_yiq, image.rgb_to_yuv, image.yiq_to_rgb, image.yuv_to_rgb',
    'images>x',
    image.colorSpace,
    changes.conversions,
  ],
  ['image.convert_image_dtype', 'image>x, dtype, saturate=False', image.sameImage, pictures.converted],
  ['image.adjust_brightness, image.adjust_hue', 'image>x, delta', image.sameImage, changes.colorChanges],
  ['image.adjust_contrast', 'images>x, contrast_factor', image.sameImage, changes.colorChanges],
  ['image.adjust_gamma', 'image>x, gamma=1, gain=1', image.sameImage, changes.colorChanges],
  ['image.adjust_saturation', 'image>x, saturation_factor', image.sameImage, changes.colorChanges],
  ['image.flip_left_right, image.flip_up_down', 'image>x', image.sameImage, pictures.flips],
  ['image.per_image_standardization', 'image>x', image.floatImage, pictures.standardized],
  [
    'image.random_flip_left_right, image.random_flip_up_down',
    'image>x, seed=None',
    image.sameImage,
    changes.randomChanges,
  ],
  ['image.stateless_random_flip_left_right, image.stateless_random_flip_up_down', 'image>x, seed', image.sameImage],
  ['image.random_brightness, image.random_hue', 'image>x, max_delta, seed=None', image.shifted, changes.randomChanges],
  ['image.stateless_random_brightness, image.stateless_random_hue', 'image>x, max_delta, seed', image.shifted],
  [
    'image.random_contrast, image.random_saturation',
    'image>x, lower, upper, seed=None',
    image.ranging,
    changes.randomChanges,
  ],
  ['image.stateless_random_contrast', 'image>x, lower, upper, seed', image.ranging],
  ['image.stateless_random_saturation', 'image>x, lower, upper, seed=None', image.ranging],
  ['image.random_jpeg_quality', 'image>x, min_jpeg_quality, max_jpeg_quality, seed=None', image.sameImage],
  ['image.stateless_random_jpeg_quality', 'image>x, min_jpeg_quality, max_jpeg_quality, seed', image.sameImage],
  ['image.rot90', 'image>x, k=1', image.turnedImage, changes.turned],
  ['image.transpose', 'image>x', image.transposedImage, pictures.transposed],
  ['image.draw_bounding_boxes', 'images>x, boxes, colors', image.sameImage],
  [
    'image.crop_and_resize',
    "image>x, boxes, box_indices, crop_size>size, method='bilinear', extrapolation_value=0.0",
    image.cropAndResize,
  ],
  [
    'image.extract_patches',
    'images>x, sizes>size, strides, rates>dilation_rate, padding',
    image.patches,
    pictures.patches,
  ],
  ['image.psnr', 'a>x1, b, max_val', image.imageScore, measures.psnr],
  [
    'image.ssim',
    'img1>x1, img2, max_val, filter_size=11, filter_sigma=1.5, k1=0.01, k2=0.03, return_index_map=False',
    image.imageScore,
    measures.ssim,
  ],
  [
    'image.ssim_multiscale',
    'img1>x1, img2, max_val, power_factors=None, filter_size=11, filter_sigma=1.5, k1=0.01, k2=0.03',
    image.imageScore,
  ],
  ['image.total_variation', 'images>x', image.totalVariation, measures.totalVariation],
  ['image.image_gradients', 'image>x', image.imageGradients, measures.gradients],
  ['image.sobel_edges', 'image>x', image.sobel, measures.sobel],
  [
    'image.non_max_suppression',
    'boxes, scores, max_output_size, iou_threshold=0.5, score_threshold=None',
    image.indicesLeft,
  ],
  [
    'image.decode_jpeg io.decode_jpeg',
    "contents, channels=0, ratio=1, fancy_upscaling=True, try_recover_truncated=False, acceptable_fraction=1, dct_method=''",
    image.decoded,
  ],
  ['image.decode_png io.decode_png', 'contents, channels=0, dtype=uint8', image.decoded],
  ['image.decode_bmp io.decode_bmp, image.decode_webp io.decode_webp', 'contents, channels=0', image.decoded],
  ['image.decode_gif io.decode_gif', 'contents', image.decoded],
  ['image.decode_image io.decode_image', 'contents, channels=None, dtype=uint8, expand_animations=True', image.decoded],
  ['io.read_file', 'filename', () => outcome('string', [])],
  ['io.write_file', 'filename, contents', () => none],
  ['io.matching_files', 'pattern', () => outcome('string', [anonymous()])],
  ['io.encode_jpeg, io.encode_png', 'image, **kwargs', () => outcome('string', [])],
  ['io.serialize_tensor', 'tensor', () => outcome('string', [])],
  [
    'io.decode_raw',
    'input_bytes>x, out_type>dtype, little_endian=True, fixed_length=None',
    (call) => {
      const { shape } = call.tensor('x');
      return outcome(call.dtype('dtype', undefined), shape && [...shape, call.dimOf({ kind: 'none' })]);
    },
  ],
  ['io.parse_tensor', 'serialized, out_type>dtype', (call) => outcome(call.dtype('dtype', undefined), undefined)],
  [
    'audio.decode_wav',
    'contents, desired_channels=-1, desired_samples=-1',
    (call) => {
      const size = (name: string) => (call.int(name) < 0 ? call.dimOf({ kind: 'none' }) : call.int(name));
      const audio = outcome('float32', [size('desired_samples'), size('desired_channels')]);
      return { kind: 'tuple', elements: [audio, outcome('int32', [])] };
    },
  ],
];
