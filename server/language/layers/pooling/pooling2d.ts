import { choice, pair, setting } from '../arguments.js';
import { autoPad, channelsFirst, type DataFormat } from '../channels.js';
import type { LayerDefinition } from '../layer.js';

/** The largest value of each window. */
export const maxPooling2d: LayerDefinition = pooling(
  'MaxPooling2D',
  'MaxPool2D',
  'MaxPool',
  'pool_size=(2, 2)',
  'Keeps the largest value of each window: the image shrinks, what stands out in it stays.',
  'layers/pooling_layers/max_pooling2d/',
);

/** The mean of each window; padding does not count. */
export const averagePooling2d: LayerDefinition = pooling(
  'AveragePooling2D',
  'AvgPool2D',
  'AveragePool',
  'pool_size',
  'Takes the mean of each window: the image shrinks.',
  'layers/pooling_layers/average_pooling2d/',
);

function pooling(
  name: string,
  alias: string,
  op: string,
  poolSize: string,
  description: string,
  documentation: string,
): LayerDefinition {
  return {
    name,
    aliases: [alias],
    signature: `${poolSize}, strides=None, padding='valid', data_format=None`,
    description,
    documentation,
    configure(given) {
      const pool = pair(given, 'pool_size');
      return {
        pool_size: pool,
        strides: given.get('strides') === null ? pool : pair(given, 'strides', pool),
        padding: choice(given, 'padding', ['valid', 'same'], 'valid'),
        data_format: choice(given, 'data_format', ['channels_last', 'channels_first'], 'channels_last'),
      };
    },
    inputSpec: () => ({ rank: 4 }),
    call(args, [x], _weights, { graph }) {
      if (!x) return [];
      const pool = setting<readonly number[] | undefined>(args, 'pool_size');
      const strides = setting<readonly number[] | undefined>(args, 'strides');
      const format = setting<DataFormat | undefined>(args, 'data_format');
      if (!pool || !strides || !format || args['padding'] === undefined) {
        return [{ ...graph.one('Identity', [x]), shape: undefined }];
      }
      return [
        channelsFirst(graph, x, format, (first) =>
          graph.one(op, [first], {
            kernel_shape: { ints: pool },
            strides: { ints: strides },
            auto_pad: autoPad(setting(args, 'padding')),
          }),
        ),
      ];
    },
  };
}
