import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';

export type DataFormat = 'channels_last' | 'channels_first';

/**
 * Runs operators that count channels first (ONNX's convolutions and poolings) on images that count
 * them last (Keras's): the layer does not speak of it, and the runtime takes out the transposes
 * that meet their inverse. `rank` is the number of axes beside samples and channels.
 */
export function channelsFirst(
  graph: GraphBuilder,
  x: SymbolicTensor,
  format: DataFormat,
  rank: 1 | 2 | 3,
  compute: (x: SymbolicTensor) => SymbolicTensor,
): SymbolicTensor {
  if (format === 'channels_first') return compute(x);
  const result = compute(graph.one('Transpose', [x], toFirst[rank]));
  return graph.one('Transpose', [result], toLast[rank]);
}

const toFirst = {
  1: { perm: { ints: [0, 2, 1] } },
  2: { perm: { ints: [0, 3, 1, 2] } },
  3: { perm: { ints: [0, 4, 1, 2, 3] } },
} as const;

const toLast = {
  1: { perm: { ints: [0, 2, 1] } },
  2: { perm: { ints: [0, 2, 3, 1] } },
  3: { perm: { ints: [0, 2, 3, 4, 1] } },
} as const;

/** Where the channels of an input stand. */
export function channelAxis(format: unknown): 1 | -1 {
  return format === 'channels_first' ? 1 : -1;
}

/** ONNX's word for Keras's padding. */
export function autoPad(padding: 'valid' | 'same' | undefined): { readonly string: string } {
  return { string: padding === 'same' ? 'SAME_UPPER' : 'VALID' };
}
