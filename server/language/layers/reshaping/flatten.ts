import { choice } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';

/** All axes after the batch become one. */
export const flatten: LayerDefinition = {
  name: 'Flatten',
  signature: 'data_format=None',
  description: 'Lays each sample out in one row: (batch, 28, 28) becomes (batch, 784).',
  documentation: 'layers/reshaping_layers/flatten/',
  anyElementType: true,
  configure: (given) => ({
    data_format: choice(given, 'data_format', ['channels_last', 'channels_first'], 'channels_last'),
  }),
  inputSpec: () => ({ minRank: 1 }),
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const rank = x.shape?.length;
    if (rank === 1) return [graph.one('Unsqueeze', [x, integers(graph, [1])])];
    const first = args['data_format'] === 'channels_first' && rank !== undefined && rank > 2;
    const order = [0, ...Array.from({ length: (rank ?? 2) - 2 }, (_, i) => i + 2), 1];
    const last = first ? graph.one('Transpose', [x], { perm: { ints: order } }) : x;
    return [graph.one('Flatten', [last], { axis: { int: 1 } })];
  },
};
