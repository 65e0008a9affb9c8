import type { ElementType } from '../../tensor/element-type.js';
import type { DtypeValue } from '../../values/value.js';

/** `tf.float32`, which is what NumPy calls `float32`. */
export function tensorFlowType(dtype: ElementType): DtypeValue {
  return { kind: 'dtype', dtype, library: 'tensorflow' };
}
