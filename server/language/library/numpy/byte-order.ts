import type { ElementType } from '../../tensor/element-type.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import type { Value } from '../../values/value.js';

interface ByteOrdered {
  readonly dtype: ElementType;
  readonly bigEndian: boolean;
}

/** `np.dtype('>i4')`: only reading bytes asks for it. */
const byteOrderedType: NativeType<ByteOrdered> = {
  name: 'dtype',
  module: 'numpy',
  truth: () => true,
};

export function byteOrderOf(value: Value): ByteOrdered | undefined {
  return stateOf(value, byteOrderedType);
}

/** The type of numbers whose highest byte comes first. */
export function bigEndian(dtype: ElementType): Value {
  return object(byteOrderedType, { dtype, bigEndian: true });
}
