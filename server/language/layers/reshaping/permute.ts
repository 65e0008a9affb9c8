import { anonymous } from '../../tensor/dim.js';
import { refused, setting, show } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';

/** The axes of each sample in another order, counted from 1. */
export const permute: LayerDefinition = {
  name: 'Permute',
  signature: 'dims',
  description: 'Puts the axes of each sample in another order: `dims` counts them from 1.',
  documentation: 'layers/reshaping_layers/permute/',
  anyElementType: true,
  configure(given) {
    const dims = given.get('dims');
    if (dims === undefined) return { dims };
    const order = Array.isArray(dims) ? [...dims] : undefined;
    if (!order?.every((dim) => typeof dim === 'number') || !isOrder(order as number[])) {
      throw refused(
        'dims',
        dims,
        'the axes 1, 2, … in any order',
        `Invalid permutation argument \`dims\` for Permute Layer. The set of indices in \`dims\` must be consecutive and start from 1. Received dims=${show(dims)}`,
      );
    }
    return { dims: order };
  },
  inputSpec(args) {
    const dims = setting<readonly number[] | undefined>(args, 'dims');
    return dims ? { rank: dims.length + 1 } : {};
  },
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const dims = setting<readonly number[] | undefined>(args, 'dims');
    if (dims) return [graph.one('Transpose', [x], { perm: { ints: [0, ...dims] } })];
    return [{ ...graph.one('Identity', [x]), shape: x.shape?.map((dim, axis) => (axis === 0 ? dim : anonymous())) }];
  },
};

function isOrder(dims: readonly number[]): boolean {
  return [...dims].sort((a, b) => a - b).every((dim, i) => dim === i + 1);
}
