import { anonymous, multiply } from '../../../tensor/dim.js';
import type { NativeModule } from '../../../values/native-module.js';
import { float, none, str } from '../../../values/value.js';
import { native } from '../../python/define.js';
import { assignRate } from '../optimizer-state.js';
import { plain } from '../plain.js';
import * as binary from './compute/arithmetic.js';
import * as made from './compute/creation.js';
import * as unary from './compute/elementwise.js';
import * as picks from './compute/indexing.js';
import * as algebra from './compute/linear-algebra.js';
import * as losses from './compute/losses.js';
import * as networks from './compute/networks.js';
import * as reduce from './compute/reduction.js';
import * as shapes from './compute/shaping.js';
import { functionsOf, type Row } from './function.js';
import { floatx, outcome } from './operand.js';
import { operationName } from './operation.js';
import * as convolution from './rules/convolution.js';
import * as creation from './rules/creation.js';
import * as elementwise from './rules/elementwise.js';
import * as indexing from './rules/indexing.js';
import * as linear from './rules/linear-algebra.js';
import * as reduction from './rules/reduction.js';
import * as shaping from './rules/shaping.js';

const convolved = "x>inputs, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1";

/** The functions of `keras.backend` (`from tensorflow.keras import backend as K`), which Keras 3 keeps in `tf.keras` alone. */
const rows: readonly Row[] = [
  [
    'abs, cos, exp, log, round, sign, sin, sqrt, square, tanh, sigmoid, softplus, softsign, cast_to_floatx',
    'x',
    elementwise.sameType,
    unary.unaries,
  ],
  ['hard_sigmoid', 'x', elementwise.sameType, unary.steeperHardSigmoid],
  ['stop_gradient', 'variables>x', elementwise.sameType, unary.unaries],
  ['print_tensor', "x, message='', summarize=3", elementwise.sameType],
  ['relu', 'x, alpha=0.0, max_value=None, threshold=0.0', elementwise.sameType, unary.unaries],
  ['elu', 'x, alpha=1.0', elementwise.sameType, unary.elu],
  ['softmax', 'x, axis=-1', elementwise.sameType, unary.softmaxes],
  ['l2_normalize', 'x, axis=None', elementwise.sameType, networks.l2Normalize],
  ['dropout', 'x, level, noise_shape=None, seed=None', elementwise.sameType, made.dropout],
  ['reverse', 'x, axes', elementwise.sameType, shapes.flips],
  ['cumsum, cumprod', 'x, axis=0', elementwise.sameType, reduce.cumulatives],
  ['clip', 'x, min_value>x_min, max_value>x_max', elementwise.clip, binary.clip],
  ['pow', 'x>x1, a>x2', elementwise.arithmetic, binary.binaries],
  ['maximum, minimum', 'x>x1, y>x2', elementwise.arithmetic, binary.binaries],
  ['equal, not_equal, greater, greater_equal, less, less_equal', 'x>x1, y>x2', elementwise.comparison, binary.binaries],
  ['cast', 'x, dtype', elementwise.cast, unary.castTo],
  ['sum, prod', 'x, axis=None, keepdims=False', reduction.sum, reduce.reductions],
  ['max, min', 'x, axis=None, keepdims=False', reduction.extreme, reduce.reductions],
  ['mean, std, var', 'x, axis=None, keepdims=False', reduction.backendMean, reduce.reductions],
  ['logsumexp', 'x, axis=None, keepdims=False', reduction.mean, reduce.reductions],
  ['any, all', 'x, axis=None, keepdims=False', reduction.quantifier, reduce.reductions],
  ['argmax, argmin', 'x, axis=-1', reduction.argExtreme, reduce.reductions],
  ['binary_crossentropy', 'target>x1, output>x, from_logits=False', elementwise.sameType, losses.binaryCrossentropy],
  [
    'categorical_crossentropy',
    'target>x1, output>x2, from_logits=False, axis=-1',
    reduction.lastAxisOfTwo,
    losses.categoricalCrossentropy,
  ],
  [
    'sparse_categorical_crossentropy',
    'target>x1, output>x2, from_logits=False, axis=-1, ignore_class=None',
    reduction.sparseCrossEntropy,
    losses.sparseCrossentropy,
  ],
  ['dot', 'x>x1, y>x2', linear.dot, algebra.dot],
  ['batch_dot', 'x>x1, y>x2, axes=None', linear.batchDot, algebra.batchDot],
  ['transpose', 'x', shaping.transpose, shapes.transpose],
  ['permute_dimensions', 'x, pattern>axes', shaping.transpose, shapes.transpose],
  ['reshape', 'x, shape>newshape', shaping.reshape, shapes.reshape],
  ['flatten', 'x', shaping.ravel, shapes.ravel],
  ['batch_flatten', 'x', shaping.batchFlatten, shapes.batchFlatten],
  ['expand_dims', 'x, axis=-1', shaping.expandDims, shapes.expandDims],
  ['squeeze', 'x, axis', shaping.squeeze, shapes.squeeze],
  ['repeat', 'x, n>repeats', shaping.repeatRows, shapes.repeatRows],
  ['repeat_elements', 'x, rep>repeats, axis', shaping.repeat, shapes.repeat],
  ['tile', 'x, n>repeats', shaping.tile, shapes.tile],
  ['concatenate', 'tensors>xs, axis=-1', shaping.concatenate, shapes.concatenate],
  ['stack', 'x>xs, axis=0', shaping.stack, shapes.stack],
  ['gather', 'reference>x, indices', convolution.embeddingLookup, networks.embeddingLookup],
  ['one_hot', 'indices>x, num_classes', indexing.oneHot, picks.oneHot],
  ['in_top_k', 'predictions, targets, k', indexing.inTopK, picks.inTopK],
  ['shape', 'x', creation.shapeTensor, made.shapeOf],
  ['int_shape', 'x', creation.shapeTuple],
  ['ndim', 'x', creation.ndim],
  ['dtype', 'x', creation.dtypeName],
  ['zeros, ones', 'shape, dtype=None, name=None', creation.ofShape(), made.constants],
  ['zeros_like, ones_like', 'x, dtype=None, name=None', elementwise.likeX, made.likes],
  ['eye', 'size>N, dtype=None, name=None', creation.eye, made.eyes],
  ['arange', "start, stop=None, step=1, dtype='int32'", creation.arange, made.arange],
  [
    'constant, variable',
    'value>x, dtype=None, shape=None, name=None, constraint=None',
    (call) => {
      const made = creation.asTensor(call);
      return made.kind === 'tensor' && !call.has('dtype') ? outcome(floatx, made.shape) : made;
    },
    { constant: made.asTensor },
  ],
  [
    'random_normal, truncated_normal',
    'shape, mean=0.0, stddev=1.0, dtype=None, seed=None',
    creation.ofShape(),
    made.draws,
  ],
  ['random_uniform', 'shape, minval=0.0, maxval=1.0, dtype=None, seed=None', creation.ofShape(), made.draws],
  ['random_binomial, random_bernoulli', 'shape, p=0.0, dtype=None, seed=None', creation.ofShape()],
  ['conv1d, conv2d, conv3d', convolved, convolution.conv, networks.conv],
  [
    'depthwise_conv2d',
    convolved.replace('kernel', 'depthwise_kernel>kernel'),
    convolution.depthwiseConv,
    networks.depthwiseConv,
  ],
  [
    'pool2d, pool3d',
    "x>inputs, pool_size, strides=1, padding='valid', data_format=None, pool_mode='max'",
    convolution.pool,
    networks.pool,
  ],
  ['bias_add', 'x, bias, data_format=None', convolution.biasAdd, networks.biasAdd],
  [
    'batch_normalization',
    'x, mean, var, beta, gamma, axis=-1, epsilon=0.001',
    elementwise.sameType,
    networks.batchNormalization,
  ],
  [
    'switch',
    'condition, then_expression>x1, else_expression>x2',
    (call) => {
      const x = call.tensor('x1');
      return outcome(x.dtype, x.shape);
    },
  ],
  [
    'resize_images',
    "x, height_factor, width_factor, data_format, interpolation='nearest'",
    (call) => {
      const { shape, dtype } = call.tensor('x');
      const at = call.str('data_format', 'channels_last') === 'channels_first' ? 2 : 1;
      const factors = [call.dim('height_factor'), call.dim('width_factor')];
      return outcome(
        dtype,
        shape?.map((dim, axis) =>
          axis === at || axis === at + 1 ? multiply(dim, factors[axis - at] ?? anonymous()) : dim,
        ),
      );
    },
  ],
  ['update, update_add, update_sub', 'x, new_x', elementwise.sameType],
];

