import * as made from './compute/creation.js';
import * as pictures from './compute/image.js';
import type { Row } from './function.js';
import * as creation from './rules/creation.js';
import * as elementwise from './rules/elementwise.js';
import * as image from './rules/image.js';

const size = 'data_format=None';

/** `keras.random` and `keras.ops.image`, by their modules. */
export const randomRows: readonly Row[] = [
  [
    'random.normal, random.truncated_normal',
    'shape, mean=0.0, stddev=1.0, dtype=None, seed=None',
    creation.ofShape(),
    made.draws,
  ],
  ['random.uniform', 'shape, minval=0.0, maxval=1.0, dtype=None, seed=None', creation.ofShape(), made.draws],
  ['random.randint', "shape, minval, maxval, dtype='int32', seed=None", creation.ofShape('int32'), made.draws],
  ['random.gamma', 'shape, alpha, dtype=None, seed=None', creation.ofShape(), made.draws],
  ['random.beta', 'shape, alpha, beta, dtype=None, seed=None', creation.ofShape(), made.draws],
  ['random.binomial', 'shape, counts, probabilities, dtype=None, seed=None', creation.ofShape()],
  ['random.categorical', "logits>x, num_samples, dtype='int32', seed=None", creation.categorical],
  ['random.dropout', 'inputs>x, rate, noise_shape=None, seed=None', elementwise.sameType, made.dropout],
  ['random.shuffle', 'x, axis=0, seed=None', elementwise.sameType],
  [
    'ops.image.resize',
    `images>x, size, interpolation='bilinear', antialias=False, crop_to_aspect_ratio=False, pad_to_aspect_ratio=False, fill_mode='constant', fill_value=0.0, ${size}`,
    image.resize,
    pictures.resize,
  ],
  ['ops.image.rgb_to_grayscale', `images>x, ${size}`, image.toGray, pictures.toGray],
  ['ops.image.rgb_to_hsv, ops.image.hsv_to_rgb', `images>x, ${size}`, image.floatImage],
  [
    'ops.image.affine_transform',
    `images>x, transform, interpolation='bilinear', fill_mode='constant', fill_value=0, ${size}`,
    image.sameImage,
  ],
  ['ops.image.gaussian_blur', `images>x, kernel_size=(3, 3), sigma=(1.0, 1.0), ${size}`, image.sameImage],
  [
    'ops.image.extract_patches',
    `images>x, size, strides=None, dilation_rate=1, padding='valid', ${size}`,
    image.patches,
    pictures.patches,
  ],
];
