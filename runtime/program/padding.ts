import { isKnown } from '../../server/language/tensor/dim.js';
import type { Attributes } from '../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import { string } from '../../server/language/tensor/operators/attributes.js';
import { knownWindow } from './derivatives/window.js';

/**
 * A convolution's attributes with the padding of `SAME` in numbers, where the sizes are known:
 * ONNX Runtime does not take `SAME` together with dilations.
 */
export function explicitPadding(
  op: string,
  [x, weights]: readonly (SymbolicTensor | undefined)[],
  attributes: Attributes,
): Attributes {
  if (op !== 'Conv' || !string(attributes, 'auto_pad')?.startsWith('SAME')) return attributes;
  const kernel = weights?.shape?.slice(2);
  if (!x?.shape?.slice(2).every(isKnown) || !kernel?.every(isKnown)) return attributes;
  const { before, after } = knownWindow(op, undefined, x, kernel, attributes);
  const { auto_pad: _, ...others } = attributes;
  return { ...others, pads: { ints: [...before, ...after] } };
}
