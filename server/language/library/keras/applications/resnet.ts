import type { TensorSpec } from '../../../model/model.js';
import { type Application, usualEnd, usualSignature } from './application.js';
import type { Network } from './network.js';

const depths: readonly (readonly [number, readonly number[]])[] = [
  [50, [3, 4, 6, 3]],
  [101, [3, 4, 23, 3]],
  [152, [3, 8, 36, 3]],
];

export const resnet: readonly Application[] = depths.map(([depth, blocks]) => of(`ResNet${depth}`, blocks, 1));
export const resnetV2: readonly Application[] = depths.map(([depth, blocks]) => of(`ResNet${depth}V2`, blocks, 2));

/** Version 2 normalises and activates before each convolution instead of after it. */
function of(name: string, blocks: readonly number[], version: 1 | 2): Application {
  return {
    name,
    signature: usualSignature(name.toLowerCase()),
    sizes: { standard: 224, least: 32 },
    build(net, image, options) {
      let x = padded(net, image, 3, 'conv1_pad');
      x = conv(net, x, { filters: 64, kernel_size: 7, strides: 2 }, 'conv1_conv');
      if (version === 1) x = normalized(net, x, 'conv1_bn', 'conv1_relu');
      x = padded(net, x, 1, 'pool1_pad');
      x = net.layer('MaxPooling2D', x, { pool_size: 3, strides: 2 }, 'pool1_pool');
      blocks.forEach((count, i) => {
        const filters = 64 * 2 ** i;
        const prefix = `conv${i + 2}_block`;
        for (let j = 1; j <= count; j += 1) {
          const block = `${prefix}${j}`;
          if (version === 1) x = blockV1(net, x, filters, j === 1 ? (i === 0 ? 1 : 2) : undefined, block);
          else x = blockV2(net, x, filters, j === count && i < blocks.length - 1 ? 2 : 1, j === 1, block);
        }
      });
      if (version === 2) x = normalized(net, x, 'post_bn', 'post_relu');
      return usualEnd(net, x, options, { top: 'avg_pool', avg: 'avg_pool', max: 'max_pool' });
    },
  };
}

/** `stride` is that of a shortcut by convolution; without one, the input itself is the shortcut. */
function blockV1(net: Network, input: TensorSpec, filters: number, stride: number | undefined, name: string) {
  const strides = stride ?? 1;
  let shortcut = input;
  if (stride !== undefined) {
    shortcut = conv(net, input, { filters: 4 * filters, kernel_size: 1, strides }, `${name}_0_conv`);
    shortcut = batchNorm(net, shortcut, `${name}_0_bn`);
  }
  let x = conv(net, input, { filters, kernel_size: 1, strides }, `${name}_1_conv`);
  x = normalized(net, x, `${name}_1_bn`, `${name}_1_relu`);
  x = conv(net, x, { filters, kernel_size: 3, padding: 'same' }, `${name}_2_conv`);
  x = normalized(net, x, `${name}_2_bn`, `${name}_2_relu`);
  x = conv(net, x, { filters: 4 * filters, kernel_size: 1 }, `${name}_3_conv`);
  x = batchNorm(net, x, `${name}_3_bn`);
  x = net.layer('Add', [shortcut, x], {}, `${name}_add`);
  return net.layer('Activation', x, { activation: 'relu' }, `${name}_out`);
}

function blockV2(net: Network, input: TensorSpec, filters: number, strides: number, convolved: boolean, name: string) {
  const before = normalized(net, input, `${name}_preact_bn`, `${name}_preact_relu`);
  const shortcut = convolved
    ? conv(net, before, { filters: 4 * filters, kernel_size: 1, strides }, `${name}_0_conv`)
    : strides > 1
      ? net.layer('MaxPooling2D', input, { pool_size: 1, strides })
      : input;
  let x = conv(net, before, { filters, kernel_size: 1, use_bias: false }, `${name}_1_conv`);
  x = normalized(net, x, `${name}_1_bn`, `${name}_1_relu`);
  x = padded(net, x, 1, `${name}_2_pad`);
  x = conv(net, x, { filters, kernel_size: 3, strides, use_bias: false }, `${name}_2_conv`);
  x = normalized(net, x, `${name}_2_bn`, `${name}_2_relu`);
  x = conv(net, x, { filters: 4 * filters, kernel_size: 1 }, `${name}_3_conv`);
  return net.layer('Add', [shortcut, x], {}, `${name}_out`);
}

function conv(net: Network, x: TensorSpec, settings: Parameters<Network['layer']>[2], name: string) {
  return net.layer('Conv2D', x, settings, name);
}

function padded(net: Network, x: TensorSpec, by: number, name: string) {
  return net.layer('ZeroPadding2D', x, { padding: by }, name);
}

function batchNorm(net: Network, x: TensorSpec, name: string) {
  return net.layer('BatchNormalization', x, { axis: net.channelAxis, epsilon: 1.001e-5 }, name);
}

function normalized(net: Network, x: TensorSpec, norm: string, activation: string) {
  return net.layer('Activation', batchNorm(net, x, norm), { activation: 'relu' }, activation);
}
