import { type Dim, isKnown } from '../../tensor/dim.js';
import { pythonInteger, setting } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';

/** Each sample, a row, n times below itself. */
export const repeatVector: LayerDefinition = {
  name: 'RepeatVector',
  signature: 'n',
  description: 'Repeats each sample n times: (batch, 32) becomes (batch, n, 32).',
  documentation: 'layers/reshaping_layers/repeat_vector/',
  configure: (given) => ({
    n: pythonInteger(given, 'n', (shown) => `Argument \`n\` should be a positive integer. Received: n=${shown}`),
  }),
  inputSpec: () => ({ rank: 2 }),
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const n = setting<Dim>(args, 'n');
    const row = graph.one('Unsqueeze', [x, integers(graph, [1])]);
    const tiled = graph.one('Tile', [row, integers(graph, [1, isKnown(n) ? n : 1, 1])]);
    const [samples, size] = x.shape as [Dim, Dim];
    return [{ ...tiled, shape: [samples, n, size] }];
  },
};
