import type { TensorSpec } from '../../../model/model.js';
import { type Application, count, usualEnd, usualSignature } from './application.js';
import { convolved, halving, joined, type Path, path, smoothed, stem } from './inception.js';
import type { Network } from './network.js';
import { customScaleLayer } from './operations.js';

export const inceptionResnetV2: readonly Application[] = [
  {
    name: 'InceptionResNetV2',
    signature: usualSignature('inception_resnet_v2'),
    sizes: { standard: 299, least: 75 },
    build(net, image, options) {
      let x = stem(net, image);
      const [first, second] = [branches(net, x, start), convolved(net, smoothed(net, x), 64, 1)];
      x = joined(net, [...first, second], 'mixed_5b');
      for (let i = 1; i <= 10; i += 1) x = block(net, x, block35, 0.17, `block35_${i}`);
      x = reduced(net, x, firstReduction, 'mixed_6a');
      for (let i = 1; i <= 20; i += 1) x = block(net, x, block17, 0.1, `block17_${i}`);
      x = reduced(net, x, secondReduction, 'mixed_7a');
      for (let i = 1; i <= 9; i += 1) x = block(net, x, block8, 0.2, `block8_${i}`);
      x = block(net, x, block8, 1, 'block8_10', false);
      x = convolved(net, x, 1536, 1, {}, { conv: 'conv_7b', norm: 'conv_7b_bn', activation: 'conv_7b_ac' });
      return usualEnd(net, x, options, { top: 'avg_pool' });
    },
  },
];

const start: readonly Path[] = [
  [[96, 1]],
  [
    [48, 1],
    [64, 5],
  ],
  [
    [64, 1],
    [96, 3],
    [96, 3],
  ],
];
const block35: readonly Path[] = [
  [[32, 1]],
  [
    [32, 1],
    [32, 3],
  ],
  [
    [32, 1],
    [48, 3],
    [64, 3],
  ],
];
const block17: readonly Path[] = [
  [[192, 1]],
  [
    [128, 1],
    [160, [1, 7]],
    [192, [7, 1]],
  ],
];
const block8: readonly Path[] = [
  [[192, 1]],
  [
    [192, 1],
    [224, [1, 3]],
    [256, [3, 1]],
  ],
];
const firstReduction: readonly Path[] = [
  [[384, 3, halving]],
  [
    [256, 1],
    [256, 3],
    [384, 3, halving],
  ],
];
const secondReduction: readonly Path[] = [
  [
    [256, 1],
    [384, 3, halving],
  ],
  [
    [256, 1],
    [288, 3, halving],
  ],
  [
    [256, 1],
    [288, 3],
    [320, 3, halving],
  ],
];

function branches(net: Network, x: TensorSpec, paths: readonly Path[]): TensorSpec[] {
  return paths.map((steps) => path(net, x, steps));
}

function reduced(net: Network, x: TensorSpec, paths: readonly Path[], name: string): TensorSpec {
  const convolutions = branches(net, x, paths);
  const pool = net.layer('MaxPooling2D', x, { pool_size: 3, strides: 2 });
  return joined(net, [...convolutions, pool], name);
}

/** What the branches give, brought back to as many channels as came in, is added, scaled down. */
function block(
  net: Network,
  x: TensorSpec,
  paths: readonly Path[],
  scale: number,
  name: string,
  activated = true,
): TensorSpec {
  const mixed = joined(net, branches(net, x, paths), `${name}_mixed`);
  const settings = { filters: count(net.channels(x)), kernel_size: 1, padding: 'same' };
  const up = net.layer('Conv2D', mixed, settings, `${name}_conv`);
  const sum = net.own(customScaleLayer, [x, up], { scale });
  return activated ? net.layer('Activation', sum, { activation: 'relu' }, `${name}_ac`) : sum;
}
