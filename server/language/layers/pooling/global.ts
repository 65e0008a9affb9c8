import { elementTypeNumbers } from '../../tensor/element-type.js';
import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import { flag, setting } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';
import { allKnown, dataFormat, type SpatialRank, unknownResult } from '../spatial-arguments.js';

/** GlobalMaxPooling1D, 2D, 3D: the largest value of each channel. */
export function globalMaxPooling(rank: SpatialRank): LayerDefinition {
  return globalPooling(
    rank,
    { name: `GlobalMaxPooling${rank}D`, alias: `GlobalMaxPool${rank}D`, op: 'ReduceMax' },
    'Keeps the largest value of each channel: one number a channel is left of a sample.',
    `layers/pooling_layers/global_max_pooling${rank}d/`,
  );
}

/** GlobalAveragePooling1D, 2D, 3D: the mean of each channel. */
export function globalAveragePooling(rank: SpatialRank): LayerDefinition {
  const layer = globalPooling(
    rank,
    { name: `GlobalAveragePooling${rank}D`, alias: `GlobalAvgPool${rank}D`, op: 'ReduceMean' },
    'Takes the mean of each channel: one number a channel is left of a sample.',
    `layers/pooling_layers/global_average_pooling${rank}d/`,
  );
  return rank === 1 ? withMask(layer) : layer;
}

/** The mean of the steps that a mask keeps. */
function withMask(layer: LayerDefinition): LayerDefinition {
  return {
    ...layer,
    masking: 'takes',
    callSignature: 'inputs, mask=None',
    call(args, inputs, weights, context) {
      const { graph, given } = context;
      const [x] = inputs;
      const mask = inputs[given.input('mask') ?? -1];
      if (!x || !mask || !allKnown(args, ['data_format', 'keepdims']))
        return layer.call(args, inputs, weights, context);
      const last = args['data_format'] !== 'channels_first';
      const kept = graph.one('Unsqueeze', [
        graph.one('Cast', [mask], { to: { int: elementTypeNumbers.float32 } }),
        integers(graph, [last ? 2 : 1]),
      ]);
      const sum = (each: SymbolicTensor) =>
        graph.one('ReduceSum', [each, integers(graph, [last ? 1 : 2])], {
          keepdims: { int: setting<boolean>(args, 'keepdims') ? 1 : 0 },
        });
      return [graph.one('Div', [sum(graph.one('Mul', [x, kept])), sum(kept)])];
    },
  };
}

function globalPooling(
  rank: SpatialRank,
  { name, alias, op }: { readonly name: string; readonly alias: string; readonly op: string },
  description: string,
  documentation: string,
): LayerDefinition {
  const spatial = (first: number) => Array.from({ length: rank }, (_, axis) => axis + first);
  return {
    name,
    aliases: [alias],
    signature: 'data_format=None, keepdims=False',
    description,
    documentation,
    configure: (given) => ({ data_format: dataFormat(given), keepdims: flag(given, 'keepdims') }),
    inputSpec: () => ({ rank: rank + 2 }),
    call(args, [x], _weights, { graph }) {
      if (!x) return [];
      if (!allKnown(args, ['data_format', 'keepdims'])) return [unknownResult(graph, x)];
      const axes = integers(graph, spatial(args['data_format'] === 'channels_first' ? 2 : 1));
      return [graph.one(op, [x, axes], { keepdims: { int: setting<boolean>(args, 'keepdims') ? 1 : 0 } })];
    },
  };
}