/** Keras 2 named such nodes after the function of TensorFlow that it called; Keras 3 has none. */
const functions =
  functionsOf('keras.backend', 'tensorflow', rows, (name) => ({
    ...operationName(name),
    base: `tf.${name}`,
    isLayer: true,
  })).get('') ?? {};

export const backendModules: readonly NativeModule[] = [
  {
    name: 'keras.backend',
    members: {
      ...functions,
      epsilon: native('keras.backend.epsilon', '', ['keras.backend.epsilon()'], () => float(1e-7)),
      floatx: native('keras.backend.floatx', '', ['keras.backend.floatx()'], () => str(floatx)),
      get_value: native(
        'keras.backend.get_value',
        'x',
        ['keras.backend.get_value(tf.ones((2, 3)))'],
        (args, context) => {
          const x = args.get('x');
          return x.kind === 'tensor' && x.library === 'tensorflow'
            ? { kind: 'tensor', library: 'numpy', dtype: x.dtype, shape: x.shape, data: x.data }
            : context.unknown('a value that is not known');
        },
      ),
      set_value: native('keras.backend.set_value', 'x, value', ['keras.backend.set_value(3, 4)'], (args, context) => {
        const x = args.get('x');
        const value = plain(args.get('value'));
        if (x.kind === 'tensor' && assignRate(x, typeof value === 'number' ? value : undefined)) return none;
        return context.host.mode === 'numbers'
          ? context.unknown('variables are not changed yet', 'keras.backend.set_value')
          : none;
      }),
    },
  },
];
