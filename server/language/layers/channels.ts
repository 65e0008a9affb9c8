import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';

export type DataFormat = 'channels_last' | 'channels_first';

/**
 * Runs operators that count channels first (ONNX's convolutions and poolings) on images that count
 * them last (Keras's): the layer does not speak of it, and the runtime takes out the transposes
 * that meet their inverse.
 */
export function channelsFirst(
  graph: GraphBuilder,
  x: SymbolicTensor,
  format: DataFormat,
  compute: (x: SymbolicTensor) => SymbolicTensor,
): SymbolicTensor {
  if (format === 'channels_first') return compute(x);
  const result = compute(graph.one('Transpose', [x], { perm: { ints: [0, 3, 1, 2] } }));
  return graph.one('Transpose', [result], { perm: { ints: [0, 2, 3, 1] } });
}

/** ONNX's word for Keras's padding. */
export function autoPad(padding: 'valid' | 'same' | undefined): { readonly string: string } {
  return { string: padding === 'same' ? 'SAME_UPPER' : 'VALID' };
}
