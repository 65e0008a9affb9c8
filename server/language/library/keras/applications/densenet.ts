import type { TensorSpec } from '../../../model/model.js';
import { floorDivide } from '../../../tensor/dim.js';
import { type Application, count, usualEnd, usualSignature } from './application.js';
import type { Network } from './network.js';

const GROWTH = 32;

export const densenet: readonly Application[] = [
  of('DenseNet121', [6, 12, 24, 16]),
  of('DenseNet169', [6, 12, 32, 32]),
  of('DenseNet201', [6, 12, 48, 32]),
];

function of(name: string, blocks: readonly number[]): Application {
  return {
    name,
    signature: usualSignature(name.toLowerCase()),
    sizes: { standard: 224, least: 32 },
    lastOnly: true,
    build(net, image, options) {
      let x = net.layer('ZeroPadding2D', image, { padding: 3 });
      x = net.layer('Conv2D', x, { filters: 64, kernel_size: 7, strides: 2, use_bias: false }, 'conv1_conv');
      x = normalized(net, x, 'conv1_bn', 'conv1_relu');
      x = net.layer('ZeroPadding2D', x, { padding: 1 });
      x = net.layer('MaxPooling2D', x, { pool_size: 3, strides: 2 }, 'pool1');
      blocks.forEach((convolutions, i) => {
        for (let j = 1; j <= convolutions; j += 1) x = widened(net, x, `conv${i + 2}_block${j}`);
        if (i < blocks.length - 1) x = halved(net, x, `pool${i + 2}`);
      });
      x = normalized(net, x, 'bn', 'relu');
      return usualEnd(net, x, options, { top: 'avg_pool', avg: 'avg_pool', max: 'max_pool' });
    },
  };
}

/** Keeps its input and puts what it makes of it beside. */
function widened(net: Network, input: TensorSpec, name: string): TensorSpec {
  let x = normalized(net, input, `${name}_0_bn`, `${name}_0_relu`);
  x = net.layer('Conv2D', x, { filters: 4 * GROWTH, kernel_size: 1, use_bias: false }, `${name}_1_conv`);
  x = normalized(net, x, `${name}_1_bn`, `${name}_1_relu`);
  const settings = { filters: GROWTH, kernel_size: 3, padding: 'same', use_bias: false };
  x = net.layer('Conv2D', x, settings, `${name}_2_conv`);
  return net.layer('Concatenate', [input, x], { axis: net.channelAxis }, `${name}_concat`);
}

function halved(net: Network, input: TensorSpec, name: string): TensorSpec {
  let x = normalized(net, input, `${name}_bn`, `${name}_relu`);
  const filters = count(floorDivide(net.channels(x), 2));
  x = net.layer('Conv2D', x, { filters, kernel_size: 1, use_bias: false }, `${name}_conv`);
  return net.layer('AveragePooling2D', x, { pool_size: 2, strides: 2 }, `${name}_pool`);
}

function normalized(net: Network, x: TensorSpec, norm: string, activation: string): TensorSpec {
  const y = net.layer('BatchNormalization', x, { axis: net.channelAxis, epsilon: 1.001e-5 }, norm);
  return net.layer('Activation', y, { activation: 'relu' }, activation);
}
