import type { TensorSpec } from '../../../model/model.js';
import { type Application, usualEnd, usualSignature } from './application.js';
import type { Network } from './network.js';

export const xception: readonly Application[] = [
  {
    name: 'Xception',
    signature: usualSignature('xception'),
    sizes: { standard: 299, least: 71 },
    build(net, image, options) {
      let x = image;
      for (const [name, filters, strides] of [
        ['block1_conv1', 32, 2],
        ['block1_conv2', 64, 1],
      ] as const) {
        x = net.layer('Conv2D', x, { filters, kernel_size: 3, strides, use_bias: false }, name);
        x = activated(net, normalized(net, x, `${name}_bn`), `${name}_act`);
      }
      for (const [i, filters] of [128, 256, 728].entries()) x = narrowed(net, x, [filters, filters], i + 2, i > 0);
      for (let i = 5; i <= 12; i += 1) x = added(net, x, i);
      x = narrowed(net, x, [728, 1024], 13, true);
      for (const [i, filters] of [1536, 2048].entries()) {
        x = separable(net, x, filters, `block14_sepconv${i + 1}`);
        x = activated(net, x, `block14_sepconv${i + 1}_act`);
      }
      return usualEnd(net, x, options, { top: 'avg_pool' });
    },
  },
];

/** Two separable convolutions and a pooling, beside a convolution that halves as well. */
function narrowed(
  net: Network,
  input: TensorSpec,
  filters: readonly [number, number],
  block: number,
  activateFirst: boolean,
): TensorSpec {
  const beside = { filters: filters[1], kernel_size: 1, strides: 2, padding: 'same', use_bias: false };
  const residual = normalized(net, net.layer('Conv2D', input, beside));
  let x = input;
  for (const [i, size] of filters.entries()) {
    const name = `block${block}_sepconv${i + 1}`;
    if (i > 0 || activateFirst) x = activated(net, x, `${name}_act`);
    x = separable(net, x, size, name);
  }
  x = net.layer('MaxPooling2D', x, { pool_size: 3, strides: 2, padding: 'same' }, `block${block}_pool`);
  return net.layer('Add', [x, residual]);
}

function added(net: Network, input: TensorSpec, block: number): TensorSpec {
  let x = input;
  for (let i = 1; i <= 3; i += 1) {
    const name = `block${block}_sepconv${i}`;
    x = separable(net, activated(net, x, `${name}_act`), 728, name);
  }
  return net.layer('Add', [x, input]);
}

function separable(net: Network, x: TensorSpec, filters: number, name: string): TensorSpec {
  const settings = { filters, kernel_size: 3, padding: 'same', use_bias: false };
  return normalized(net, net.layer('SeparableConv2D', x, settings, name), `${name}_bn`);
}

function normalized(net: Network, x: TensorSpec, name?: string): TensorSpec {
  return net.layer('BatchNormalization', x, { axis: net.format === 'channels_first' ? 1 : -1 }, name);
}

function activated(net: Network, x: TensorSpec, name: string): TensorSpec {
  return net.layer('Activation', x, { activation: 'relu' }, name);
}
