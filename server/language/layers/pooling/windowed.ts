import { refused, setting } from '../arguments.js';
import { autoPad, channelsFirst } from '../channels.js';
import type { GivenArguments, LayerDefinition } from '../layer.js';
import { allKnown, dataFormat, type SpatialRank, sizes, spelt, unknownResult } from '../spatial-arguments.js';

/** MaxPooling1D, 2D, 3D: the largest value of each window. */
export function maxPooling(rank: SpatialRank): LayerDefinition {
  return windowed(rank, {
    name: `MaxPooling${rank}D`,
    alias: `MaxPool${rank}D`,
    op: 'MaxPool',
    poolSize: `pool_size=${spelt(2, rank)}`,
    description: 'Keeps the largest value of each window: the input shrinks, what stands out in it stays.',
    documentation: `layers/pooling_layers/max_pooling${rank}d/`,
  });
}

/** AveragePooling1D, 2D, 3D: the mean of each window; padding does not count. */
export function averagePooling(rank: SpatialRank): LayerDefinition {
  return windowed(rank, {
    name: `AveragePooling${rank}D`,
    alias: `AvgPool${rank}D`,
    op: 'AveragePool',
    poolSize: 'pool_size',
    description: 'Takes the mean of each window: the input shrinks.',
    documentation: `layers/pooling_layers/average_pooling${rank}d/`,
  });
}

function windowed(
  rank: SpatialRank,
  pooling: {
    readonly name: string;
    readonly alias: string;
    readonly op: string;
    readonly poolSize: string;
    readonly description: string;
    readonly documentation: string;
  },
): LayerDefinition {
  const { name, alias, op, poolSize, description, documentation } = pooling;
  return {
    name,
    aliases: [alias],
    signature: `${poolSize}, strides=None, padding='valid', data_format=None`,
    description,
    documentation,
    configure(given) {
      const pool = sizes(given, 'pool_size', rank);
      return {
        pool_size: pool,
        strides: given.get('strides') === null ? pool : sizes(given, 'strides', rank),
        padding: paddingOf(given),
        data_format: dataFormat(given),
      };
    },
    inputSpec: () => ({ rank: rank + 2 }),
    call(args, [x], _weights, { graph }) {
      if (!x) return [];
      if (!allKnown(args, ['pool_size', 'strides', 'padding', 'data_format'])) return [unknownResult(graph, x)];
      return [
        channelsFirst(graph, x, setting(args, 'data_format'), rank, (first) =>
          graph.one(op, [first], {
            kernel_shape: { ints: setting<readonly number[]>(args, 'pool_size') },
            strides: { ints: setting<readonly number[]>(args, 'strides') },
            auto_pad: autoPad(setting(args, 'padding')),
          }),
        ),
      ];
    },
  };
}

/** Poolings take their padding in lower case alone. */
function paddingOf(given: GivenArguments): 'valid' | 'same' | undefined {
  const value = given.get('padding');
  if (value === undefined || value === 'valid' || value === 'same') return value;
  throw refused(
    'padding',
    value,
    "'valid' or 'same'",
    `Argument \`padding\` must be either 'valid' or 'same'. Received: padding=${String(value)}`,
    ['valid', 'same'],
  );
}
