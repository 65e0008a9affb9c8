import type { TensorSpec } from '../../../model/model.js';
import { type Application, usualEnd, usualSignature } from './application.js';
import { convolved, halving, joined, path, smoothed, stem } from './inception.js';
import type { Network } from './network.js';

export const inceptionV3: readonly Application[] = [
  {
    name: 'InceptionV3',
    signature: usualSignature('inception_v3'),
    sizes: { standard: 299, least: 75 },
    build(net, image, options) {
      let x = stem(net, image);
      for (const [i, filters] of [32, 64, 64].entries()) x = wide(net, x, filters, `mixed${i}`);
      x = firstReduction(net, x);
      for (const [i, filters] of [128, 160, 160, 192].entries()) x = long(net, x, filters, `mixed${i + 4}`);
      x = secondReduction(net, x);
      for (const i of [0, 1]) x = forked(net, x, i);
      return usualEnd(net, x, options, { top: 'avg_pool' });
    },
  },
];

function wide(net: Network, x: TensorSpec, poolFilters: number, name: string): TensorSpec {
  const one = path(net, x, [[64, 1]]);
  const five = path(net, x, [
    [48, 1],
    [64, 5],
  ]);
  const three = path(net, x, [
    [64, 1],
    [96, 3],
    [96, 3],
  ]);
  const pool = convolved(net, smoothed(net, x), poolFilters, 1);
  return joined(net, [one, five, three, pool], name);
}

function firstReduction(net: Network, x: TensorSpec): TensorSpec {
  const three = path(net, x, [[384, 3, halving]]);
  const twice = path(net, x, [
    [64, 1],
    [96, 3],
    [96, 3, halving],
  ]);
  const pool = net.layer('MaxPooling2D', x, { pool_size: 3, strides: 2 });
  return joined(net, [three, twice, pool], 'mixed3');
}

/** Windows of 7 × 7 as 1 × 7 and 7 × 1. */
function long(net: Network, x: TensorSpec, filters: number, name: string): TensorSpec {
  const one = path(net, x, [[192, 1]]);
  const seven = path(net, x, [
    [filters, 1],
    [filters, [1, 7]],
    [192, [7, 1]],
  ]);
  const twice = path(net, x, [
    [filters, 1],
    [filters, [7, 1]],
    [filters, [1, 7]],
    [filters, [7, 1]],
    [192, [1, 7]],
  ]);
  const pool = convolved(net, smoothed(net, x), 192, 1);
  return joined(net, [one, seven, twice, pool], name);
}

function secondReduction(net: Network, x: TensorSpec): TensorSpec {
  const three = path(net, x, [
    [192, 1],
    [320, 3, halving],
  ]);
  const seven = path(net, x, [
    [192, 1],
    [192, [1, 7]],
    [192, [7, 1]],
    [192, 3, halving],
  ]);
  const pool = net.layer('MaxPooling2D', x, { pool_size: 3, strides: 2 });
  return joined(net, [three, seven, pool], 'mixed8');
}

function forked(net: Network, x: TensorSpec, i: number): TensorSpec {
  const one = path(net, x, [[320, 1]]);
  const fork = (start: TensorSpec, name?: string) => {
    const across = convolved(net, start, 384, [1, 3]);
    const down = convolved(net, start, 384, [3, 1]);
    return joined(net, [across, down], name);
  };
  const three = fork(path(net, x, [[384, 1]]), `mixed9_${i}`);
  const twice = fork(
    path(net, x, [
      [448, 1],
      [384, 3],
    ]),
  );
  const pool = convolved(net, smoothed(net, x), 192, 1);
  return joined(net, [one, three, twice, pool], `mixed${9 + i}`);
}
