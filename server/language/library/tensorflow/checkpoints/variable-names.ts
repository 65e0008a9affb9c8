/** What attributes of a layer of Keras's hold one of its weights; `as` are the names that it has in other versions. */
type Names = readonly (readonly [name: string, as: readonly string[]])[];

const underscored = new Set(['Dense', 'EinsumDense', 'Conv1D', 'Conv2D', 'Conv3D']);
/** Their parts are EinsumDense. */
const projecting = new Set(['MultiHeadAttention', 'GroupQueryAttention', 'GroupedQueryAttention']);

export function variableNames(layer: string, isInPart: boolean, weight: string, isOlder: boolean): Names {
  const isKernel = weight === 'kernel' && (isInPart ? projecting.has(layer) : underscored.has(layer));
  if (isKernel || weight === 'embeddings') {
    const names = [weight, `_${weight}`];
    return [[names[isOlder ? 0 : 1] as string, names]];
  }
  if (layer === 'Normalization' && weight !== 'count') {
    const adapted: Names[number] = [`adapt_${weight}`, [weight]];
    return isOlder ? [adapted, [weight, []]] : [adapted];
  }
  if (layer.startsWith('DepthwiseConv') && weight.endsWith('kernel')) {
    const names = ['depthwise_kernel', 'kernel'];
    return [[names[isOlder ? 0 : 1] as string, names]];
  }
  return [[weight, []]];
}
