import type { TensorSpec } from '../../../model/model.js';
import { type Dim, isKnown, multiply } from '../../../tensor/dim.js';
import { type Application, count, multipleOf, usualEnd } from './application.js';
import { evenPadding } from './input-shape.js';
import { numberOf, oneOf, sizedName, squareShape } from './mobilenet.js';
import type { Network } from './network.js';

/** Filters, stride, how often: the first of a row has the stride, and only the very first does not expand. */
const rows = [
  [16, 1, 1],
  [24, 2, 2],
  [32, 2, 3],
  [64, 2, 4],
  [96, 1, 3],
  [160, 2, 3],
  [320, 1, 1],
] as const;
const squares = [96, 128, 160, 192, 224];

export const mobilenetV2: readonly Application[] = [
  {
    name: 'MobileNetV2',
    signature:
      "input_shape=None, alpha=1.0, include_top=True, weights='imagenet', input_tensor=None, pooling=None, classes=1000, classifier_activation='softmax', name=None",
    imageShape: (options) => squareShape(options, squares, options.shape ?? options.tensor?.slice(1) ?? null),
    checkImagenet: (options) => oneOf(options, 'alpha', [0.35, 0.5, 0.75, 1, 1.3, 1.4]),
    modelName: (options, image) => sizedName('mobilenetv2', options, image, squares),
    build(net, image, options) {
      const alpha = numberOf(options, 'alpha');
      const settings = {
        filters: multipleOf(32 * alpha),
        kernel_size: 3,
        strides: 2,
        padding: 'same',
        use_bias: false,
      };
      let x = net.layer('Conv2D', image, settings, 'Conv1');
      x = normalized(net, x, 'bn_Conv1', 'Conv1_relu');
      let id = 0;
      for (const [filters, stride, times] of rows) {
        for (let i = 0; i < times; i += 1) {
          x = block(net, x, multipleOf(Math.trunc(filters * alpha)), i === 0 ? stride : 1, id);
          id += 1;
        }
      }
      const last = alpha > 1 ? multipleOf(1280 * alpha) : 1280;
      x = net.layer('Conv2D', x, { filters: last, kernel_size: 1, use_bias: false }, 'Conv_1');
      x = normalized(net, x, 'Conv_1_bn', 'out_relu');
      return usualEnd(net, x, options);
    },
  },
];

/** Wider inside than at its ends; added to its input where that has the same shape. */
function block(net: Network, input: TensorSpec, filters: number, strides: number, id: number): TensorSpec {
  const prefix = id === 0 ? 'expanded_conv_' : `block_${id}_`;
  const channels: Dim = net.channels(input);
  let x = input;
  if (id > 0) {
    const expand = { filters: count(multiply(6, channels)), kernel_size: 1, padding: 'same', use_bias: false };
    x = net.layer('Conv2D', x, expand, `${prefix}expand`);
    x = normalized(net, x, `${prefix}expand_BN`, `${prefix}expand_relu`);
  }
  if (strides === 2) x = net.layer('ZeroPadding2D', x, { padding: evenPadding(net.size(x), 3) }, `${prefix}pad`);
  const depthwise = { kernel_size: 3, strides, use_bias: false, padding: strides === 1 ? 'same' : 'valid' };
  x = net.layer('DepthwiseConv2D', x, depthwise, `${prefix}depthwise`);
  x = normalized(net, x, `${prefix}depthwise_BN`, `${prefix}depthwise_relu`);
  const project = { filters, kernel_size: 1, padding: 'same', use_bias: false };
  x = net.layer('Conv2D', x, project, `${prefix}project`);
  x = batchNorm(net, x, `${prefix}project_BN`);
  return strides === 1 && isKnown(channels) && channels === filters
    ? net.layer('Add', [input, x], {}, `${prefix}add`)
    : x;
}

/** With the momentum of the MobileNets from the second on. */
export function batchNorm(net: Network, x: TensorSpec, name: string): TensorSpec {
  const axis = net.format === 'channels_first' ? 1 : -1;
  return net.layer('BatchNormalization', x, { axis, epsilon: 1e-3, momentum: 0.999 }, name);
}

function normalized(net: Network, x: TensorSpec, norm: string, activation: string): TensorSpec {
  return net.layer('ReLU', batchNorm(net, x, norm), { max_value: 6 }, activation);
}
